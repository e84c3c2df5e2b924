"""The competence framework in the studio: changed, merged, and what lacks said on its page."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from lms.catalogue.queries.drafts import files_of
from lms.catalogue.rules.curriculum import read_curriculum
from lms.kernel.actor import Role
from tests.catalogue.folders import small_folder
from tests.catalogue.test_drafts import Desk
from tests.client import Client
from tests.make import Make


@pytest.fixture
def desk(session: Session, make: Make, client: Client) -> Desk:
    made = Desk(session, make)
    session.commit()
    client.sign_in(made.one, role=Role.AUTHOR, organisation=made.organisation)
    return made


def at(desk: Desk, path: str = "/framework") -> str:
    return f"/studio/drafts/{desk.draft.public_id}{path}"


def test_a_page_saved_without_a_change_leaves_the_file(
    client: Client, desk: Desk, session: Session
) -> None:
    client.submit(at(desk), at(desk), act="save")
    assert files_of(session, desk.draft.id) == small_folder()


def test_a_statement_and_a_domain_are_added(client: Client, desk: Desk, session: Session) -> None:
    form = client.submit(at(desk), at(desk), act="add-domain")
    client.send(
        form.form(at(desk)),
        at(desk),
        act="save",
        domain1_said_fr="Dit son rôle.\nÉcoute.",
        domain1_said_en="Says the role.\nListens.",
        domain2_code="D2",
        domain2_title_fr="Écoute",
        domain2_title_en="Listening",
        domain2_said_fr="Se tait.",
        domain2_said_en="Stays silent.",
    )
    one, two = read_curriculum(files_of(session, desk.draft.id)).domains
    assert [said["en"] for said in one["statements"]] == ["Says the role.", "Listens."]
    assert (two["code"], two["title"]["fr"]) == ("D2", "Écoute")
    assert "D2, Écoute" in client.read(at(desk, "/modules/role/activities/roots")).words


def test_two_authors_change_two_domains(client: Client, desk: Desk, session: Session) -> None:
    mine = client.read(at(desk)).form(at(desk))
    client.submit(at(desk), at(desk), act="save", domain1_title_en="Ethics")
    client.send(mine, at(desk), act="save", domain1_title_fr="Éthique")
    (domain,) = read_curriculum(files_of(session, desk.draft.id)).domains
    assert domain["title"] == {"fr": "Éthique", "en": "Ethics"}


def test_a_line_without_its_translation_is_said_beside_the_form(client: Client, desk: Desk) -> None:
    client.submit(at(desk), at(desk), act="save", domain1_said_fr="Dit son rôle.\nÉcoute.")
    assert "Avant de pouvoir publier" in client.read(at(desk)).words
    assert client.read(at(desk, "")).tree.xpath(f"//aside//a[@href='{at(desk)}']")


def test_a_domain_that_is_used_is_missed(client: Client, desk: Desk) -> None:
    client.submit(at(desk), at(desk), act="save", domain1_code="D9")
    assert "pas de domaine « D1 »" in client.read(at(desk, "")).words
