"""Who acts, and under which single role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

NEVER = datetime.min.replace(tzinfo=UTC)


class Role(StrEnum):
    """What a membership lets a person do in its organisation."""

    TRAINEE = "trainee"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    AUTHOR = "author"
    """Writes programmes of the organisation."""
    TRAINER = "trainer"
    """Leads group sessions of cohorts."""
    TUTOR = "tutor"
    """Answers people of cohorts between sessions, and reads what they hand in."""


class Asked(StrEnum):
    """What somebody who has signed in is still asked for before anything opens."""

    NOTHING = "nothing"
    SECOND_FACTOR = "second_factor"
    ENROLMENT = "enrolment"
    """To choose a second factor: their role cannot do without, and they have none."""


@dataclass(frozen=True, slots=True)
class Hat:
    """One role a person may act under; managers and authors hold one hat for each organisation."""

    role: Role
    organisation_id: int | None = None
    organisation_slug: str = ""
    organisation_name: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind a request and the hat worn.

    Managers and authors act in one organisation, whose id is there; others across all of theirs.
    """

    person_id: int
    name: str
    role: Role | None
    time_zone: str
    organisation_id: int | None = None
    organisation_slug: str = ""
    organisation_name: str = ""
    hats: tuple[Hat, ...] = ()
    locale: str = "fr"
    theme: str = ""
    text_size: str = ""
    easy_reading: bool = False
    """Whether they read the easy-to-read texts where there are some."""
    sign_in_id: int = 0
    proved_at: datetime = NEVER
    """When the person last proved who they are on this device."""
