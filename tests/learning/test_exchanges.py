"""What people in training and their tutors write to each other, and who was heard from."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, MembershipState, Person
from lms.catalogue.models import Activity, ActivityKind, Module, ProgrammeVersion
from lms.journal.models import JournalEntry
from lms.kernel.actor import Role
from lms.learning.models import (
    Attempt,
    Cohort,
    CohortStaff,
    Completion,
    ContactKind,
    Enrolment,
    EnrolmentState,
    Pause,
    Side,
    TutorContact,
    TutorMessage,
)
from lms.learning.queries.pace import pace_of
from lms.learning.queries.tutoring import quiet_people
from lms.organisations.models import Organisation
from lms.outbox.models import Letter
from lms.web.page import new_token, now
from tests.client import Client, Page
from tests.make import Make, today

Statements = Callable[[], AbstractContextManager[list[str]]]
DAY = timedelta(days=1)
CANARY = "canari-tutorat-5d1f"


@dataclass
class Group:
    """A cohort with its tutor and one of its people."""

    make: Make
    organisation: Organisation
    version: ProgrammeVersion
    tutor: Person
    person: Person
    enrolment: Enrolment
    cohort: Cohort

    @property
    def page(self) -> str:
        """The tutor's page of this person."""
        return f"/tutoring/{self.enrolment.public_id}"

    def another(self, given: str, family: str) -> Enrolment:
        """One more in the same cohort."""
        made = self.make.enrolment(self.make.person(given, family), self.organisation, self.version)
        made.cohort_id = self.cohort.id
        self.make.session.flush()
        return made


@pytest.fixture
def group(make: Make) -> Group:
    organisation, version = make.organisation(), make.version()
    tutor, person = make.person("Hélène", "Roux"), make.person("Nadia", "Benali")
    enrolment = make.enrolment(person, organisation, version)
    cohort = make.cohort(organisation, version, tutor=tutor, enrolments=[enrolment])
    cohort.deadline = today() + DAY * 100
    return Group(make, organisation, version, tutor, person, enrolment, cohort)


def as_tutor(client: Client, group: Group) -> None:
    client.sign_in(group.tutor, role=Role.TUTOR)


def as_person(client: Client, group: Group) -> None:
    client.sign_in(group.person, role=Role.TRAINEE)


def ask(client: Client, group: Group, words: str = CANARY) -> Page:
    as_person(client, group)
    return client.submit("/tutor", "/tutor", text=words, act="send")


def messages(session: Session) -> list[TutorMessage]:
    return list(session.scalars(select(TutorMessage).order_by(TutorMessage.id)))


def letters(session: Session) -> list[Letter]:
    return list(session.scalars(select(Letter).order_by(Letter.id)))


# Both sides


def test_a_question_and_its_answer(session: Session, client: Client, group: Group) -> None:
    page = ask(client, group)
    assert CANARY in page.words
    assert "sous 2 jours ouvrés" in page.words
    assert "Lu par" in page.words
    (sent,) = messages(session)
    assert sent.due_on is not None
    assert (sent.side, sent.answered_on) == (Side.TRAINEE, None)
    assert CANARY.encode() not in sent.sealed
    as_tutor(client, group)
    desk = client.read("/home")
    assert desk.path == "/tutoring"
    assert "Nadia Benali" in desk.words
    assert "1 message depuis" in desk.words
    assert CANARY in client.read(group.page).words
    client.submit(group.page, group.page, text="Une réponse calme.", act="send")
    assert "Personne n’attend de réponse" in client.read("/tutoring").words
    question, answer = messages(session)
    assert question.answered_on == today()
    assert answer.side is Side.TUTOR
    as_person(client, group)
    assert "Nouveau" in client.read("/tutor").words
    words = client.read("/tutor").words
    assert "Une réponse calme." in words
    assert "Nouveau" not in words, "opened once"


def test_letters_say_that_there_is_a_message_and_nothing_else(
    session: Session, client: Client, group: Group
) -> None:
    ask(client, group)
    ask(client, group, "Encore un mot.")
    assert [letter.to_address for letter in letters(session)] == [group.tutor.email], "one, not two"
    as_tutor(client, group)
    client.submit(group.page, group.page, text=CANARY, act="send")
    mailed = letters(session)
    assert [letter.to_address for letter in mailed] == [group.tutor.email, group.person.email]
    for letter in mailed:
        written = f"{letter.words} {letter.link}"
        assert CANARY not in written
        assert "Benali" not in written
        assert "Roux" not in written


def test_no_letter_goes_out_during_a_pause(session: Session, client: Client, group: Group) -> None:
    as_person(client, group)
    client.submit("/home", "/pace/pause")
    as_tutor(client, group)
    page = client.submit(group.page, group.page, text="Quand vous voudrez.", act="send")
    assert "en pause" in page.words
    assert letters(session) == []
    as_person(client, group)
    assert "1 message de votre tutorat vous attend" in client.read("/pace/return").words


