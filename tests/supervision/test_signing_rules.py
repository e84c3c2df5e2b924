"""The pure rules of records: standings over time, deletion days, digests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.kernel.actor import Role
from lms.kernel.keys import Keys
from lms.supervision.models import SessionKind, Standing, TextKind
from lms.supervision.rules.signing import (
    Facts,
    ShownStanding,
    Signed,
    kept_sentence,
    shown_digest,
    shown_standing,
    signed_sentence,
)
from lms.supervision.rules.texts import purge_day, readable

KEYS = Keys(bytes(32))
SIGNED_AT = datetime(2026, 11, 10, 12, 0, tzinfo=UTC)
FACTS = Facts(
    session="s",
    participation="p",
    held_on=date(2026, 11, 10),
    minutes=60,
    kind=SessionKind.INDIVIDUAL,
    supervisor="a",
    trainee="b",
)
days = st.dates(date(2020, 1, 1), date(2090, 1, 1))


@given(st.sampled_from(Standing), st.timedeltas(timedelta(0), timedelta(days=400)))
def test_only_a_signature_left_14_days_reads_as_unanswered(
    standing: Standing, since: timedelta
) -> None:
    shown = shown_standing(standing, SIGNED_AT, SIGNED_AT + since)
    late = standing is Standing.SIGNED and since >= timedelta(days=14)
    assert shown.value == ("unanswered" if late else standing.value)


def test_a_session_nobody_signed_reads_as_logged() -> None:
    assert shown_standing(Standing.LOGGED, None, SIGNED_AT) is ShownStanding.LOGGED


@given(days, st.none() | days)
def test_an_aide_memoire_is_never_kept_longer_than_90_days_nor_after_the_agreement(
    held_on: date, ends_on: date | None
) -> None:
    gone_on = purge_day(held_on, ends_on, 90)
    assert gone_on <= held_on + timedelta(days=90)
    assert ends_on is None or gone_on <= ends_on + timedelta(days=1)


@pytest.mark.parametrize("shared", [True, False])
def test_no_side_reads_the_private_text_of_the_other(shared: bool) -> None:
    assert TextKind.OWN not in readable(Role.SUPERVISOR, shared=shared)
    assert TextKind.PRIVATE not in readable(Role.TRAINEE, shared=shared)
    assert (TextKind.SHARED in readable(Role.TRAINEE, shared=shared)) is shared


@pytest.mark.parametrize(
    "other",
    [
        replace(FACTS, held_on=date(2026, 11, 11)),
        replace(FACTS, minutes=61),
        replace(FACTS, kind=SessionKind.GROUP),
        replace(FACTS, supervisor="b", trainee="a"),
        replace(FACTS, session="p", participation="s"),
    ],
)
def test_each_fact_changes_both_digests(other: Facts) -> None:
    assert shown_digest(KEYS, other) != shown_digest(KEYS, FACTS)
    assert _signed(other).digest(KEYS) != _signed(FACTS).digest(KEYS)


def test_a_digest_needs_the_key() -> None:
    assert _signed(FACTS).digest(KEYS) != _signed(FACTS).digest(Keys(bytes([1]) * 32))


def test_the_sentence_is_kept_as_structure_with_its_language() -> None:
    kept = kept_sentence((signed_sentence(FACTS, trainee="Nadia"),), "fr")
    assert kept["language"] == "fr"
    params = kept["sentences"][0]["params"]
    assert params == {"held_on": "2026-11-10", "minutes": {"minutes": 60}, "trainee": "Nadia"}


def _signed(facts: Facts) -> Signed:
    return Signed(
        facts=facts.document(),
        sentence={},
        person_id=1,
        standing=Standing.SIGNED,
        factor="password session",
        signed_at=SIGNED_AT,
    )
