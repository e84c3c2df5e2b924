"""Reading people and their sign-ins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, MembershipState, Person, PersonState, SignIn
from lms.accounts.rules import ENDS_AFTER, IDLE_AFTER, hats_of
from lms.kernel.actor import Actor
from lms.kernel.keys import token_hash
from lms.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Recognised:
    """Somebody signed in, and when they were last seen on this device."""

    actor: Actor
    last_seen_at: datetime


def recognised(session: Session, token: str, *, now: datetime, time_zone: str) -> Recognised | None:
    """Who holds this session token, with every hat; None once it is revoked, idle or too old.

    One statement. `time_zone` serves people without a membership.
    """
    rows = session.execute(
        select(
            SignIn.id,
            SignIn.last_seen_at,
            SignIn.role,
            SignIn.organisation_id,
            Person.id.label("person_id"),
            Person.screen_name,
            Person.locale,
            Person.theme,
            Person.text_size,
            Membership.role.label("held"),
            Organisation.id.label("organisation"),
            Organisation.slug,
            Organisation.name,
            Organisation.time_zone,
        )
        .join(Person, Person.id == SignIn.person_id)
        .outerjoin(
            Membership,
            and_(
                Membership.person_id == Person.id,
                Membership.state == MembershipState.ACTIVE,
            ),
        )
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .where(
            SignIn.token_hash == token_hash(token),
            SignIn.revoked_at.is_(None),
            SignIn.last_seen_at > now - IDLE_AFTER,
            SignIn.created_at > now - ENDS_AFTER,
            Person.state == PersonState.ACTIVE,
        )
        .order_by(Membership.id)
    ).all()
    if not rows:
        return None
    first = rows[0]
    held = [(r.held, r.organisation, r.slug, r.name) for r in rows if r.held is not None]
    hats = hats_of(held, first.role, first.organisation_id)
    current = next((hat for hat in hats if hat.current), None)
    zones = {row.organisation: row.time_zone for row in rows}
    place = current.organisation_id if current else None
    actor = Actor(
        person_id=first.person_id,
        name=first.screen_name,
        role=current.role if current else None,
        time_zone=zones.get(place) or first.time_zone or time_zone,
        organisation_id=place,
        organisation_slug=current.organisation_slug if current else "",
        organisation_name=current.organisation_name if current else "",
        hats=hats,
        locale=first.locale,
        theme=first.theme,
        text_size=first.text_size,
        sign_in_id=first.id,
    )
    return Recognised(actor, first.last_seen_at)
