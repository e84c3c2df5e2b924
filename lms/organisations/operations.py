"""Creating organisations and their sites."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import datetime
from zoneinfo import available_timezones

from sqlalchemy.orm import Session

from lms.journal.operations import record
from lms.kernel.actor import Role
from lms.kernel.database import insert_new
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.organisations.models import Organisation, OrganisationKind, Site
from lms.organisations.queries import ASKED_BY, organisation_called, roles_asked

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
PREFIX = re.compile(r"[A-Z0-9]{2,8}\Z")
LONGEST_SLUG = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateOrganisation:
    """What an organisation prints and shows; `specimen` marks all its documents as fictitious."""

    slug: str
    name: str
    kind: OrganisationKind
    prefix: str
    nda_number: str
    city: str
    signatory_name: str
    signatory_function: str
    time_zone: str
    territory: str = "FR"
    specimen: bool = False
    second_factor_trainees: bool = False
    second_factor_supervisors: bool = True
    second_factor_managers: bool = True
    second_factor_authors: bool = True
    second_factor_trainers: bool = True
    second_factor_tutors: bool = True


def create_organisation(
    session: Session, order: CreateOrganisation, *, now: datetime, public_id: str
) -> Organisation:
    """A new organisation; its short name and its prefix are nobody else's."""
    _check(order)
    made = insert_new(session, Organisation, public_id=public_id, created_at=now, **asdict(order))
    if not made:
        raise RuleBroken("slug", _("This short name or this prefix is taken."))
    organisation = organisation_called(session, order.slug)
    record(
        session,
        "organisations.create",
        now=now,
        actor_id=None,
        subject=("organisation", public_id),
        organisation_id=organisation.id,
    )
    return organisation


def ask_second_factor(
    session: Session,
    organisation: Organisation,
    roles: frozenset[Role],
    *,
    by: int | None,
    now: datetime,
) -> None:
    """Ask exactly these roles for a second factor; it holds from each one's next request.

    `by` is None for the operator. Asking what is asked already changes nothing.
    """
    session.refresh(organisation, with_for_update=True)
    if roles == roles_asked(organisation):
        return
    for role in Role:
        setattr(organisation, ASKED_BY[role], role in roles)
    record(
        session,
        "organisations.ask_second_factor",
        now=now,
        actor_id=by,
        subject=("organisation", organisation.public_id),
        organisation_id=organisation.id,
        roles=" ".join(sorted(roles)),
    )


def add_site(session: Session, organisation: Organisation, name: str, *, now: datetime) -> None:
    """A place where the organisation works."""
    name = " ".join(name.split())
    if not name:
        raise RuleBroken("name", _("Write the name of the site."))
    if not insert_new(session, Site, organisation_id=organisation.id, name=name):
        raise RuleBroken("name", _("This organisation already has a site of that name."))
    record(
        session,
        "organisations.add_site",
        now=now,
        actor_id=None,
        subject=("organisation", organisation.public_id),
        organisation_id=organisation.id,
    )


def _check(order: CreateOrganisation) -> None:
    if not SLUG.match(order.slug) or len(order.slug) > LONGEST_SLUG:
        raise RuleBroken("slug", _("A short name has small letters, digits and single hyphens."))
    if not PREFIX.match(order.prefix):
        raise RuleBroken("prefix", _("A prefix has 2 to 8 capital letters or digits."))
    if order.time_zone not in available_timezones():
        raise RuleBroken("time_zone", _("Write a time zone such as Europe/Paris."))
    if not order.name.strip() or not order.signatory_name.strip():
        raise RuleBroken("name", _("An organisation has a name and somebody who signs for it."))
