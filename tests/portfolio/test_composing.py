"""The portfolio that a person composes: nothing by itself, nothing lost, nobody else."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.assessment.models import CompetencyLevel
from lms.catalogue.models import Activity, ActivityKind
from lms.drafts.models import Draft
from lms.kernel.actor import Role
from lms.learning.models import Completion
from lms.portfolio.models import PieceKind, PortfolioFile, PortfolioPiece
from lms.portfolio.rules import MOST_OWN
from lms.web.database import Application
from lms.web.page import new_token, now
from tests.assessment.handing import accompanied, answer, hand_in, picture
from tests.client import Client, Page
from tests.make import Make, today
from tests.portfolio.composed import in_file, own_piece

Statements = Callable[[], AbstractContextManager[list[str]]]
PAGE = "/portfolio"
SECRET = "Zéphyrine se confie ici"


def trained(make: Make, client: Client) -> Person:
    one = accompanied(make)
    one.as_person(client)
    return one.person


def complete_all(session: Session, person: Person) -> None:
    """Every step of every version, so that modules are finished and checks passed."""
    for activity in session.scalars(select(Activity)):
        session.add(
            Completion(
                person_id=person.id,
                activity_id=activity.id,
                minutes=activity.minutes,
                completed_at=now(),
                completed_on=today(),
            )
        )
    session.flush()


def titles(page: Page) -> list[str]:
    """What is in the portfolio, in its order."""
    found = page.tree.xpath("//section[@aria-labelledby='chosen']/ol/li/*[1]")
    return [" ".join(one.text_content().split()) for one in found]


def press(client: Client, piece: str, act: str, **fields: Any) -> Page:
    return client.submit(PAGE, f"{PAGE}/pieces/{piece}/{act}", **fields)


def test_it_starts_empty_and_says_who_sees_it(make: Make, client: Client) -> None:
    trained(make, client)
    page = client.read(PAGE)
    assert titles(page) == []
    assert not page.tree.xpath("//input[@name='pieces'][@checked]")
    assert "Personne d’autre que vous ne le voit" in page.words
    assert client.read("/path").tree.xpath("//a[@href='/portfolio']")


def test_what_is_ticked_goes_in_once(session: Session, make: Make, client: Client) -> None:
    person = trained(make, client)
    complete_all(session, person)
    page = client.read(PAGE)
    kinds = {v.split(":")[0] for v in page.tree.xpath("//input[@name='pieces']/@value")}
    assert kinds == {"module", "check", "hours"}
    check = page.tree.xpath("//input[starts-with(@value,'check:')]/@value")[0]
    page = client.submit(PAGE, PAGE, pieces=[check, "hours:training"])
    assert len(titles(page)) == 2
    assert check not in page.tree.xpath("//input[@name='pieces']/@value")
    client.submit(PAGE, PAGE, pieces=[check])
    assert len(titles(client.read(PAGE))) == 2


def test_nothing_ticked_is_said_calmly(make: Make, client: Client) -> None:
    trained(make, client)
    assert "Cochez" in client.submit(PAGE, PAGE, status=422).words


def test_somebody_elses_work_is_not_on_offer(make: Make, client: Client) -> None:
    one = accompanied(make)
    hand_in(one.as_person(client), SECRET)
    answer(one.as_tutor(client), "accepted", "Merci.")
    client.sign_in(make.trainee(), role=Role.TRAINEE)
    work = make.session.connection().exec_driver_sql("SELECT public_id FROM works").scalar()
    client.submit(PAGE, PAGE, status=422, pieces=[f"work:{work}"])
    assert make.session.scalar(select(PortfolioPiece.id)) is None


def test_work_and_its_feedback_are_two_choices(make: Make, client: Client) -> None:
    one = accompanied(make)
    hand_in(one.as_person(client), SECRET)
    answer(one.as_tutor(client), "accepted", "Merci.", level_D1="achieved")
    page = one.as_person(client).read(PAGE)
    offered = [v.split(":")[0] for v in page.tree.xpath("//input[@name='pieces']/@value")]
    assert {"work", "feedback", "competency"} <= set(offered)
    assert SECRET not in page.html
    assert "Bob" not in page.words


def test_the_order_is_changed_with_buttons(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    person, keys = trained(make, client), app.extensions["sillage.keys"]
    _one, two, three = (own_piece(session, keys, person, t) for t in ("Un", "Deux", "Trois"))
    assert titles(press(client, three, "move", to="up")) == ["Un", "Trois", "Deux"]
    assert titles(press(client, two, "move", to="up")) == ["Un", "Deux", "Trois"]
    press(client, two, "take-out")
    assert titles(press(client, three, "move", to="up")) == ["Trois", "Un"]
    assert titles(press(client, three, "move", to="up")) == ["Trois", "Un"]


def test_a_press_sent_twice_moves_once(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    person, keys = trained(make, client), app.extensions["sillage.keys"]
    for title in ("Un", "Deux"):
        own_piece(session, keys, person, title)
    three = own_piece(session, keys, person, "Trois")
    action = f"{PAGE}/pieces/{three}/move"
    form = client.read(PAGE).form(action)
    for _press in range(2):
        assert titles(client.send(form, PAGE, to="up")) == ["Un", "Trois", "Deux"]


def test_taking_out_is_undone(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    person, keys = trained(make, client), app.extensions["sillage.keys"]
    one = own_piece(session, keys, person, "Un", SECRET)
    own_piece(session, keys, person, "Deux")
    page = press(client, one, "take-out")
    assert titles(page) == ["Deux"]
    assert "Hors du portfolio" in page.words
    page = press(client, one, "bring-back")
    assert titles(page) == ["Un", "Deux"]
    assert SECRET in client.read(f"{PAGE}/own/{one}").html


def test_only_what_was_taken_out_is_deleted_for_good(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    person, keys = trained(make, client), app.extensions["sillage.keys"]
    store = app.extensions["sillage.settings"].files
    piece, _file = in_file(session, keys, store, person)
    client.submit(PAGE, f"{PAGE}/pieces/{piece}/take-out")
    press(client, piece, "delete")
    for model in (PortfolioPiece, PortfolioFile, Draft):
        assert session.scalar(select(model.id)) is None
    assert session.connection().exec_driver_sql("SELECT count(*) FROM unwanted_files").scalar()


def test_an_introduction_is_written_and_sealed(
    session: Session, make: Make, client: Client
) -> None:
    trained(make, client)
    page = client.submit(f"{PAGE}/introduction", words=SECRET)
    assert titles(page) == ["Ma présentation"]
    assert SECRET not in page.html
    assert SECRET.encode() not in b"".join(session.scalars(select(Draft.sealed)))
    assert SECRET in client.read(f"{PAGE}/introduction").html
    assert "Écrivez quelque chose" in _fresh(make, client).words


def _fresh(make: Make, client: Client) -> Page:
    client.sign_in(make.trainee(), role=Role.TRAINEE)
    return client.submit(f"{PAGE}/introduction", status=422, words=" ")


def test_two_tabs_lose_no_word(session: Session, make: Make, client: Client) -> None:
    trained(make, client)
    path = f"{PAGE}/introduction"
    client.submit(path, words="Le début.")
    first, second = (client.read(path).form(path, words="") for _tab in range(2))
    client.send(first, path, words="Le début, puis une suite.")
    page = client.send(second, path, 409, words="Un autre début.")
    assert "Le début, puis une suite." in page.html
    assert "Un autre début." in page.html
    chosen = page.tree.xpath("//input[@name='keep']/@value")
    client.send(page.form(path, words=""), path, words="Un autre début.", keep=chosen[0])
    assert "Un autre début." in client.read(path).html


def test_an_own_piece_has_a_title_a_text_and_a_file(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    trained(make, client)
    path = f"{PAGE}/own/new"
    page = send_with_file(client, path, picture(), "Photo été.jpg", title="Un projet", words=SECRET)
    assert titles(page) == ["Un projet"]
    piece = session.scalars(select(PortfolioPiece.public_id)).one()
    page = client.read(f"{PAGE}/own/{piece}")
    assert "Photo été.jpg" in page.words
    link = page.tree.xpath("//a[starts-with(@href,'/portfolio/files/')]/@href")[0]
    answered = client.open(link)
    assert answered.data.startswith(b"\xff\xd8")
    assert b"MARQUE" not in answered.data
    assert "Photo" not in answered.headers["Content-Disposition"]
    client.submit(f"{PAGE}/own/{piece}", f"{PAGE}/own/{piece}/remove-file")
    assert session.scalar(select(PortfolioFile.id)) is None


def send_with_file(
    client: Client, path: str, content: bytes, name: str, status: int = 200, **fields: str
) -> Page:
    page = client.read(path)
    form = page.form(path, words="")
    values = {**dict(form.form_values()), **fields}
    values["document"] = [(io.BytesIO(content), name)]
    answered = client.open(
        path,
        method="POST",
        data=values,
        content_type="multipart/form-data",
        follow_redirects=True,
    )
    return client._page(answered, status)


def test_a_file_of_another_kind_is_refused_beside_its_field(make: Make, client: Client) -> None:
    trained(make, client)
    path = f"{PAGE}/own/new"
    page = send_with_file(client, path, b"MZ\x90", "a.exe", 422, title="Un", words=SECRET)
    assert page.tree.xpath("//p[@id='document-error']")
    assert SECRET in page.html


def test_a_title_is_asked_for(make: Make, client: Client) -> None:
    trained(make, client)
    page = client.submit(f"{PAGE}/own/new", status=422, title=" ", words=SECRET)
    assert page.tree.xpath("//p[@id='title-error']")
    assert SECRET in page.html


def test_there_is_an_end_to_own_pieces(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    person, keys = trained(make, client), app.extensions["sillage.keys"]
    for number in range(MOST_OWN):
        own_piece(session, keys, person, f"Pièce {number}")
    page = client.submit(f"{PAGE}/own/new", status=422, title="Une de trop", words="…")
    assert "30" in page.words


@pytest.mark.parametrize("number", [1, 100])
def test_the_page_sends_as_many_statements_for_much_as_for_little(
    app: Application,
    session: Session,
    make: Make,
    client: Client,
    statements: Statements,
    number: int,
) -> None:
    one = accompanied(make)
    person, keys = one.person, app.extensions["sillage.keys"]
    own_piece(session, keys, person, "Un")
    rows = [
        {
            "public_id": new_token(),
            "person_id": person.id,
            "kind": PieceKind.MODULE,
            "subject": str(n),
            "position": n + 2,
            "put_in_at": now(),
        }
        for n in range(number)
    ]
    session.execute(insert(PortfolioPiece), rows)
    _reflections(session, person, number)
    session.execute(
        insert(CompetencyLevel),
        [
            {
                "person_id": person.id,
                "enrolment_id": one.enrolment.id,
                "organisation_id": one.organisation.id,
                "code": "D1",
                "side": "own",
                "level": "achieved",
                "said_by": person.id,
                "said_at": now(),
                "said_on": today(),
            }
            for _n in range(number)
        ],
    )
    client.sign_in(person, role=Role.TRAINEE)
    client.read(PAGE)
    with statements() as seen:
        client.read(PAGE)
    assert len(seen) <= 13, seen


def _reflections(session: Session, person: Person, number: int) -> None:
    step = select(Activity.id).where(Activity.kind == ActivityKind.REFLECTION)
    first = session.scalars(step).first()
    rows = [
        {
            "public_id": new_token(),
            "person_id": person.id,
            "form": "reflection",
            "subject": f"{first}.{n}",
            "version": 1,
            "sealed": b"",
            "updated_at": now(),
        }
        for n in range(number)
    ]
    session.execute(insert(Draft), rows)
