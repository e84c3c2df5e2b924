"""Signatures: what is signed, in which words, and how a standing reads as time passes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from lms.kernel.keys import Keys
from lms.kernel.text import Minutes, Text, _
from lms.supervision.models import SessionKind, Standing

ANSWER_WITHIN = timedelta(days=14)
SIGNING = "supervision signature"
SHOWING = "supervision facts shown"
FACTOR = "password session"
"""How the person had proved who they are: a session opened with a password."""
ANSWERS = (Standing.COUNTERSIGNED, Standing.COMMENTED, Standing.CONTESTED)


class ShownStanding(StrEnum):
    """A standing as pages tell it: a signature that waits too long reads as unanswered."""

    LOGGED = "logged"
    SIGNED = "signed"
    COUNTERSIGNED = "countersigned"
    COMMENTED = "commented"
    CONTESTED = "contested"
    UNANSWERED = "unanswered"


def shown_standing(standing: Standing, signed_at: datetime | None, now: datetime) -> ShownStanding:
    """The standing, or `unanswered` once 14 days passed since the supervisor signed."""
    if standing is Standing.SIGNED and signed_at is not None and now >= signed_at + ANSWER_WITHIN:
        return ShownStanding.UNANSWERED
    return ShownStanding(standing.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is signed: date, minutes, people, alone or in a group. People by their public id."""

    session: str
    participation: str
    held_on: date
    minutes: int
    kind: SessionKind
    supervisor: str
    trainee: str
    replaces: str | None = None
    """The version that these facts set right, when they are those of a revision."""

    def document(self) -> dict[str, str | int]:
        """The facts as they are kept; `replaces` only in a revision."""
        replacing = {} if self.replaces is None else {"replaces": self.replaces}
        return {
            "session": self.session,
            "participation": self.participation,
            "held_on": self.held_on.isoformat(),
            "minutes": self.minutes,
            "kind": self.kind.value,
            "supervisor": self.supervisor,
            "trainee": self.trainee,
            **replacing,
        }


def signed_sentence(facts: Facts, *, trainee: str) -> Text:
    """What the supervisor signs, `trainee` being the name that is shown."""
    params = _facts_params(facts, trainee=trainee)
    if facts.kind is SessionKind.GROUP:
        return _(
            "I attest that %(trainee)s took part in the group supervision session"
            " that I held on %(held_on)s, for %(minutes)s.",
            **params,
        )
    return _(
        "I attest that I held an individual supervision session with %(trainee)s"
        " on %(held_on)s, for %(minutes)s.",
        **params,
    )


def answer_sentence(facts: Facts, answer: Standing, *, supervisor: str) -> Text:
    """What the trainee signs; `answer` is one of `ANSWERS`."""
    params = _facts_params(facts, supervisor=supervisor)
    group = facts.kind is SessionKind.GROUP
    if answer is Standing.CONTESTED:
        return _contested(group, params)
    if group:
        return _(
            "I attest that I took part in a group supervision session with %(supervisor)s"
            " on %(held_on)s, for %(minutes)s.",
            **params,
        )
    return _(
        "I attest that I took part in an individual supervision session with %(supervisor)s"
        " on %(held_on)s, for %(minutes)s.",
        **params,
    )


def _facts_params(facts: Facts, **names: str) -> dict[str, Any]:
    return {"held_on": facts.held_on, "minutes": Minutes(facts.minutes), **names}


def _contested(group: bool, params: Mapping[str, Any]) -> Text:
    if group:
        return _(
            "I contest what is written of the group supervision session with %(supervisor)s"
            " on %(held_on)s, for %(minutes)s.",
            **params,
        )
    return _(
        "I contest what is written of the individual supervision session with %(supervisor)s"
        " on %(held_on)s, for %(minutes)s.",
        **params,
    )


def replacing_sentence(held_on: date, minutes: int) -> Text:
    """Said beside the facts of a revision: which version they replace."""
    return _(
        "This version replaces the one signed before, for the session of %(held_on)s,"
        " for %(minutes)s.",
        held_on=held_on,
        minutes=Minutes(minutes),
    )


def read_sentence() -> Text:
    """Said beside the facts when there is a shared record."""
    return _("I have read the shared record. I do not sign its text.")


def kept_sentence(sentences: tuple[Text, ...], language: str) -> dict[str, Any]:
    """The sentences that were shown, as structure, with the language they were shown in."""
    return {"language": language, "sentences": [_packed(text) for text in sentences]}


def shown_digest(keys: Keys, facts: Facts) -> str:
    """Travels with the page that shows the facts, so that nothing else can be signed."""
    return keys.digest(SHOWING, _canonical(facts.document()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Everything that the digest of a signature covers."""

    facts: Mapping[str, Any]
    sentence: Mapping[str, Any]
    person_id: int
    standing: Standing
    factor: str
    signed_at: datetime

    def digest(self, keys: Keys) -> str:
        """The keyed digest kept with the signature."""
        return keys.digest(
            SIGNING,
            _canonical(self.facts),
            _canonical(self.sentence),
            self.person_id,
            self.standing.value,
            self.factor,
            self.signed_at.isoformat(),
        )


def _packed(text: Text) -> dict[str, Any]:
    return {"msgid": text.msgid, "params": {k: _plain(v) for k, v in text.params.items()}}


def _plain(value: object) -> object:
    if isinstance(value, Minutes):
        return {"minutes": value.minutes}
    return value.isoformat() if isinstance(value, date) else value


def _canonical(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
