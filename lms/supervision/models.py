"""Agreements, sessions, participants, sealed texts and signatures."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.base import Base, choice


class AgreementState(StrEnum):
    """Where an agreement is: proposed by a manager until both accept."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    DECLINED = "declined"
    ENDED = "ended"


class SessionKind(StrEnum):
    """Alone or in a group; managers see nothing finer."""

    INDIVIDUAL = "individual"
    GROUP = "group"


class SessionMode(StrEnum):
    """How people met."""

    VIDEO = "video"
    TELEPHONE = "telephone"
    ON_SITE = "on_site"


class Standing(StrEnum):
    """What both sides have said of one person's part in a session."""

    LOGGED = "logged"
    SIGNED = "signed"
    COUNTERSIGNED = "countersigned"
    COMMENTED = "commented"
    CONTESTED = "contested"


class TextKind(StrEnum):
    """Which of the texts of a record; each has its own readers."""

    SHARED = "shared"
    PRIVATE = "private"
    OWN = "own"
    ANSWER = "answer"
    REASON = "reason"


class RevisionReason(StrEnum):
    """Why signed facts were wrong, in general: told to the two people of the session only."""

    DAY = "day"
    LENGTH = "length"
    FORM = "form"
    SEVERAL = "several"


class ReleaseState(StrEnum):
    """What became of a request to read an aide-mémoire about oneself."""

    ASKED = "asked"
    RELEASED = "released"
    RELEASED_IN_PART = "released_in_part"
    REFUSED = "refused"
    GONE = "gone"
    """Deleted on its day before an answer came."""


class RefusalReason(StrEnum):
    """Why an author does not release an aide-mémoire."""

    OTHERS = "others"
    SAFETY = "safety"
    NOT_ABOUT = "not_about"


