"""Minutes add up apart, every minute exactly once, and time alone moves a signature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from lms.kernel.refusals import RuleBroken
from lms.requirements.models import Ledger
from lms.supervision import queries
from lms.supervision.models import AgreementState, SessionKind, Standing
from lms.supervision.queries.participations import SignedSoFar
from lms.supervision.rules import agreements, sessions
from lms.supervision.rules.minutes import COUNTED, ledger_minutes, totals
from lms.supervision.rules.sessions import leading_standing
from lms.supervision.rules.signing import ANSWER_WITHIN, ShownStanding, shown_standing
from lms.web.page import now
from tests.make import Make, today
from tests.supervision.held import hold, signed

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = NOW.date()


@dataclass(frozen=True)
class Part:
    """One person's part, as rows give it."""

    public_id: str
    minutes: int
    standing: Standing
    signed_at: datetime | None


@st.composite
def parts(draw: st.DrawFn) -> list[Part]:
    found = []
    for number in range(draw(st.integers(0, 12))):
        standing = draw(st.sampled_from(Standing))
        ago = draw(st.timedeltas(timedelta(0), timedelta(days=40)))
        signed_at = None if standing is Standing.LOGGED else NOW - ago
        found.append(Part(f"p{number}", draw(st.integers(15, 480)), standing, signed_at))
    return found


@given(parts())
def test_every_minute_is_in_exactly_one_total(found: list[Part]) -> None:
    sums = totals(found, now=NOW)
    assert sums.all == sum(part.minutes for part in found)
    assert sums.counted + sums.unanswered + sums.signed + sums.logged == sums.all


@given(parts(), st.timedeltas(timedelta(0), timedelta(days=60)))
def test_time_only_moves_signed_minutes_to_unanswered(found: list[Part], later: timedelta) -> None:
    before, after = totals(found, now=NOW), totals(found, now=NOW + later)
    assert (after.counted, after.logged) == (before.counted, before.logged)
    assert after.unanswered >= before.unanswered
    assert after.signed + after.unanswered == before.signed + before.unanswered


@given(parts())
def test_evidence_names_what_may_meet_a_rule(found: list[Part]) -> None:
    evidence = ledger_minutes(found, now=NOW)
    assert evidence.ledger is Ledger.SUPERVISION
    named = sum(part.minutes for part in found if part.public_id in evidence.sources)
    assert named == evidence.counted + evidence.unanswered


@given(st.lists(st.sampled_from(ShownStanding), min_size=1))
def test_a_session_reads_as_its_least_advanced_part(found: list[ShownStanding]) -> None:
    first = leading_standing(found)
    assert first in found
    assert (first is ShownStanding.LOGGED) == (ShownStanding.LOGGED in found)
    if first in COUNTED:
        assert set(found) <= COUNTED


@given(st.timedeltas(timedelta(0), timedelta(days=30)))
def test_a_signature_reads_as_unanswered_from_the_fourteenth_day(ago: timedelta) -> None:
    shown = shown_standing(Standing.SIGNED, NOW - ago, NOW)
    assert (shown is ShownStanding.UNANSWERED) == (ago >= ANSWER_WITHIN)


@given(st.integers(-1000, 1000))
def test_lengths_of_a_session(minutes: int) -> None:
    assert _accepted(lambda: sessions.refuse_minutes("minutes", minutes)) == (15 <= minutes <= 480)


@given(st.integers(0, 30))
def test_one_person_is_individual_and_up_to_ten_a_group(people: int) -> None:
    if _accepted(lambda: sessions.refuse_people(people)):
        kind = sessions.kind_of(people)
        assert kind is (SessionKind.INDIVIDUAL if people == 1 else SessionKind.GROUP)
        assert 1 <= people <= 10
    else:
        assert people == 0 or people > 10


@given(st.integers(-60, 60))
def test_a_session_is_logged_from_its_day_to_thirty_days_after(ago: int) -> None:
    day = TODAY - timedelta(days=ago)
    assert _accepted(lambda: sessions.refuse_day(day, TODAY)) == (0 <= ago <= 30)


@given(st.dates(date(2026, 10, 1), date(2026, 12, 31)), st.integers(0, 60), st.integers(0, 60))
def test_a_session_lies_inside_its_agreement(held_on: date, before: int, after: int) -> None:
    starts, ends = TODAY - timedelta(days=before), TODAY + timedelta(days=after)
    inside = starts <= held_on <= ends
    assert inside == _accepted(
        lambda: sessions.refuse_outside_agreement(held_on, starts, ends, name="A")
    )


@given(st.integers(0, 1440), st.integers(15, 480))
def test_a_day_holds_24_hours(already: int, minutes: int) -> None:
    fits = already + minutes <= 1440
    assert fits == _accepted(lambda: sessions.refuse_full_day(already, minutes, name="A"))


@given(st.sampled_from(AgreementState), st.one_of(st.none(), st.integers(-40, 40)))
def test_an_agreement_reads_as_ended_after_its_last_day(
    state: AgreementState, days: int | None
) -> None:
    ends_on = None if days is None else TODAY + timedelta(days=days)
    shown = agreements.shown_state(state, ends_on, TODAY)
    over = days is not None and days < 0 and state is AgreementState.ACTIVE
    assert shown is (AgreementState.ENDED if over else state)


