"""Pauses and deadlines in words."""

from __future__ import annotations

from datetime import date, timedelta

from lms.learning.models import ContactKind
from lms.learning.rules.pace import Absence
from lms.web.i18n import day
from lms.web.i18n import gettext as _


def pause_words(pause: Absence) -> str:
    """Since when, and how it ends."""
    if pause.returns_on is None:
        return _("In pause since %(day)s, until the return.", day=day(pause.begins_on))
    return _(
        "In pause since %(day)s. The training goes on by itself on %(back)s.",
        day=day(pause.begins_on),
        back=day(pause.returns_on),
    )


def days_words(pause: Absence) -> str:
    """A pause of the past in a list: its first and its last day."""
    if pause.returns_on is None:
        return _("since %(day)s", day=day(pause.begins_on))
    last = pause.returns_on - timedelta(days=1)
    if last == pause.begins_on:
        return _("on %(day)s", day=day(last))
    return _("from %(begin)s to %(end)s", begin=day(pause.begins_on), end=day(last))


def contact_words(kind: ContactKind, asked_on: date | None) -> str:
    """What was done, without a word of it."""
    if kind is ContactKind.ANSWER and asked_on:
        return _("Answered the message of %(day)s", day=day(asked_on))
    return {
        ContactKind.ANSWER: _("Answered"),
        ContactKind.MESSAGE: _("Wrote"),
        ContactKind.NOTHING_TO_ANSWER: _("Read a message that needed no answer"),
        ContactKind.SPOKE: _("Spoke with the person"),
        ContactKind.TRIED: _("Called, nobody answered"),
    }[kind]
