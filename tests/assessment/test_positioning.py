"""Placing oneself before and after the programme: two pictures that stay, and no score."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.accounts.models import Membership
from lms.assessment.models import CompetencyLevel, Positioning, PositioningText
from lms.catalogue.queries import outline
from lms.kernel.actor import Role
from lms.learning.operations import complete_activity
from lms.web.page import now
from tests.assessment.handing import Accompanied, accompanied
from tests.client import Client, Page
from tests.make import Make, today

Statements = Callable[[], AbstractContextManager[list[str]]]
BEFORE, AFTER = "/positioning/before", "/positioning/after"
SECRET = "J'ai souvent peur de trop en dire"


def place(client: Client, path: str = BEFORE, status: int = 200, **fields: str) -> Page:
    """The form filled and sent."""
    sent = {"level_D1": "discovered", "words_D1": SECRET, "shared": "alone", **fields}
    return client.submit(path, path, status=status, **sent)


def finish_all(session: Session, one: Accompanied) -> None:
    for step in outline(session, one.version.id).activities:
        complete_activity(session, step, person_id=one.person.id, today=today(), now=now())
    session.flush()


def test_both_moments_stand_side_by_side_without_any_score(
    session: Session, make: Make, client: Client
) -> None:
    one = accompanied(make)
    page = place(one.as_person(client))
    assert page.path == "/positioning"
    assert SECRET.replace("'", "’") in page.words.replace("'", "’")
    finish_all(session, one)
    page = place(client, AFTER, level_D1="achieved", words_D1="Je sais m'arrêter.")
    cells = [" ".join("".join(c.itertext()).split()) for c in page.tree.xpath("//tbody/tr[1]/*")]
    assert cells[1].endswith("Découverte") or "écouv" in cells[1]
    assert "Acquis" in cells[2]
    assert "%" not in " ".join(cells)
    # The same levels are what the person says of their competencies that day.
    assert session.scalar(select(func.count()).select_from(CompetencyLevel)) == 2


def test_a_picture_is_kept_once_and_does_not_change(
    session: Session, make: Make, client: Client
) -> None:
    one = accompanied(make)
    form = one.as_person(client).read(BEFORE).form(BEFORE)
    place(client)
    sent = {"level_D1": "achieved", "words_D1": "Autre.", "shared": "alone"}
    client.send(form, BEFORE, status=422, **sent)
    assert client.read(BEFORE).path == "/positioning"
    assert session.scalar(select(func.count()).select_from(Positioning)) == 1


def test_before_closes_with_the_first_module_and_after_opens_with_the_last_step(
    session: Session, make: Make, client: Client
) -> None:
    one = accompanied(make)
    form = one.as_person(client).read(BEFORE).form(BEFORE)
    assert "quand il ne reste aucune étape" in client.read("/positioning").words
    assert not client.read(AFTER).tree.xpath("//textarea")
    finish_all(session, one)
    assert "premier module" in client.read(BEFORE).words
    sent = {"level_D1": "achieved", "words_D1": SECRET, "shared": "alone"}
    page = client.send(form, BEFORE, status=422, **sent)
    assert "premier module" in page.words
    assert SECRET in page.tree.xpath("//textarea[@name='words_D1']")[0].text
    assert session.scalar(select(func.count()).select_from(Positioning)) == 0
    place(client, AFTER)


def test_nothing_chosen_is_refused_and_nothing_typed_is_lost(make: Make, client: Client) -> None:
    one = accompanied(make)
    page = place(one.as_person(client), status=422, level_D1="nothing")
    assert SECRET in page.tree.xpath("//textarea[@name='words_D1']")[0].text
    page = place(client, status=422, words_D1="a" * 2001)
    assert page.errors()


def test_only_what_is_shared_is_read_by_whoever_accompanies(make: Make, client: Client) -> None:
    one = accompanied(make)
    place(one.as_person(client))
    theirs = f"/tutoring/{one.enrolment.public_id}/positioning"
    page = one.as_tutor(client).read(theirs)
    assert "pas partagé" in page.words
    assert "peur" not in page.words
    assert not page.tree.xpath("//table")
    share = "/positioning/before/share"
    one.as_person(client).submit("/positioning", share, shared="shared")
    assert "peur" in one.as_tutor(client).read(theirs).words
    one.as_person(client).submit("/positioning", share, shared="alone")
    client.sign_in(one.trainer, role=Role.TRAINER)
    assert "peur" not in client.read(theirs).words
    one.as_person(client).read("/positioning")
    client.submit("/positioning", share, status=422, shared="x")


def test_nobody_else_reads_it_and_managers_see_the_day_alone(make: Make, client: Client) -> None:
    one = accompanied(make)
    place(one.as_person(client), shared="shared")
    theirs = f"/tutoring/{one.enrolment.public_id}/positioning"
    stranger = make.person()
    make.cohort(one.organisation, one.version, tutor=stranger, enrolments=[])
    client.sign_in(stranger, role=Role.TUTOR)
    client.read(theirs, 404)
    manager = make.manager(one.organisation)
    client.sign_in(manager, role=Role.MANAGER, organisation=one.organisation)
    client.read(theirs, 403)
    held = make.session.get_one(Membership, one.enrolment.membership_id)
    page = client.read(f"/orgs/{one.organisation.slug}/people/{held.public_id}")
    assert "Positionnement" in page.words
    assert "peur" not in page.words
    assert "Découverte" not in page.words


def test_words_are_sealed(session: Session, make: Make, client: Client) -> None:
    one = accompanied(make)
    place(one.as_person(client))
    text = session.scalars(select(PositioningText)).one()
    assert b"peur" not in text.sealed
    assert "/positioning" in str(client.read("/path").tree.xpath("//nav//a/@href"))


def test_pages_read_the_same_at_any_size(
    session: Session, make: Make, client: Client, statements: Statements
) -> None:
    one = accompanied(make)
    place(one.as_person(client), shared="shared")
    client.read("/positioning")
    with statements() as seen:
        client.read("/positioning")
    finish_all(session, one)
    place(client, AFTER, shared="shared")
    client.read("/positioning")
    with statements() as again:
        client.read("/positioning")
    assert len(seen) == len(again) <= 11, seen
    theirs = f"/tutoring/{one.enrolment.public_id}/positioning"
    one.as_tutor(client).read(theirs)
    with statements() as read:
        client.read(theirs)
    assert len(read) <= 8, read
