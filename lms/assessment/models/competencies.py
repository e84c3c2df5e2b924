"""Levels of competencies in words, said by either side, and what they rest on."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.base import Base, choice


class Level(StrEnum):
    """How far a competency is, in words: no marks, and no order that could be added up."""

    NOT_YET = "not_covered"
    DISCOVERED = "discovered"
    IN_PROGRESS = "in_progress"
    ACHIEVED = "achieved"
    TO_STRENGTHEN = "to_strengthen"


class Side(StrEnum):
    """Who says so: the person, or somebody who accompanies the person."""

    OWN = "own"
    TRAINER = "trainer"


class EvidenceSource(StrEnum):
    """What showed a competency."""

    WORK = "work"
    PRACTICE = "practice"


class CompetencyLevel(Base):
    """A level of one domain or statement, as one side saw it on a day; later rows follow it.

    Personal data: how somebody sees their own competencies, or how they were seen; deleted three
    years after the end of the training, or with the account.
    """

    __tablename__ = "competency_levels"
    __table_args__ = (
        ForeignKeyConstraint(
            ["enrolment_id", "organisation_id"],
            ["enrolments.id", "enrolments.organisation_id"],
            name="fk_competency_levels_enrolment",
        ),
        Index("ix_competency_levels_newest", "enrolment_id", "code", "side", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    enrolment_id: Mapped[int]
    organisation_id: Mapped[int]
    code: Mapped[str]
    """Of a domain ("D1") or of a statement by its place ("D1.2"), in the version's framework."""
    side: Mapped[Side] = mapped_column(choice(Side))
    level: Mapped[Level] = mapped_column(choice(Level))
    said_by: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    said_at: Mapped[datetime]
    said_on: Mapped[date]


class Evidence(Base):
    """Something that shows a competency: a step done, a work accepted, practice that was observed.

    Personal data: what somebody did; deleted three years after the end of the training, or with
    the account.
    """

    __tablename__ = "evidence"
    __table_args__ = (
        ForeignKeyConstraint(
            ["enrolment_id", "organisation_id"],
            ["enrolments.id", "enrolments.organisation_id"],
            name="fk_evidence_enrolment",
        ),
        UniqueConstraint("enrolment_id", "domain", "source", "subject"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    enrolment_id: Mapped[int]
    organisation_id: Mapped[int]
    domain: Mapped[str]
    source: Mapped[EvidenceSource] = mapped_column(choice(EvidenceSource))
    subject: Mapped[str]
    """The public id of what shows it, in the room that wrote it."""
    level: Mapped[Level | None] = mapped_column(choice(Level))
    seen_on: Mapped[date]
    seen_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
