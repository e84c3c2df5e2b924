"""A form for each kind in the bank, and questions between the bank and a check."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalogue.models import BankQuestion
from lms.catalogue.queries.drafts import files_of
from lms.catalogue.rules.checks.kinds import QuestionKind
from lms.catalogue.rules.curriculum import read_curriculum
from lms.catalogue.rules.drafting.banked_fields import BLOCK, banked_values, in_block
from lms.catalogue.rules.drafting.typed_questions import asked_here
from lms.catalogue.rules.questions.banked import kind_kept, question_from
from lms.catalogue.rules.questions.gift.reader import read_gift
from lms.catalogue.rules.questions.model import Question
from lms.catalogue.rules.questions.moodle.reader import read_moodle_xml
from lms.catalogue.rules.sources import ActivitySource
from lms.kernel.actor import Role
from tests.catalogue.banked import banked
from tests.catalogue.checks.test_writing import filled
from tests.catalogue.test_bank import BANK, EVERY
from tests.catalogue.test_drafts import Desk
from tests.client import Client
from tests.make import Make

CHECK = "/modules/role/activities/check"
XML = """<quiz><question type="cloze"><name><text>Gaps</text></name><questiontext format="html">
<text><![CDATA[<p>Le {1:SA:=mot} de {1:MC:=Rome~Paris} a {1:NM:=3:0}</p>]]></text></questiontext>
</question></quiz>"""
KINDS = [kind.value for kind in QuestionKind]


@pytest.fixture
def desk(session: Session, make: Make, client: Client) -> Desk:
    made = Desk(session, make)
    session.commit()
    client.sign_in(made.one, role=Role.AUTHOR, organisation=made.organisation)
    return made


def here(desk: Desk) -> str:
    return f"/studio/drafts/{desk.draft.public_id}{CHECK}"


def check_of(session: Session, desk: Desk) -> ActivitySource:
    return read_curriculum(files_of(session, desk.draft.id)).programmes[0].modules[0].activities[1]


def every_question() -> list[Question]:
    gaps = read_moodle_xml(XML.encode()).questions
    return [*read_gift(EVERY.encode()).questions, *gaps]


@pytest.mark.parametrize("question", every_question(), ids=lambda q: type(q).__name__)
def test_a_question_that_nobody_touched_comes_back_from_its_form(question: Question) -> None:
    values = in_block(banked_values({"fr": question}))
    again = asked_here(values, {"fr": question})["fr"]
    if "Gaps" in type(question).__name__:
        assert again.text == question.text
        return
    assert again == question


def only(session: Session) -> BankQuestion:
    session.expire_all()
    return session.scalars(select(BankQuestion).order_by(BankQuestion.id.desc())).first()  # type: ignore[return-value]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_written_and_changed_in_a_form(
    desk: Desk, client: Client, session: Session, kind: str
) -> None:
    new = f"{BANK}/new/{kind}"
    page = client.read(new)
    adds = ("choice1-choice", "choice1-number") if kind == "gaps" else ("choice1",)
    for add in adds if kind in ("gaps", "short", "number") else ():
        page = client.send(page.form(new), new, act=f"add-{add}", block1_words_fr="Tapé")
        assert "Tapé" in page.html
    fields: dict[str, Any] = filled(kind)
    del fields["block1_revisit"]
    client.send(page.form(new), new, act="save", **fields)
    held = only(session)
    assert (held.kind.value, sorted(held.sources)) == (kind, ["en", "fr"])
    form = f"{BANK}/{held.public_id}/form"
    again = client.read(form)
    client.send(again.form(form), form, act="save", block1_general_fr="Autrement.")
    question = question_from(only(session).sources["fr"])
    assert question.general.text == "Autrement."
    assert kind_kept(question) == kind


@pytest.mark.parametrize(
    ("kind", "fields", "field"),
    [
        ("single", {}, "block1_words_fr"),
        ("single", {"block1_words_fr": "Qui ?"}, "block1_right"),
        ("several", {"block1_words_fr": "Qui ?"}, "block1_choice1_text_fr"),
        ("true_false", {"block1_words_en": "Who?"}, "block1_right"),
        ("short", {"block1_words_en": "Who?"}, "block1_accepted_en"),
        ("number", {"block1_words_fr": "Combien ?"}, "block1_value"),
        ("number", {"block1_words_fr": "Combien ?", "block1_value": "dix"}, "block1_value"),
        ("matching", {"block1_words_fr": "Quoi ?"}, "block1_choice1_text_fr"),
        ("ordering", {"block1_words_fr": "Quoi ?"}, "block1_choice1_text_fr"),
        ("gaps", {"block1_words_fr": "Le mot"}, "block1_words_fr"),
    ],
)
def test_what_lacks_is_said_beside_its_field(
    desk: Desk, client: Client, kind: str, fields: Any, field: str
) -> None:
    new = f"{BANK}/new/{kind}"
    refused = client.send(client.read(new).form(new), new, act="save", status=422, **fields)
    assert refused.tree.xpath(f"//*[@id='{field}-error']"), refused.errors()


def test_made_up_kinds_are_one_choice_and_words(
    desk: Desk, client: Client, session: Session
) -> None:
    new = f"{BANK}/new/gaps"
    hostile: dict[str, Any] = {
        "block1_kind": "x",
        "block1_choice1_kind": "y",
        "block1_words_fr": "Un [[1]]",
    }
    client.send(client.read(new).form(new), new, act="save", status=422, **hostile)
    path = here(desk)
    page = client.send(client.read(path).form(title_fr=""), path, act="add-block-nothing")
    page = client.send(
        page.form(title_fr=""), path, act="save", block2_kind="x", block2_words_fr="?"
    )
    assert client.read(path).status == 200


def test_there_is_no_form_for_a_kind_that_there_is_not(desk: Desk, client: Client) -> None:
    client.read(f"{BANK}/new/essay", 404)


def test_two_tabs_do_not_replace_each_other_in_the_form(
    desk: Desk, client: Client, session: Session
) -> None:
    held = banked(session, desk.organisation.id, desk.one.id)
    form = f"{BANK}/{held.public_id}/form"
    first, second = client.read(form), client.read(form)
    client.send(first.form(form), form, act="save", block1_words_fr="Une ?")
    met = client.send(second.form(form), form, act="save", status=422, block1_words_fr="Deux ?")
    assert "Deux ?" in met.html
    assert question_from(only(session).sources["fr"]).text.text == "Une ?"


def test_questions_of_every_kind_are_taken_into_a_check(
    desk: Desk, client: Client, session: Session
) -> None:
    banked(session, desk.organisation.id, desk.one.id, EVERY)
    page = client.read(f"{here(desk)}/bank")
    tokens = [str(one) for one in page.tree.xpath("//input[@name='take']/@value")]
    assert len(tokens) == 8
    form = page.form(act="")
    page = client.send(form, f"{here(desk)}/bank", act="take", take=tokens)
    assert "8 questions" in page.words
    client.send(form, f"{here(desk)}/bank", act="take", take=tokens)
    files = files_of(session, desk.draft.id)
    text = files["modules/role/02-check.fr.md"]
    assert text.count("[[question]]") == 9
    assert "pairs" not in text


def test_a_question_goes_into_the_bank_and_comes_back_the_same(
    desk: Desk, client: Client, session: Session
) -> None:
    before = check_of(session, desk)
    bank = f"{here(desk)}/bank"
    client.send(client.read(bank).form(act=""), bank, act="keep:1")
    held = only(session)
    assert sorted(held.sources) == ["en", "fr"]
    client.send(client.read(bank).form(act=""), bank, act="take", take=held.public_id)
    after = check_of(session, desk)
    assert after.key["q2"] == after.key["q1"] == before.key["q1"]
    first, second = after.bodies["fr"]["questions"]
    assert {**first, "id": "q2", "revisit": "roots"} == second


def test_nothing_ticked_and_nothing_foreign_is_taken(
    desk: Desk, client: Client, session: Session, make: Make
) -> None:
    other = make.organisation()
    foreign = banked(session, other.id, make.member(Role.AUTHOR, other).id)
    banked(session, desk.organisation.id, desk.one.id)
    before = files_of(session, desk.draft.id)
    bank = f"{here(desk)}/bank"
    form = client.read(bank).form(act="")
    refused = client.send(form, bank, act="take", status=422, take=foreign.public_id)
    assert "Cochez une question" in refused.words
    assert files_of(session, desk.draft.id) == before
    client.read(bank.replace("/check/", "/roots/"), 404)


def test_the_list_beside_a_check_asks_the_database_little(
    desk: Desk, client: Client, session: Session, statements: Any
) -> None:
    counts = []
    for text in (EVERY, EVERY * 5):
        banked(session, desk.organisation.id, desk.one.id, text)
        client.read(f"{here(desk)}/bank")
        with statements() as seen:
            client.read(f"{here(desk)}/bank")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 6


def test_fields_begin_as_in_a_check() -> None:
    assert BLOCK == "block1_"
