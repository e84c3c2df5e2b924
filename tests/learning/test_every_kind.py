"""Checks with questions of every kind: taken, passed, not passed, read by a tutor, retaken."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.drafts.models import Draft
from lms.kernel.actor import Role
from lms.learning.models import Answer, Attempt, Completion, OpenAnswer
from lms.learning.queries import progress_of
from tests.catalogue.checks.kinds import KEY, QUESTIONS, RIGHT, published
from tests.client import Client, Page
from tests.learning.trainees import small
from tests.make import Make

STEP, QUIZ = "/modules/role/steps/2", "/modules/role/check"
RIGHT_ORDER = ("calm", "talk", "tell")


@pytest.fixture
def person(make: Make, client: Client, session: Session) -> Any:
    return small(make, client, published(session))


def drawn(session: Session) -> list[str]:
    attempt = session.scalars(select(Attempt).where(Attempt.submitted_at.is_(None))).one()
    return [one["id"] for one in attempt.drawn or ()]


def placed(session: Session, order: tuple[str, ...] = RIGHT_ORDER) -> dict[str, str]:
    """The places of the lines as they were laid out."""
    attempt = session.scalars(select(Attempt).where(Attempt.submitted_at.is_(None))).one()
    shown = next(one["order"] for one in attempt.drawn or () if one["id"] == "ordering")
    return {f"part_{n}": str(order.index(name) + 1) for n, name in enumerate(shown, 1)}


def begin(client: Client) -> Page:
    return client.submit(STEP, action=QUIZ)


def answer(client: Client, page: Page, fields: dict[str, Any], status: int = 200) -> Page:
    return client.send(page.form(page.path), page.path, status=status, **fields)


def take(client: Client, session: Session, **instead: dict[str, Any]) -> Page:
    """Take the check with right answers but for those given; the result page."""
    page = begin(client)
    fields = {**RIGHT, "ordering": placed(session), **instead}
    for name in drawn(session):
        page = answer(client, page, fields[name]) if fields[name] else skip(client, page)
    return client.send(page.form(f"{QUIZ}/submit"), page.path)


def skip(client: Client, page: Page) -> Page:
    number = int(page.path.rsplit("/", 1)[1])
    return client.read(f"{QUIZ}/{number + 1}" if number < 9 else f"{QUIZ}/review")


def points(session: Session) -> tuple[int, int, int, int]:
    row = session.scalars(select(Attempt).order_by(Attempt.id.desc())).first()
    assert row is not None
    return row.right_answers, row.part_top, row.part_bottom, row.waiting


def test_every_kind_answered_right_waits_only_for_the_tutor(
    person: Any, client: Client, session: Session
) -> None:
    page = take(client, session)
    assert points(session) == (8, 0, 1, 1)
    assert "attend la lecture" in page.tree.findtext(".//h1")
    assert session.scalars(select(Completion)).all() == []
    assert session.scalars(select(Answer.share_top).where(Answer.question == "open")).all() == [
        None
    ]
    assert "Je lui dirais" in page.words


def test_answers_right_in_part_keep_exact_shares(
    person: Any, client: Client, session: Session
) -> None:
    take(
        client,
        session,
        several={"choice": ["a"]},
        matching={"part_1": "shares", "part_2": "judges"},
        gaps={"part_1": "mot", "part_2": "gr", "part_3": ""},
        open={},
    )
    assert points(session) == (6, 1, 3, 0)
    shares = {
        row.question: (row.share_top, row.share_bottom) for row in session.scalars(select(Answer))
    }
    assert shares["several"] == (1, 2)
    assert shares["matching"] == (1, 2)
    assert shares["gaps"] == (1, 3)


def test_every_answer_is_kept_shown_again_and_explained(
    person: Any, client: Client, session: Session
) -> None:
    page = begin(client)
    fields = {**RIGHT, "ordering": placed(session)}
    for name in drawn(session):
        page = answer(client, page, fields[name])
    words = page.words
    for said in ("La personne.", "Écouter.", "Vrai", "PAIR-AIDANCE", "11 modules", "Prévenir"):
        assert said in words, said
    for number, name in enumerate(drawn(session), 1):
        again = client.read(f"{QUIZ}/{number}").form(f"{QUIZ}/{number}")
        for field, value in fields[name].items():
            kept = [v for n, v in again.form_values() if n == field]
            shown = [text.lstrip("\n") for text in kept]
            assert shown == (value if isinstance(value, list) else [value]), name


@pytest.mark.parametrize(
    ("name", "fields", "words"),
    [
        ("several", {}, "Choisissez une réponse"),
        ("truth", {"choice": "maybe"}, "Not a valid choice"),
        ("short", {"text": " "}, "Écrivez une réponse"),
        ("short", {"text": "x" * 201}, "200"),
        ("number", {"text": "dix"}, "Écrivez un nombre seul"),
        ("matching", {"part_1": "", "part_2": ""}, "une ligne au moins"),
        ("ordering", {"part_1": "1", "part_2": "1", "part_3": "2"}, "une place à elle"),
        ("gaps", {"part_3": "trois"}, "Écrivez un nombre seul"),
        ("open", {"note_1": "x" * 10_001}, "trop long"),
    ],
)
def test_a_refusal_stands_beside_its_field_and_nothing_typed_is_lost(
    person: Any, client: Client, session: Session, name: str, fields: Any, words: str
) -> None:
    begin(client)
    number = drawn(session).index(name) + 1
    page = client.read(f"{QUIZ}/{number}")
    refused = answer(client, page, fields, status=422)
    assert words in refused.words or name == "truth"
    assert session.scalars(select(Answer)).all() == []
    for field, value in fields.items():
        if name in {"short", "number", "gaps", "ordering"} and value.strip():
            form = refused.form(refused.path)
            assert (field, value) in [(n, v) for n, v in form.form_values()]


def test_an_open_text_is_sealed_saved_on_the_way_and_handed_in_once(
    person: Any, client: Client, session: Session
) -> None:
    begin(client)
    number = drawn(session).index("open") + 1
    page = client.read(f"{QUIZ}/{number}")
    token = page.tree.xpath("//input[@name='csrf_token']/@value")[0]
    data = {"csrf_token": token, "version": "0", "text": "En chemin."}
    saved = client.open(f"{QUIZ}/{number}/text", method="POST", data=data)
    assert (saved.json or {})["version"] == 1
    assert "En chemin." in client.read(f"{QUIZ}/{number}").html
    stale = client.open(f"{QUIZ}/{number}/text", method="POST", data={**data, "text": "Autre."})
    assert stale.status_code == 409
    review = client.read(f"{QUIZ}/review")
    client.send(review.form(f"{QUIZ}/submit"), review.path)
    held = session.scalars(select(OpenAnswer)).one()
    assert b"En chemin" not in held.sealed
    assert session.scalar(select(func.count()).select_from(Draft)) == 0


def test_a_newer_text_from_elsewhere_is_offered_and_nothing_is_replaced(
    person: Any, client: Client, session: Session
) -> None:
    begin(client)
    number = drawn(session).index("open") + 1
    first, second = client.read(f"{QUIZ}/{number}"), client.read(f"{QUIZ}/{number}")
    answer(client, first, {"note_1": "Ici."})
    met = answer(client, second, {"note_1": "Là."}, status=409)
    assert "Ici." in met.words
    assert "Là." in met.html
    answer(client, met, {"keep_1": met.tree.xpath("//input[@name='keep_1']/@value")[0]})
    assert "Là." in client.read(f"{QUIZ}/review").words


def test_questions_are_drawn_from_pools_and_stay_as_they_were_drawn(
    make: Make, client: Client, session: Session
) -> None:
    pool = """\
