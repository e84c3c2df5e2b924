"""What every scene of the demo shares: the database, the clock, chance, and who is on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.accounts.operations.memberships import living_membership
from lms.catalogue.queries import VersionOutline
from lms.demo.rules.cast import VAL
from lms.kernel.actor import Actor, Role
from lms.kernel.keys import Keys
from lms.organisations.models import Organisation

TIME_ZONE = "Europe/Paris"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One loading of the demo; `token` gives chance, `days` are counted back from `now`."""

    session: Session
    keys: Keys
    now: datetime
    token: Callable[[], str]
    version: VersionOutline
    password_hash: str
    people: dict[str, Person] = field(default_factory=dict)
    places: dict[str, Organisation] = field(default_factory=dict)

    def at(self, days: float) -> datetime:
        """The instant so many days ago."""
        return self.now - timedelta(days=days)

    def on(self, days: float) -> date:
        """The civil date so many days ago."""
        return self.at(days).astimezone(ZoneInfo(TIME_ZONE)).date()

    def acts(self, who: str, role: Role) -> Actor:
        """Somebody acting under one of their roles."""
        person = self.people[who]
        return Actor(person.id, person.screen_name, role, TIME_ZONE)

    def manager_of(self, place: str) -> int | None:
        """Who acts for an organisation; nobody before its manager has come."""
        found = self.people.get("marianne" if place == VAL else "mathilde")
        return found.id if found else None

    def member(self, who: str, place: str, role: Role) -> str:
        """The public id of somebody's role in an organisation."""
        person, organisation = self.people[who], self.places[place]
        return living_membership(self.session, person.id, organisation.id, role).public_id
