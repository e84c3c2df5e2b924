"""One row at least of every table that the export covers, each free text a canary of its own."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

from sqlalchemy import Boolean, Date, Enum, Integer, LargeBinary, String, select
from sqlalchemy.orm import Session

from lms.accounts import models as accounts
from lms.accounts.models import Membership, Person
from lms.assessment import models as assessment
from lms.assessment.rules.exemptions import exemption_name_place, exemption_text_place
from lms.assessment.rules.positioning import positioning_place
from lms.assessment.rules.work import name_place, text_place
from lms.attendance.models import AttendanceMark
from lms.catalogue.models import (
    Activity,
    BankQuestion,
    DraftFile,
    DraftReview,
    Programme,
    ProgrammeDraft,
)
from lms.certification.models import Certificate, EnrolmentStatus
from lms.drafts.models import Draft
from lms.drafts.rules import place_of
from lms.journal.models import JournalEntry
from lms.kernel.actor import Role
from lms.kernel.base import Base, Document, Instant
from lms.kernel.keys import Keys
from lms.kernel.text import Text
from lms.learning.models import (
    Answer,
    AnswerReading,
    Attempt,
    CarriedStep,
    CohortLink,
    CohortStaff,
    Completion,
    DeadlineMove,
    Enrolment,
    EnrolmentMove,
    ExemptedStep,
    Exemption,
    ExemptionWithdrawal,
    JoiningLetter,
    JoinRequest,
    OpenAnswer,
    PassageAnswer,
    PassageComment,
    Pause,
    ReadingPlace,
    ReviewResponsibility,
    TrainingOffer,
    TutorContact,
    TutorMessage,
    TypedAnswer,
)
from lms.learning.rules.comments import comment_place
from lms.learning.rules.links import request_place
from lms.learning.rules.places import open_answer_place, reply_place, typed_answer_place
from lms.learning.rules.tutoring import message_place
from lms.outbox.operations import Mail, post
from lms.portfolio import models as portfolio
from lms.portfolio.rules import name_place as own_name_place
from lms.privacy.models import Erasure
from lms.supervision import models as supervision
from lms.supervision.models import Agreement, Participation, TextKind
from lms.supervision.rules.releases import released_place
from lms.vault.operations import seal
from lms.vault.rules import Place
from lms.web.page import new_token, now
from tests.make import Make, today


@dataclass
class Filler:
    """Fills tables for one person and remembers which canary went where."""

    session: Session
    keys: Keys
    person: Person
    mark: str
    canaries: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    tables: set[str] = field(default_factory=set)
    numbers: Any = field(default_factory=lambda: count(1))

    def row(self, model: type[Base], **given: Any) -> Any:
        """A row with these values; every other column gets one, free texts a canary."""
        table = model.__table__
        values = dict(given)
        for column in table.c:
            if column.name in given or column.name == "id" or column.foreign_keys:
                continue
            if column.name.endswith("_id") and isinstance(column.type, Integer):
                continue
            values[column.name] = self._value(table.name, column)  # type: ignore[attr-defined]
        self.tables.add(table.name)  # type: ignore[attr-defined]
        made = model(**values)
        self.session.add(made)
        self.session.flush()
        return made

    def text(self, table: str, place: Place) -> bytes:
        """A sealed canary for that place."""
        return seal(self.session, self.keys, place, self.canary(table, "sealed"), now=now())

    def canary(self, table: str, column: str) -> str:
        """A word that stands nowhere else."""
        word = f"{self.mark}-{table}-{column}-{next(self.numbers)}"
        self.canaries[table, column].append(word)
        return word

    def _value(self, table: str, column: Any) -> Any:
        kind = column.type
        if isinstance(kind, Enum):
            return kind.python_type(kind.enums[0])
        if isinstance(kind, Instant):
            return now()
        if isinstance(kind, Date):
            return today()
        if isinstance(kind, Boolean):
            return False
        if isinstance(kind, Integer):
            return 30
        if isinstance(kind, LargeBinary):
            return new_token().encode()
        if kind is Document:
            return {"canary": self.canary(table, column.name)}
        return self.canary(table, column.name) if isinstance(kind, String) else None


def fill(one: Filler, other: Filler, make: Make) -> None:
    """Every table for one person, whose supervisor is the other; call it for both."""
    _account(one)
    _traces(one)
    _training(one, other, make)
    _supervision(one, other, make)
    _authoring(one, make)


def sent_invitation(one: Filler, make: Make) -> None:
    """An invitation that the person sent to somebody else."""
    one.row(
        accounts.Invitation,
        organisation_id=make.organisation().id,
        invited_by=one.person.id,
        accepted_by=None,
        state="cancelled",
    )


def _account(one: Filler) -> None:
    person, row, mine = one.person, one.row, {"person_id": one.person.id}
    for name in ("given_name", "family_name", "screen_name", "printed_name"):
        setattr(person, name, one.canary("people", name))
    for model in (
        accounts.PasswordReset,
        accounts.SignInLink,
        accounts.KnownDevice,
        accounts.AuthenticatorApp,
        accounts.Passkey,
        accounts.RecoveryCode,
        accounts.AddressChange,
    ):
        row(model, **mine)
    row(accounts.SignIn, role=None, **mine)
    row(Erasure, state="kept", **mine)


def _traces(one: Filler) -> None:
    person, row = one.person, one.row
    said = Text("%(word)s", {"word": one.canary("letters", "words")})
    mail = Mail(to_address=person.email, locale="fr", subject=said, lines=(said,))
    post(one.session, mail, now=now(), message_id=new_token())
    row(JournalEntry, actor_id=person.id, sequence=None, link=None)
    done_to_me = one.canary("journal_entries", "action")
    row(
        JournalEntry,
        about_person_id=person.id,
        action=done_to_me,
        sequence=None,
        link=None,
        subject_kind="",
        subject_id="",
        details={},
    )


def _open_answer(one: Filler, attempt_id: int) -> None:
    """What was typed, an open text, and the reply (oneself: rows must lead to the person)."""
    mine = {"person_id": one.person.id}
    text, reading = new_token(), new_token()
    words = one.text("open_answers", open_answer_place(text, one.person.id))
    typed, where = new_token(), typed_answer_place
    answer = one.text("typed_answers", where(typed, one.person.id))
    one.row(TypedAnswer, public_id=typed, attempt_id=attempt_id, sealed=answer, **mine)
    held = one.row(OpenAnswer, public_id=text, attempt_id=attempt_id, sealed=words, **mine)
    said = one.text("answer_readings", reply_place(reading, one.person.id))
    one.row(
        AnswerReading,
        public_id=reading,
        open_answer_id=held.id,
        reader_id=one.person.id,
        sealed=said,
        **mine,
    )


def _training(one: Filler, other: Filler, make: Make) -> None:
    row, mine = one.row, {"person_id": one.person.id}
    organisation, version = make.organisation(), make.version()
    here = {"organisation_id": organisation.id}
    invitation = row(
        accounts.Invitation, accepted_by=one.person.id, invited_by=None, state="accepted", **here
    )
    cohort = make.cohort(organisation, version)
    row(TrainingOffer, invitation_id=invitation.id, version_id=version.id, cohort_id=cohort.id)
    row(ReviewResponsibility, version_id=version.id, **here, **mine)
    member = row(Membership, role=Role.TRAINEE, ended_on=None, **here, **mine)
    enrolment = row(
        Enrolment,
        membership_id=member.id,
        version_id=version.id,
        cohort_id=cohort.id,
        **here,
        **mine,
    )
    held = make.group_session(cohort, leads=one.person)
    one.tables |= {"session_trainers"}
    row(
        AttendanceMark,
        half_day_id=held.halves[0].id,
        number=1,
        kind="present",
        late_reason=None,
        marked_by=one.person.id,
        **here,
        **mine,
    )
    row(
        AttendanceMark,
        half_day_id=held.halves[0].id,
        number=1,
        kind="absent",
        late_reason=None,
        public_id=new_token(),
        person_id=make.person().id,
        marked_by=one.person.id,
        facts={},
        **here,
    )
    trainer = row(Membership, role=Role.TRAINER, ended_on=None, **here, **mine)
    row(
        CohortStaff,
        cohort_id=cohort.id,
        membership_id=trainer.id,
        role=Role.TRAINER,
        **here,
        **mine,
    )
    link = row(
        CohortLink,
        cohort_id=cohort.id,
        organisation_id=cohort.organisation_id,
        made_by=one.person.id,
    )
    row(JoiningLetter, link_id=link.id, cohort_id=cohort.id, email_key=one.person.email_key)
    public_id = new_token()
    place = request_place(public_id, one.person.id, cohort.organisation_id)
    row(
        JoinRequest,
        public_id=public_id,
        cohort_id=cohort.id,
        organisation_id=cohort.organisation_id,
        person_id=one.person.id,
        sealed=one.text("join_requests", place),
        closed_by=None,
    )
    row(
        JoinRequest,
        public_id=new_token(),
        cohort_id=cohort.id,
        organisation_id=cohort.organisation_id,
        person_id=make.person().id,
        sealed=None,
        closed_by=one.person.id,
    )
    row(EnrolmentStatus, enrolment_id=enrolment.id, **here)
    _pace(one, enrolment)
    _reading(one, enrolment)
    step = one.session.scalars(select(Activity.id).order_by(Activity.id.desc())).first()
    row(Completion, activity_id=step, **mine)
    move = row(
        EnrolmentMove,
        enrolment_id=enrolment.id,
        from_version_id=version.id,
        to_version_id=version.id,
    )
    row(CarriedStep, activity_id=step, from_activity_id=step, move_id=move.id, **mine)
    _work(one, enrolment, step)
    _portfolio(one)
    _exemption(one, other, enrolment, step)
    _positioning(one, enrolment)
    attempt = row(Attempt, activity_id=step, part_top=0, part_bottom=1, **mine)
    row(Answer, attempt_id=attempt.id)
    _open_answer(one, attempt.id)
    public_id = new_token()
    words = one.text("drafts", place_of(one.person.id, public_id))
    row(Draft, public_id=public_id, sealed=words, **mine)
    frozen = {"canary": one.canary("certificates", "snapshot"), "file_name": "x.pdf"}
    row(
        Certificate,
        enrolment_id=enrolment.id,
        issued_by=0,
        file_state="requested",
        file_sha256=None,
        snapshot=frozen,
        **here,
        **mine,
    )


def _authoring(one: Filler, make: Make) -> None:
    row, here = one.row, {"organisation_id": make.organisation().id}
    programme = row(Programme, **here)
    draft = row(
        ProgrammeDraft,
        programme_id=programme.id,
        started_by=one.person.id,
        sent_by=one.person.id,
        **here,
    )
    row(DraftFile, draft_id=draft.id, changed_by=one.person.id)
    row(BankQuestion, changed_by=one.person.id, **here)
    row(DraftReview, draft_id=draft.id, reviewer_id=one.person.id)


def _reading(one: Filler, enrolment: Enrolment) -> None:
    """A place on a device, a comment on a passage, and an answer as author."""
    session, row = one.session, one.row
    step = session.scalars(select(Activity.id).order_by(Activity.id.desc())).first()
    devices = select(accounts.KnownDevice.id)
    device = session.scalars(devices.where(accounts.KnownDevice.person_id == one.person.id)).first()
    here = {"activity_id": step, "passage": 3}
    row(
        ReadingPlace,
        device_id=device,
        version_id=enrolment.version_id,
        person_id=one.person.id,
        **here,
    )
    public_id, where = new_token(), enrolment.organisation_id
    place = comment_place(public_id, one.person.id, where)
    row(
        PassageComment,
        public_id=public_id,
        person_id=one.person.id,
        organisation_id=where,
        sealed=one.text("passage_comments", place),
        **here,
    )
    row(PassageAnswer, comment_id=None, organisation_id=where, author_id=one.person.id, **here)


def _pace(one: Filler, enrolment: Enrolment) -> None:
    """Pauses, moved deadlines, a message of each side and a contact."""
    row, here = one.row, {"enrolment_id": enrolment.id}
    row(Pause, begins_on=today() - timedelta(days=3), is_open=True, **here)
    row(DeadlineMove, kind="extension", percent=0, given_by=one.person.id, **here)
    for side in ("trainee", "tutor"):
        public_id = new_token()
        place = message_place(public_id, one.person.id, enrolment.organisation_id)
        row(
            TutorMessage,
            public_id=public_id,
            side=side,
            author_id=one.person.id,
            organisation_id=enrolment.organisation_id,
            sealed=one.text("tutor_messages", place),
            due_on=None,
            **here,
        )
    row(TutorContact, tutor_id=one.person.id, **here)


def _work(one: Filler, enrolment: Enrolment, step: int | None) -> None:
    where = (one.person.id, enrolment.organisation_id)
    made = one.row(
        assessment.Work,
        person_id=one.person.id,
        enrolment_id=enrolment.id,
        organisation_id=enrolment.organisation_id,
        activity_id=step,
        answered_by=None,
        state="accepted",
    )
    for kind in ("words", "feedback"):
        public_id = new_token()
        words = one.text("work_texts", text_place(public_id, *where))
        one.row(
            assessment.WorkText,
            public_id=public_id,
            work_id=made.id,
            kind=kind,
            author_id=one.person.id,
            sealed=words,
        )
    public_id = new_token()
    name = one.text("work_files", name_place(public_id, *where))
    one.row(assessment.WorkFile, public_id=public_id, work_id=made.id, sealed=name)
    one.row(assessment.Observation, work_id=made.id)
    for model in (assessment.CompetencyLevel, assessment.Evidence):
        by = "said_by" if model is assessment.CompetencyLevel else "seen_by"
        one.row(
            model,
            person_id=one.person.id,
            enrolment_id=enrolment.id,
            organisation_id=enrolment.organisation_id,
            **{by: one.person.id},
        )


def _portfolio(one: Filler) -> None:
    piece = one.row(portfolio.PortfolioPiece, person_id=one.person.id, kind="own")
    public_id = new_token()
    name = one.text("portfolio_files", own_name_place(public_id, one.person.id))
    one.row(portfolio.PortfolioFile, public_id=public_id, piece_id=piece.id, sealed=name)


def _positioning(one: Filler, enrolment: Enrolment) -> None:
    where = (one.person.id, enrolment.organisation_id)
    made = one.row(
        assessment.Positioning,
        person_id=one.person.id,
        enrolment_id=enrolment.id,
        organisation_id=enrolment.organisation_id,
    )
    one.row(assessment.PositioningLevel, positioning_id=made.id)
    public_id = new_token()
    words = one.text("positioning_texts", positioning_place(public_id, *where))
    one.row(assessment.PositioningText, public_id=public_id, positioning_id=made.id, sealed=words)


def _exemption(one: Filler, other: Filler, enrolment: Enrolment, step: int | None) -> None:
    where = (one.person.id, enrolment.organisation_id)
    here = {"enrolment_id": enrolment.id}
    made = one.row(
        Exemption,
        person_id=one.person.id,
        organisation_id=enrolment.organisation_id,
        given_by=other.person.id,
        **here,
    )
    one.row(ExemptedStep, exemption_id=made.id, activity_id=step, move_id=None, **here)
    one.row(ExemptionWithdrawal, exemption_id=made.id, withdrawn_by=other.person.id)
    public_id = new_token()
    words = one.text("exemption_texts", exemption_text_place(public_id, *where))
    one.row(
        assessment.ExemptionText,
        public_id=public_id,
        exemption_id=made.id,
        author_id=other.person.id,
        sealed=words,
    )
    public_id = new_token()
    name = one.text("exemption_files", exemption_name_place(public_id, *where))
    one.row(
        assessment.ExemptionFile,
        public_id=public_id,
        exemption_id=made.id,
        author_id=other.person.id,
        sealed=name,
    )


def _supervision(one: Filler, other: Filler, make: Make) -> None:
    row, organisation = one.row, make.organisation()
    here = {"organisation_id": organisation.id}
    trainee = make.membership(one.person, organisation, Role.TRAINEE)
    supervisor = make.membership(other.person, organisation, Role.SUPERVISOR)
    agreement = row(
        Agreement,
        supervisor_membership_id=supervisor.id,
        supervisor_id=other.person.id,
        trainee_membership_id=trainee.id,
        trainee_id=one.person.id,
        proposed_by=other.person.id,
        state="active",
        ends_on=None,
        **here,
    )
    held = other.row(supervision.SupervisionSession, supervisor_id=other.person.id)
    part = row(
        Participation,
        session_id=held.id,
        held_on=held.held_on,
        agreement_id=agreement.id,
        trainee_id=one.person.id,
        standing="countersigned",
        revised_for=None,
        **here,
    )
    _texts(one, other, part)
    _signatures(one, other, part)
    request = row(
        supervision.ReleaseRequest,
        participation_id=part.id,
        asker_id=one.person.id,
        author_id=other.person.id,
        state="released",
        reason=None,
    )
    public_id = new_token()
    words = one.text("released_texts", released_place(public_id, one.person.id))
    row(supervision.ReleasedText, request_id=request.id, public_id=public_id, sealed=words)


def _texts(one: Filler, other: Filler, part: Participation) -> None:
    authors = {
        TextKind.SHARED: other,
        TextKind.REASON: other,
        TextKind.PRIVATE: other,
        TextKind.OWN: one,
        TextKind.ANSWER: one,
    }
    for kind, author in authors.items():
        public_id, reader = new_token(), other if kind is TextKind.PRIVATE else one
        place = Place("session_texts", public_id, "sealed", reader.person.id, part.organisation_id)
        one.row(
            supervision.SessionText,
            public_id=public_id,
            participation_id=part.id,
            kind=kind,
            author_id=author.person.id,
            sealed=reader.text("session_texts", place),
        )


def _signatures(one: Filler, other: Filler, part: Participation) -> None:
    for signer, standing in ((one, "countersigned"), (other, "signed")):
        said = {"msgid": "%(word)s", "params": {"word": one.canary("signatures", "sentence")}}
        facts = {"canary": signer.canary("signatures", "facts")}
        signer.row(
            supervision.Signature,
            participation_id=part.id,
            person_id=signer.person.id,
            standing=standing,
            sentence={"language": "fr", "sentences": [said]},
            facts=facts,
        )
