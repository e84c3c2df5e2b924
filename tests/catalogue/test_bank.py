"""The bank of questions: written, found, taken in with a report, given out, shown as asked."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.catalogue.models import BankQuestion
from lms.catalogue.render.bank import EXAMPLES
from lms.catalogue.rules.questions.banked import kind_kept
from lms.catalogue.rules.questions.gift.reader import read_gift
from lms.kernel.actor import Role
from lms.organisations.models import Organisation
from tests.catalogue.banked import banked
from tests.client import Client
from tests.make import Make

BANK = "/studio/questions"
EVERY = """\
One {=a ~b}

Several {~%50%a ~%50%b ~%-50%c}

Truth {T}

Short {=word}

Number {#10:1}

Matching {=a -> 1 =b -> 2}

Ordering {>3 ALL VERTICAL ABSOLUTE_POSITION SHOW none
a
b
c
}

Open {}
"""


@pytest.fixture
def here(make: Make, client: Client) -> Organisation:
    organisation = make.organisation()
    author = make.member(Role.AUTHOR, organisation)
    client.sign_in(author, role=Role.AUTHOR, organisation=organisation)
    return organisation


def count(session: Session) -> int | None:
    return session.scalar(select(func.count()).select_from(BankQuestion))


def test_an_empty_bank_says_how_to_begin(here: Organisation, client: Client) -> None:
    assert "vide" in client.read(BANK).words


def test_a_question_is_written_seen_changed_and_dropped(
    here: Organisation, client: Client, session: Session
) -> None:
    page = client.submit(f"{BANK}/new", fr="On peut dire non. {TRUE}")
    assert "Cette question est dans une langue." in page.words
    again = page.form(page.path)
    client.send(again, page.path, fr="On peut dire oui. {FALSE}", en="One may say yes. {FALSE}")
    session.expire_all()
    held = session.scalars(select(BankQuestion)).one()
    assert sorted(held.sources) == ["en", "fr"]
    assert "en français et en anglais" in client.read(BANK).words
    page = client.read(f"{BANK}/{held.public_id}")
    client.send(page.form(f"{page.path}/drop"), page.path)
    assert count(session) == 0


def test_two_tabs_do_not_replace_each_other(
    here: Organisation, client: Client, session: Session
) -> None:
    page = client.submit(f"{BANK}/new", fr="On peut dire non. {TRUE}")
    other = client.read(page.path)
    client.send(page.form(page.path), page.path, fr="Une {TRUE}")
    met = client.send(other.form(page.path), page.path, status=422, fr="Deux {TRUE}")
    assert "Deux" in met.html
    assert "Quelqu’un a changé" in met.words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Écrivez la question"),
        ({"fr": "Q {=a\n~"}, "Ligne 1"),
        ({"fr": "Un texte seul"}, "une question"),
        ({"fr": "Q {T}", "en": "Q {=a ~b}"}, "même"),
    ],
)
def test_a_refusal_stands_beside_its_field(
    here: Organisation, client: Client, fields: Any, words: str
) -> None:
    page = client.read(f"{BANK}/new")
    refused = client.send(page.form(page.path), page.path, status=422, **fields)
    assert words in refused.words


def test_every_kind_is_shown_as_it_is_asked(
    here: Organisation, make: Make, client: Client, session: Session
) -> None:
    banked(session, here.id, make.member(Role.AUTHOR, here).id, EVERY)
    found = session.scalars(select(BankQuestion)).all()
    for held in found:
        client.read(f"{BANK}/{held.public_id}")
    assert len({held.kind for held in found}) == 8


def test_a_file_is_looked_at_first_and_kept_on_a_second_press(
    here: Organisation, client: Client, session: Session
) -> None:
    page = client.read(f"{BANK}/import")
    text = "Une {=a ~b}\n\nDeux {=c\n\nTrois {T}\n"
    page = client.send(page.form(page.path), page.path, text=text, act="look")
    assert "2 questions peuvent être gardées." in page.words
    assert "Ligne 3" in page.words
    assert count(session) == 0
    form = page.form(page.path)
    client.send(form, page.path, act="keep")
    client.send(form, page.path, act="keep")
    assert count(session) == 2


def test_a_report_is_in_the_person_s_language(here: Organisation, client: Client) -> None:
    text = "Q {=a ~b\n\nR {T}\n\nS {#\n =3\n =x\n}"
    page = client.submit(f"{BANK}/import", text=text, status=200)
    assert "Ligne 1" in page.words
    assert "il manque une accolade" in page.words
    assert "vrai ou faux" in page.words
    assert "n’est ni un nombre" in page.words
    broken = client.submit(f"{BANK}/import", text="<quiz>\n<question></quiz>", status=422)
    assert "Ligne 2" in broken.words
    assert "balise fermante" in broken.words


@pytest.mark.parametrize(("text", "status"), [("", 422), ("<quiz", 422), ("rien du tout", 200)])
def test_a_file_that_holds_nothing_says_so(
    here: Organisation, client: Client, session: Session, text: str, status: int
) -> None:
    page = client.read(f"{BANK}/import")
    client.send(page.form(page.path), page.path, status=status, text=text, act="look")
    assert count(session) == 0


def test_questions_are_given_out_as_they_came(
    here: Organisation, make: Make, client: Client, session: Session
) -> None:
    banked(session, here.id, make.member(Role.AUTHOR, here).id, EVERY)
    for suffix in ("gift", "xml"):
        answer = client.open(f"{BANK}/export/{suffix}")
        assert answer.status_code == 200
        assert "attachment" in answer.headers["Content-Disposition"]
    given = read_gift(client.open(f"{BANK}/export/gift").data).questions
    kept = read_gift(EVERY.encode()).questions
    assert [type(one) for one in given] == [type(one) for one in kept]


def test_questions_are_found_by_words_domain_and_kind(
    here: Organisation, make: Make, client: Client, session: Session
) -> None:
    banked(session, here.id, make.member(Role.AUTHOR, here).id, EVERY)
    assert client.read(f"{BANK}?q=sévéral").tree.xpath("//li/a[text()='Several']")
    assert not client.read(f"{BANK}?kind=ordering").tree.xpath("//li/a[text()='Several']")
    assert client.read(f"{BANK}?kind=ordering").tree.xpath("//li/a[text()='Ordering']")
    assert "Aucune question" in client.read(f"{BANK}?domain=D9").words


def test_a_bank_is_its_organisation_s_own(
    here: Organisation, make: Make, client: Client, session: Session
) -> None:
    other = make.organisation()
    held = banked(session, other.id, make.member(Role.AUTHOR, other).id)
    client.read(f"{BANK}/{held.public_id}", 404)
    assert "Qui choisit" not in client.read(BANK).words


def test_a_list_asks_the_database_little(
    here: Organisation, make: Make, client: Client, session: Session, statements: Any
) -> None:
    author = make.member(Role.AUTHOR, here)
    counts = []
    for text in (EVERY, EVERY * 5):
        banked(session, here.id, author.id, text)
        client.read(BANK)
        with statements() as seen:
            client.read(BANK)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 4


def test_the_examples_are_what_they_say() -> None:
    for kind, text in EXAMPLES:
        (question,) = read_gift(text.encode()).questions
        assert kind_kept(question) is kind
