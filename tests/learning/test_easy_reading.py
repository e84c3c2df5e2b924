"""Easy-to-read texts: one switch, kept with the person, and the same progress in both texts."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.catalogue.models import ProgrammeVersion
from lms.catalogue.operations import publish
from lms.catalogue.rules.curriculum import read_curriculum
from lms.journal.models import JournalEntry
from lms.web.page import new_token, now
from tests.catalogue.test_easy import easy
from tests.client import Client, Page
from tests.learning.trainees import finish, small
from tests.make import Make

STEP, SWITCH = "/modules/role/steps/1", "/account/easy-reading"
PLAIN, EASY = "pair-aidance", "Une idée simple."


def version(make: Make) -> ProgrammeVersion:
    """The small programme; its first step and its check are also easy to read."""
    folder = easy(EASY)
    check = folder["modules/role/02-check.fr.md"]
    folder["modules/role/02-check.fr-easy.md"] = check.replace('text = "', 'text = "Facile : ')
    folder["modules/role/02-check.en-easy.md"] = folder["modules/role/02-check.en.md"]
    read = read_curriculum(folder)
    publish(make.session, read, read.programmes[0], now=now(), public_id=new_token())
    return make.session.scalars(select(ProgrammeVersion)).one()


def press(client: Client, path: str = STEP) -> Page:
    return client.submit(path, action=SWITCH)


def test_the_switch_changes_the_text_and_stays_on_the_page(
    make: Make, client: Client, session: Session
) -> None:
    person = small(make, client, version(make))
    assert EASY not in client.read(STEP).words
    page = press(client)
    assert (page.path, EASY in page.words) == (STEP, True)
    assert page.tree.xpath("//h1/text()") == ["D’où ça vient"]
    assert session.scalar(select(Person.easy_reading).where(Person.id == person.id))
    # What is done counts in both texts.
    finish(client, 1)
    page = press(client)
    assert EASY not in page.words
    assert "Étape terminée" in page.words


def test_the_same_wish_twice_is_written_once(make: Make, client: Client, session: Session) -> None:
    small(make, client, version(make))
    form = client.read(STEP).form(SWITCH)
    for _press in range(2):
        client.send(form, STEP)
    changes = select(func.count()).where(JournalEntry.action == "accounts.change_display")
    assert session.scalar(changes) == 1
    assert EASY in client.read(STEP).words


def test_a_step_without_an_easy_text_says_so(make: Make, client: Client) -> None:
    folder = easy(EASY)
    read = read_curriculum(folder)
    publish(make.session, read, read.programmes[0], now=now(), public_id=new_token())
    small(make, client, make.session.scalars(select(ProgrammeVersion)).one())
    press(client)
    assert "pas encore de version facile" in client.read("/modules/role/steps/2").words
    assert "pas encore de version facile" not in client.read(STEP).words


def test_a_step_without_an_easy_text_offers_none_until_the_switch_is_on(
    make: Make, client: Client
) -> None:
    read = read_curriculum(easy(EASY))
    publish(make.session, read, read.programmes[0], now=now(), public_id=new_token())
    small(make, client, make.session.scalars(select(ProgrammeVersion)).one())
    assert SWITCH not in str(client.open("/modules/role/steps/2").text)
    press(client)
    assert SWITCH in str(client.open("/modules/role/steps/2").text)


def test_a_programme_without_easy_texts_shows_no_switch(make: Make, client: Client) -> None:
    small(make, client)
    assert SWITCH not in str(client.open("/modules/module-1/steps/1").text)


def test_questions_search_and_print_follow(make: Make, client: Client) -> None:
    small(make, client, version(make))
    client.submit(STEP, action=SWITCH)
    finish(client, 1)
    page = client.submit("/modules/role/steps/2", action="/modules/role/check")
    assert page.tree.xpath("//h1/text()")[0].startswith("Facile")
    assert EASY in client.read("/modules/role/print").words
    assert "Une idée" in client.read("/search?q=simple").words
    client.submit("/modules/role/print", action=SWITCH)
    assert EASY not in client.read("/modules/role/print").words
    assert "Une idée simple" not in client.read("/search?q=simple").words


def test_the_account_page_keeps_the_same_wish(make: Make, client: Client) -> None:
    small(make, client, version(make))
    client.submit("/account/display", locale="fr", theme="", text_size="", easy_reading="y")
    assert EASY in client.read(STEP).words
    press(client)
    assert not client.read("/account/display").tree.xpath("//input[@name='easy_reading'][@checked]")
