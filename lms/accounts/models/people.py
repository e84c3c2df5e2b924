"""People, memberships, invitations, sign-ins and what protects them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.actor import Role
from lms.kernel.base import Base, choice


class PersonState(StrEnum):
    """Whether the person can sign in."""

    ACTIVE = "active"
    CLOSED = "closed"
    """For the days between asking for erasure and the erasure itself."""
    SUSPENDED = "suspended"
    """By whoever runs the server, until they let the person in again."""
    ERASED = "erased"
    """An empty shell, kept for what must still be counted: it names nobody."""


class MembershipState(StrEnum):
    """Whether a role in an organisation holds today."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    """By a manager of the organisation, until one lets it hold again; nothing under it is over."""
    ENDED = "ended"


class RosterStanding(StrEnum):
    """How a person in training reads to managers; each membership has exactly one."""

    TRAINING = "training"
    MET = "met"
    ISSUED = "issued"
    SUSPENDED = "suspended"
    ENDED = "ended"


class InvitationState(StrEnum):
    """What became of an invitation."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"


class SignInState(StrEnum):
    """Whether a session is open, or waits for the second factor."""

    PENDING = "pending"
    OPEN = "open"


class Person(Base):
    """Somebody with an account.

    Personal data: names, mail address, display choices; changed and erased by the person.
    """

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    given_name: Mapped[str]
    """May be empty: not everybody has one."""
    family_name: Mapped[str]
    screen_name: Mapped[str]
    printed_name: Mapped[str]
    email: Mapped[str]
    email_key: Mapped[str] = mapped_column(unique=True)
    """The folded address: what sign-in looks for."""
    password_hash: Mapped[str]
    state: Mapped[PersonState] = mapped_column(choice(PersonState), default=PersonState.ACTIVE)
    locale: Mapped[str] = mapped_column(default="fr")
    theme: Mapped[str] = mapped_column(default="")
    text_size: Mapped[str] = mapped_column(default="")
    easy_reading: Mapped[bool] = mapped_column(default=False)
    """Whether the person reads the easy-to-read texts where there are some."""
    created_at: Mapped[datetime]


class Membership(Base):
    """A role of a person in an organisation, between two dates.

    Personal data: that the person trains, supervises or manages there; ended, never deleted before
    the records that rest on it. `sort_name` repeats the person's folded name for the roster's
    index; a change of name rewrites it. `standing` repeats, for the same lists, what certification
    has settled; it means nothing for other roles.
    """

    __tablename__ = "memberships"
    __table_args__ = (
        UniqueConstraint("id", "organisation_id", "person_id"),
        ForeignKeyConstraint(["site_id", "organisation_id"], ["sites.id", "sites.organisation_id"]),
        Index("ix_memberships_roster", "organisation_id", "role", "sort_name", "id"),
        Index("ix_memberships_standing", "organisation_id", "role", "standing", "sort_name", "id"),
        Index("ix_memberships_person", "person_id", "state"),
        Index(
            "uq_memberships_living",
            "person_id",
            "organisation_id",
            "role",
            unique=True,
            sqlite_where=text("state <> 'ended'"),
            postgresql_where=text("state <> 'ended'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    site_id: Mapped[int | None]
    role: Mapped[Role] = mapped_column(choice(Role))
    state: Mapped[MembershipState] = mapped_column(
        choice(MembershipState), default=MembershipState.ACTIVE
    )
    standing: Mapped[RosterStanding] = mapped_column(
        choice(RosterStanding), default=RosterStanding.TRAINING
    )
    sort_name: Mapped[str]
    starts_on: Mapped[date]
    ended_on: Mapped[date | None]


class Invitation(Base):
    """An offer of a role, sent to an address nobody looks up before it is accepted.

    Personal data: address and names as the manager typed them; deleted 30 days after its end.
    """

    __tablename__ = "invitations"
    __table_args__ = (
        ForeignKeyConstraint(["site_id", "organisation_id"], ["sites.id", "sites.organisation_id"]),
        Index("ix_invitations_list", "organisation_id", "state", "sort_name", "id"),
        Index(
            "uq_invitations_pending",
            "organisation_id",
            "email_key",
            "role",
            unique=True,
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    site_id: Mapped[int | None]
    role: Mapped[Role] = mapped_column(choice(Role))
    email: Mapped[str]
    email_key: Mapped[str]
    given_name: Mapped[str]
    family_name: Mapped[str]
    sort_name: Mapped[str]
    locale: Mapped[str] = mapped_column(default="fr")
    token_hash: Mapped[str] = mapped_column(unique=True)
    state: Mapped[InvitationState] = mapped_column(
        choice(InvitationState), default=InvitationState.PENDING
    )
    invited_by: Mapped[int | None]
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    closed_at: Mapped[datetime | None]


class SignIn(Base):
    """A session on one device, revocable at the next request, and the hat worn in it.

    Personal data: device family and instants; deleted 12 months after its end.
    """

    __tablename__ = "sign_ins"
    __table_args__ = (Index("ix_sign_ins_person", "person_id", "revoked_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    state: Mapped[SignInState] = mapped_column(choice(SignInState), default=SignInState.OPEN)
    """Pending while the person has a second factor that was not asked yet."""
    device: Mapped[str]
    role: Mapped[Role | None] = mapped_column(choice(Role))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    proved_at: Mapped[datetime]
    """When the person last proved who they are: at sign-in, or once more since."""
    second_factor_at: Mapped[datetime | None]
    """When the second factor was shown in this session; None where none was asked."""
    revoked_at: Mapped[datetime | None]


class PasswordReset(Base):
    """A mailed link that lets the person choose a new password. Personal data: none of its own."""

    __tablename__ = "password_resets"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class AddressChange(Base):
    """A wish for another mail address: confirmed at the new one, then at the old one or after 72 h.

    Personal data: the new address; deleted 30 days after its end.
    """

    __tablename__ = "address_changes"
    __table_args__ = (
        Index(
            "uq_address_changes_open",
            "person_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    email: Mapped[str]
    email_key: Mapped[str]
    new_token_hash: Mapped[str] = mapped_column(unique=True)
    old_token_hash: Mapped[str] = mapped_column(unique=True)
    asked_at: Mapped[datetime]
    new_confirmed_at: Mapped[datetime | None]
    old_confirmed_at: Mapped[datetime | None]
    effective_at: Mapped[datetime] = mapped_column(index=True)
    closed_at: Mapped[datetime | None]


class Throttle(Base):
    """How often something was tried lately, for one account or network (kept as a keyed hash).

    Personal data: none readable; deleted after a day.
    """

    __tablename__ = "throttles"

    key: Mapped[str] = mapped_column(primary_key=True)
    tries: Mapped[int]
    since: Mapped[datetime] = mapped_column(index=True)
