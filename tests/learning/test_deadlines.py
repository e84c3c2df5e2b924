"""Deadlines against a model that counts day by day, over time zones, clocks and leap days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.learning.rules.pace import (
    ADJUSTMENT_PERCENT,
    Absence,
    Plan,
    civil_day,
    current,
    days_until,
    deadline,
)
from lms.learning.rules.working_days import answer_due, days_off

DAY = timedelta(days=1)
# Two leap days, a century's worth of neighbours, and every change of the clocks between.
days = st.dates(date(2023, 11, 1), date(2028, 4, 30))
lengths = st.integers(0, 90)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    starts_on = draw(days)
    return Plan(
        starts_on=starts_on,
        due_on=starts_on + DAY * draw(st.integers(0, 400)),
        percent=draw(st.sampled_from((0, ADJUSTMENT_PERCENT))),
        days=draw(st.sampled_from((0, 0, 1, 30))),
    )


@st.composite
def closed(draw: st.DrawFn) -> Absence:
    """A pause with an end, anywhere: before the training, across its first day, after its last."""
    begins_on = draw(days)
    return Absence(begins_on, begins_on + DAY * draw(st.integers(1, 120)))


pauses = st.lists(closed(), max_size=5)


def counted(plan: Plan, absences: list[Absence]) -> date:
    """The model: a calendar in which a day is crossed out unless it is one of a pause."""
    planned = len(
        [plan.starts_on + DAY * n for n in range((plan.due_on - plan.starts_on).days + 1)]
    )
    left = planned + ceil(planned * plan.percent / 100) + plan.days
    day = plan.starts_on
    while True:
        if not any(one.begins_on <= day < (one.returns_on or date.max) for one in absences):
            left -= 1
            if not left:
                return day
        day += DAY


@given(plans(), pauses, days)
def test_the_deadline_is_that_of_a_calendar_crossed_out_day_by_day(
    plan: Plan, absences: list[Absence], today: date
) -> None:
    assert deadline(plan, absences, today=today) == counted(plan, absences)


@given(plans(), pauses, days)
def test_an_open_pause_counts_up_to_today(plan: Plan, absences: list[Absence], today: date) -> None:
    open_one = Absence(today - DAY * 10)
    so_far = [*absences, Absence(today - DAY * 10, today + DAY)]
    assert deadline(plan, [*absences, open_one], today=today) == counted(plan, so_far)


@given(plans(), pauses, closed(), days)
def test_a_pause_never_brings_a_deadline_nearer_nor_counts_twice(
    plan: Plan, absences: list[Absence], more: Absence, today: date
) -> None:
    before = deadline(plan, absences, today=today)
    after = deadline(plan, [*absences, more], today=today)
    assert before <= after
    assert deadline(plan, [*absences, more, more], today=today) == after


@given(plans(), closed(), st.integers(1, 120), days)
def test_nested_and_adjacent_pauses_are_one(
    plan: Plan, one: Absence, cut: int, today: date
) -> None:
    assert one.returns_on is not None
    middle = min(one.begins_on + DAY * cut, one.returns_on)
    halves = [Absence(one.begins_on, middle), Absence(middle, one.returns_on)]
    whole = deadline(plan, [one], today=today)
    assert deadline(plan, [h for h in halves if h.begins_on != h.returns_on], today=today) == whole
    assert deadline(plan, [one, *halves[:1]], today=today) == whole


@given(plans(), closed(), days)
def test_a_pause_within_the_days_moves_the_deadline_by_its_own_length(
    plan: Plan, one: Absence, today: date
) -> None:
    assert one.returns_on is not None
    before = deadline(plan, [], today=today)
    moved = deadline(plan, [one], today=today) - before
    if plan.starts_on <= one.begins_on <= before:
        assert moved == one.returns_on - one.begins_on
    if one.begins_on > before or one.returns_on <= plan.starts_on:
        assert not moved


@given(plans(), pauses, st.integers(0, 500), days)
def test_days_given_until_a_day_end_there_or_on_the_first_day_after_a_pause(
    plan: Plan, absences: list[Absence], further: int, today: date
) -> None:
    last = deadline(plan, absences, today=today)
    wished = last + DAY * further
    days = days_until(plan, absences, wished, today=today)
    longer = Plan(
        starts_on=plan.starts_on,
        due_on=plan.due_on,
        percent=plan.percent,
        days=plan.days + days,
    )
    reached = deadline(longer, absences, today=today)
    assert last <= reached <= wished
    between = [reached + DAY * n for n in range(1, (wished - reached).days + 1)]
    assert all(current(absences, day) for day in between)


# Adjustments


@given(plans(), pauses, days)
def test_a_quarter_more_is_the_same_before_during_and_after_a_pause(
    plan: Plan, absences: list[Absence], today: date
) -> None:
    """The additions are of the plan, whose pauses come on top: nothing depends on the order."""
    more = Plan(starts_on=plan.starts_on, due_on=plan.due_on, percent=ADJUSTMENT_PERCENT)
    without = Plan(starts_on=plan.starts_on, due_on=plan.due_on)
    planned = (plan.due_on - plan.starts_on).days + 1
    assert deadline(more, [], today=today) == deadline(without, [], today=today) + DAY * ceil(
        planned / 4
    )
    assert deadline(more, absences, today=today) == counted(more, absences)
    assert deadline(more, absences, today=today) > deadline(without, absences, today=today)


def test_a_leap_day_is_a_day() -> None:
    leap = Plan(starts_on=date(2028, 2, 1), due_on=date(2028, 2, 28))
    away = [Absence(date(2028, 2, 28), date(2028, 3, 1))]
    assert deadline(leap, away, today=date(2028, 2, 1)) == date(2028, 3, 1)
    plain = Plan(starts_on=date(2027, 2, 1), due_on=date(2027, 2, 28))
    away = [Absence(date(2027, 2, 28), date(2027, 3, 1))]
    assert deadline(plain, away, today=date(2027, 2, 1)) == date(2027, 3, 1)


# Civil days


def last_sunday(year: int, month: int) -> date:
    return max(
        day for day in (date(year, month, n) for n in range(25, 32)) if day.isoweekday() == 7
    )


def by_hand(instant: datetime, zone: str) -> date:
    """The same date without a table of zones."""
    if zone == "Indian/Reunion":
        return (instant + timedelta(hours=4)).date()
    if zone == "America/Cayenne":
        return (instant - timedelta(hours=3)).date()
    one = timedelta(hours=1)
    opens, closes = (
        datetime.combine(last_sunday(instant.year, month), datetime.min.time(), UTC) + one
        for month in (3, 10)
    )
    return (instant + (2 * one if opens <= instant < closes else one)).date()


instants = st.integers(0, 1600 * 24 * 60).map(
    lambda minutes: datetime(2023, 11, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
zones = st.sampled_from(("Indian/Reunion", "America/Cayenne", "Europe/Paris"))


@given(instants, zones)
def test_a_civil_day_is_the_organisations(instant: datetime, zone: str) -> None:
    assert civil_day(instant, zone) == by_hand(instant, zone)


@given(plans(), instants, st.integers(1, 24 * 90), zones)
def test_a_pause_pressed_and_ended_at_any_hour_moves_by_civil_days(
    plan: Plan, pressed: datetime, hours: int, zone: str
) -> None:
    """Pressed before midnight and ended after it is a day, whatever the clocks did that night."""
    ended = pressed + timedelta(hours=hours)
    begins_on, returns_on = civil_day(pressed, zone), civil_day(ended, zone)
    absences = [Absence(begins_on, returns_on)] if returns_on > begins_on else []
    model = [Absence(by_hand(pressed, zone), by_hand(ended, zone))]
    assert deadline(plan, absences, today=returns_on) == counted(plan, model)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Indian/Reunion", date(2026, 11, 23)),
        ("Europe/Paris", date(2026, 11, 22)),
        ("America/Cayenne", date(2026, 11, 22)),
    ],
)
def test_the_same_press_is_another_day_on_the_other_side_of_the_world(zone: str, day: date) -> None:
    assert civil_day(datetime(2026, 11, 22, 21, 30, tzinfo=UTC), zone) == day


# Days of answers


# The first look at a year reads its holidays: on a busy machine that may take a while.
@settings(deadline=None)
@given(days, st.integers(1, 20))
def test_an_answer_is_due_on_a_working_day(sent_on: date, within: int) -> None:
    off = days_off("FR", sent_on.year)
    due = answer_due(sent_on, within, off)
    assert due.isoweekday() < 6 and due not in off  # noqa: PT018
    between = [sent_on + DAY * n for n in range(1, (due - sent_on).days + 1)]
    assert sum(day.isoweekday() < 6 and day not in off for day in between) == within


@pytest.mark.parametrize(
    ("territory", "sent_on", "due"),
    [
        ("FR", date(2026, 11, 20), date(2026, 11, 24)),
        ("FR", date(2026, 12, 24), date(2026, 12, 29)),
        ("FR", date(2026, 12, 31), date(2027, 1, 5)),
        ("RE", date(2027, 12, 17), date(2027, 12, 22)),
        ("GF", date(2027, 6, 9), date(2027, 6, 14)),
        ("FR", date(2027, 6, 9), date(2027, 6, 11)),
        ("BE", date(2026, 7, 13), date(2026, 7, 15)),
    ],
)
def test_public_holidays_are_those_of_the_territory(
    territory: str, sent_on: date, due: date
) -> None:
    assert answer_due(sent_on, 2, days_off(territory, sent_on.year)) == due
