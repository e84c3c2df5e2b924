"""What a signature covers, word for word: signed sentences and their digests are kept for years."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from lms.kernel.keys import Keys, keyed_digest
from lms.kernel.text import Minutes
from lms.supervision.models import SessionKind, Standing
from lms.supervision.rules.minutes import Totals, answer_due_at, ledger_minutes
from lms.supervision.rules.signing import (
    Facts,
    ShownStanding,
    Signed,
    answer_sentence,
    kept_sentence,
    read_sentence,
    replacing_sentence,
    shown_digest,
    shown_standing,
    signed_sentence,
)

KEYS = Keys(bytes(range(32)))
AT = datetime(2026, 11, 10, 12, 30, tzinfo=UTC)
ALONE = Facts(
    session="s1",
    participation="p1",
    held_on=date(2026, 11, 9),
    minutes=90,
    kind=SessionKind.INDIVIDUAL,
    supervisor="a",
    trainee="é",
)
GROUP = replace(ALONE, kind=SessionKind.GROUP)
WRITTEN = {
    "session": "s1",
    "participation": "p1",
    "held_on": "2026-11-09",
    "minutes": 90,
    "kind": "individual",
    "supervisor": "a",
    "trainee": "é",
}
CANONICAL = (
    '{"held_on":"2026-11-09","kind":"individual","minutes":90,"participation":"p1",'
    '"session":"s1","supervisor":"a","trainee":"é"}'
)
PARAMS = {"held_on": date(2026, 11, 9), "minutes": Minutes(90)}
SIGNED = Signed(
    facts=WRITTEN,
    sentence={"b": 1, "a": "é"},
    person_id=7,
    standing=Standing.SIGNED,
    factor="password session",
    signed_at=AT,
)


def test_facts_are_kept_under_these_names() -> None:
    assert ALONE.document() == WRITTEN
    assert replace(ALONE, replaces="p0").document() == {**WRITTEN, "replaces": "p0"}


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (
            ALONE,
            "I attest that I held an individual supervision session with %(trainee)s"
            " on %(held_on)s, for %(minutes)s.",
        ),
        (
            GROUP,
            "I attest that %(trainee)s took part in the group supervision session"
            " that I held on %(held_on)s, for %(minutes)s.",
        ),
    ],
)
def test_a_supervisor_signs_these_words(facts: Facts, words: str) -> None:
    signed = signed_sentence(facts, trainee="Nadia")
    assert (signed.msgid, signed.params) == (words, {**PARAMS, "trainee": "Nadia"})


@pytest.mark.parametrize("answer", [Standing.COUNTERSIGNED, Standing.COMMENTED, Standing.CONTESTED])
@pytest.mark.parametrize("facts", [ALONE, GROUP])
def test_a_trainee_signs_these_words(facts: Facts, answer: Standing) -> None:
    kind = "a group" if facts is GROUP else "an individual"
    words = (
        f"I contest what is written of the {kind.split()[1]} supervision session"
        if answer is Standing.CONTESTED
        else f"I attest that I took part in {kind} supervision session"
    )
    signed = answer_sentence(facts, answer, supervisor="Hélène")
    assert signed.msgid == words + " with %(supervisor)s on %(held_on)s, for %(minutes)s."
    assert signed.params == {**PARAMS, "supervisor": "Hélène"}


def test_what_is_said_beside_the_facts() -> None:
    replacing = replacing_sentence(date(2026, 11, 9), 90)
    assert replacing.msgid == (
        "This version replaces the one signed before, for the session of %(held_on)s,"
        " for %(minutes)s."
    )
    assert replacing.params == PARAMS
    assert str(read_sentence()) == "I have read the shared record. I do not sign its text."


def test_sentences_are_kept_as_this_structure() -> None:
    kept = kept_sentence((signed_sentence(ALONE, trainee="Nadia"), read_sentence()), "en")
    assert kept == {
        "language": "en",
        "sentences": [
            {
                "msgid": "I attest that I held an individual supervision session with %(trainee)s"
                " on %(held_on)s, for %(minutes)s.",
                "params": {"held_on": "2026-11-09", "minutes": {"minutes": 90}, "trainee": "Nadia"},
            },
            {
                "msgid": "I have read the shared record. I do not sign its text.",
                "params": {},
            },
        ],
    }


def test_the_digest_of_a_page_never_changes() -> None:
    key = KEYS.derive("supervision facts shown")
    assert shown_digest(KEYS, ALONE) == keyed_digest(key, CANONICAL)
    assert json.loads(CANONICAL) == ALONE.document()


def test_the_digest_of_a_signature_never_changes() -> None:
    key = KEYS.derive("supervision signature")
    parts = (CANONICAL, '{"a":"é","b":1}', 7, "signed", "password session", AT.isoformat())
    assert SIGNED.digest(KEYS) == keyed_digest(key, *parts)


@pytest.mark.parametrize(
    "other",
    [
        {"facts": {**WRITTEN, "minutes": 91}},
        {"sentence": {"a": "é", "b": 2}},
        {"person_id": 8},
        {"standing": Standing.COUNTERSIGNED},
        {"factor": "passkey"},
        {"signed_at": AT + timedelta(microseconds=1)},
    ],
)
def test_a_signature_covers_everything(other: dict[str, Any]) -> None:
    assert replace(SIGNED, **other).digest(KEYS) != SIGNED.digest(KEYS)


def test_a_signature_reads_as_unanswered_to_the_instant() -> None:
    due = answer_due_at(AT)
    assert due == AT + timedelta(days=14)
    assert shown_standing(Standing.SIGNED, AT, due) is ShownStanding.UNANSWERED
    just_before = due - timedelta(microseconds=1)
    assert shown_standing(Standing.SIGNED, AT, just_before) is ShownStanding.SIGNED


def test_totals_are_added_each_to_its_own() -> None:
    some = Totals(counted=1, unanswered=20, signed=300, logged=4000)
    more = Totals(counted=5, unanswered=60, signed=700, logged=8000)
    assert some + more == Totals(counted=6, unanswered=80, signed=1000, logged=12000)
    assert (some.pending, some.all) == (4300, 4321)


def test_no_sessions_are_no_minutes() -> None:
    evidence = ledger_minutes((), now=AT)
    assert (evidence.counted, evidence.unanswered, evidence.pending) == (0, 0, 0)
    assert evidence.sources == ()
