"""How a record is told: its state in words, the path of signatures, the facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lms.supervision.models import SessionKind, SessionMode, Standing
from lms.supervision.queries.records import Record
from lms.supervision.queries.texts import Words
from lms.supervision.rules.signing import ANSWER_WITHIN, ShownStanding, shown_standing
from lms.web.i18n import clock, day, duration
from lms.web.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class Tag:
    """A state: words, colour and icon of `ui.tag`."""

    words: str
    kind: str
    icon: str


Step = tuple[str, str, str]
"""State (yes, next, later, no), title and second line of `ui.sign_path`."""


def title(record: Record) -> str:
    """The page's name: when, and with whom."""
    return _("Session of %(day)s with %(name)s", day=day(record.held_on), name=record.other.name)


def summary(record: Record) -> str:
    """Alone or in a group, how, and how long."""
    return f"{kind_words(record)}, {_mode_words(record)}, {duration(record.minutes)}"


def kind_words(record: Record) -> str:
    """Individual or group: all that is signed of it."""
    return _("Individual session") if record.kind is SessionKind.INDIVIDUAL else _("Group session")


def facts(record: Record) -> list[tuple[str, str]]:
    """The facts beside the texts."""
    return [
        (_("Date"), day(record.held_on, "full")),
        (_("Counted time"), duration(record.minutes)),
        (_("Form"), f"{kind_words(record)}, {_mode_words(record)}"),
        (_("Supervised by"), record.supervisor.name),
        (_("Person supervised"), record.trainee.name),
        (_("Organisation"), record.organisation),
    ]


def signed_facts(record: Record) -> list[tuple[str, str, None]]:
    """The facts that a signature covers, for the page that asks to check them."""
    return [
        (_("Date"), day(record.held_on, "full"), None),
        (_("Counted time"), duration(record.minutes), None),
        (_("Individual or group"), kind_words(record), None),
        (_("Supervised by"), record.supervisor.name, None),
        (_("Person supervised"), record.trainee.name, None),
    ]


def state_tag(record: Record, now: datetime) -> Tag:
    """Where the record stands, for its reader."""
    shown = shown_standing(record.standing, record.signed_at, now)
    if shown is ShownStanding.LOGGED:
        return _logged_tag(record)
    if record.revised_at:
        return Tag(_("Signed, then corrected"), "", "undo")
    if shown is ShownStanding.SIGNED:
        words = _("Signed, answer awaited") if record.mine else _("Your answer is awaited")
        return Tag(words, "soon", "wait" if record.mine else "pen")
    return {
        ShownStanding.UNANSWERED: Tag(_("Not countersigned"), "soon", "wait"),
        ShownStanding.COUNTERSIGNED: Tag(_("Countersigned"), "ok", "check-o"),
        ShownStanding.COMMENTED: Tag(_("Countersigned with a comment"), "ok", "talk"),
        ShownStanding.CONTESTED: Tag(_("Contested"), "sup", "talk"),
    }[shown]


def unanswered(record: Record, now: datetime) -> bool:
    """Whether the 14 days passed without an answer."""
    shown = shown_standing(record.standing, record.signed_at, now)
    return shown is ShownStanding.UNANSWERED


def sign_path(record: Record, now: datetime) -> list[Step]:
    """What was done and what comes: logged, shared, signed, answered."""
    begun = _("Correction begun") if record.revision else _("Logged")
    logged = (begun, _by(record.logged_at, record, mine=record.mine))
    return [("yes", *logged), _shared_step(record), _signed_step(record), _answer_step(record, now)]


def saved_line(text: Words) -> str:
    """When the reader's own text was saved; empty before the first time."""
    if text.updated_at is None:
        return ""
    return _("Saved on %(day)s at %(time)s", day=day(text.updated_at), time=clock(text.updated_at))


def _mode_words(record: Record) -> str:
    return {
        SessionMode.VIDEO: _("by video"),
        SessionMode.TELEPHONE: _("by telephone"),
        SessionMode.ON_SITE: _("on site"),
    }[record.mode]


def _logged_tag(record: Record) -> Tag:
    if not record.mine:
        return Tag(_("Not signed yet"), "", "wait")
    if record.revision:
        return Tag(_("Correction to sign"), "soon", "sign")
    if record.shared_at:
        return Tag(_("Shared, to sign"), "soon", "sign")
    return Tag(_("To sign"), "soon", "sign")


def _by(when: datetime, record: Record, *, mine: bool) -> str:
    if mine:
        return _("%(day)s, by you", day=day(when))
    return _("%(day)s, by %(name)s", day=day(when), name=record.other.name)


def _shared_step(record: Record) -> Step:
    name = _("Shared record")
    if record.shared_at:
        return ("yes", name, _("Shared on %(day)s", day=day(record.shared_at)))
    if record.withdrawn_at:
        return ("later", name, _("Withdrawn on %(day)s", day=day(record.withdrawn_at)))
    if record.standing is not Standing.LOGGED:
        return ("later", name, _("No text for this session"))
    return ("later", name, _("Not shared"))


def _signed_step(record: Record) -> Step:
    name = _("Your signature") if record.mine else _("Your supervisor's signature")
    if record.signed_at:
        return ("yes", name, day(record.signed_at))
    return ("next" if record.mine else "later", name, _("Awaited"))


def _answer_step(record: Record, now: datetime) -> Step:
    name = _("Answer of the person supervised") if record.mine else _("Your answer")
    if record.answered_at:
        words = {
            Standing.COUNTERSIGNED: _("Countersigned on %(day)s", day=day(record.answered_at)),
            Standing.COMMENTED: _("Commented on %(day)s", day=day(record.answered_at)),
            Standing.CONTESTED: _("Contested on %(day)s", day=day(record.answered_at)),
        }
        return ("yes", name, words[record.standing])
    if record.signed_at is None:
        return ("later", name, _("After the signature"))
    if record.revised_at:
        return ("later", name, _("Given to the corrected version"))
    last = record.signed_at + ANSWER_WITHIN
    if now >= last:
        return ("later", name, _("Not countersigned within 14 days. Still possible."))
    return ("later" if record.mine else "next", name, _("Awaited until %(day)s", day=day(last)))