def test_the_contact_is_kept_with_its_days_and_without_a_word(
    session: Session, client: Client, group: Group
) -> None:
    ask(client, group)
    as_tutor(client, group)
    client.submit(group.page, group.page, text=CANARY, act="send")
    client.submit(group.page, group.page, text="Encore une chose.", act="send")
    client.submit(group.page, f"{group.page}/contacts", kind="spoke")
    found = session.scalars(select(TutorContact).order_by(TutorContact.id)).all()
    assert [one.kind for one in found] == [
        ContactKind.ANSWER,
        ContactKind.MESSAGE,
        ContactKind.SPOKE,
    ]
    assert (found[0].asked_on, found[0].made_on) == (today(), today())
    assert not {"sealed", "text", "words"} & set(TutorContact.__table__.c.keys())
    page = client.submit(group.page, f"{group.page}/contacts", 422)
    assert page.errors()


def test_a_word_of_thanks_needs_no_answer(session: Session, client: Client, group: Group) -> None:
    ask(client, group, "Merci.")
    as_tutor(client, group)
    page = client.submit(group.page, f"{group.page}/settled")
    assert "plus rien n’attend de réponse" in page.words
    assert messages(session)[0].answered_on == today()
    assert "Message lu" in page.words


def test_an_empty_or_endless_message_is_refused_beside_its_field(
    session: Session, client: Client, group: Group
) -> None:
    as_person(client, group)
    assert client.submit("/tutor", "/tutor", 422, text="  ", act="send").errors()
    page = client.submit("/tutor", "/tutor", 422, text="a" * 5001, act="send")
    assert page.errors()
    assert "a" * 5001 in page.html, "what was typed is still there"
    assert messages(session) == []


def test_a_double_press_is_one_message(session: Session, client: Client, group: Group) -> None:
    as_person(client, group)
    form = client.read("/tutor").form("/tutor")
    for _press in range(2):
        client.send(form, "/tutor", text="Une fois.", act="send")
    assert len(messages(session)) == 1


# Drafts


def test_a_draft_is_kept_and_emptied_once_it_is_sent(client: Client, group: Group) -> None:
    as_person(client, group)
    client.submit("/tutor", "/tutor", text="Un début", act="keep")
    page = client.read("/tutor")
    assert page.tree.xpath("//textarea")[0].text.strip() == "Un début"
    page = client.submit("/tutor", "/tutor", text="Un début, fini.", act="send")
    assert not (page.tree.xpath("//textarea")[0].text or "").strip()
    as_tutor(client, group)
    assert not (client.read(group.page).tree.xpath("//textarea")[0].text or "").strip()


def test_two_pages_lose_no_text(client: Client, group: Group) -> None:
    as_person(client, group)
    first, second = client.read("/tutor").form("/tutor"), client.read("/tutor").form("/tutor")
    client.send(first, "/tutor", text="Le premier texte", act="keep")
    page = client.send(second, "/tutor", 409, text="Le second texte", act="keep")
    assert "Le premier texte" in page.words
    assert page.tree.xpath("//textarea")[0].text.strip() == "Le second texte"
    client.send(page.form("/tutor"), "/tutor", act="keep")
    assert "Le second texte" in client.read("/tutor").html


def test_the_script_saves_and_says_when_another_page_was_newer(
    client: Client, group: Group
) -> None:
    as_person(client, group)
    token = client.read("/tutor").tree.xpath("//input[@name='csrf_token']/@value")[0]
    sent = {"csrf_token": token, "version": "0", "text": "Un"}
    assert client.open("/tutor/draft", method="POST", data=sent).json["version"] == 1  # type: ignore[index]
    sent["text"] = "Deux"
    assert client.open("/tutor/draft", method="POST", data=sent).status_code == 409
    sent["text"] = "a" * 10_001
    assert client.open("/tutor/draft", method="POST", data=sent).status_code == 422


def test_a_tutor_begins_with_calm_words_and_keeps_a_draft(client: Client, group: Group) -> None:
    as_tutor(client, group)
    page = client.read(f"{group.page}?begin=pause")
    assert "vous pouvez faire une pause" in page.tree.xpath("//textarea")[0].text
    client.submit(group.page, group.page, text="Mes mots", act="keep")
    page = client.read(f"{group.page}?begin=calm")
    assert page.tree.xpath("//textarea")[0].text.strip() == "Mes mots"


# Who reads


