"""Competencies in words: both sides, by date, never a figure."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from lms.assessment.models import CompetencyLevel, EvidenceSource, Level, Side
from lms.assessment.operations.competencies import AddEvidence, add_evidence
from lms.catalogue.models import Framework
from lms.kernel.actor import Role
from lms.web.page import now
from tests.assessment.handing import accompanied, answer, hand_in
from tests.client import Client
from tests.make import Make, today

Statements = Callable[[], AbstractContextManager[list[str]]]
ALL, D1 = "/competencies", "/competencies/D1"


def test_both_sides_stand_beside_each_other(make: Make, client: Client) -> None:
    one = accompanied(make)
    one.as_person(client).submit(D1, D1, level_D1="in_progress", level_D1_2="discovered")
    of = f"/tutoring/{one.enrolment.public_id}/competencies"
    page = one.as_tutor(client).submit(f"{of}/D1", f"{of}/D1", level_D1="achieved")
    assert "En cours" in page.words
    assert "Acquis" in client.read(of).words
    page = one.as_person(client).read(ALL)
    assert "En cours" in page.words
    assert "Acquis" in page.words
    page = client.read(D1)
    assert page.tree.xpath("//input[@name='level_D1_2'][@checked]/@value") == ["discovered"]
    assert "Bob" in client.read("/account/data/readings").words


def test_what_was_said_stays_with_its_date(session: Session, make: Make, client: Client) -> None:
    one = accompanied(make)
    one.as_person(client).submit(D1, D1, level_D1="discovered")
    client.submit(D1, D1, level_D1="discovered")
    page = client.submit(D1, D1, level_D1="achieved")
    assert session.scalar(select(func.count()).select_from(CompetencyLevel)) == 2
    said = page.tree.xpath("//section[@aria-labelledby='before']//strong/text()")
    assert said == ["Acquis", "Découverte"]


def test_nothing_chosen_says_nothing(session: Session, make: Make, client: Client) -> None:
    one = accompanied(make)
    one.as_person(client).submit(D1, D1)
    client.submit(D1, D1, status=422, level_D1="9/20")
    client.submit(D1, D1, level_D1=" ")
    assert session.scalar(select(func.count()).select_from(CompetencyLevel)) == 0


def test_what_it_rests_on(make: Make, client: Client) -> None:
    one = accompanied(make)
    assert "Rien encore" in one.as_person(client).read(ALL).words
    client.submit("/modules/module-1/steps/1", "/modules/module-1/steps/1")
    hand_in(client, "Voici.")
    answer(one.as_tutor(client), "accepted", level_D1="achieved")
    order = AddEvidence(
        domain="D1", source=EvidenceSource.PRACTICE, subject="seen", seen_on=today()
    )
    assert add_evidence(make.session, order, one.enrolment)
    assert not add_evidence(make.session, order, one.enrolment)
    page = one.as_person(client).read(D1)
    assert "Travail accepté : Acquis" in page.words.replace("\u00a0", " ")
    assert "Pratique observée" in page.words
    assert "Étape text" in page.words


def test_only_whoever_accompanies_opens_it(make: Make, client: Client) -> None:
    one, other = accompanied(make), accompanied(make)
    of = f"/tutoring/{one.enrolment.public_id}/competencies"
    client.sign_in(other.tutor, role=Role.TUTOR)
    client.read(of, 404)
    client.read(f"{of}/D1", 404)
    one.as_tutor(client).read(f"{of}/D9", 404)


def test_a_version_without_domains_says_so(make: Make, client: Client) -> None:
    one = accompanied(make)
    make.session.get_one(Framework, one.version.framework_id).domains = []
    assert "Aucune compétence" in one.as_person(client).read(ALL).words


def test_pages_read_the_same_at_any_size(
    make: Make, client: Client, statements: Statements
) -> None:
    one = accompanied(make)
    one.as_person(client)
    counts = []
    for number in (10, 10_000):
        row = {
            "person_id": one.person.id,
            "enrolment_id": one.enrolment.id,
            "organisation_id": one.organisation.id,
            "code": "D1",
            "side": Side.OWN,
            "said_by": one.person.id,
            "said_at": now(),
            "said_on": today(),
        }
        rows = [{**row, "level": list(Level)[n % 5]} for n in range(number)]
        make.session.execute(insert(CompetencyLevel), rows)
        for path in (ALL, D1):
            client.read(path)
            with statements() as seen:
                client.read(path)
            counts.append(len(seen))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 7
