"""Every column of sealed bytes, with where its rows are sealed: what rotations and checks walk."""

from __future__ import annotations

from sqlalchemy import BigInteger, ColumnElement, case, null, select
from sqlalchemy.orm import InstrumentedAttribute

from lms.assessment.models import (
    ExemptionFile,
    ExemptionText,
    Positioning,
    PositioningText,
    Work,
    WorkFile,
    WorkText,
)
from lms.certification.models import Certificate
from lms.drafts.models import Draft
from lms.learning.models import (
    AnswerReading,
    Enrolment,
    Exemption,
    JoinRequest,
    OpenAnswer,
    PassageComment,
    TutorMessage,
    TypedAnswer,
)
from lms.portfolio.models import PortfolioFile, PortfolioPiece
from lms.supervision.models import (
    Agreement,
    Participation,
    ReleasedText,
    ReleaseRequest,
    SessionText,
    TextKind,
)
from lms.vault.queries import SealedColumn

NOWHERE: ColumnElement[int | None] = null().cast(BigInteger)
"""No organisation: the person's own."""


def _session_texts() -> SealedColumn:
    # The aide-mémoire is its author's; whatever else is written belongs to the trainee.
    author = SessionText.kind == TextKind.PRIVATE
    owner: ColumnElement[int] = case((author, Agreement.supervisor_id), else_=Agreement.trainee_id)
    where = Participation.organisation_id
    columns = (SessionText.id, SessionText.public_id, owner, where, SessionText.sealed)
    rows = (
        select(*columns)
        .join(Participation, Participation.id == SessionText.participation_id)
        .join(Agreement, Agreement.id == Participation.agreement_id)
    )
    return SealedColumn(column=SessionText.sealed, rows=rows, person_id=owner)


def _drafts() -> SealedColumn:
    rows = select(Draft.id, Draft.public_id, Draft.person_id, NOWHERE, Draft.sealed)
    return SealedColumn(column=Draft.sealed, rows=rows, person_id=Draft.person_id.expression)


def _codes() -> SealedColumn:
    return _of_certificates(Certificate.code_sealed, "code")


def _file_keys() -> SealedColumn:
    return _of_certificates(Certificate.file_key, "file_key")


def _of_certificates(column: InstrumentedAttribute[bytes | None], name: str) -> SealedColumn:
    who, where = Certificate.person_id, Certificate.organisation_id
    rows = select(Certificate.id, Certificate.public_id, who, where, column)
    return SealedColumn(column=column, rows=rows, person_id=who.expression, name=name)


def _work_texts() -> SealedColumn:
    who, where = Work.person_id, Work.organisation_id
    rows = select(WorkText.id, WorkText.public_id, who, where, WorkText.sealed)
    return SealedColumn(
        column=WorkText.sealed,
        rows=rows.join(Work, Work.id == WorkText.work_id),
        person_id=who.expression,
    )


def _work_files(column: InstrumentedAttribute[bytes], name: str) -> SealedColumn:
    who, where = Work.person_id, Work.organisation_id
    rows = select(WorkFile.id, WorkFile.public_id, who, where, column)
    return SealedColumn(
        column=column,
        rows=rows.join(Work, Work.id == WorkFile.work_id),
        person_id=who.expression,
        name=name,
    )


def _portfolio_files(column: InstrumentedAttribute[bytes], name: str) -> SealedColumn:
    who = PortfolioPiece.person_id
    rows = select(PortfolioFile.id, PortfolioFile.public_id, who, NOWHERE, column)
    return SealedColumn(
        column=column,
        rows=rows.join(PortfolioPiece, PortfolioPiece.id == PortfolioFile.piece_id),
        person_id=who.expression,
        name=name,
    )


def _exemption(
    table: type[ExemptionText | ExemptionFile],
    column: InstrumentedAttribute[bytes],
    name: str = "sealed",
) -> SealedColumn:
    who, where = Exemption.person_id, Exemption.organisation_id
    rows = select(table.id, table.public_id, who, where, column)
    return SealedColumn(
        column=column,
        rows=rows.join(Exemption, Exemption.id == table.exemption_id),
        person_id=who.expression,
        name=name,
    )


