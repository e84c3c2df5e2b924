"""The authenticator app: added, asked at sign-in, each code once, guessing held back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from lms.accounts.models import AuthenticatorApp, SignIn, SignInState, Throttle
from lms.accounts.operations.apps import take_code
from lms.accounts.rules import SHOWING_FACTOR
from lms.accounts.rules.secrets import SecretLost, open_secret
from lms.accounts.rules.totp import step_at, typed_code
from lms.journal.models import JournalEntry
from lms.kernel.keys import Keys
from lms.web.database import Application
from lms.web.page import now
from tests.accounts.factors import code_at, give_app, give_codes, knock, later
from tests.accounts.letters import letters_to, words_of
from tests.client import Client, Page
from tests.make import Make
from tests.races import AT_ONCE, at_once


@pytest.fixture
def keys(app: Application) -> Keys:
    """The application's keys."""
    found: Keys = app.extensions["sillage.keys"]
    return found


def shown_secret(page: Page) -> str:
    """The key that the page writes out for typing."""
    return str(page.tree.xpath("//p[@class='code']")[0].text_content()).replace(" ", "")


def test_a_person_adds_an_app_and_gets_ten_codes(
    make: Make, client: Client, session: Session, keys: Keys
) -> None:
    person = make.trainee()
    client.sign_in(person)
    page = client.read("/account/factors/app")
    secret = shown_secret(page)
    assert len(page.tree.xpath("//svg[@class='qr']/path")) == 2
    address = page.tree.xpath("//a[starts-with(@href, 'otpauth://')]/@href")[0]
    assert f"secret={secret}" in address
    assert "issuer=Sillage" in address

    page = client.send(page.form(code=""), page.path, code=code_at(secret))

    assert len(page.tree.xpath("//li[@class='code']")) == 10
    kept = session.scalars(select(AuthenticatorApp)).one()
    assert secret.encode() not in kept.secret_sealed
    assert open_secret(keys, kept.public_id, kept.secret_sealed) == secret
    assert "authenticator app was added" in words_of(letters_to(session, person.email)[-1])
    actions = set(session.scalars(select(JournalEntry.action)))
    assert {"accounts.add_app", "accounts.make_recovery_codes"} <= actions
    assert "10 codes" in client.read("/account/factors").words


def test_a_wrong_first_code_adds_nothing(make: Make, client: Client, session: Session) -> None:
    client.sign_in(make.trainee())
    page = client.read("/account/factors/app")
    secret = shown_secret(page)
    wrong = str((int(code_at(secret)) + 1) % 1_000_000).zfill(6)
    answer = client.send(page.form(code=""), page.path, status=422, code=wrong)
    assert shown_secret(answer) == secret
    assert session.scalar(select(AuthenticatorApp.id)) is None


def test_the_secret_of_another_session_adds_nothing(
    make: Make, client: Client, app: Application, session: Session
) -> None:
    client.sign_in(make.trainee())
    page = client.read("/account/factors/app")
    sealed = page.form(code="").xpath(".//input[@name='secret']/@value")[0]
    other = Client(app, session)
    other.sign_in(make.trainee())
    form = other.read("/account/factors/app")
    code = code_at(shown_secret(page))
    other.send(form.form(code=""), form.path, status=422, secret=sealed, code=code)
    assert session.scalar(select(AuthenticatorApp.id)) is None


def test_a_sealed_secret_opens_in_its_own_row_only(make: Make, keys: Keys) -> None:
    person = make.trainee()
    give_app(make, keys, person)
    kept = make.session.scalars(select(AuthenticatorApp)).one()
    with pytest.raises(SecretLost):
        open_secret(keys, "another row", kept.secret_sealed)


def test_a_secret_moved_to_another_person_takes_no_code(make: Make, keys: Keys) -> None:
    owner, thief = make.trainee(), make.trainee()
    secret = give_app(make, keys, owner)
    kept = make.session.scalars(select(AuthenticatorApp)).one()
    make.app(thief, secret_sealed=kept.secret_sealed)
    assert not take_code(make.session, keys, thief.id, code_at(secret), now=now())


def test_sign_in_asks_for_the_code_and_leads_where_one_wanted(
    make: Make, client: Client, session: Session, keys: Keys
) -> None:
    person = make.trainee()
    secret = give_app(make, keys, person)
    assert knock(client, person, "/sign-in?next=/account/names") == (
        "/second-factor?next=/account/names"
    )
    before = session.scalars(select(SignIn.token_hash)).one()
    page = client.submit(
        "/second-factor?next=/account/names", "/second-factor", code=code_at(secret)
    )
    assert page.path == "/account/names"
    opened = session.scalars(select(SignIn)).one()
    assert opened.state is SignInState.OPEN
    assert opened.token_hash != before
    assert "accounts.pass_second_factor" in set(session.scalars(select(JournalEntry.action)))


