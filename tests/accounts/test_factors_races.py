"""Eight at once on one person's factors: the first is chosen once, the last one stays."""

from __future__ import annotations

import os
from collections.abc import Callable

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from lms.accounts.models import AuthenticatorApp, Passkey, Person, SignIn
from lms.accounts.operations.apps import Chance, add_app
from lms.accounts.operations.factors import Keeper
from lms.accounts.operations.passkeys import AddPasskey, add_passkey, remove_passkey
from lms.accounts.operations.second_factor import pass_second_factor
from lms.accounts.rules.passkeys import Made, new_challenge
from lms.accounts.rules.totp import new_secret
from lms.kernel.keys import Keys
from lms.kernel.refusals import NotThere, RuleBroken
from lms.web.database import Application
from lms.web.page import new_token, now
from tests.accounts.factors import code_at
from tests.make import Make
from tests.races import AT_ONCE, at_once

TURNS = 5


def supervisors(factory: sessionmaker[Session], count: int = TURNS) -> list[int]:
    """People of whom a second factor is asked."""
    with factory() as session, session.begin():
        make = Make(session)
        place = make.organisation(second_factor_supervisors=True)
        return [make.supervisor(place).id for _turn in range(count)]


def enrolling(keys: Keys, person_id: int, number: int) -> Callable[[Session], bool]:
    """One of several sessions of a person that choose a first factor: by app or by passkey."""
    keeper = Keeper(person_id=person_id, sign_in_id=0, enrolling=True)

    def by_app(session: Session) -> bool:
        secret = new_secret(os.urandom(20))
        chance = Chance(public_id=new_token(), nonce=os.urandom(12), message_id=new_token())
        moment, code = now(), code_at(secret)
        return add_app(session, keys, keeper, secret=secret, code=code, chance=chance, now=moment)

    def by_passkey(session: Session) -> bool:
        challenge = new_challenge(keys, "add", chance=os.urandom(16), now=now())
        order = AddPasskey(
            made=Made(challenge, os.urandom(32), b"", 0),
            name="Une",
            what_for="add",
            public_id=new_token(),
            message_id=new_token(),
        )
        return add_passkey(session, keys, keeper, order, now=now())

    return by_app if number % 2 else by_passkey


def run(factory: sessionmaker[Session], act: Callable[[Session], object]) -> Callable[[], bool]:
    """The act in a transaction of its own; whether it was done."""

    def done() -> bool:
        try:
            with factory() as session, session.begin():
                act(session)
        except (NotThere, RuleBroken):
            return False
        return True

    return done


def test_of_eight_sessions_that_choose_one_chooses(real: Application) -> None:
    factory, keys = real.extensions["sillage.sessions"], real.extensions["sillage.keys"]
    for person_id in supervisors(factory):
        acts = [run(factory, enrolling(keys, person_id, n)) for n in range(AT_ONCE)]
        assert at_once(acts).count(True) == 1
        with factory() as session:
            apps = select(func.count()).where(AuthenticatorApp.person_id == person_id)
            passkeys = select(func.count()).where(Passkey.person_id == person_id)
            assert (session.scalar(apps) or 0) + (session.scalar(passkeys) or 0) == 1


def removing(person_id: int, name: str) -> Callable[[Session], None]:
    """The removal of one passkey."""

    def act(session: Session) -> None:
        remove_passkey(session, person_id, name, now=now(), message_id=new_token())

    return act


def test_of_eight_removals_one_factor_is_left(real: Application) -> None:
    factory = real.extensions["sillage.sessions"]
    for person_id in supervisors(factory):
        with factory() as session, session.begin():
            make = Make(session)
            names = [new_token() for _one in range(AT_ONCE)]
            person = session.get_one(Person, person_id)
            for name in names:
                make.passkey(person, public_id=name)

        acts = [run(factory, removing(person_id, name)) for name in names]
        assert at_once(acts).count(True) == AT_ONCE - 1


def test_a_session_is_opened_once(real: Application) -> None:
    factory = real.extensions["sillage.sessions"]
    for person_id in supervisors(factory):
        with factory() as session, session.begin():
            waiting = SignIn(
                public_id=new_token(),
                person_id=person_id,
                token_hash=new_token(),
                state="pending",
                device="",
                created_at=now(),
                last_seen_at=now(),
                proved_at=now(),
            )
            session.add(waiting)
            session.flush()
            sign_in_id = waiting.id

        def enter(session: Session, person_id: int = person_id, one: int = sign_in_id) -> None:
            pass_second_factor(session, person_id, one, token=new_token(), now=now())

        assert at_once([run(factory, enter)] * AT_ONCE).count(True) == 1
