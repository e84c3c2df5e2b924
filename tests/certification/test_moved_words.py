"""What somebody wrote before a training moved is still read, answered and gone on with after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import pytest
from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.assessment.models import CompetencyLevel, Evidence, Work, WorkText
from lms.kernel.actor import Role
from lms.learning.models import Answer, AnswerReading, Enrolment, OpenAnswer, TypedAnswer
from lms.organisations.models import Organisation
from tests.assessment.handing import waiting_address
from tests.catalogue.checks.kinds import folder
from tests.catalogue.versions import REFLECTION, publish_files, replaced, with_step
from tests.client import Client, Page
from tests.learning.test_every_kind import QUIZ, take
from tests.make import Make

ROOTS = "modules/role/01-roots.fr.md"
COMMENTS = "/modules/role/steps/1/comments"
WORK = "/modules/role/steps/3/work"
WORDS = (OpenAnswer, AnswerReading, TypedAnswer, Answer, Work, WorkText, CompetencyLevel, Evidence)


@dataclass
class Scene:
    """Somebody on the first version, in a cohort with a tutor."""

    session: Session
    client: Client
    organisation: Organisation
    person: Person
    tutor: Person
    enrolment: Enrolment
    files: dict[str, str]

    def as_person(self) -> Client:
        self.client.sign_in(self.person, role=Role.TRAINEE)
        return self.client

    def as_tutor(self) -> Client:
        self.client.sign_in(self.tutor, role=Role.TUTOR)
        return self.client

    def move(self) -> Page:
        """To a newer version in which another step comes first in the module's list of texts."""
        changed = replaced(self.files, ROOTS, "Du texte.", "Un autre texte.")
        publish_files(self.session, changed)
        path = f"/enrolments/{self.enrolment.public_id}/version"
        return self.as_person().submit(path, path)

    def reads(self, reply: str = "Dites aussi quand.") -> None:
        address = f"/tutoring/answers/{self.session.scalars(select(OpenAnswer.public_id)).one()}"
        self.as_tutor().submit(address, judgement="reached", reply=reply)

    def kept(self) -> dict[str, set[tuple[Any, ...]]]:
        """Every row of people's words, as it is stored."""
        tables = [cast(Table, model.__table__) for model in WORDS]
        return {
            table.name: {tuple(map(repr, row)) for row in self.session.execute(select(table))}
            for table in tables
        }


@pytest.fixture
def scene(make: Make, client: Client, session: Session) -> Scene:
    files = with_step(folder(), "think", REFLECTION, kind="reflection")
    version, organisation = publish_files(session, files), make.organisation(specimen=True)
    person, tutor = make.person("Nadia", "Benali"), make.member(Role.TUTOR, organisation)
    enrolment = make.enrolment(person, organisation, version)
    make.cohort(organisation, version, tutor=tutor, enrolments=[enrolment])
    return Scene(session, client, organisation, person, tutor, enrolment, files)


def hand_in(client: Client, words: str, act: str = "hand-in", path: str = WORK) -> Page:
    page = client.read(path)
    return client.send(page.form(WORK, words=""), path, words=words, act=act)


def test_an_attempt_goes_along_with_its_words_and_what_was_said_of_them(scene: Scene) -> None:
    take(scene.as_person(), scene.session)
    scene.reads()
    before = scene.kept()
    scene.move()
    after = scene.kept()
    assert all(rows <= after[name] for name, rows in before.items())
    copied = ("open_answers", "answer_readings", "typed_answers", "answers")
    assert all(len(after[name]) == 2 * len(before[name]) for name in copied)
    result = scene.as_person().read(f"{QUIZ}/result").words
    for said in ("Je lui dirais", "Dites aussi quand.", "9 sur 9"):
        assert said in result.replace("\u00a0", " "), said


def test_a_text_that_waited_is_still_read_by_the_tutor(scene: Scene) -> None:
    take(scene.as_person(), scene.session)
    scene.move()
    assert "Nadia Benali" in scene.as_tutor().read("/tutoring/answers").words
    scene.reads()
    assert "Rien n’attend" in scene.as_tutor().read("/tutoring/answers").words


def test_work_that_waits_is_answered_and_read_under_the_newer_step(scene: Scene) -> None:
    hand_in(scene.as_person(), "Ma réflexion.")
    scene.move()
    assert "Ma réflexion." in scene.as_person().read(WORK).words
    address = waiting_address(scene.as_tutor())
    page = scene.client.read(address)
    assert "Ma réflexion." in page.words
    page = scene.client.send(
        page.form(address), address, state="returned", feedback="Encore un exemple.", act="answer"
    )
    again = scene.as_person().read(WORK).words
    assert "Encore un exemple." in again
    hand_in(scene.client, "Avec un exemple.")
    page = scene.as_tutor().read(waiting_address(scene.client))
    assert "Ma réflexion." in page.words
    assert "Avec un exemple." in page.words
    assert scene.session.scalars(select(Work.number).order_by(Work.id)).all() == [1, 2]


def test_accepted_work_and_its_evidence_stay(scene: Scene) -> None:
    hand_in(scene.as_person(), "Ma réflexion.")
    address = waiting_address(scene.as_tutor())
    scene.client.submit(address, address, state="accepted", feedback="Merci.", act="answer")
    before = scene.kept()
    scene.move()
    assert scene.kept() == before
    page = scene.as_person().read(WORK)
    assert "Merci." in page.words
    assert not page.tree.xpath("//textarea")
    assert "Travail" in scene.client.read("/competencies/D1").words


def test_the_draft_of_a_work_goes_along(scene: Scene) -> None:
    hand_in(scene.as_person(), "Un début.", act="keep")
    scene.move()
    page = scene.as_person().read(WORK)
    assert page.tree.xpath("string(//textarea)").strip() == "Un début."


def test_one_s_comments_say_that_they_are_about_an_earlier_text(scene: Scene) -> None:
    client = scene.as_person()
    client.submit(f"{COMMENTS}?passage=1", action=COMMENTS, text="Ce mot me perd.")
    assert "version précédente" not in client.read(COMMENTS).words
    scene.move()
    page = scene.as_person().read(COMMENTS)
    assert "Ce mot me perd." in page.words
    assert "version précédente" in page.words


def test_work_for_another_organisation_is_not_shown_to_a_tutor(
    scene: Scene, make: Make, client: Client
) -> None:
    there = make.organisation("Ailleurs", specimen=True)
    tutor = make.member(Role.TUTOR, there)
    published = publish_files(scene.session, scene.files)
    other = make.enrolment(scene.person, there, published)
    make.cohort(there, published, tutor=tutor, enrolments=[other])
    here = f"{WORK}?programme={scene.enrolment.public_id}"
    hand_in(scene.as_person(), "Pour ici.", path=here)
    address = waiting_address(scene.as_tutor())
    client.submit(address, address, state="returned", feedback="Encore.", act="answer")
    path = f"{WORK}?programme={other.public_id}"
    hand_in(scene.as_person(), "Pour là-bas.", path=path)
    client.sign_in(tutor, role=Role.TUTOR)
    shown = client.read(waiting_address(client)).words
    assert "Pour là-bas." in shown
    assert "Pour ici." not in shown
