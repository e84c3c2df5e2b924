"""Backup codes: ten on paper, each opens once, and a letter tells it."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import RecoveryCode
from lms.accounts.operations.recovery import take_recovery_code
from lms.accounts.rules.recovery import SIGNS, code_hash, written_code
from lms.journal.models import JournalEntry
from lms.web.database import Application
from lms.web.page import new_token, now
from tests.accounts.factors import give_codes, give_passkey, knock
from tests.accounts.letters import letters_to, words_of
from tests.client import Client
from tests.make import Make
from tests.races import AT_ONCE, ROUNDS, at_once


def test_a_code_opens_once_and_a_letter_tells_it(
    make: Make, client: Client, app: Application, session: Session
) -> None:
    person = make.trainee()
    make.app(person)
    code = give_codes(session, person)[3]
    knock(client, person)
    typed = code.upper().replace("-", " ")
    page = client.submit("/second-factor/backup-code", code=typed)
    assert page.path == "/home"
    words = words_of(letters_to(session, person.email)[-1])
    assert "backup code" in words
    assert code not in words
    assert "accounts.use_recovery_code" in set(session.scalars(select(JournalEntry.action)))

    again = Client(app, session)
    knock(again, person)
    assert again.submit("/second-factor/backup-code", status=422, code=code).errors()
    assert again.read("/home").path == "/second-factor"


def test_a_code_of_somebody_else_opens_nothing(
    make: Make, client: Client, session: Session
) -> None:
    person, other = make.trainee(), make.trainee()
    make.app(person)
    code = give_codes(session, other)[0]
    knock(client, person)
    client.submit("/second-factor/backup-code", status=422, code=code)


def test_new_codes_end_the_earlier_ones(make: Make, client: Client, session: Session) -> None:
    person = make.trainee()
    give_passkey(make, person)
    earlier = give_codes(session, person)
    client.sign_in(person)
    page = client.submit("/account/factors/codes", "/account/factors/codes")
    shown = [li.text_content() for li in page.tree.xpath("//li[@class='code']")]
    assert len(set(shown)) == 10
    kept = set(session.scalars(select(RecoveryCode.code_hash)))
    assert kept == {code_hash(person.id, code) for code in shown}
    assert not kept & {code_hash(person.id, code) for code in earlier}
    assert "New backup codes" in words_of(letters_to(session, person.email)[-1])


def test_the_database_holds_no_code(make: Make, session: Session) -> None:
    person = make.trainee()
    codes = give_codes(session, person)
    kept = "".join(session.scalars(select(RecoveryCode.code_hash)))
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)


def test_who_has_no_factor_has_no_codes(make: Make, client: Client) -> None:
    client.sign_in(make.trainee())
    assert client.read("/account/factors/codes").path == "/account/factors"


@pytest.mark.parametrize("typed", ["7k2m-{}", "７Ｋ２Ｍ {}", " 7K2M.{} "])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    code = "7k2m-1010-abcd-wxyz"
    rest = "IoLO abcd wxyz".replace("L", "l")
    assert code_hash(1, typed.format(rest)) == code_hash(1, code)


def test_codes_hold_80_bits() -> None:
    assert written_code(b"\x00" * 10) == "0000-0000-0000-0000"
    assert written_code(b"\xff" * 10) == "zzzz-zzzz-zzzz-zzzz"
    assert len(SIGNS) == len(set(SIGNS)) == 32


def test_one_of_eight_uses_a_code(real: Application) -> None:
    factory = real.extensions["sillage.sessions"]
    with factory() as session, session.begin():
        make = Make(session)
        person = make.trainee()
        make.app(person)
        person_id, address = person.id, person.email
        codes = give_codes(session, person, ROUNDS)
    for code in codes:

        def take(code: str = code) -> bool:
            with factory() as session, session.begin():
                return take_recovery_code(
                    session, person_id, code, now=now(), message_id=new_token()
                )

        assert at_once([take] * AT_ONCE).count(True) == 1
    with factory() as session:
        assert len(letters_to(session, address)) == ROUNDS