def test_nobody_else_reads_a_word(
    session: Session, make: Make, client: Client, group: Group
) -> None:
    ask(client, group)
    others = {
        "another tutor": (make.member(Role.TUTOR, group.organisation), Role.TUTOR, None),
        "a trainer of the cohort": (make.person(), Role.TRAINER, None),
    }
    make.accompanying(others["a trainer of the cohort"][0], group.cohort, Role.TRAINER)
    for person, role, organisation in others.values():
        client.sign_in(person, role=role, organisation=organisation)
        client.read(group.page, 404 if role is Role.TUTOR else 403)
    manager = make.manager(group.organisation)
    client.sign_in(manager, role=Role.MANAGER, organisation=group.organisation)
    member = session.get_one(Membership, group.enrolment.membership_id).public_id
    assert CANARY not in client.read(f"/orgs/{group.organisation.slug}/people/{member}").html
    client.read(group.page, 403)


def test_a_tutor_who_left_the_cohort_reads_nothing_any_more(
    session: Session, client: Client, group: Group
) -> None:
    ask(client, group)
    session.execute(update(CohortStaff).values(ended_on=today()))
    as_tutor(client, group)
    client.read(group.page, 404)
    assert "Vous n’accompagnez encore personne" in client.read("/tutoring").words
    as_person(client, group)
    words = client.read("/tutor").words
    assert "Personne n’assure votre tutorat aujourd’hui" in words
    assert CANARY in words, "what was written stays one's own"


def test_the_former_organisation_sees_nothing_from_the_day_the_training_ends(
    session: Session, client: Client, group: Group
) -> None:
    ask(client, group)
    group.enrolment.state, group.enrolment.ended_on = EnrolmentState.ENDED, today()
    session.flush()
    as_tutor(client, group)
    client.read(group.page, 404)
    assert "Benali" not in client.read("/tutoring").words


def test_a_suspended_role_is_left_out_until_it_holds_again(
    session: Session, client: Client, group: Group
) -> None:
    member = session.get_one(Membership, group.enrolment.membership_id)
    member.state = MembershipState.SUSPENDED
    session.flush()
    as_tutor(client, group)
    client.read(group.page, 404)


def test_readings_are_journaled_once_a_day_and_told(
    session: Session, client: Client, group: Group
) -> None:
    as_tutor(client, group)
    for _look in range(2):
        client.read(group.page)
    read = select(JournalEntry).where(JournalEntry.action == "learning.read_exchanges")
    assert len(session.scalars(read).all()) == 1
    as_person(client, group)
    assert "Hélène Roux, tutorat" in client.read("/account/data/readings").words


def test_somebody_without_cohort_is_told_what_to_do(make: Make, client: Client) -> None:
    person = make.person()
    make.enrolment(person)
    client.sign_in(person, role=Role.TRAINEE)
    assert "hors promotion" in client.read("/tutor").words
    client.sign_in(make.trainee(), role=Role.TRAINEE)
    client.read("/tutor")


# Deadlines given


def test_a_tutor_gives_time_and_sees_why_of_nothing(
    session: Session, client: Client, group: Group
) -> None:
    as_tutor(client, group)
    later = today() + DAY * 130
    client.submit(group.page, f"{group.page}/deadline", until=later.strftime("%d/%m/%Y"))
    pace = pace_of(session, group.enrolment.id)
    assert pace.deadline(today()) == later
    for wrong in ("", "demain", str(today()), str(today() + DAY * 9000)):
        page = client.submit(group.page, f"{group.page}/deadline", 422, until=wrong)
        assert page.errors(), wrong
    as_person(client, group)
    assert "30 jours de plus vous sont accordés" in client.read("/pace").words


# Not heard from


def quiet(session: Session, group: Group) -> list[str]:
    return [row.name for row in quiet_people(session, group.tutor.id, today=today())]


def test_silence_is_told_after_14_days_and_after_28(
    session: Session, client: Client, group: Group
) -> None:
    group.enrolment.enrolled_on = today() - DAY * 13
    session.flush()
    assert quiet(session, group) == []
    group.enrolment.enrolled_on = today() - DAY * 14
    session.flush()
    assert quiet(session, group) == ["Nadia Benali"]
    as_tutor(client, group)
    words = client.read("/tutoring").words
    assert "Proposer une pause" in words
    assert "28 jours ou plus" not in words
    group.enrolment.enrolled_on, group.cohort.starts_on = today() - DAY * 40, today() - DAY * 40
    session.flush()
    assert "28 jours ou plus" in client.read("/tutoring").words