shuffled = true
[[activity.pool]]
domain = "D1"
draw = 2
questions = ["single", "several", "truth", "short", "number"]
"""
    small(make, client, published(session, more=pool))
    begin(client)
    first = drawn(session)
    assert len(first) == 6
    assert client.read(f"{QUIZ}/6").path == f"{QUIZ}/6"
    client.read(f"{QUIZ}/7", 404)
    seen = [client.read(f"{QUIZ}/{n}").tree.findtext(".//h1") for n in range(1, 7)]
    assert seen == [client.read(f"{QUIZ}/{n}").tree.findtext(".//h1") for n in range(1, 7)]
    review = client.read(f"{QUIZ}/review")
    client.send(review.form(f"{QUIZ}/submit"), review.path)
    assert session.scalars(select(Attempt.questions)).all() == [6]


def test_a_check_in_part_passes_at_its_threshold_without_an_open_text(
    make: Make, client: Client, session: Session
) -> None:
    questions = QUESTIONS.split('[[question]]\nid = "open"')[0]
    key = "".join(line for line in KEY.splitlines(True) if not line.startswith("open"))
    version = published(session, questions=questions, key=key)
    person = small(make, client, version)
    page = take(client, session, single={"choice": "a"}, several={"choice": ["a"]})
    assert points(session) == (6, 1, 2, 0)
    assert "6,5 sur 8" in page.words
    assert session.scalar(select(func.count()).select_from(Completion)) == 1
    from lms.catalogue.queries import outline

    where = make.organisation().id
    shown = outline(session, version.id)
    best = progress_of(session, person.id, shown, organisation_id=where).best["role"]
    assert str(best.right) == "13/2"
    take(client, session)
    assert "8 sur 8" in client.read("/path").words.replace("\u00a0", " ")


def handed_in(make: Make, client: Client, session: Session) -> tuple[Any, Any, OpenAnswer]:
    """Somebody whose text waits, and the tutor of their cohort."""
    version = published(session)
    organisation = make.organisation()
    person, tutor = make.person("Nadia", "Benali"), make.member(Role.TUTOR, organisation)
    enrolment = make.enrolment(person, organisation, version)
    make.cohort(organisation, version, tutor=tutor, enrolments=[enrolment])
    client.sign_in(person, role=Role.TRAINEE)
    take(client, session)
    client.sign_in(tutor, role=Role.TUTOR)
    return person, tutor, session.scalars(select(OpenAnswer)).one()


def test_a_tutor_reads_a_text_and_its_result_is_complete(
    make: Make, client: Client, session: Session
) -> None:
    person, _tutor, text = handed_in(make, client, session)
    home = client.read("/tutoring")
    assert "1 réponse de quiz à lire" in home.words
    assert "/tutoring/answers" in home.html
    waiting = client.read("/tutoring/answers")
    assert "Nadia Benali" in waiting.words
    assert "Je lui dirais" not in waiting.words
    address = f"/tutoring/answers/{text.public_id}"
    page = client.read(address)
    assert "Je lui dirais" in page.words
    assert "Parle de l’équipe." in page.words
    form = page.form(address)
    client.send(form, address, judgement="partly", reply="Dites aussi quand.")
    client.send(form, address, judgement="reached", reply="Autre chose.")
    assert points(session) == (8, 1, 2, 0)
    assert session.scalar(select(func.count()).select_from(Completion)) == 1
    assert "Rien n’attend" in client.read("/tutoring/answers").words
    assert "Réponses de quiz : rien à lire" in client.read("/tutoring").words
    client.sign_in(person, role=Role.TRAINEE)
    result = client.read(f"{QUIZ}/result").words
    assert "8,5 sur 9" in result
    assert "Dites aussi quand." in result
    assert "Autre chose." not in result


def test_a_reading_asks_for_a_judgement_and_keeps_what_was_typed(
    make: Make, client: Client, session: Session
) -> None:
    _person, _tutor, text = handed_in(make, client, session)
    address = f"/tutoring/answers/{text.public_id}"
    page = client.send(client.read(address).form(address), address, status=422, reply="Bien vu.")
    assert "Choisissez ce qui convient" in page.words
    assert "Bien vu." in page.html
    assert points(session)[3] == 1


def test_a_tutor_of_others_finds_nothing(make: Make, client: Client, session: Session) -> None:
    _person, _tutor, text = handed_in(make, client, session)
    client.sign_in(make.member(Role.TUTOR), role=Role.TUTOR)
    client.read(f"/tutoring/answers/{text.public_id}", 404)
    assert "Nadia" not in client.read("/tutoring/answers").words


def test_a_check_of_every_kind_asks_the_database_little(
    make: Make, client: Client, session: Session, statements: Any
) -> None:
    small(make, client, published(session))
    step = client.read(STEP)
    with statements() as seen:
        page = client.send(step.form(QUIZ), STEP)
    assert len(seen) <= 8, seen
    fields = {**RIGHT, "ordering": placed(session)}
    for name in drawn(session):
        values = {**dict(page.form(page.path).form_values()), **fields[name]}
        with statements() as seen:
            client.open(page.path, method="POST", data=values)
        # What is typed is sealed: the key (made the first time), the words, the answer.
        typed = name in {"short", "number", "gaps", "open"}
        assert len(seen) <= (10 if typed else 5), (name, seen)
        with statements() as seen:
            page = skip(client, page)
        assert len(seen) <= 6, seen
    with statements() as seen:
        client.send(page.form(f"{QUIZ}/submit"), page.path)
    assert len(seen) <= 22, seen
