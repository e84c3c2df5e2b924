"""Everything that a portfolio shows, opened for its person: what the worker puts on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.assessment.models import EvidenceSource, Level, Side, Work, WorkText, WorkTextKind
from lms.assessment.queries.competencies import EvidenceRow, evidence_of, newest_levels
from lms.assessment.queries.files import files_by_work, reader_of_work
from lms.assessment.rules.levels import LEVEL_WORDS
from lms.assessment.rules.work import text_place
from lms.attendance.queries.mine import attendance_of
from lms.catalogue.queries.texts import body_of
from lms.certification.operations.filing import reader_of
from lms.certification.queries.certificates import documents_of
from lms.drafts.queries import drafts_of
from lms.hours.queries import training_of_person
from lms.kernel.base import Id
from lms.kernel.keys import Keys
from lms.kernel.text import Minutes, Text, _
from lms.learning.models import Enrolment
from lms.portfolio.models import PieceKind
from lms.portfolio.queries.offers import REFLECTION, Offer, Words, offers_of
from lms.portfolio.queries.pieces import Piece, pieces_of, reader_of_own
from lms.portfolio.rules import WRITTEN
from lms.storage.operations import Store
from lms.supervision.queries import totals_of
from lms.vault.operations import open_each

MOST_PROMPTS = 9
Fact = tuple[Text | str, "Text | date | Minutes | str | Mapping[str, str]"]
EVIDENCE_WORDS = {
    EvidenceSource.WORK: _("Work that was accepted"),
    EvidenceSource.PRACTICE: _("Practice that was observed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file beside a part, read when its turn comes."""

    name: str
    content: Callable[[], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One piece as it is shown: its title, its facts, its texts under their headings, its files."""

    kind: PieceKind
    title: Words | str
    within: Words | None = None
    on: date | None = None
    facts: Sequence[Fact] = ()
    texts: Sequence[tuple[str, str]] = ()
    files: Sequence[Attached] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """A portfolio whole, and whose it is."""

    name: str
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Source:
    """Where everything is read from, for whom, in which language, and at which moment."""

    session: Session
    keys: Keys
    store: Store
    person_id: int
    locale: str
    now: datetime


def contents_of(source: Source) -> Contents:
    """Everything that is in the portfolio today, in its order."""
    session, person_id = source.session, source.person_id
    pieces = [p for p in pieces_of(session, source.keys, person_id) if p.taken_out_at is None]
    offers = offers_of(session, person_id)
    wanted = [offers[piece.key] for piece in pieces if piece.key in offers]
    found = dict(_offered(source, wanted))
    found |= {piece.key: _own(source, piece) for piece in pieces if piece.kind in WRITTEN}
    name = session.scalars(select(Person.printed_name).where(Person.id == person_id)).one()
    return Contents(
        name=name, parts=tuple(found[piece.key] for piece in pieces if piece.key in found)
    )


def _own(source: Source, piece: Piece) -> Part:
    files = []
    if piece.file is not None:
        read = reader_of_own(source.session, source.keys, source.store, source.person_id)
        files = [Attached(name=piece.file.name, content=partial(read, piece.file))]
    introduction = piece.kind is PieceKind.INTRODUCTION
    return Part(
        kind=piece.kind,
        title=_("My introduction") if introduction else piece.title,
        texts=(("", piece.words),) if piece.words.strip() else (),
        files=tuple(files),
    )


def _offered(source: Source, offers: Sequence[Offer]) -> Iterator[tuple[str, Part]]:
    by_kind: dict[PieceKind, list[Offer]] = {}
    for offer in offers:
        by_kind.setdefault(offer.kind, []).append(offer)
    for kind, some in by_kind.items():
        more = _MORE[kind](source, [offer.subject for offer in some]) if kind in _MORE else {}
        for offer in some:
            yield (
                offer.key,
                Part(
                    kind=kind,
                    title=offer.title,
                    within=offer.within,
                    on=offer.on,
                    **more.get(offer.subject, {}),
                ),
            )


More = Mapping[str, Mapping[str, Any]]
"""What a part holds besides its title, by its subject."""


def _works(source: Source, subjects: Sequence[str]) -> More:
    texts = _texts_of_works(source, subjects, WorkTextKind.WORDS)
    read = reader_of_work(source.session, source.keys, source.store, [source.person_id])
    files = files_by_work(source.session, source.keys, source.person_id, subjects)
    return {
        subject: {
            "texts": texts.get(subject, ()),
            "files": tuple(
                Attached(name=name, content=partial(read, file))
                for name, file in files.get(subject, ())
            ),
        }
        for subject in subjects
    }


def _feedback(source: Source, subjects: Sequence[str]) -> More:
    texts = _texts_of_works(source, subjects, WorkTextKind.FEEDBACK)
    return {subject: {"texts": texts.get(subject, ())} for subject in subjects}


def _texts_of_works(
    source: Source, subjects: Sequence[str], kind: WorkTextKind
) -> dict[str, tuple[tuple[str, str], ...]]:
    asked = {"works": list(subjects), "person": source.person_id, "kind": kind}
    rows = source.session.execute(_TEXTS, asked).all()
    places = [
        (text_place(row.public_id, source.person_id, row.organisation_id), row.sealed)
        for row in rows
    ]
    opened = open_each(source.session, source.keys, source.person_id, places)
    return {row.work: (("", words),) for row, words in zip(rows, opened, strict=True)}


def _reflections(source: Source, subjects: Sequence[str]) -> More:
    named = [f"{subject}.{n}" for subject in subjects for n in range(1, MOST_PROMPTS + 1)]
    drafts = drafts_of(source.session, source.keys, source.person_id, REFLECTION, named)
    found = {}
    for subject in subjects:
        prompts = body_of(source.session, int(subject), source.locale).get("prompts", ())
        notes = [
            (prompt, drafts[f"{subject}.{n}"].text)
            for n, prompt in enumerate(prompts, 1)
            if f"{subject}.{n}" in drafts
        ]
        found[subject] = {"texts": tuple(note for note in notes if note[1].strip())}
    return found


def _competencies(source: Source, subjects: Sequence[str]) -> More:
    named = {subject: subject.rpartition(".")[0] for subject in subjects}
    ids = _enrolments(source, set(named.values()))
    levels = {one: newest_levels(source.session, ids[one]) for one in ids}
    evidence = {one: evidence_of(source.session, ids[one]) for one in ids}
    return {
        subject: {
            "facts": (
                *_said(levels[enrolment], subject.rpartition(".")[2]),
                *(
                    (EVIDENCE_WORDS[row.source], _seen(row))
                    for row in evidence[enrolment].get(subject.rpartition(".")[2], ())
                ),
            )
        }
        for subject, enrolment in named.items()
        if enrolment in ids
    }


def _seen(row: EvidenceRow) -> Text | date:
    return _level(row.level, row.on) if row.level else row.on


def _level(level: Level, on: date) -> Text:
    return _("%(level)s, on %(day)s", level=LEVEL_WORDS[level], day=on)


def _said(newest: Mapping[tuple[str, Side], Any], code: str) -> Iterator[Fact]:
    sides = (
        (Side.OWN, _("As I see it")),
        (Side.TRAINER, _("As seen by whoever accompanied me")),
    )
    for side, label in sides:
        said = newest.get((code, side))
        if said is not None:
            yield label, _level(said.level, said.on)


def _certificates(source: Source, subjects: Sequence[str]) -> More:
    documents = [
        file
        for file in documents_of(source.session, source.person_id)
        if file.public_id in set(subjects)
    ]
    read = reader_of(source.session, source.keys, source.store, documents)
    return {
        file.public_id: {
            "files": (Attached(name=file.file_name, content=partial(read, file)),),
        }
        for file in documents
    }


def _hours(source: Source, subjects: Sequence[str]) -> More:
    ledgers = {"training": _training, "attendance": _attendance, "supervision": _supervision}
    return {subject: {"facts": tuple(ledgers[subject](source))} for subject in subjects}


def _training(source: Source) -> Iterator[Fact]:
    for programme in training_of_person(source.session, source.person_id):
        title = programme.title.get(source.locale) or programme.title["fr"]
        yield title, Minutes(programme.minutes_done)


def _attendance(source: Source) -> Iterator[Fact]:
    for place in attendance_of(source.session, source.person_id, now=source.now):
        yield place.organisation_name, Minutes(place.signed)


def _supervision(source: Source) -> Iterator[Fact]:
    for place in totals_of(source.session, source.person_id, now=source.now):
        yield place.organisation_name, Minutes(place.minutes.counted)


def _enrolments(source: Source, public_ids: set[str]) -> dict[str, int]:
    mine = (Enrolment.person_id == source.person_id, Enrolment.public_id.in_(public_ids))
    rows = source.session.execute(select(Enrolment.public_id, Enrolment.id).where(*mine))
    return {row.public_id: row.id for row in rows}


_MORE: Mapping[PieceKind, Callable[[Source, Sequence[str]], More]] = {
    PieceKind.WORK: _works,
    PieceKind.FEEDBACK: _feedback,
    PieceKind.REFLECTION: _reflections,
    PieceKind.COMPETENCY: _competencies,
    PieceKind.CERTIFICATE: _certificates,
    PieceKind.HOURS: _hours,
}
_WORKS: Any = bindparam("works", expanding=True)
_TEXTS = (
    select(Work.public_id.label("work"), WorkText.public_id, WorkText.sealed, Work.organisation_id)
    .join(Work, Work.id == WorkText.work_id)
    .where(
        Work.public_id.in_(_WORKS),
        Work.person_id == bindparam("person", type_=Id),
        WorkText.kind == bindparam("kind"),
    )
)