@pytest.mark.parametrize(
    "spaced",
    ["{} {}", " {}{} ", "{}\u00a0{}", "{}\u202f{}", "{}\u200b{}", "{}\t{}", "{}\u2009{}"],
)
def test_spaces_of_any_kind_do_not_matter(
    make: Make, client: Client, keys: Keys, spaced: str
) -> None:
    person = make.trainee()
    secret = give_app(make, keys, person)
    knock(client, person)
    code = code_at(secret)
    client.submit("/second-factor", "/second-factor", code=spaced.format(code[:3], code[3:]))
    assert client.read("/account").path == "/account"


def test_wide_figures_are_figures() -> None:
    assert typed_code("１２３\u3000４５６") == "123456"
    assert typed_code("12-34") == "12-34"


def test_a_code_is_taken_once(
    make: Make, client: Client, app: Application, session: Session, keys: Keys
) -> None:
    person = make.trainee()
    secret = give_app(make, keys, person)
    code = code_at(secret)
    knock(client, person)
    client.submit("/second-factor", "/second-factor", code=code)
    other = Client(app, session)
    knock(other, person)
    page = other.submit("/second-factor", "/second-factor", status=422, code=code)
    assert page.errors()
    assert other.read("/account").path == "/second-factor"


def test_a_code_from_before_the_last_one_is_refused(make: Make, keys: Keys) -> None:
    person = make.trainee()
    secret = give_app(make, keys, person)
    moment = now()
    early, next_one = code_at(secret, moment), code_at(secret, moment + timedelta(seconds=30))
    assert take_code(make.session, keys, person.id, next_one, now=moment)
    assert not take_code(make.session, keys, person.id, early, now=moment)


@pytest.mark.parametrize(
    ("steps", "right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_clock_may_be_half_a_minute_wrong(
    make: Make, keys: Keys, steps: int, right: bool
) -> None:
    person = make.trainee()
    secret = give_app(make, keys, person)
    moment = now()
    code = code_at(secret, moment + timedelta(seconds=30 * steps))
    # A code of two steps ago could by chance be that of another one: one in a million.
    assert take_code(make.session, keys, person.id, code, now=moment) is right


def test_guessing_is_held_back_and_the_count_stays(
    make: Make, client: Client, session: Session, keys: Keys
) -> None:
    person = make.trainee()
    secret = give_app(make, keys, person)
    knock(client, person)
    for _n in range(SHOWING_FACTOR.account):
        client.submit("/second-factor", "/second-factor", status=422, code="abc")
    page = client.submit("/second-factor", "/second-factor", status=429, code=code_at(secret))
    assert "15 min" in page.words
    client.submit("/second-factor/backup-code", status=429, code="0000-0000-0000-0000")
    session.execute(update(Throttle).values(since=now() - SHOWING_FACTOR.within))
    client.submit("/second-factor", "/second-factor", code=code_at(secret))
    assert client.read("/account").path == "/account"


def test_one_of_eight_with_the_same_code_enters(real: Application) -> None:
    keys: Keys = real.extensions["sillage.keys"]
    factory: sessionmaker[Session] = real.extensions["sillage.sessions"]
    with factory() as session, session.begin():
        make = Make(session)
        made = [make.trainee() for _turn in range(5)]
        people = [(person.id, give_app(make, keys, person)) for person in made]
    for person_id, secret in people:
        moment = now()
        code = code_at(secret, moment)

        def take(person_id: int = person_id, code: str = code, moment: datetime = moment) -> bool:
            with factory() as session, session.begin():
                return take_code(session, keys, person_id, code, now=moment)

        assert at_once([take] * AT_ONCE).count(True) == 1


def test_a_person_removes_the_app_and_the_codes_go_with_it(
    make: Make, client: Client, session: Session, keys: Keys
) -> None:
    person = make.trainee()
    give_app(make, keys, person)
    give_codes(session, person)
    client.sign_in(person)
    client.submit("/account/factors/app", "/account/factors/app/remove")
    assert session.scalar(select(AuthenticatorApp.id)) is None
    assert "removed" in words_of(letters_to(session, person.email)[-1])
    client.http.delete_cookie("sillage")
    assert knock(client, person) == "/home"


def test_adding_a_factor_makes_other_sessions_show_it(
    make: Make, client: Client, app: Application, session: Session
) -> None:
    person = make.trainee()
    elsewhere = Client(app, session)
    elsewhere.sign_in(person, second_factor=False)
    client.sign_in(person, second_factor=False)
    page = client.read("/account/factors/app")
    client.send(page.form(code=""), page.path, code=code_at(shown_secret(page)))
    assert client.read("/account").path == "/account"
    assert elsewhere.read("/account").path == "/second-factor"


def test_a_session_that_waited_for_the_last_factor_begins_anew(
    make: Make, client: Client, app: Application, session: Session, keys: Keys
) -> None:
    person = make.trainee()
    give_app(make, keys, person)
    elsewhere = Client(app, session)
    knock(elsewhere, person)
    client.sign_in(person)
    client.submit("/account/factors/app", "/account/factors/app/remove")
    assert client.read("/account").path == "/account"
    assert elsewhere.read("/account").path == "/sign-in"


def test_a_step_is_half_a_minute() -> None:
    assert step_at(later(1)) - step_at(now()) == 1
