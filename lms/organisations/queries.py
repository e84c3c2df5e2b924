"""Reading organisations."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel.actor import Role
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.organisations.models import Organisation


def organisations(session: Session) -> list[Organisation]:
    """Every organisation, by name."""
    return list(session.scalars(select(Organisation).order_by(Organisation.name)))


def organisation_called(session: Session, slug: str) -> Organisation:
    """The organisation of this short name."""
    found = session.scalar(select(Organisation).where(Organisation.slug == slug))
    if found is None:
        raise RuleBroken("slug", _("There is no organisation of that short name."))
    return found


def roles_asked(organisation: Organisation) -> frozenset[Role]:
    """The roles that sign in with a second factor here."""
    asked = {
        Role.TRAINEE: organisation.second_factor_trainees,
        Role.SUPERVISOR: organisation.second_factor_supervisors,
        Role.MANAGER: organisation.second_factor_managers,
    }
    return frozenset(role for role, is_asked in asked.items() if is_asked)
