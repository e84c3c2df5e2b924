"""Eight at once, over a real database: the count is exact, and one comes first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TypeVar

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from lms.accounts.models import (
    AddressChange,
    KnownDevice,
    PasswordReset,
    Person,
    SignInLink,
    Throttle,
)
from lms.accounts.operations.addresses import (
    Secrets,
    apply_if_due,
    ask_address_change,
    confirm_address,
)
from lms.accounts.operations.devices import SeenDevice, know_device
from lms.accounts.operations.links import use_sign_in_link
from lms.accounts.operations.passwords import set_new_password
from lms.accounts.operations.sign_ins import knock
from lms.accounts.operations.throttle import Try
from lms.accounts.rules import ADDRESS_CHANGE_AFTER, SIGNING_IN
from lms.kernel.database import make_engine, make_sessions
from lms.kernel.keys import token_hash
from lms.kernel.refusals import NotThere, RuleBroken
from lms.outbox.models import Letter
from lms.web.page import now
from tests.databases import Databases
from tests.make import Make, today

AT_ONCE = 8
Result = TypeVar("Result")


@pytest.fixture(scope="module")
def real(databases: Databases) -> Iterator[sessionmaker[Session]]:
    """Sessions that commit, on a database of their own."""
    engine = make_engine(databases.fresh())
    yield make_sessions(engine)
    engine.dispose()


def at_once(
    real: sessionmaker[Session], act: Callable[[Session, int], Result], rounds: int = 1
) -> list[Result | type[Exception]]:
    """Run `act` in eight transactions that start together."""
    barrier = Barrier(AT_ONCE)

    def one(number: int) -> list[Result | type[Exception]]:
        barrier.wait()
        results: list[Result | type[Exception]] = []
        for _n in range(rounds):
            try:
                with real() as session, session.begin():
                    results.append(act(session, number))
            except (NotThere, RuleBroken) as refused:
                results.append(type(refused))
        return results

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [result for results in pool.map(one, range(AT_ONCE)) for result in results]


def person_in(real: sessionmaker[Session], email: str) -> int:
    """A committed person."""
    with real() as session, session.begin():
        return Make(session).person(email=email).id


def test_no_try_slips_through_the_count(real: sessionmaker[Session]) -> None:
    for turn in range(3):
        trying = Try(limit=SIGNING_IN, account=f"account {turn}", network=f"network {turn}")

        def act(session: Session, _n: int, trying: Try = trying) -> int:
            return knock(session, trying, email_key="personne", now=now()).wait

        waits = at_once(real, act, rounds=3)
        assert len([wait for wait in waits if wait == 0]) == SIGNING_IN.account
        with real() as session:
            assert session.get_one(Throttle, trying.account).tries == AT_ONCE * 3


def test_one_of_eight_wishes_stays_open(real: sessionmaker[Session]) -> None:
    for turn in range(3):
        person_id = person_in(real, f"voeux{turn}@exemple.test")

        def act(
            session: Session, number: int, person_id: int = person_id, turn: int = turn
        ) -> None:
            secrets = Secrets(new_token=f"n{turn}-{number}", old_token=f"o{turn}-{number}")
            email = f"voeu{turn}-{number}@exemple.test"
            ask_address_change(session, person_id, email, secrets=secrets, now=now())

        at_once(real, act)
        with real() as session:
            wishes = select(AddressChange).where(AddressChange.person_id == person_id)
            kept = session.scalars(wishes).all()
        assert len([wish for wish in kept if wish.closed_at is None]) == 1


def test_one_of_eight_people_gets_an_address(real: sessionmaker[Session]) -> None:
    for turn in range(3):
        wished = f"convoitee{turn}@exemple.test"
        for n in range(AT_ONCE):
            person_id = person_in(real, f"convoite{turn}-{n}@exemple.test")
            secrets = Secrets(new_token=f"cn{turn}-{n}", old_token=f"co{turn}-{n}")
            with real() as session, session.begin():
                ask_address_change(session, person_id, wished, secrets=secrets, now=now())
                confirm_address(session, secrets.new_token, now=now())

        def act(session: Session, number: int, turn: int = turn) -> bool:
            return confirm_address(session, f"co{turn}-{number}", now=now())

        assert sorted(map(bool, at_once(real, act))) == [False] * (AT_ONCE - 1) + [True]
        with real() as session:
            assert len(session.scalars(select(Person).where(Person.email == wished)).all()) == 1


def test_a_change_takes_effect_once(real: sessionmaker[Session]) -> None:
    for turn in range(3):
        person_id = person_in(real, f"seule{turn}@exemple.test")
        secrets = Secrets(new_token=f"sn{turn}", old_token=f"so{turn}")
        email = f"seule-nouvelle{turn}@exemple.test"
        with real() as session, session.begin():
            ask_address_change(session, person_id, email, secrets=secrets, now=now())
            confirm_address(session, secrets.new_token, now=now())
            change_id = session.scalars(
                select(AddressChange.id).where(AddressChange.person_id == person_id)
            ).one()

        def act(session: Session, _number: int, change_id: int = change_id) -> bool:
            return apply_if_due(session, change_id, now=now() + ADDRESS_CHANGE_AFTER)

        assert at_once(real, act).count(True) == 1
        with real() as session:
            told = select(Letter).where(Letter.to_address == email, Letter.link == "/sign-in")
            assert len(session.scalars(told).all()) == 1


def test_a_mailed_link_sets_one_password(real: sessionmaker[Session]) -> None:
    person_id = person_in(real, "lien@exemple.test")
    with real() as session, session.begin():
        session.add(
            PasswordReset(
                person_id=person_id,
                token_hash=token_hash("lien"),
                expires_at=now() + timedelta(hours=1),
            )
        )

    def act(session: Session, number: int) -> int:
        set_new_password(
            session, "lien", password_hash=f"h{number}", message_id=f"m{number}", now=now()
        )
        return number

    results = at_once(real, act)
    winners = [result for result in results if isinstance(result, int)]
    assert len(winners) == 1
    with real() as session:
        assert session.get_one(Person, person_id).password_hash == f"h{winners[0]}"


def test_a_mailed_link_signs_in_once(real: sessionmaker[Session]) -> None:
    for turn in range(5):
        person_id = person_in(real, f"une-fois{turn}@exemple.test")
        link = f"entrer{turn}"
        with real() as session, session.begin():
            session.add(
                SignInLink(
                    person_id=person_id,
                    token_hash=token_hash(link),
                    back="",
                    expires_at=now() + timedelta(minutes=15),
                )
            )

        def act(session: Session, _number: int, link: str = link) -> int:
            return use_sign_in_link(session, link, now=now())

        results = at_once(real, act)
        assert results.count(person_id) == 1
        assert results.count(NotThere) == AT_ONCE - 1


def test_a_new_device_is_told_once(real: sessionmaker[Session]) -> None:
    person_id = person_in(real, "appareil@exemple.test")
    seen = SeenDevice(cookie="c" * 22, family="Firefox, Linux", day=today(), time="10:00")
    with real() as session, session.begin():
        session.get_one(Person, person_id).created_at = now() - timedelta(days=90)

    def act(session: Session, number: int) -> bool:
        return know_device(
            session, person_id, seen, sign_in_id=0, now=now(), message_id=f"appareil-{number}"
        )

    assert at_once(real, act).count(True) == 1
    with real() as session:
        devices = select(KnownDevice).where(KnownDevice.person_id == person_id)
        assert len(session.scalars(devices).all()) == 1