@pytest.mark.parametrize(
    "sign", ["step", "quiz", "message", "return", "spoke", "pause", "begins later"]
)
def test_a_sign_of_any_kind_ends_the_silence(session: Session, group: Group, sign: str) -> None:
    enrolment = group.enrolment
    assert quiet(session, group) == ["Nadia Benali"]
    near = today() - DAY * 3
    here = {"enrolment_id": enrolment.id}
    if sign == "step":
        session.add(completion(session, enrolment))
    elif sign == "quiz":
        session.add(attempt(session, enrolment))
    elif sign == "message":
        session.add(
            TutorMessage(
                public_id=new_token(),
                organisation_id=enrolment.organisation_id,
                author_id=enrolment.person_id,
                side=Side.TRAINEE,
                sealed=b"",
                sent_at=now(),
                sent_on=near,
                **here,
            )
        )
    elif sign in {"return", "pause"}:
        back = near if sign == "return" else None
        session.add(
            Pause(begins_on=today() - DAY * 30, returns_on=back, is_open=back is None, **here)
        )
    elif sign == "spoke":
        session.add(
            TutorContact(
                public_id=new_token(),
                tutor_id=group.tutor.id,
                kind=ContactKind.SPOKE,
                made_on=near,
                **here,
            )
        )
    else:
        group.cohort.starts_on = near
    session.flush()
    assert quiet(session, group) == []


def completion(session: Session, enrolment: Enrolment) -> Completion:
    step = session.scalars(
        select(Activity.id).join(Module).where(Module.version_id == enrolment.version_id).limit(1)
    ).one()
    return Completion(
        person_id=enrolment.person_id,
        activity_id=step,
        minutes=10,
        completed_at=now(),
        completed_on=today() - DAY * 3,
    )


def attempt(session: Session, enrolment: Enrolment) -> Attempt:
    """A quiz that was not passed."""
    checks = select(Activity.id).join(Module).where(Activity.kind == ActivityKind.CHECK)
    here = checks.where(Module.version_id == enrolment.version_id).limit(1)
    return Attempt(
        public_id=new_token(),
        person_id=enrolment.person_id,
        activity_id=session.scalars(here).one(),
        number=1,
        questions=2,
        started_at=now(),
        submitted_at=now(),
        submitted_on=today() - DAY * 3,
    )


def test_a_day_that_was_promised_and_has_passed_is_said(
    session: Session, client: Client, group: Group
) -> None:
    ask(client, group)
    (sent,) = messages(session)
    sent.due_on = today() - DAY
    session.flush()
    as_tutor(client, group)
    assert "réponse promise pour le" in client.read("/tutoring").words


def test_steps_of_another_programme_are_no_sign_here(
    session: Session, make: Make, group: Group
) -> None:
    elsewhere = make.enrolment(group.person)
    session.add(completion(session, elsewhere))
    session.flush()
    assert quiet(session, group) == ["Nadia Benali"]


def test_a_contact_that_was_made_is_said_beside_the_name(client: Client, group: Group) -> None:
    as_tutor(client, group)
    client.submit(group.page, f"{group.page}/contacts", kind="tried")
    assert "Contact pris le" in client.read("/tutoring").words


def test_managers_never_see_the_silence(make: Make, client: Client, group: Group) -> None:
    manager = make.manager(group.organisation)
    client.sign_in(manager, role=Role.MANAGER, organisation=group.organisation)
    words = client.read(f"/orgs/{group.organisation.slug}/people").words
    assert "nouvelles" not in words
    client.read("/tutoring", 403)


# Statements


def sent(client: Client, statements: Statements, path: str) -> int:
    client.read(path)
    with statements() as seen:
        client.read(path)
    return len(seen)


def test_pages_send_the_same_statements_at_ten_and_at_many(
    session: Session, client: Client, group: Group, statements: Statements
) -> None:
    ask(client, group)
    for number in range(9):
        group.another("Prénom", f"Nom{number:03}")
    as_tutor(client, group)
    few = [sent(client, statements, path) for path in ("/tutoring", group.page)]
    for number in range(9, 300):
        group.another("Prénom", f"Nom{number:03}")
    session.commit()
    many = [sent(client, statements, path) for path in ("/tutoring", group.page)]
    assert few == many == [5, 13]
    as_person(client, group)
    assert sent(client, statements, "/tutor") == 10


def test_everybody_is_found_by_turning_pages(client: Client, group: Group) -> None:
    for number in range(30):
        group.another("Prénom", f"Nom{number:03}")
    as_tutor(client, group)
    page = client.read("/tutoring")
    assert "Nom023" in page.words
    href = page.tree.xpath("//nav[@class='pager']//a/@href")[-1]
    assert "Nom029" in client.read(href).words


def test_a_long_thread_is_read_in_pages(session: Session, client: Client, group: Group) -> None:
    for number in range(25):
        ask(client, group, f"Message {number:02}.")
    page = client.read("/tutor")
    assert "Message 24." in page.words
    assert "Message 04." not in page.words
    href = page.tree.xpath("//a[contains(@href,'before=')]/@href")[0]
    assert "Message 04." in client.read(href).words
    assert len(messages(session)) == 25
