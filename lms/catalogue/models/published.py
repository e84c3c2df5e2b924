"""Published curriculum: every row below a version is written once, by the publication."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.base import Base, Document, SomeDocument, choice


class ActivityKind(StrEnum):
    """What a person does in a step."""

    TEXT = "text"
    SITUATION = "situation"
    REFLECTION = "reflection"
    CHECK = "check"
    PRACTICE = "practice"
    """A task done in one's own setting, completed by saying that it was done."""


class ModuleTextKind(StrEnum):
    """What stands beside the steps of a module."""

    SUMMARY = "summary"
    """One page in plain language."""
    SESSION = "session"
    """The plan of the group session, with its guide for whoever leads it."""


class Framework(Base):
    """A version of the competence framework: domains and statements. Personal data: none."""

    __tablename__ = "frameworks"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True)
    domains: Mapped[list[dict[str, Any]]] = mapped_column(Document)
    imported_at: Mapped[datetime]


class Programme(Base):
    """A programme, whatever its versions. Personal data: none.

    One without organisation is the platform's: every organisation may offer and copy it.
    """

    __tablename__ = "programmes"
    __table_args__ = (UniqueConstraint("id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)


class ProgrammeVersion(Base):
    """One published, immutable version of a programme. Personal data: none.

    Words for readers are {"fr": …, "en": …}; `rules` is the document of the requirements room.
    """

    __tablename__ = "programme_versions"
    __table_args__ = (UniqueConstraint("programme_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    framework_id: Mapped[int] = mapped_column(ForeignKey("frameworks.id"))
    number: Mapped[int]
    digest: Mapped[str] = mapped_column(unique=True)
    title: Mapped[dict[str, Any]]
    sheet: Mapped[dict[str, Any]]
    """The programme sheet: summary, aims, audience, access, sources of the rules."""
    rules: Mapped[dict[str, Any]]
    published_at: Mapped[datetime]


class VersionFile(Base):
    """The exact source of a published version, file by file. Personal data: authors' names, public.

    It holds the keys of checks: only authors read it.
    """

    __tablename__ = "version_files"

    version_id: Mapped[int] = mapped_column(ForeignKey("programme_versions.id"), primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]


class Module(Base):
    """A module of one version. Personal data: the authors' names, public."""

    __tablename__ = "modules"
    __table_args__ = (
        UniqueConstraint("version_id", "slug"),
        UniqueConstraint("version_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("programme_versions.id"))
    slug: Mapped[str]
    position: Mapped[int]
    title: Mapped[dict[str, Any]]
    sheet: Mapped[dict[str, Any]]
    """Summary, goal, domains, sources, authors, reviews, planned length of the group session."""
    reviewed_on: Mapped[date]


class ModuleText(Base):
    """A text beside the steps of a module, in one language. Personal data: none."""

    __tablename__ = "module_texts"

    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"), primary_key=True)
    kind: Mapped[ModuleTextKind] = mapped_column(choice(ModuleTextKind), primary_key=True)
    locale: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    markdown: Mapped[str]


class Activity(Base):
    """A step of a module. Personal data: none. `minutes` is its planned length."""

    __tablename__ = "activities"
    __table_args__ = (
        UniqueConstraint("module_id", "slug"),
        UniqueConstraint("module_id", "position"),
        CheckConstraint("minutes BETWEEN 1 AND 240", name="minutes_plausible"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"))
    slug: Mapped[str]
    position: Mapped[int]
    kind: Mapped[ActivityKind] = mapped_column(choice(ActivityKind))
    minutes: Mapped[int]
    title: Mapped[dict[str, Any]]
    sheet: Mapped[dict[str, Any]]
    """Summary, domains and content note."""


class ActivityText(Base):
    """What a step shows in one language. Personal data: none. Never holds a key."""

    __tablename__ = "activity_texts"

    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), primary_key=True)
    locale: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[dict[str, Any]]


class QuestionKey(Base):
    """What one question expects. Personal data: none. Read only to mark an attempt.

    A plain choice is its id; every other key is a document, with an empty `choice`.
    """

    __tablename__ = "question_keys"

    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    choice: Mapped[str]
    document: Mapped[dict[str, Any] | None] = mapped_column(SomeDocument)

    @property
    def key(self) -> str | dict[str, Any]:
        """As marking reads it."""
        return self.choice if self.document is None else self.document
