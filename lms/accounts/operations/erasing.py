"""Shutting an account, opening it again, and emptying it for good."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lms.accounts.models import (
    AddressChange,
    AuthenticatorApp,
    Invitation,
    KnownDevice,
    Membership,
    MembershipState,
    Passkey,
    PasswordReset,
    Person,
    PersonState,
    RecoveryCode,
    SignIn,
    SignInLink,
)
from lms.accounts.operations.sign_ins import end_sign_ins
from lms.journal.operations import record
from lms.kernel.actor import Role
from lms.kernel.text import ERASED_PERSON

MANAGING = (Membership.role == Role.MANAGER, Membership.state == MembershipState.ACTIVE)
PROOFS = (
    AddressChange,
    AuthenticatorApp,
    KnownDevice,
    Passkey,
    PasswordReset,
    RecoveryCode,
    SignIn,
    SignInLink,
)
"""What only serves to sign in: it goes with the account."""


def close_account(session: Session, person_id: int, *, now: datetime) -> bool:
    """Shut the account for the days before its erasure; false when it is not open."""
    return shut_account(session, person_id, PersonState.CLOSED, now=now)


def shut_account(session: Session, person_id: int, state: PersonState, *, now: datetime) -> bool:
    """Sign the person out everywhere and let nobody in; false when it is not open."""
    if not move_account(session, person_id, PersonState.ACTIVE, state):
        return False
    for letters in (PasswordReset, SignInLink):
        session.execute(delete(letters).where(letters.person_id == person_id))
    # Whoever wished for another address may be the reason why the account is shut.
    wish = (AddressChange.person_id == person_id, AddressChange.closed_at.is_(None))
    session.execute(update(AddressChange).where(*wish).values(closed_at=now))
    end_sign_ins(session, person_id, but=None, now=now)
    return True


def reopen_account(session: Session, person_id: int) -> None:
    """Let the person in again; an erased account stays as it is."""
    move_account(session, person_id, PersonState.CLOSED, PersonState.ACTIVE)


def move_account(session: Session, person_id: int, before: PersonState, after: PersonState) -> bool:
    """Change the state if it still is `before`: of two at once, one succeeds."""
    moved = session.scalar(
        update(Person)
        .where(Person.id == person_id, Person.state == before)
        .values(state=after)
        .returning(Person.id)
    )
    return moved is not None


def lock_managers(session: Session, person_id: int) -> None:
    """Let nobody else leave the organisations that this person manages before the commit.

    What is decided on must be read after it, in another statement.
    """
    mine = select(Membership.organisation_id).where(Membership.person_id == person_id, *MANAGING)
    managers = select(Membership.id).where(Membership.organisation_id.in_(mine), *MANAGING)
    session.execute(managers.order_by(Membership.id).with_for_update())


def living_memberships(session: Session, person_id: int) -> Sequence[Membership]:
    """The roles that are not over; a suspended one may hold again."""
    living = (Membership.person_id == person_id, Membership.state != MembershipState.ENDED)
    return session.scalars(select(Membership).where(*living)).all()


def empty_account(
    session: Session, person_id: int, *, token: str, today: date, now: datetime
) -> None:
    """Leave a shell that names nobody and the dates of roles; `token` replaces the address."""
    for model in PROOFS:
        session.execute(delete(model).where(model.person_id == person_id))
    for role in living_memberships(session, person_id):
        role.state, role.ended_on = MembershipState.ENDED, today
    session.flush()
    session.execute(
        update(Membership).where(Membership.person_id == person_id).values(sort_name="")
    )
    session.execute(
        update(Person)
        .where(Person.id == person_id)
        .values(
            given_name="",
            family_name="",
            screen_name=ERASED_PERSON,
            printed_name=ERASED_PERSON,
            email="",
            email_key=f"erased {token}",
            password_hash="",
            state=PersonState.ERASED,
            locale="fr",
            theme="",
            text_size="",
            easy_reading=False,
        )
    )
    record(
        session,
        "accounts.erase",
        now=now,
        actor_id=None,
        subject=("person", person_id),
        about=person_id,
    )


def invitations_of(session: Session, person_id: int, email_key: str) -> list[int]:
    """Invitations that the person accepted or that wait at their address."""
    theirs = (Invitation.accepted_by == person_id) | (Invitation.email_key == email_key)
    return list(session.scalars(select(Invitation.id).where(theirs)))