def test_minutes_are_counted_for_each_organisation_apart(session: Session, make: Make) -> None:
    held = hold(make)
    session.flush()
    trainee, here = held.trainee.id, held.people.organisation
    elsewhere = make.organisation("Ailleurs")

    def minutes() -> tuple[int, int, int]:
        found = queries.supervision_minutes(session, trainee, here.id, now=now())
        return found.counted, found.unanswered, found.pending

    assert minutes() == (0, 0, 60)
    signed(held, at=now() - timedelta(days=13))
    session.flush()
    assert minutes() == (0, 0, 60)
    signed(held, at=now() - timedelta(days=14))
    session.flush()
    assert minutes() == (0, 60, 0)
    held.part.standing = Standing.CONTESTED
    session.flush()
    assert minutes() == (60, 0, 0)
    nothing = queries.supervision_minutes(session, trainee, elsewhere.id, now=now())
    assert (nothing.counted, nothing.unanswered, nothing.pending) == (0, 0, 0)
    (total,) = queries.totals_of(session, trainee, now=now())
    assert (total.organisation_name, total.minutes.counted) == (here.name, 60)


def test_the_next_change_is_when_the_first_signature_gets_old(session: Session, make: Make) -> None:
    people = make.supervision()
    first, second, old = (hold(make, among=people) for _ in range(3))
    signed(first, at=NOW - timedelta(days=5))
    signed(second, at=NOW - timedelta(days=2))
    signed(old, at=NOW - timedelta(days=20))
    session.flush()
    trainee, place = first.trainee.id, people.organisation.id

    due = queries.next_unanswered_change(session, trainee, place, NOW)

    assert due == NOW + timedelta(days=9)
    assert queries.next_unanswered_change(session, trainee, place, NOW + ANSWER_WITHIN) is None


def test_an_organisation_sees_date_kind_minutes_and_signed_only(
    session: Session, make: Make
) -> None:
    held = hold(make)
    held.part.standing = Standing.CONTESTED
    session.flush()
    page = queries.participations_for_organisation(
        session, held.people.organisation.id, held.trainee.id, now=NOW
    )
    (row,) = page.rows
    assert (row.held_on, row.kind, row.minutes, row.signed) == (
        held.session.held_on,
        SessionKind.INDIVIDUAL,
        60,
        SignedSoFar.BY_BOTH,
    )
    assert set(row.__slots__) == {
        "public_id",
        "held_on",
        "kind",
        "minutes",
        "signed",
        "corrected_at",
    }
    elsewhere = make.organisation().id
    assert not queries.participations_for_organisation(
        session, elsewhere, held.trainee.id, now=NOW
    ).rows


@pytest.mark.parametrize(
    ("standing", "days", "seen"),
    [
        (Standing.LOGGED, None, SignedSoFar.WAITING),
        (Standing.SIGNED, 13, SignedSoFar.WAITING),
        (Standing.SIGNED, 14, SignedSoFar.UNANSWERED),
        (Standing.COUNTERSIGNED, 20, SignedSoFar.BY_BOTH),
        (Standing.COMMENTED, 20, SignedSoFar.BY_BOTH),
    ],
)
def test_a_manager_reads_whether_both_have_signed(
    session: Session, make: Make, standing: Standing, days: int | None, seen: SignedSoFar
) -> None:
    held = hold(make)
    held.part.standing = standing
    held.part.signed_at = None if days is None else NOW - timedelta(days=days)
    session.flush()
    page = queries.participations_for_organisation(
        session, held.people.organisation.id, held.trainee.id, now=NOW
    )
    assert [row.signed for row in page.rows] == [seen]


def test_what_waits_comes_with_totals_and_the_oldest_first(session: Session, make: Make) -> None:
    people = make.supervision(trainees=2)
    helds = [hold(make, among=people, held_on=today() - timedelta(days=n + 1)) for n in range(4)]
    for held in helds[:2]:
        signed(held, at=now())
    make.supervision(supervisor=people.supervisor).agreements[0].state = AgreementState.PROPOSED
    session.flush()

    trainee = queries.to_do_for_trainee(session, people.trainees[0].id)
    supervisor = queries.to_do_for_supervisor(session, people.supervisor.id)

    assert trainee.records_total == len(trainee.records) == 2
    assert trainee.records[0].held_on < trainee.records[1].held_on
    assert trainee.records[0].name == people.supervisor.screen_name
    assert supervisor.records_total == 6
    assert len(supervisor.records) == 5
    assert supervisor.agreements_total == 0


def test_a_proposed_agreement_waits_for_the_side_that_has_not_answered(
    session: Session, make: Make
) -> None:
    people = make.supervision()
    agreement = people.agreements[0]
    agreement.state, agreement.trainee_accepted_at = AgreementState.PROPOSED, None
    session.flush()
    trainee = queries.to_do_for_trainee(session, people.trainees[0].id)
    assert [waiting.public_id for waiting in trainee.agreements] == [agreement.public_id]
    assert trainee.total == 1
    assert queries.to_do_for_supervisor(session, people.supervisor.id).total == 0


def _accepted(check: object) -> bool:
    assert callable(check)
    try:
        check()
    except RuleBroken:
        return False
    return True


@pytest.mark.parametrize(
    ("ends", "accepted"),
    [(-61, False), (-10, False), (-5, True), (0, True), (366, True), (367, False)],
)
def test_the_last_day_follows_start_sessions_and_a_year(ends: int, accepted: bool) -> None:
    assert accepted == _accepted(
        lambda: agreements.refuse_end(
            TODAY + timedelta(days=ends),
            starts_on=TODAY - timedelta(days=60),
            last_held_on=TODAY - timedelta(days=5),
            today=TODAY,
        )
    )
