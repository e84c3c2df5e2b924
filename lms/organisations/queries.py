"""Reading organisations."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel.actor import Role
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.organisations.models import Organisation

ASKED_BY = {role: f"second_factor_{role.value}s" for role in Role}
"""The column of an organisation that asks the role for a second factor."""


def organisations(session: Session) -> list[Organisation]:
    """Every organisation, by name."""
    return list(session.scalars(select(Organisation).order_by(Organisation.name)))


def organisation_called(session: Session, slug: str) -> Organisation:
    """The organisation of this short name."""
    found = session.scalar(select(Organisation).where(Organisation.slug == slug))
    if found is None:
        raise RuleBroken("slug", _("There is no organisation of that short name."))
    return found


def organisation_of(session: Session, organisation_id: int) -> Organisation:
    """The organisation that somebody acts in."""
    return session.get_one(Organisation, organisation_id)


def roles_asked(organisation: Organisation) -> frozenset[Role]:
    """The roles that sign in with a second factor here."""
    return frozenset(role for role, column in ASKED_BY.items() if getattr(organisation, column))
