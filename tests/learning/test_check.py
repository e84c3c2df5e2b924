"""Checks: one question per address, marked on the server, explained once they are sent."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.catalogue.models import ActivityText, ProgrammeVersion
from lms.catalogue.operations import publish
from lms.catalogue.rules.curriculum import read_curriculum
from lms.kernel.actor import Role
from lms.learning.models import Answer, Attempt, Completion
from lms.web.i18n import typeset
from lms.web.page import new_token, now
from tests.catalogue.folders import small_folder
from tests.client import Client, Page
from tests.learning.trainees import CHECK, KEY, begin, enrolled, small, take
from tests.make import Make

STEP = f"/modules/role/steps/{CHECK}"
QUIZ = "/modules/role/check"


def whys(session: Session) -> list[str]:
    """Every explanation of the check, as a page would show it."""
    bodies = session.scalars(select(ActivityText.body).where(ActivityText.locale == "fr"))
    return [
        typeset(choice["why"])
        for body in bodies
        for question in body.get("questions", ())
        for choice in question["choices"]
    ]


def test_a_check_is_begun_answered_and_passed(make: Make, client: Client, session: Session) -> None:
    enrolled(make, client)
    page = take(client, 8)
    assert page.tree.findtext(".//h1") == typeset("Quiz validé : 8 réponses justes sur 10")
    attempt = session.scalars(select(Attempt)).one()
    assert (attempt.right_answers, attempt.questions) == (8, 10)
    assert attempt.submitted_on is not None
    assert session.scalar(select(func.count()).select_from(Completion)) == 1


def test_seven_right_answers_of_ten_leave_the_step_open(
    make: Make, client: Client, session: Session
) -> None:
    enrolled(make, client)
    title = take(client, 7).tree.findtext(".//h1")
    assert title == typeset("Pas encore validé : 7 réponses justes sur 10, il en faut 8")
    assert session.scalars(select(Completion)).all() == []


def test_the_result_explains_every_answer_and_leads_back_to_the_steps(
    make: Make, client: Client, session: Session
) -> None:
    enrolled(make, client)
    page = take(client, 7)
    for why in whys(session)[:33]:
        assert why in unescape(page.html), why
    assert len(page.tree.xpath("//div[contains(@class,'answer-mine')]")) == 3
    assert len(page.tree.xpath("//div[contains(@class,'answer-good')]")) == 10
    links = page.tree.xpath("//a[starts-with(@href,'/modules/role/steps/')]/@href")
    comments = [link for link in links if "/comments" in link]
    assert len(comments) == 10
    links = [link for link in links if link not in comments]
    assert len(links) == 10


def test_keys_and_explanations_never_leave_before_the_attempt_is_sent(
    make: Make, client: Client, session: Session
) -> None:
    enrolled(make, client)
    secrets = whys(session)
    pages = [client.read(STEP), begin(client)]
    pages += [client.read(f"{QUIZ}/{number}") for number in range(1, 11)]
    page = pages[-1]
    pages.append(client.send(page.form(choice=""), page.path, choice="a"))
    for page in pages:
        shown = unescape(page.html)
        assert not [why for why in secrets if why in shown], page.path
        assert "revisit" not in page.html
        radios = page.tree.xpath("//input[@type='radio']")
        assert len({(*sorted(set(radio.keys()) - {"checked"}),) for radio in radios}) <= 1


def test_answers_are_kept_and_resumed_on_another_device(
    make: Make, client: Client, session: Session
) -> None:
    person = enrolled(make, client)
    page = begin(client)
    client.send(page.form(choice=""), page.path, choice="c")
    other = Client(client.app, session)
    other.sign_in(person, role=Role.TRAINEE)
    [resume] = other.read(STEP).tree.xpath(f"//a[starts-with(@href,'{QUIZ}/')]/@href")
    assert resume == f"{QUIZ}/2"
    again = other.read(f"{QUIZ}/1")
    assert again.tree.xpath("//input[@checked]/@value") == ["c"]
    other.send(again.form(choice=""), again.path, choice="b")
    assert session.scalars(select(Answer.choice)).all() == ["b"]


def test_beginning_again_resumes_the_open_attempt(
    make: Make, client: Client, session: Session
) -> None:
    enrolled(make, client)
    step = client.read(STEP)
    form = step.form(QUIZ)
    client.send(form, STEP)
    client.send(form, STEP)
    assert session.scalar(select(func.count()).select_from(Attempt)) == 1


def test_unanswered_questions_are_named_before_sending_and_do_not_count(
    make: Make, client: Client, session: Session
) -> None:
    enrolled(make, client)
    page = begin(client)
    client.send(page.form(choice=""), page.path, choice=KEY["q1"])
    review = client.read(f"{QUIZ}/review")
    assert "9 questions" in review.words
    client.send(review.form(f"{QUIZ}/submit"), review.path)
    assert session.scalars(select(Attempt.right_answers)).all() == [1]


@pytest.mark.parametrize("choice", [None, "", "z", "a,b"])
def test_an_answer_must_be_one_of_the_choices(
    make: Make, client: Client, session: Session, choice: Any
) -> None:
    enrolled(make, client)
    page = begin(client)
    refused = client.send(page.form(choice=""), page.path, status=422, choice=choice)
    assert refused.errors()
    assert session.scalars(select(Answer)).all() == []


def test_a_sent_attempt_is_frozen(make: Make, client: Client, session: Session) -> None:
    enrolled(make, client)
    question = begin(client)
    late = question.form(choice="")
    review = client.read(f"{QUIZ}/review")
    client.send(review.form(f"{QUIZ}/submit"), review.path)
    assert client.send(late, f"{QUIZ}/1", choice="b").path == STEP
    assert session.scalars(select(Answer)).all() == []
    result = client.send(review.form(f"{QUIZ}/submit"), review.path)
    assert result.path == f"{QUIZ}/result"
    assert session.scalar(select(func.count()).select_from(Attempt)) == 1


def test_the_quiz_is_retaken_freely_and_the_best_result_is_kept(
    make: Make, client: Client, session: Session
) -> None:
    enrolled(make, client)
    take(client, 9)
    take(client, 3)
    assert session.scalars(select(Attempt.number).order_by(Attempt.id)).all() == [1, 2]
    assert typeset("9 réponses justes sur 10") in client.read("/path").words
    assert len(client.read(STEP).tree.xpath("//section[@aria-labelledby='attempts']//li")) == 2
    assert session.scalar(select(func.count()).select_from(Completion)) == 1


def test_an_old_attempt_is_read_by_its_person_and_by_nobody_else(
    make: Make, client: Client, session: Session
) -> None:
    enrolled(make, client)
    take(client, 4)
    first = session.scalars(select(Attempt.public_id)).one()
    take(client, 10)
    address = f"{QUIZ}/result?attempt={first}"
    assert "4 réponses" in client.read(address).words
    assert "10 réponses" in client.read(f"{QUIZ}/result").words
    stranger = make.person()
    make.enrolment(stranger)
    other = Client(client.app, session)
    other.sign_in(stranger, role=Role.TRAINEE)
    missing = other.read(f"{QUIZ}/result?attempt=none", 404)
    assert other.read(address, 404).words == missing.words


@pytest.mark.parametrize("path", [f"{QUIZ}/1", f"{QUIZ}/review", f"{QUIZ}/result"])
def test_without_an_attempt_its_addresses_lead_to_the_step(
    make: Make, client: Client, path: str
) -> None:
    enrolled(make, client)
    assert client.read(path).path == STEP


def test_without_a_threshold_taking_the_quiz_completes_the_step(
    make: Make, client: Client, session: Session
) -> None:
    files = small_folder()
    programme = "programmes/small/programme.toml"
    rule = 'without_threshold = ["role"]\ncheck_percent'
    files[programme] = files[programme].replace("check_percent", rule)
    files[programme] = files[programme].replace("_minutes = 60", "_minutes = 0")
    source = read_curriculum(files)
    publish(session, source, source.programmes[0], now=now(), public_id=new_token())
    small(make, client, session.scalars(select(ProgrammeVersion)).one())
    programme_page = client.read("/path").words
    assert "faire le quiz suffit" in programme_page
    assert "supervision signée" not in programme_page
    assert "Sans seuil" in client.read("/modules/role/steps/2").words
    page = begin(client, number=2)
    page = client.send(page.form(choice=""), page.path, choice="a")
    sent = "/modules/role/check/submit"
    result = client.send(page.form(sent), page.path)
    assert "Quiz fait : 0 bonne réponse sur 1" in result.words.replace("\u00a0", " ")
    assert session.scalar(select(func.count()).select_from(Completion)) == 1


def test_a_check_cannot_be_completed_by_a_press(
    make: Make, client: Client, session: Session
) -> None:
    enrolled(make, client)
    page: Page = client.read(STEP)
    token = page.tree.xpath("//input[@name='csrf_token']/@value")[0]
    answer = client.open(STEP, method="POST", data={"csrf_token": token})
    assert answer.status_code == 404
    assert session.scalars(select(Completion)).all() == []


def test_nothing_is_sent_when_nothing_was_begun(make: Make, client: Client) -> None:
    enrolled(make, client)
    token = client.read(STEP).tree.xpath("//input[@name='csrf_token']/@value")[0]
    answer = client.open(f"{QUIZ}/submit", method="POST", data={"csrf_token": token})
    assert answer.status_code == 404
