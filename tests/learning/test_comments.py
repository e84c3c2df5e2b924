"""Comments on passages: sent to authors, sealed, answered beside the text, withdrawn."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.catalogue.models import ProgrammeVersion
from lms.kernel.actor import Role
from lms.learning.models import CommentState, PassageAnswer, PassageComment
from lms.organisations.models import Organisation
from tests.client import Client, Page
from tests.make import Make

STEP = "/modules/module-1/steps/1"
COMMENTS = f"{STEP}/comments"
WORDS, ANSWER = "Ce mot me perd.", "Ce mot veut dire : ensemble."


@pytest.fixture
def organisation(make: Make) -> Organisation:
    return make.organisation("Les Passerelles")


@pytest.fixture
def version(make: Make) -> ProgrammeVersion:
    return make.version()


@pytest.fixture
def reader(make: Make, organisation: Organisation, version: ProgrammeVersion) -> Person:
    person = make.person("Nadia", "Benali")
    make.enrolment(person, organisation, version)
    return person


@pytest.fixture
def author(make: Make, organisation: Organisation) -> Person:
    return make.member(Role.AUTHOR, organisation)


def write(client: Client, person: Person, *, named: bool = False) -> Page:
    client.sign_in(person, role=Role.TRAINEE)
    asked = "y" if named else None
    return client.submit(f"{COMMENTS}?passage=1", action=COMMENTS, text=WORDS, named=asked)


def decide(
    client: Client, author: Person, organisation: Organisation, state: str, text: str = ""
) -> Page:
    client.sign_in(author, role=Role.AUTHOR, organisation=organisation)
    [link] = client.read("/studio/comments").tree.xpath("//main//table//a/@href")
    return client.submit(link, state=state, text=text)


def test_each_part_of_a_text_leads_to_a_comment_on_it(client: Client, reader: Person) -> None:
    client.sign_in(reader, role=Role.TRAINEE)
    links = client.read(STEP).tree.xpath("//p[@class='passage-link']/a/@href")
    assert links == [f"{COMMENTS}?passage=1"]
    page = client.read(links[0])
    assert "Les Passerelles" in page.words
    assert "personne d’autre" in page.words


def test_what_is_sent_is_sealed_and_shown_to_its_writer(
    client: Client, session: Session, reader: Person
) -> None:
    page = write(client, reader)
    assert WORDS in page.words
    assert "Pas encore de réponse" in page.words
    kept = session.scalars(select(PassageComment)).one()
    assert (kept.passage, kept.locale, kept.named) == (1, "fr", False)
    assert WORDS.encode() not in kept.sealed


def test_no_words_and_too_many_are_refused_and_nothing_typed_is_lost(
    client: Client, session: Session, reader: Person
) -> None:
    client.sign_in(reader, role=Role.TRAINEE)
    assert client.submit(COMMENTS, action=COMMENTS, text=" ", status=422).errors()
    page = client.submit(COMMENTS, action=COMMENTS, text="a" * 3001, status=422)
    assert "3" in page.errors()[0]
    assert "a" * 3001 in page.tree.xpath("//textarea")[0].text
    assert session.scalars(select(PassageComment)).all() == []


def test_the_list_of_authors_says_where_and_never_what(
    client: Client, reader: Person, author: Person, organisation: Organisation
) -> None:
    write(client, reader)
    client.sign_in(author, role=Role.AUTHOR, organisation=organisation)
    page = client.read("/studio/comments")
    assert WORDS not in page.html
    assert "Benali" not in page.html
    opened = client.read(page.tree.xpath("//main//table//a/@href")[0])
    assert WORDS in opened.words
    assert "Benali" not in opened.html


def test_a_name_is_shown_where_the_reader_wished_so(
    client: Client, reader: Person, author: Person, organisation: Organisation
) -> None:
    write(client, reader, named=True)
    client.sign_in(author, role=Role.AUTHOR, organisation=organisation)
    [link] = client.read("/studio/comments").tree.xpath("//main//table//a/@href")
    assert "Nadia" in client.read(link).words


def test_an_answer_stands_at_the_passage_for_all_readers_of_the_organisation(
    make: Make,
    client: Client,
    reader: Person,
    author: Person,
    organisation: Organisation,
    version: ProgrammeVersion,
) -> None:
    write(client, reader)
    page = decide(client, author, organisation, "answered", ANSWER)
    assert "Aucun commentaire n’attend" in page.words
    other, alien = make.person(), make.person()
    make.enrolment(other, organisation, version)
    make.enrolment(alien, make.organisation(), version)
    for person, there in ((reader, True), (other, True), (alien, False)):
        client.sign_in(person, role=Role.TRAINEE)
        page = client.read(STEP)
        assert (ANSWER in page.words) is there
        assert WORDS not in page.words


def test_a_question_is_commented_from_its_explanation_and_answered_there(
    client: Client, session: Session, reader: Person, author: Person, organisation: Organisation
) -> None:
    check = "/modules/module-1/check"
    client.sign_in(reader, role=Role.TRAINEE)
    client.submit("/modules/module-1/steps/3", action=check)
    result = client.submit(f"{check}/review", action=f"{check}/submit")
    links = result.tree.xpath("//a[contains(@href,'/comments?passage=')]/@href")
    assert len(links) == len(set(links)) == 2
    page = client.read(links[1])
    assert "Question q2" in page.words
    action = links[1].partition("?")[0]
    client.submit(links[1], action=action, text=WORDS)
    decide(client, author, organisation, "answered", ANSWER)
    client.sign_in(reader, role=Role.TRAINEE)
    assert ANSWER in client.read(result.address).words
    past = session.scalars(select(PassageComment.passage)).one()
    assert client.open(f"{action}?passage={past + 1}").status_code == 200


def test_an_answer_can_be_taken_away(
    client: Client, reader: Person, author: Person, organisation: Organisation
) -> None:
    write(client, reader)
    decide(client, author, organisation, "taken", ANSWER)
    page = client.read("/studio/comments?state=all")
    [link] = page.tree.xpath("//main//table//a/@href")
    client.submit(link, action=f"{link}/hide-answer")
    client.sign_in(reader, role=Role.TRAINEE)
    assert ANSWER not in client.read(STEP).words


def test_a_comment_is_set_aside_without_an_answer(
    client: Client, session: Session, reader: Person, author: Person, organisation: Organisation
) -> None:
    write(client, reader)
    client.sign_in(author, role=Role.AUTHOR, organisation=organisation)
    [link] = client.read("/studio/comments").tree.xpath("//main//table//a/@href")
    assert client.submit(link, state="answered", text="", status=422).errors()
    assert client.submit(link, state="set_aside", text=ANSWER, status=422).errors()
    client.submit(link, state="set_aside", text="")
    assert session.scalars(select(PassageComment.state)).one() is CommentState.SET_ASIDE
    client.sign_in(reader, role=Role.TRAINEE)
    assert "Mis de côté" in client.read(COMMENTS).words


def test_two_authors_answer_once(
    client: Client, session: Session, reader: Person, author: Person, organisation: Organisation
) -> None:
    write(client, reader)
    client.sign_in(author, role=Role.AUTHOR, organisation=organisation)
    [link] = client.read("/studio/comments").tree.xpath("//main//table//a/@href")
    first, second = (client.read(link).form(text="") for _tab in range(2))
    client.send(first, link, state="answered", text=ANSWER)
    page = client.send(second, link, status=422, state="taken", text="Autre chose.")
    assert "déjà occupée" in page.words
    assert session.scalars(select(PassageAnswer.words)).all() == [ANSWER]


def test_withdrawing_deletes_the_comment_and_leaves_the_answer(
    client: Client, session: Session, reader: Person, author: Person, organisation: Organisation
) -> None:
    write(client, reader)
    decide(client, author, organisation, "answered", ANSWER)
    client.sign_in(reader, role=Role.TRAINEE)
    public_id = session.scalars(select(PassageComment.public_id)).one()
    page = client.submit(COMMENTS, action=f"{COMMENTS}/{public_id}/withdraw")
    assert WORDS not in page.words
    assert session.scalars(select(PassageComment)).all() == []
    assert session.scalars(select(PassageAnswer.comment_id)).one() is None
    assert ANSWER in client.read(STEP).words


def test_authors_of_another_organisation_find_nothing(
    make: Make, client: Client, session: Session, reader: Person
) -> None:
    write(client, reader)
    there = make.organisation()
    client.sign_in(make.member(Role.AUTHOR, there), role=Role.AUTHOR, organisation=there)
    assert "Aucun commentaire" in client.read("/studio/comments?state=all").words
    public_id = session.scalars(select(PassageComment.public_id)).one()
    assert client.open(f"/studio/comments/{public_id}").status_code == 404


@pytest.mark.parametrize("asked", ["0", "999", "abc", "99999999", "-1"])
def test_a_passage_that_is_not_there_is_the_whole_step(
    client: Client, reader: Person, asked: str
) -> None:
    client.sign_in(reader, role=Role.TRAINEE)
    assert "dans son ensemble" in client.read(f"{COMMENTS}?passage={asked}").words


def test_the_list_reads_as_much_at_any_length(
    make: Make,
    client: Client,
    statements: object,
    reader: Person,
    author: Person,
    organisation: Organisation,
    session: Session,
) -> None:
    write(client, reader)
    one = session.scalars(select(PassageComment)).one()
    values = {c.name: getattr(one, c.name) for c in PassageComment.__table__.c if c.name != "id"}
    for number in range(30):
        session.add(PassageComment(**{**values, "public_id": f"c{number}"}))
    session.flush()
    client.sign_in(author, role=Role.AUTHOR, organisation=organisation)
    client.read("/studio/comments")
    with statements() as seen:  # type: ignore[operator]
        page = client.read("/studio/comments")
    assert len(seen) <= 2, seen
    rows = page.tree.xpath("//main//table//tbody//tr")
    assert len(rows) == 25
    [older] = page.tree.xpath("//a[contains(@href,'before=')]/@href")
    assert len(client.read(older).tree.xpath("//main//table//tbody//tr")) == 6
