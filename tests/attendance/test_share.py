"""Group sessions in requirements: of all that is planned, with days, told alike to both sides."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.attendance.models import AttendanceMark, MarkKind, SessionState, SignedOn
from lms.attendance.operations.planning import Planner, cancel
from lms.attendance.rules.share import Attended, group_attendance, group_minutes
from lms.catalogue.models import ProgrammeVersion
from lms.catalogue.queries import kept, outline
from lms.catalogue.rules.curriculum import read_curriculum
from lms.certification.operations import settle
from lms.certification.queries import proof_of
from lms.kernel.actor import Role
from lms.learning.models import Enrolment
from lms.organisations.models import Organisation
from lms.requirements.models import AllOf, Facts, GroupShare, RuleSet
from lms.requirements.rules import prove
from lms.web.page import new_token, now
from tests.attendance.test_signing import Gathering, gathering
from tests.catalogue.folders import small_folder
from tests.client import Client
from tests.make import GroupDay, Make

Statements = Callable[[], AbstractContextManager[list[str]]]
PROGRAMME = "programmes/small/programme.toml"


def half_days() -> st.SearchStrategy[Attended]:
    return st.builds(
        Attended,
        public_id=st.uuids().map(str),
        held_on=st.dates(date(2026, 1, 1), date(2026, 3, 1)),
        minutes=st.integers(30, 360),
        planned=st.booleans(),
        over=st.booleans(),
        signed=st.booleans(),
        led=st.booleans(),
    )


@given(st.lists(half_days(), max_size=12), st.integers(1, 100))
def test_a_slow_obvious_count_agrees(halves: list[Attended], percent: int) -> None:
    planned = signed = waiting = 0
    days = []
    for half in halves:
        for _minute in range(half.minutes):
            planned += half.planned
            signed += half.signed and half.led
            waiting += half.signed and not half.led
        if half.planned and half.over and not half.signed and half.held_on not in days:
            days.append(half.held_on)
    found = group_attendance(halves)
    assert (found.planned, found.signed, found.waiting) == (planned, signed, waiting)
    assert found.missed == tuple(sorted(days))
    minutes = group_minutes(halves)
    assert (minutes.counted, minutes.pending) == (signed, waiting)
    node = prove(GroupShare(percent), _facts(halves))
    enough = planned > 0 and signed * 100 >= percent * planned
    assert node.met is enough
    if planned and not enough:
        assert (signed + node.missing.amount) * 100 >= percent * planned
        assert (signed + node.missing.amount - 1) * 100 < percent * planned


@given(st.lists(half_days(), min_size=1, max_size=8), st.data())
def test_a_signature_more_never_takes_it_away(halves: list[Attended], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(halves) - 1))
    more = [*halves]
    more[place] = replace(halves[place], signed=True, led=True)
    for percent in (50, 80, 100):
        before, after = (prove(GroupShare(percent), _facts(some)) for some in (halves, more))
        assert after.met or not before.met


def _facts(halves: list[Attended]) -> Facts:
    return Facts(group=group_attendance(halves))


def with_share(session: Session, version: ProgrammeVersion, percent: int = 80) -> None:
    """The version asks for a share of group sessions and for nothing else."""
    rules = RuleSet("test", AllOf((GroupShare(percent),)))
    session.merge(version).rules = rules.document()
    session.commit()
    kept._kept.clear()


def mark(session: Session, day: GroupDay, person: Person, *, leads: bool = False) -> None:
    half = day.halves[0]
    session.add(
        AttendanceMark(
            public_id=new_token(),
            half_day_id=half.id,
            organisation_id=half.organisation_id,
            person_id=person.id,
            number=1,
            leads=leads,
            kind=MarkKind.PRESENT,
            signed_on=SignedOn.OWN,
            marked_by=person.id,
            facts={},
            digest="0" * 64,
            marked_at=now(),
        )
    )
    session.commit()


def enrolment_of(session: Session, person: Person) -> Enrolment:
    session.expire_all()
    return session.scalars(select(Enrolment).where(Enrolment.person_id == person.id)).one()


def four_days(make: Make, session: Session) -> tuple[Gathering, list[GroupDay]]:
    """A cohort whose programme asks for 75 % of four half-days, one of them to come."""
    one = gathering(make, ago=timedelta(days=2))
    version = session.get_one(ProgrammeVersion, one.cohort.version_id)
    with_share(session, version, 75)
    ago = [timedelta(days=9), timedelta(days=16), -timedelta(days=5)]
    more = [make.group_session(one.cohort, leads=one.trainer, at=now() - some) for some in ago]
    session.commit()
    return one, [one.day, *more]


def test_it_is_a_share_of_all_that_is_planned_the_days_to_come_included(
    make: Make, session: Session
) -> None:
    one, days = four_days(make, session)
    for number, day in enumerate(days[:3]):
        assert not proof_of(session, enrolment_of(session, one.awa), now=now()).met, number
        mark(session, day, one.trainer, leads=True)
        mark(session, day, one.awa)
    assert proof_of(session, enrolment_of(session, one.awa), now=now()).met
    assert not proof_of(session, enrolment_of(session, one.leo), now=now()).met


def test_a_signature_waits_for_who_leads(make: Make, session: Session) -> None:
    one, days = four_days(make, session)
    for day in days[:3]:
        mark(session, day, one.awa)
    proof = proof_of(session, enrolment_of(session, one.awa), now=now())
    assert not proof.met
    assert proof.document()["proof"]["children"][0]["evidence"][0]["waiting"] == 540  # type: ignore[index]


def test_a_make_up_counts_and_a_cancelled_day_is_nobodys(make: Make, session: Session) -> None:
    one, days = four_days(make, session)
    extra = make.group_session(
        one.cohort, leads=one.trainer, at=now() - timedelta(days=1), make_up=True
    )
    for day in (*days[:2], extra):
        mark(session, day, one.trainer, leads=True)
        mark(session, day, one.awa)
    assert proof_of(session, enrolment_of(session, one.awa), now=now()).met
    mine = enrolment_of(session, one.leo)
    for day in days[:2]:
        mark(session, day, one.leo)
    assert not proof_of(session, mine, now=now()).met
    for day in days[2:]:
        day.held.state = SessionState.CANCELLED
    session.commit()
    assert proof_of(session, mine, now=now()).met


def test_both_sides_read_the_days(make: Make, session: Session, client: Client) -> None:
    one, days = four_days(make, session)
    mark(session, days[0], one.trainer, leads=True)
    mark(session, days[0], one.awa)
    tutor = make.member(Role.TUTOR, make.session.get_one(Organisation, one.cohort.organisation_id))
    make.accompanying(tutor, one.cohort, Role.TUTOR)
    session.commit()
    mine = enrolment_of(session, one.awa).public_id
    told = []
    for person, role, path in (
        (one.awa, Role.TRAINEE, "/path/missing"),
        (tutor, Role.TUTOR, f"/tutoring/{mine}/missing"),
    ):
        client.sign_in(person, role=role)
        words = client.read(path).words.replace("\N{NO-BREAK SPACE}", " ")
        assert "Séances de groupe : encore 6 h à signer, 3 h signées sur 12 h prévues" in words
        told.append(words.count("non signée. Une séance de rattrapage compte."))
    assert told == [2, 2]


def test_counters_are_settled_after_a_signature_and_after_a_plan(
    make: Make, session: Session, client: Client
) -> None:
    one, days = four_days(make, session)
    settle(session, now=now())
    session.commit()
    client.sign_in(one.awa, role=Role.TRAINEE)
    client.submit(f"{one.half()}/sign", f"{one.half()}/sign", late_reason="forgot")
    assert settle(session, now=now()) == 2
    session.commit()
    held = session.merge(days[3].held)
    cancel(session, held, Planner(by=one.trainer.id, now=now(), public_id=new_token()))
    assert settle(session, now=now()) == 2


def test_the_programme_writes_it_and_todays_digests_stay() -> None:
    files = small_folder()
    plain = read_curriculum(files)
    before = plain.digest_of(plain.programmes[0])
    files[PROGRAMME] = files[PROGRAMME].replace("[rules]\n", "[rules]\ngroup_percent = 80\n")
    source = read_curriculum(files)
    assert source.programmes[0].group_percent == 80
    assert GroupShare(80) in source.programmes[0].rule_set("1").root.rules  # type: ignore[union-attr]
    assert source.digest_of(source.programmes[0]) != before
    files[PROGRAMME] = files[PROGRAMME].replace("group_percent = 80", "group_percent = 0")
    zero = read_curriculum(files)
    assert zero.digest_of(zero.programmes[0]) == before


def test_a_programme_without_the_rule_costs_no_statement(
    make: Make, session: Session, statements: Statements
) -> None:
    one = gathering(make)
    mine = enrolment_of(session, one.awa)
    outline(session, mine.version_id)
    proof_of(session, mine, now=now())
    with statements() as without:
        proof_of(session, mine, now=now())
    with_share(session, session.get_one(ProgrammeVersion, one.cohort.version_id))
    mine = enrolment_of(session, one.awa)
    proof_of(session, mine, now=now())
    with statements() as asked:
        proof_of(session, mine, now=now())
    assert len(asked) == len(without) + 1
