"""The pages on which a training goes on with a newer version."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.catalogue.models import ProgrammeVersion
from lms.catalogue.queries import outline
from lms.certification.operations.moving import move_to_version
from lms.kernel.actor import Role
from lms.kernel.keys import Keys
from lms.kernel.refusals import RuleBroken
from lms.learning.models import Enrolment, EnrolmentMove
from lms.learning.operations import complete_activity
from lms.learning.operations.moves import Moving
from lms.organisations.models import Organisation
from lms.web.database import Application
from lms.web.page import new_token, now
from tests.catalogue.folders import TEXT, small_folder
from tests.catalogue.versions import publish_files, replaced, with_step
from tests.certification.earned import earned, issued
from tests.client import Client, Page
from tests.make import Make, today

Statements = Callable[[], AbstractContextManager[list[str]]]
ROOTS = "modules/role/01-roots.fr.md"


class Scene:
    """Somebody who completed the first step of a version that has a newer one."""

    def __init__(self, make: Make) -> None:
        self.make = make
        self.organisation: Organisation = make.organisation(specimen=True)
        self.person: Person = make.person("Nadia", "Benali")
        self.files = with_step(small_folder(), "kept", TEXT)
        self.first = publish_files(make.session, self.files)
        self.enrolment: Enrolment = make.enrolment(self.person, self.organisation, self.first)
        for number in (0, 2):
            step = outline(make.session, self.first.id).activities[number]
            complete_activity(
                make.session, step, person_id=self.person.id, today=today(), now=now()
            )

    def newer(self) -> ProgrammeVersion:
        changed = replaced(self.files, ROOTS, "Du texte.", "Un autre texte.")
        return publish_files(self.make.session, with_step(changed, "more", TEXT))

    @property
    def own(self) -> str:
        return f"/enrolments/{self.enrolment.public_id}/version"

    @property
    def managed(self) -> str:
        return f"/orgs/{self.organisation.slug}{self.own}"

    def as_manager(self, client: Client) -> None:
        manager = self.make.manager(self.organisation)
        client.sign_in(manager, role=Role.MANAGER, organisation=self.organisation)


@pytest.fixture
def scene(make: Make) -> Scene:
    return Scene(make)


def plain(page: Page) -> str:
    return page.words.replace("\u00a0", " ")


def test_a_person_sees_what_is_kept_and_what_is_new_then_moves(
    scene: Scene, client: Client
) -> None:
    client.sign_in(scene.person, role=Role.TRAINEE)
    assert "version la plus récente" in plain(client.read(scene.own))
    scene.newer()
    (link,) = client.read("/path").tree.xpath(f"//a[@href='{scene.own}']/@href")
    page = client.read(link)
    sections = {
        head.text: head.getparent().xpath("count(.//li)")
        for head in page.tree.xpath("//main//section/h2")
    }
    assert sections["Terminées, et modifiées depuis"] == 1
    assert sections["Gardées telles quelles"] == 1
    assert sections["Étapes nouvelles"] == 1
    page = client.send(page.form(scene.own), scene.own)
    assert page.path == "/path"
    assert "La formation continue avec la version 2" in plain(page)
    assert "2 étapes terminées sur 4" in plain(page)


def test_a_changed_step_says_so_where_it_is_read(scene: Scene, client: Client) -> None:
    scene.newer()
    client.sign_in(scene.person, role=Role.TRAINEE)
    client.submit(scene.own, scene.own)
    assert "texte modifié depuis" in client.read("/modules/role").words
    assert "Le texte a changé depuis" in client.read("/modules/role/steps/1").words
    assert "Le texte a changé depuis" not in client.read("/modules/role/steps/3").words


def test_a_manager_moves_somebody_and_sees_days_only(scene: Scene, client: Client) -> None:
    scene.newer()
    scene.as_manager(client)
    page = client.read(scene.managed)
    assert "Gardées telles quelles" not in page.words
    assert not page.tree.xpath("//main//*[contains(text(), 'terminée le')]")
    page = client.send(page.form(scene.managed), scene.managed)
    assert "De la version 1 à la version 2" in plain(page)
    assert "par l’organisation" in page.words


def test_eight_presses_move_once(scene: Scene, client: Client, session: Session) -> None:
    scene.newer()
    client.sign_in(scene.person, role=Role.TRAINEE)
    forms = [client.read(scene.own).form(scene.own) for _ in range(3)]
    for form in [*forms, forms[0]]:
        client.send(form, scene.own)
    assert session.scalar(select(func.count(EnrolmentMove.id))) == 1


def test_a_page_older_than_the_newest_version_is_shown_again(
    scene: Scene, client: Client, session: Session
) -> None:
    scene.newer()
    client.sign_in(scene.person, role=Role.TRAINEE)
    form = client.read(scene.own).form(scene.own)
    publish_files(session, with_step(scene.files, "third", TEXT))
    page = client.send(form, scene.own, status=422)
    assert "entre-temps" in page.words
    assert session.scalar(select(func.count(EnrolmentMove.id))) == 0


def test_a_training_with_a_certificate_stays(
    app: Application, make: Make, client: Client, session: Session
) -> None:
    keys: Keys = app.extensions["sillage.keys"]
    one = earned(make)
    issued(make, keys, one)
    client.sign_in(one.person, role=Role.TRAINEE)
    page = client.read(f"/enrolments/{one.enrolment.public_id}/version")
    assert "elle reste sur sa version" in page.words
    moving = Moving(by=one.person.id, today=today(), now=now(), token=new_token)
    with pytest.raises(RuleBroken, match="certificate was issued"):
        move_to_version(session, keys, one.enrolment.id, one.enrolment.version_id, moving)


def test_a_version_without_reviews_waits_for_the_organisation(make: Make, client: Client) -> None:
    scene = Scene(make)
    scene.organisation.specimen = False
    scene.newer()
    client.sign_in(scene.person, role=Role.TRAINEE)
    page = client.read(scene.own)
    assert "relectures" in page.words
    assert not page.tree.xpath(f"//form[@action='{scene.own}' or not(@action)]//button[@class]")


def test_other_peoples_trainings_are_not_there(scene: Scene, make: Make, client: Client) -> None:
    client.sign_in(make.trainee(scene.organisation), role=Role.TRAINEE)
    client.read(scene.own, 404)
    client.sign_in(make.manager(), role=Role.MANAGER)
    client.read(scene.managed, 404)


def test_how_many_statements(scene: Scene, client: Client, statements: Statements) -> None:
    scene.newer()
    client.sign_in(scene.person, role=Role.TRAINEE)
    client.read(scene.own)
    with statements() as seen:
        client.read(scene.own)
    assert len(seen) <= 12, seen