class Agreement(Base):
    """A supervision agreement inside one organisation.

    Personal data: who supervises whom and when; kept 3 years after its end.
    """

    __tablename__ = "agreements"
    __table_args__ = (
        ForeignKeyConstraint(
            ["supervisor_membership_id", "organisation_id", "supervisor_id"],
            ["memberships.id", "memberships.organisation_id", "memberships.person_id"],
            name="fk_agreements_supervisor_memberships",
        ),
        ForeignKeyConstraint(
            ["trainee_membership_id", "organisation_id", "trainee_id"],
            ["memberships.id", "memberships.organisation_id", "memberships.person_id"],
            name="fk_agreements_trainee_memberships",
        ),
        UniqueConstraint("id", "organisation_id", "trainee_id"),
        CheckConstraint("supervisor_id <> trainee_id", name="two_people"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates_in_order"),
        Index(
            "uq_agreements_living",
            "organisation_id",
            "supervisor_id",
            "trainee_id",
            unique=True,
            sqlite_where=text("state IN ('proposed', 'active')"),
            postgresql_where=text("state IN ('proposed', 'active')"),
        ),
        Index("ix_agreements_supervisor", "supervisor_id", "state"),
        Index("ix_agreements_trainee", "trainee_id", "state"),
        Index("ix_agreements_list", "organisation_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    supervisor_membership_id: Mapped[int]
    supervisor_id: Mapped[int]
    trainee_membership_id: Mapped[int]
    trainee_id: Mapped[int]
    state: Mapped[AgreementState] = mapped_column(
        choice(AgreementState), default=AgreementState.PROPOSED
    )
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    proposed_by: Mapped[int]
    proposed_at: Mapped[datetime]
    supervisor_accepted_at: Mapped[datetime | None]
    trainee_accepted_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class SupervisionSession(Base):
    """One meeting that was held.

    Personal data: who met and when; kept 6 years, as evidence of training.
    """

    __tablename__ = "supervision_sessions"
    __table_args__ = (
        Index("ix_supervision_sessions_list", "supervisor_id", "held_on", "id"),
        # What the parts' copy of the day refers to.
        Index("uq_supervision_sessions_day", "id", "held_on", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    supervisor_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    held_on: Mapped[date]
    kind: Mapped[SessionKind] = mapped_column(choice(SessionKind))
    mode: Mapped[SessionMode] = mapped_column(choice(SessionMode))
    logged_at: Mapped[datetime]


class Participation(Base):
    """One person's part in a session: minutes, and what both sides have signed.

    Facts are frozen once the supervisor signed. What was wrong is set right by a revision: a part
    of its own, under a session of its own, that replaces this one once it is answered.
    `held_on` repeats the day of the session, so that one index holds what an agreement adds up to;
    the database keeps the two equal.
    Personal data: hours of supervision, and why they were corrected; kept 6 years.
    """

    __tablename__ = "participations"
    __table_args__ = (
        ForeignKeyConstraint(
            ["session_id", "held_on"],
            ["supervision_sessions.id", "supervision_sessions.held_on"],
            name="fk_participations_session",
            onupdate="CASCADE",
        ),
        ForeignKeyConstraint(
            ["agreement_id", "organisation_id", "trainee_id"],
            ["agreements.id", "agreements.organisation_id", "agreements.trainee_id"],
        ),
        ForeignKeyConstraint(
            ["revises_id", "agreement_id"],
            ["participations.id", "participations.agreement_id"],
            name="fk_participations_revises",
        ),
        ForeignKeyConstraint(
            ["first_id", "agreement_id"],
            ["participations.id", "participations.agreement_id"],
            name="fk_participations_first",
        ),
        UniqueConstraint("session_id", "trainee_id"),
        UniqueConstraint("id", "agreement_id"),
        UniqueConstraint("revises_id"),
        CheckConstraint("minutes BETWEEN 15 AND 480", name="minutes_plausible"),
        CheckConstraint(
            "(revises_id IS NULL) = (first_id IS NULL)"
            " AND (revises_id IS NULL) = (revised_for IS NULL)",
            name="revision_whole",
        ),
        Index("ix_participations_first", "first_id"),
        Index("ix_participations_trainee", "trainee_id", "standing"),
        Index("ix_participations_organisation", "organisation_id", "id"),
        Index(
            "ix_participations_held",
            "agreement_id",
            "revised_at",
            "held_on",
            "minutes",
            "revises_id",
            "standing",
        ),
        Index("ix_participations_waiting", "agreement_id", "standing"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    session_id: Mapped[int]
    held_on: Mapped[date]
    agreement_id: Mapped[int]
    organisation_id: Mapped[int]
    trainee_id: Mapped[int]
    minutes: Mapped[int]
    standing: Mapped[Standing] = mapped_column(choice(Standing), default=Standing.LOGGED)
    signed_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    shared_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    """When the trainee first opened the shared record; told to its author only on withdrawal."""
    withdrawn_at: Mapped[datetime | None]
    revises_id: Mapped[int | None]
    """The version that this one sets right; a version has one revision at most."""
    first_id: Mapped[int | None]
    """The first version of them all, which also holds the texts of the record."""
    revised_for: Mapped[RevisionReason | None] = mapped_column(choice(RevisionReason))
    revised_at: Mapped[datetime | None]
    """When the supervisor signed a revision of this version, which is no longer answered then."""


class SessionText(Base):
    """One sealed text of a record: shared, private, own, answer, or the reason of a revision.

    Personal data: private text, sealed: the aide-mémoire under its author's key, the others under
    the trainee's. The aide-mémoire is deleted on `purge_on` or at the agreement's end, shared
    texts, answers and reasons 2 years after it; the own note with the account.
    """

    __tablename__ = "session_texts"
    __table_args__ = (UniqueConstraint("participation_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participations.id"))
    kind: Mapped[TextKind] = mapped_column(choice(TextKind))
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    sealed: Mapped[bytes]
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]
    purge_on: Mapped[date | None] = mapped_column(index=True)


class Signature(Base):
    """A simple signature: the sentence shown, person, instant, factor and a keyed digest.

    Personal data: who signed what and when; kept with the session.
    """

    __tablename__ = "signatures"
    __table_args__ = (UniqueConstraint("participation_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participations.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    standing: Mapped[Standing] = mapped_column(choice(Standing))
    sentence: Mapped[dict[str, Any]]
    """The structure of the sentence that was shown (msgid and parameters) and its language."""
    facts: Mapped[dict[str, Any]]
    factor: Mapped[str]
    digest: Mapped[str]
    signed_at: Mapped[datetime]


class ReleaseRequest(Base):
    """Somebody's request to read the aide-mémoire that another person keeps about a session.

    Personal data: who asked whom and what was answered; kept with the asker's account.
    """

    __tablename__ = "release_requests"
    __table_args__ = (
        Index(
            "uq_release_requests_open",
            "participation_id",
            unique=True,
            sqlite_where=text("state = 'asked'"),
            postgresql_where=text("state = 'asked'"),
        ),
        Index("ix_release_requests_author", "author_id", "state"),
        CheckConstraint("(state = 'refused') = (reason IS NOT NULL)", name="refused_has_reason"),
        CheckConstraint("(state = 'asked') = (answered_at IS NULL)", name="answered_has_instant"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participations.id"), index=True)
    asker_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    state: Mapped[ReleaseState] = mapped_column(choice(ReleaseState), default=ReleaseState.ASKED)
    reason: Mapped[RefusalReason | None] = mapped_column(choice(RefusalReason))
    asked_at: Mapped[datetime]
    answer_by: Mapped[date]
    answered_at: Mapped[datetime | None]


class ReleasedText(Base):
    """What the author lets the person read: a copy; the aide-mémoire itself stays as it is.

    Personal data: private text, sealed under the asker's key; kept with the asker's account.
    """

    __tablename__ = "released_texts"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("release_requests.id"), unique=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    sealed: Mapped[bytes]
