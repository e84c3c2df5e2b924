"""The easy-to-read text of an activity: written, merged, read by a second person, taken out."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy.orm import Session

from lms.catalogue.models import ActivityKind
from lms.catalogue.queries.drafts import files_of
from lms.catalogue.rules.curriculum import read_curriculum
from lms.catalogue.rules.drafting.easy import easy_page
from lms.catalogue.rules.drafting.structure import plan_of
from lms.kernel.actor import Role
from tests.catalogue.folders import small_folder
from tests.catalogue.test_drafts import Desk
from tests.client import Client, Page
from tests.make import Make

Statements = Callable[[], AbstractContextManager[list[str]]]
EASY = "modules/role/01-roots.fr-easy.md"
STEP = "/modules/role/activities/roots"
PARTED = """+++
title = "Une scène"
summary = "Un choix."
closing = "Voilà."
[[turn]]
prompt = "Que dire ?"
[[turn.choice]]
id = "yes"
text = "Oui."
feedback = "Bien."
[[turn.choice]]
id = "no"
text = "Non."
feedback = "Bien aussi."
+++

Une personne parle.
"""


@pytest.fixture
def desk(session: Session, make: Make, client: Client) -> Desk:
    made = Desk(session, make)
    session.commit()
    client.sign_in(made.one, role=Role.AUTHOR, organisation=made.organisation)
    return made


def at(desk: Desk, path: str = f"{STEP}/easy") -> str:
    return f"/studio/drafts/{desk.draft.public_id}{path}"


def write(client: Client, desk: Desk, status: int = 200, **fields: object) -> Page:
    page = at(desk)
    return client.submit(page, page, status=status, act="save", **fields)


def test_an_author_writes_and_takes_out_an_easy_text(
    client: Client, desk: Desk, session: Session
) -> None:
    assert "Écrire un texte facile à lire" in client.read(at(desk, STEP)).words
    write(client, desk, title_fr="Les racines", summary_fr="En bref.", text_fr="C'est simple.")

    files = files_of(session, desk.draft.id)
    assert "C'est simple." in files[EASY]
    assert "modules/role/01-roots.en-easy.md" not in files
    (module,) = read_curriculum(files).programmes[0].modules
    assert set(module.activities[0].bodies) == {"fr", "en", "fr-easy"}
    assert "Le texte facile à lire" in client.read(at(desk, STEP)).words

    write(client, desk, title_fr="", summary_fr="", text_fr="")
    assert files_of(session, desk.draft.id) == small_folder()


def test_two_authors_write_its_two_languages(client: Client, desk: Desk, session: Session) -> None:
    mine = client.read(at(desk)).form(at(desk))
    write(client, desk, title_en="Roots", summary_en="In short.", text_en="Simple.")
    client.send(mine, at(desk), title_fr="Racines", text_fr="Simple.", act="save")
    files = files_of(session, desk.draft.id)
    assert {EASY, "modules/role/01-roots.en-easy.md"} <= set(files)


def test_the_same_words_changed_twice_are_asked_for(client: Client, desk: Desk) -> None:
    mine = client.read(at(desk)).form(at(desk))
    write(client, desk, title_fr="Une", text_fr="Un texte.")
    asked = client.send(mine, at(desk), status=409, title_fr="Deux", text_fr="Un texte.")
    assert "Une" in asked.words


def test_what_lacks_is_said_on_its_own_page(client: Client, desk: Desk) -> None:
    write(client, desk, title_fr="Racines", text_fr="Sans résumé.")
    assert "Avant de pouvoir publier" in client.read(at(desk)).words
    assert client.read(at(desk, "")).tree.xpath(f"//aside//a[@href='{at(desk)}']")


def test_a_situation_keeps_the_choices_of_its_ordinary_text(desk: Desk) -> None:
    sheet = small_folder()["modules/role/module.toml"].replace(
        'kind = "text"', 'kind = "situation"', 1
    )
    files = small_folder() | {
        "modules/role/module.toml": sheet,
        **{f"modules/role/01-roots.{locale}.md": PARTED for locale in ("fr", "en")},
    }
    module = plan_of(files).modules[0]
    page = easy_page(module, module.steps[0])
    values = page.read(files)
    assert values == {
        "block1_choice1_id": "yes",
        "block1_choice2_id": "no",
        **dict.fromkeys(
            [f"{n}_{loc}" for n in ("title", "summary", "text", "closing") for loc in ("fr", "en")],
            "",
        ),
    }
    said = {
        "title_fr": "Une scène",
        "summary_fr": "Un choix.",
        "closing_fr": "Fin.",
        "text_fr": "Elle parle.",
        "block1_words_fr": "Que dire ?",
        "block1_choice1_text_fr": "Oui.",
        "block1_choice1_answer_fr": "Bien.",
        "block1_choice2_text_fr": "Non.",
        "block1_choice2_answer_fr": "Bien.",
    }
    changes = page.write(files, {**values, **said})
    after = {path: text for path, text in {**files, **changes}.items() if text is not None}
    (read,) = read_curriculum(after).programmes[0].modules
    assert read.activities[0].kind is ActivityKind.SITUATION
    turn = read.activities[0].bodies["fr-easy"]["turns"][0]
    assert [choice["id"] for choice in turn["choices"]] == ["yes", "no"]
    assert page.read(after)["block1_choice2_text_fr"] == "Non."


def test_a_second_person_reads_it(client: Client, desk: Desk) -> None:
    write(client, desk, title_fr="Racines", summary_fr="En bref.", text_fr="Un texte tout simple.")
    words = client.read(at(desk, "/read") + "?module=role").words
    assert "Facile à lire" in words
    assert "Un texte tout simple." in words


def test_a_check_has_none(client: Client, desk: Desk) -> None:
    check = at(desk, "/modules/role/activities/check")
    assert client.open(f"{check}/easy").status_code == 404
    assert "facile à lire" not in client.read(check).words


def test_the_page_asks_the_same_of_the_database_each_time(
    client: Client, desk: Desk, statements: Statements
) -> None:
    client.read(at(desk))
    with statements() as seen:
        client.read(at(desk))
    assert len(seen) <= 12