def _positioning_texts() -> SealedColumn:
    who, where = Positioning.person_id, Positioning.organisation_id
    sealed = PositioningText.sealed
    rows = select(PositioningText.id, PositioningText.public_id, who, where, sealed)
    return SealedColumn(
        column=sealed,
        rows=rows.join(Positioning, Positioning.id == PositioningText.positioning_id),
        person_id=who.expression,
    )


def _released_texts() -> SealedColumn:
    asker = ReleaseRequest.asker_id
    rows = select(
        ReleasedText.id, ReleasedText.public_id, asker, NOWHERE, ReleasedText.sealed
    ).join(ReleaseRequest, ReleaseRequest.id == ReleasedText.request_id)
    return SealedColumn(column=ReleasedText.sealed, rows=rows, person_id=asker.expression)


def _tutor_messages() -> SealedColumn:
    owner, where = Enrolment.person_id, TutorMessage.organisation_id
    columns = (TutorMessage.id, TutorMessage.public_id, owner, where, TutorMessage.sealed)
    rows = select(*columns).join(Enrolment, Enrolment.id == TutorMessage.enrolment_id)
    return SealedColumn(column=TutorMessage.sealed, rows=rows, person_id=owner.expression)


def _comments() -> SealedColumn:
    who, where = PassageComment.person_id, PassageComment.organisation_id
    columns = (PassageComment.id, PassageComment.public_id, who, where, PassageComment.sealed)
    return SealedColumn(
        column=PassageComment.sealed, rows=select(*columns), person_id=who.expression
    )


def _requests() -> SealedColumn:
    who, where = JoinRequest.person_id, JoinRequest.organisation_id
    columns = (JoinRequest.id, JoinRequest.public_id, who, where, JoinRequest.sealed)
    return SealedColumn(column=JoinRequest.sealed, rows=select(*columns), person_id=who.expression)


def _open_answers() -> SealedColumn:
    return _of_trainee(OpenAnswer)


def _typed_answers() -> SealedColumn:
    return _of_trainee(TypedAnswer)


def _replies() -> SealedColumn:
    return _of_trainee(AnswerReading)


def _of_trainee(table: type[OpenAnswer | AnswerReading | TypedAnswer]) -> SealedColumn:
    rows = select(table.id, table.public_id, table.person_id, NOWHERE, table.sealed)
    return SealedColumn(column=table.sealed, rows=rows, person_id=table.person_id.expression)


SEALED_COLUMNS = (
    _session_texts(),
    _drafts(),
    _codes(),
    _file_keys(),
    _released_texts(),
    _tutor_messages(),
    _comments(),
    _requests(),
    _open_answers(),
    _typed_answers(),
    _replies(),
    _work_texts(),
    _work_files(WorkFile.sealed, "sealed"),
    _work_files(WorkFile.file_key, "file_key"),
    _portfolio_files(PortfolioFile.sealed, "sealed"),
    _portfolio_files(PortfolioFile.file_key, "file_key"),
    _exemption(ExemptionText, ExemptionText.sealed),
    _positioning_texts(),
    _exemption(ExemptionFile, ExemptionFile.sealed),
    _exemption(ExemptionFile, ExemptionFile.file_key, "file_key"),
)
SEALED_OTHERWISE = {
    "person_keys.wrapped": "by the root key",
    "person_keys.previous": "by the root key",
    "purpose_keys.wrapped": "by the root key",
    "authenticator_apps.secret_sealed": "by the key of its purpose",
    "sheet_papers.facts_sealed": "by the key of its purpose, for a few seconds",
    "passkeys.credential_id": "public by nature",
    "passkeys.credential": "public by nature",
    "exports.sealed_key": "lives for a day: a rotated key closes the export",
    "export_parts.sealed": "by the key of its export",
}
"""Columns of bytes that no person's key seals for long, and what protects them instead."""
