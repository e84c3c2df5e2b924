"""Nothing is older than its rule: the clock is moved and what is left is counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from lms.accounts.models import (
    AddressChange,
    Invitation,
    InvitationState,
    KnownDevice,
    Membership,
    Person,
    PersonState,
    SignIn,
)
from lms.accounts.operations.invitations import InvitePerson, Secrets
from lms.app.commands import lms
from lms.app.rounds import HOURLY
from lms.assessment.models import (
    CompetencyLevel,
    Evidence,
    EvidenceSource,
    Level,
    Work,
    WorkText,
)
from lms.assessment.models import Side as LevelSide
from lms.catalogue.models import Activity
from lms.certification.models import Certificate
from lms.journal.models import JournalEntry
from lms.kernel.actor import Role
from lms.kernel.keys import Keys
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.learning.models import (
    Answer,
    Attempt,
    Completion,
    ContactKind,
    DeadlineMove,
    Enrolment,
    EnrolmentState,
    JoinRequest,
    PassageComment,
    Pause,
    ReadingPlace,
    RequestState,
    Side,
    TutorContact,
    TutorMessage,
)
from lms.learning.operations.invitations import invite
from lms.outbox.models import Letter, LetterState
from lms.outbox.operations import Mail, post
from lms.privacy.models import Erasure, ErasureState
from lms.privacy.operations.erasing import Erasing, erase_person
from lms.privacy.operations.retention import change_retention
from lms.retention.queries import durations, kept_for
from lms.retention.rules import RULES, Rule, length_in_words
from lms.supervision.models import (
    Agreement,
    AgreementState,
    Participation,
    SessionText,
    SupervisionSession,
    TextKind,
)
from lms.web.database import Application
from lms.web.page import new_token, now
from tests.certification.earned import earned
from tests.client import Client
from tests.learning.linked import request_of
from tests.make import Make
from tests.privacy.lives import Life, life

Overdue = Callable[[Session, datetime], int]


def count(session: Session, column: object, *where: object) -> int:
    return session.scalar(select(func.count(column)).where(*where)) or 0  # type: ignore[arg-type]


def texts(session: Session, kinds: set[TextKind], *where: object) -> int:
    asked = (
        select(func.count(SessionText.id))
        .join(Participation, Participation.id == SessionText.participation_id)
        .join(Agreement, Agreement.id == Participation.agreement_id)
        .join(SupervisionSession, SupervisionSession.id == Participation.session_id)
        .where(SessionText.kind.in_(kinds), *where)  # type: ignore[arg-type]
    )
    return session.scalar(asked) or 0


def evidence(session: Session, before: datetime) -> int:
    ended = Membership.ended_on < before.date()
    erased = (
        select(Person.id)
        .join(Membership, Membership.person_id == Person.id)
        .where(Person.state == PersonState.ERASED, ended)
    )
    steps = count(session, Completion.activity_id, Completion.person_id.in_(erased))
    return steps + count(session, Attempt.id, Attempt.person_id.in_(erased))


def answers(session: Session, before: datetime) -> int:
    holders = select(Certificate.person_id).where(Certificate.issued_at < before)
    asked = select(func.count(Answer.question)).join(Attempt, Attempt.id == Answer.attempt_id)
    return session.scalar(asked.where(Attempt.person_id.in_(holders))) or 0


def exchanges(session: Session, before: datetime) -> int:
    ended = select(Enrolment.id).where(Enrolment.ended_on < before.date())
    return sum(
        count(session, table.id, table.enrolment_id.in_(ended))
        for table in (TutorMessage, Pause, DeadlineMove)
    )


def ended_before(before: datetime) -> Select[int]:
    return select(Enrolment.id).where(Enrolment.ended_on < before.date())


def contacts(session: Session, before: datetime) -> int:
    ended = select(Enrolment.id).where(Enrolment.ended_on < before.date())
    return count(session, TutorContact.id, TutorContact.enrolment_id.in_(ended))


def coursework(session: Session, before: datetime) -> int:
    asked = (
        select(func.count(WorkText.id))
        .join(Work, Work.id == WorkText.work_id)
        .join(Enrolment, Enrolment.id == Work.enrolment_id)
    )
    return session.scalar(asked.where(Enrolment.ended_on < before.date())) or 0


OVERDUE: dict[str, Overdue] = {
    "sign_ins": lambda s, b: count(s, SignIn.id, SignIn.revoked_at < b),
    "address_changes": lambda s, b: count(s, AddressChange.id, AddressChange.closed_at < b),
    "invitations": lambda s, b: count(s, Invitation.id, Invitation.closed_at < b),
    "join_requests": lambda s, b: count(s, JoinRequest.id, JoinRequest.closed_at < b),
    "letters": lambda s, b: count(
        s,
        Letter.id,
        Letter.state != LetterState.PENDING,
        Letter.to_address != "",
        func.coalesce(Letter.sent_at, Letter.next_attempt_at) < b,
    ),
    "aide_memoires": lambda s, b: texts(
        s, {TextKind.PRIVATE}, SupervisionSession.held_on < b.date()
    ),
    "shared_records": lambda s, b: texts(
        s, {TextKind.SHARED, TextKind.ANSWER}, Agreement.ends_on < b.date()
    ),
    "supervision_facts": lambda s, b: (
        count(s, SupervisionSession.id, SupervisionSession.held_on < b.date())
        + count(s, Agreement.id, Agreement.closed_at < b)
    ),
    "exchanges": exchanges,
    "contacts": contacts,
    "answers": answers,
    "coursework": coursework,
    "competencies": lambda s, b: sum(
        count(s, table.enrolment_id, table.enrolment_id.in_(ended_before(b)))
        for table in (CompetencyLevel, Evidence)
    ),
    "comments": lambda s, b: count(s, PassageComment.id, PassageComment.written_at < b),
    "reading_places": lambda s, b: count(s, ReadingPlace.activity_id, ReadingPlace.kept_at < b),
    "training_evidence": evidence,
    "certificate_names": lambda s, b: count(
        s, Certificate.id, Certificate.issued_at < b, Certificate.name_erased_at.is_(None)
    ),
    "erasures": lambda s, b: count(s, Erasure.id, Erasure.closed_at < b),
    "journal": lambda s, b: count(s, JournalEntry.id, JournalEntry.at < b),
}
"""For each rule, how many rows began to count before an instant and are still there."""


@pytest.fixture
def world(app: Application, session: Session, make: Make, client: Client) -> Life:
    """Something of every kind whose time begins to run now."""
    one = life(app, session, make, client)
    moment = now()
    _ended(session, one, moment)
    asked = request_of(make, make.cohort(), one.person.id)
    asked.state, asked.closed_at = RequestState.DECLINED, moment
    other = earned(make, given="Ancienne", family="Personne")
    how = Erasing(token=new_token(), today=moment.date(), now=moment)
    keys: Keys = app.extensions["sillage.keys"]
    erase_person(session, keys, other.person.id, how)
    session.add(
        Erasure(
            person_id=other.person.id,
            state=ErasureState.DONE,
            token_hash=new_token(),
            asked_at=moment,
            due_at=moment,
            closed_at=moment,
        )
    )
    session.commit()
    return one


def _ended(session: Session, one: Life, moment: datetime) -> None:
    _training_ended(session, one.earned.enrolment, moment)
    _read(session, one.earned.enrolment, moment)
    one.earned.agreement.state = AgreementState.ENDED
    one.earned.agreement.ends_on, one.earned.agreement.closed_at = moment.date(), moment
    for opened in session.scalars(select(SignIn)):
        opened.revoked_at = moment
    session.add(
        TutorContact(
            public_id=new_token(),
            enrolment_id=one.earned.enrolment.id,
            tutor_id=one.earned.manager.id,
            kind=ContactKind.SPOKE,
            made_on=moment.date(),
        )
    )
    session.add(
        AddressChange(
            person_id=one.person.id,
            email="autre@exemple.test",
            email_key="autre@exemple.test",
            new_token_hash=new_token(),
            old_token_hash=new_token(),
            asked_at=moment,
            effective_at=moment,
            closed_at=moment,
        )
    )
    order = InvitePerson(
        given_name="",
        family_name="Invitée",
        email="i@exemple.test",
        role=Role.SUPERVISOR,
        locale="fr",
    )
    secrets = Secrets(token=new_token(), public_id=new_token(), message_id=new_token())
    place = one.earned.organisation.id
    invite(
        session,
        order,
        version_id=None,
        organisation_id=place,
        invited_by=None,
        secrets=secrets,
        now=moment,
    )
    for invitation in session.scalars(select(Invitation)):
        invitation.state, invitation.closed_at = InvitationState.CANCELLED, moment
    mail = Mail(to_address="x@exemple.test", locale="fr", subject=_("Invitations"), lines=())
    post(session, mail, now=moment, message_id=new_token())
    session.flush()
    for letter in session.scalars(select(Letter).where(Letter.to_address == "x@exemple.test")):
        letter.state, letter.sent_at = LetterState.SENT, moment


def _read(session: Session, enrolment: Enrolment, moment: datetime) -> None:
    """A passage read and commented, and a level that rests on something."""
    step = session.scalars(select(Activity.id)).first()
    device = KnownDevice(
        person_id=enrolment.person_id,
        device_hash=new_token(),
        family="",
        first_seen_at=moment,
        last_seen_at=moment,
    )
    session.add(device)
    session.flush()
    who = {"person_id": enrolment.person_id, "activity_id": step}
    here = {"person_id": enrolment.person_id, "organisation_id": enrolment.organisation_id}
    where = {"device_id": device.id, "version_id": enrolment.version_id}
    session.add(ReadingPlace(passage=1, kept_at=moment, **who, **where))
    comment = {"organisation_id": enrolment.organisation_id, "locale": "fr", "passage": 1}
    said = {"public_id": new_token(), "named": False, "sealed": b"", "written_at": moment}
    session.add(PassageComment(**who, **comment, **said))
    level = {"code": "D1", "level": Level.IN_PROGRESS, "side": LevelSide.OWN}
    by = {"said_by": enrolment.person_id, "said_at": moment, "said_on": moment.date()}
    session.add(CompetencyLevel(enrolment_id=enrolment.id, **here, **level, **by))
    session.add(
        Evidence(
            enrolment_id=enrolment.id,
            domain="D1",
            source=EvidenceSource.WORK,
            subject=new_token(),
            seen_on=moment.date(),
            **here,
        )
    )


def _training_ended(session: Session, enrolment: Enrolment, moment: datetime) -> None:
    enrolment.state, enrolment.ended_on = EnrolmentState.ENDED, moment.date()
    session.add(Pause(enrolment_id=enrolment.id, begins_on=moment.date()))
    session.add(
        TutorMessage(
            public_id=new_token(),
            enrolment_id=enrolment.id,
            organisation_id=enrolment.organisation_id,
            author_id=enrolment.person_id,
            side=Side.TRAINEE,
            sealed=b"",
            sent_at=moment,
            sent_on=moment.date(),
        )
    )


def work(app: Application, at: datetime) -> None:
    """A night of housekeeping."""
    for job in HOURLY.values():
        for _round in range(20):
            if not job(app, now=at):
                break


def test_every_rule_is_counted() -> None:
    assert set(OVERDUE) == {rule.name for rule in RULES}


def test_no_row_is_older_than_its_rule(app: Application, session: Session, world: Life) -> None:
    soon = now() + timedelta(days=1)
    empty = [name for name, overdue in OVERDUE.items() if not overdue(session, soon)]
    assert empty == [], "nothing to delete: the test would prove nothing"
    for rule in sorted(RULES, key=lambda rule: rule.days):
        later = now() + timedelta(days=rule.days + 2)
        work(app, later)
        session.expire_all()
        left = {
            known.name: OVERDUE[known.name](session, later - timedelta(days=known.days + 1))
            for known in RULES
        }
        assert not any(left.values()), (rule.name, left)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_shortened_rule_is_obeyed_and_nothing_goes_before(
    app: Application, session: Session, world: Life, rule: Rule
) -> None:
    days = max(rule.least, 5)
    change_retention(session, rule.name, days, now=now())
    session.commit()
    soon = now() + timedelta(days=1)
    work(app, now())
    session.expire_all()
    assert OVERDUE[rule.name](session, soon) > 0
    work(app, now() + timedelta(days=days + 2))
    session.expire_all()
    assert OVERDUE[rule.name](session, soon) == 0


@pytest.mark.parametrize(("name", "days"), [("letters", 8), ("journal", 1), ("nothing", 3)])
def test_a_rule_is_never_lengthened_nor_cut_below_its_least(
    session: Session, name: str, days: int
) -> None:
    with pytest.raises(RuleBroken):
        change_retention(session, name, days, now=now())
    assert kept_for(session, "letters") == timedelta(days=7)


def test_the_operator_shows_and_shortens_rules_at_the_command_line(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    run = app.test_cli_runner().invoke
    assert "letters" in run(lms, ["retention", "show"]).output
    assert "letters: 3 days" in run(lms, ["retention", "set", "letters", "3"]).output
    refused = run(lms, ["retention", "set", "letters", "30"])
    assert refused.exit_code == 1
    assert "only be shortened" in refused.output
    session.commit()
    assert durations(session)["letters"] == 3
    acts = select(JournalEntry.details).where(JournalEntry.action == "privacy.change_retention")
    assert [details["days"] for details in session.scalars(acts)] == [3]
    assert "3 jours après l’envoi" in client.read("/privacy").words.replace("\u00a0", " ")


def test_the_public_page_tells_every_rule(client: Client) -> None:
    page = client.read("/privacy")
    assert len(page.tree.xpath("//table[.//th[contains(., 'Combien')]]//tbody/tr")) == len(RULES)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "1 day"),
        (90, "90 days"),
        (365, "1 year"),
        (730, "2 years"),
        (2192, "6 years"),
        (3653, "10 years"),
        (400, "400 days"),
    ],
)
def test_lengths_are_told_in_years_where_they_are_years(days: int, words: str) -> None:
    assert str(length_in_words(days)) == words
