"""The main navigation of each role: four entries at most, always visible."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for

from lms.kernel.actor import Actor, Role
from lms.web.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry: a word, an icon, an address."""

    label: str
    icon: str
    href: str
    current: bool


def navigation(actor: Actor | None) -> list[NavItem]:
    """The entries for the acting role; none for a stranger."""
    if actor is None or actor.role is None:
        return []
    return [NavItem(label, icon, href, _is_current(href)) for label, icon, href in _entries(actor)]


INSIDE = {
    "/modules/": ("/path",),
    "/search": ("/path",),
    "/glossary": ("/path",),
    "/pace": ("/path",),
    "/group-sessions/": ("/calendar",),
    "/half-days/": ("/calendar",),
    "/competencies": ("/path",),
    "/portfolio": ("/path",),
    "/tutoring/work": ("/tutoring/work",),
    "/tutor": ("/path", "/tutoring"),
    "/studio/reviews": ("/studio/reviews",),
    "/studio/comments": ("/studio/comments",),
    "/studio/questions": ("/studio/questions",),
    "/records/": ("/supervision", "/sessions"),
    "/agreements/": ("/supervision", "/people"),
}
"""Pages that people reach through an entry of another address."""


def _is_current(href: str) -> bool:
    for begins, entries in INSIDE.items():
        if request.path.startswith(begins):
            return href in entries or href.endswith(begins.rstrip("/"))
    return request.path == href or (href != "/home" and request.path.startswith(href + "/"))


def _entries(actor: Actor) -> list[tuple[str, str, str]]:
    if actor.role is Role.TRAINEE:
        return [
            (_("Home"), "home", url_for("home.home")),
            (_("Programme"), "path", url_for("learning.programme")),
            (_("Hours"), "clock", url_for("hours.hours")),
            (_("Supervision"), "talk", url_for("supervision.my_supervision")),
        ]
    if actor.role is Role.SUPERVISOR:
        return [
            (_("My day"), "home", url_for("home.home")),
            (_("People"), "people", url_for("supervision.people")),
            (_("Sessions"), "talk", url_for("supervision.sessions")),
        ]
    if actor.role is Role.TUTOR:
        return [
            (_("People"), "people", url_for("learning.tutoring")),
            (_("Work"), "pen", url_for("assessment.waiting_work")),
            (_("Cohorts"), "list", url_for("learning.own_cohorts")),
            (_("Calendar"), "cal", url_for("attendance.calendar")),
        ]
    if actor.role is Role.TRAINER:
        return [
            (_("Work"), "pen", url_for("assessment.waiting_work")),
            (_("Calendar"), "cal", url_for("attendance.calendar")),
            (_("Cohorts"), "list", url_for("learning.own_cohorts")),
        ]
    if actor.role is Role.AUTHOR:
        return [
            (_("Programmes"), "book", url_for("catalogue.studio")),
            (_("Questions"), "list", url_for("catalogue.bank")),
            (_("Reviews"), "eye", url_for("catalogue.reviews")),
            (_("Comments"), "talk", url_for("learning.comments_to_answer")),
        ]
    return [
        (_("People"), "people", url_for("home.roster", org=actor.organisation_slug)),
        (_("Invitations"), "mail", url_for("learning.invitations", org=actor.organisation_slug)),
        (_("Supervision"), "talk", url_for("supervision.agreements", org=actor.organisation_slug)),
        (_("Certificates"), "cert", url_for("certification.register", org=actor.organisation_slug)),
    ]
