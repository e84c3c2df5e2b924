"""Organisations, and people who were invited there, came, and sometimes left."""

from __future__ import annotations

from sqlalchemy import select

from lms.accounts.models import Invitation, Person
from lms.accounts.operations.invitations import InvitePerson, Secrets
from lms.accounts.operations.memberships import end_membership
from lms.accounts.operations.people import CreatePerson, create_person
from lms.demo.operations.stage import TIME_ZONE, Stage
from lms.demo.queries import enrolment_of, membership_of
from lms.demo.rules import cast
from lms.kernel.actor import Role
from lms.learning.operations import end_enrolment
from lms.learning.operations.invitations import accept, invite
from lms.learning.queries.invitations import sites_of
from lms.organisations.operations import CreateOrganisation, add_site, create_organisation
from lms.supervision.operations.end_agreement import end_agreements_of

FOUNDED_DAYS = 121


def found_places(stage: Stage) -> None:
    """The organisations, whose documents are all specimens."""
    for place in cast.PLACES:
        order = CreateOrganisation(
            slug=place.slug,
            name=place.name,
            kind=place.kind,
            prefix=place.prefix,
            nda_number=cast.NDA,
            city=place.city,
            signatory_name=place.signatory,
            signatory_function=place.function,
            time_zone=TIME_ZONE,
            specimen=True,
            # Whoever tries the demo has neither the app nor the device of these people.
            second_factor_supervisors=False,
            second_factor_managers=False,
            second_factor_authors=False,
            second_factor_trainers=False,
            second_factor_tutors=False,
        )
        at = stage.at(FOUNDED_DAYS)
        made = create_organisation(stage.session, order, now=at, public_id=stage.token())
        stage.places[place.slug] = made
        for site in place.sites:
            add_site(stage.session, made, site, now=at)


def bring_people(stage: Stage) -> None:
    """Everybody comes by an invitation; the last one has not answered yet."""
    for joins in cast.MEMBERS:
        _join(stage, joins)
    _invite(stage, cast.INVITED, cast.RIVES, Role.TRAINEE, days=cast.INVITED_DAYS)


def let_leave(stage: Stage) -> None:
    """One person left: training and supervision ended on the same day."""
    who, place, days = cast.LEAVES
    person, organisation = stage.people[who], stage.places[place]
    by, at, on = stage.manager_of(place) or 0, stage.at(days), stage.on(days)
    membership = membership_of(stage.session, person.id, organisation.id, Role.TRAINEE)
    end_membership(stage.session, membership, by=by, today=on, now=at)
    enrolment = enrolment_of(stage.session, person.id, organisation.id)
    end_enrolment(stage.session, enrolment, by=by, on=on, now=at)
    end_agreements_of(stage.session, membership.id, on=on, now=at, by=by)


def _join(stage: Stage, joins: cast.Joins) -> None:
    who = next(person for person in cast.PEOPLE if person.key == joins.who)
    invitation = _invite(stage, who, joins.place, joins.role, days=joins.days, site=joins.site)
    person = stage.people.get(who.key) or _sign_up(stage, who, joins.days)
    stage.people[who.key] = person
    accept(
        stage.session,
        invitation,
        person_id=person.id,
        public_ids=(stage.token(), stage.token()),
        today=stage.on(joins.days),
        now=stage.at(joins.days),
    )


def _invite(
    stage: Stage, who: cast.Somebody, place: str, role: Role, *, days: float, site: str = ""
) -> Invitation:
    organisation = stage.places[place]
    sites = {name: number for number, name in sites_of(stage.session, organisation.id).items()}
    order = InvitePerson(
        given_name=who.given,
        family_name=who.family,
        email=who.address,
        role=role,
        locale=who.locale,
        site_id=sites.get(site),
    )
    invitation_id = invite(
        stage.session,
        order,
        version_id=stage.version.id if role is Role.TRAINEE else None,
        organisation_id=organisation.id,
        invited_by=stage.manager_of(place),
        secrets=Secrets(token=stage.token(), public_id=stage.token(), message_id=stage.token()),
        now=stage.at(days),
    )
    return stage.session.scalars(select(Invitation).where(Invitation.id == invitation_id)).one()


def _sign_up(stage: Stage, who: cast.Somebody, days: float) -> Person:
    order = CreatePerson(
        given_name=who.given,
        family_name=who.family,
        email=who.address,
        password_hash=stage.password_hash,
        locale=who.locale,
    )
    return create_person(stage.session, order, public_id=stage.token(), now=stage.at(days))
