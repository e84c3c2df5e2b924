"""How a correction is told: why, what it changes, and which version counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.supervision.models import SessionKind
from lms.supervision.queries.records import Record
from lms.supervision.queries.versions import Version
from lms.supervision.rules.minutes import answer_due_at
from lms.supervision.rules.revisions import REASONS
from lms.supervision.rules.signing import ShownStanding, shown_standing
from lms.web.i18n import day, duration, sentence
from lms.web.i18n import gettext as _

Change = tuple[str, str, str, bool]
"""A fact: its name, how it read, how it reads now, and whether that differs."""


@dataclass(frozen=True, slots=True)
class Versions:
    """The other versions of a record, for the page of one of them."""

    before: tuple[Version, ...]
    draft: Version | None
    """The correction that its author began and has not signed."""
    newest: Version | None
    """The signed correction that replaces the version of the page, or will."""
    replaced: bool
    """Whether a correction has taken its place, and its minutes no longer count."""


def reason_words(record: Record) -> str:
    """Why the version before was wrong."""
    return sentence(REASONS[record.revised_for]) if record.revised_for else ""


def changes(record: Record) -> list[Change]:
    """The signed facts of a revision beside those that it replaces."""
    old = record.replaced
    if old is None:
        return []
    facts = [
        (_("Date"), day(old.held_on, "full"), day(record.held_on, "full")),
        (_("Counted time"), duration(old.minutes), duration(record.minutes)),
        (_("Individual or group"), kind_words(old.kind), kind_words(record.kind)),
    ]
    return [(name, before, now, before != now) for name, before, now in facts]


def kind_words(kind: SessionKind) -> str:
    """Individual or group."""
    return _("Individual session") if kind is SessionKind.INDIVIDUAL else _("Group session")


def versions(record: Record, found: Sequence[Version], now: datetime) -> Versions:
    """The other versions, by what they mean for the page of this one."""
    later = [one for one in found if one.id > record.id]
    signed = [one for one in later if not one.draft]
    return Versions(
        before=tuple(one for one in found if one.id < record.id),
        draft=later[-1] if later and later[-1].draft else None,
        newest=signed[-1] if signed else None,
        replaced=any(_in_force(one, now) for one in signed),
    )


def version_line(version: Version) -> str:
    """One version in a list: its day, its length and when it was signed."""
    told = {"day": day(version.held_on), "length": duration(version.minutes)}
    if version.signed_at is None:
        return _("%(day)s, %(length)s", **told)
    signed = day(version.signed_at)
    return _("%(day)s, %(length)s, signed on %(signed)s", signed=signed, **told)


def last_day(signed_at: datetime) -> str:
    """The day from which an unanswered correction takes the place of the version before."""
    return day(answer_due_at(signed_at))


def _in_force(version: Version, now: datetime) -> bool:
    shown = shown_standing(version.standing, version.signed_at, now)
    return shown not in {ShownStanding.LOGGED, ShownStanding.SIGNED}
