"""Pauses and more time: one press, no reason, and deadlines that move."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.journal.models import JournalEntry
from lms.kernel.actor import Role
from lms.learning.models import Completion, DeadlineMove, Enrolment, Pause
from lms.learning.queries.pace import pace_of
from lms.web.i18n import day as in_words
from lms.web.page import now
from tests.client import Client, Page
from tests.make import Make, today

Statements = Callable[[], AbstractContextManager[list[str]]]
DAY = timedelta(days=1)


def training(make: Make, client: Client, **cohort: Any) -> Enrolment:
    """Somebody in a cohort whose deadline is in 100 days, signed in."""
    enrolment = make.enrolment(make.person("Nadia", "Benali"))
    values = {"deadline": today() + DAY * 100, **cohort}
    make.cohort(
        make.session.get_one(type(make.organisation()), enrolment.organisation_id),
        enrolments=[enrolment],
        version=make.version(),
        **values,
    )
    client.sign_in(make.session.get_one(Person, enrolment.person_id), role=Role.TRAINEE)
    return enrolment


def pauses(session: Session, enrolment: Enrolment) -> list[Pause]:
    asked = select(Pause).where(Pause.enrolment_id == enrolment.id).order_by(Pause.id)
    return list(session.scalars(asked))


def pause_since(make: Make, enrolment: Enrolment, days: int, returned: int | None = None) -> Pause:
    """A pause that began so many days ago, and maybe ended."""
    back = today() - DAY * returned if returned is not None else None
    made = Pause(
        enrolment_id=enrolment.id, begins_on=today() - DAY * days, returns_on=back, is_open=not back
    )
    make.session.add(made)
    make.session.flush()
    return made


def deadline(session: Session, enrolment: Enrolment) -> str:
    pace = pace_of(session, enrolment.id)
    return str(pace.deadline(pace.today(now())))


# Pause


def test_one_press_at_home_pauses_and_one_press_goes_on(
    session: Session, make: Make, client: Client
) -> None:
    enrolment = training(make, client)
    page = client.submit("/home", "/pace/pause")
    assert page.path == "/pace"
    assert "Votre formation attend" in page.words
    (held,) = pauses(session, enrolment)
    assert (held.begins_on, held.returns_on, held.is_open) == (today(), None, True)
    assert "Votre formation attend" in client.read("/home").words
    page = client.submit("/home", "/pace/resume")
    assert page.path == "/pace/return"
    assert pauses(session, enrolment) == [], "begun and ended on one day: nothing happened"


def test_a_pause_of_two_weeks_ends_by_itself(session: Session, make: Make, client: Client) -> None:
    enrolment = training(make, client)
    page = client.submit("/pace", "/pace/pause", length="14")
    (held,) = pauses(session, enrolment)
    assert held.returns_on == today() + DAY * 14
    assert "reprend d’elle-même" in page.words
    held.begins_on, held.returns_on = today() - DAY * 20, today() - DAY * 6
    session.flush()
    home = client.read("/home")
    assert "Votre pause s’est terminée" in home.words
    client.submit("/home", "/pace/pause")
    assert [one.is_open for one in pauses(session, enrolment)] == [False, True]


def test_a_day_of_ones_own_choice_and_a_change_of_mind(
    session: Session, make: Make, client: Client
) -> None:
    enrolment = training(make, client)
    back = today() + DAY * 40
    client.submit("/pace", "/pace/pause", length="day", returns_on=back.strftime("%d/%m/%Y"))
    assert [one.returns_on for one in pauses(session, enrolment)] == [back]
    client.submit("/pace", "/pace/pause", length="open")
    assert [one.returns_on for one in pauses(session, enrolment)] == [None]


def test_a_day_that_is_missing_past_or_unreadable_is_asked_again_beside_its_field(
    session: Session, make: Make, client: Client
) -> None:
    enrolment = training(make, client)
    for typed in ("", "hier", str(today()), str(today() + DAY * 5000)):
        page = client.submit("/pace", "/pace/pause", 422, length="day", returns_on=typed)
        assert page.errors(), typed
        assert page.tree.xpath("//*[@name='length' and @value='day' and @checked]")
    assert pauses(session, enrolment) == []


def test_a_double_press_and_two_tabs_are_one_pause(
    session: Session, make: Make, client: Client
) -> None:
    enrolment = training(make, client)
    first, second = client.read("/home"), client.read("/pace")
    for page in (first, first, second):
        client.send(page.form("/pace/pause"), page.path)
    assert len(pauses(session, enrolment)) == 1


def test_several_trainings_pause_together_or_apart(
    session: Session, make: Make, client: Client
) -> None:
    one = training(make, client)
    person = session.get_one(Person, one.person_id)
    other = make.enrolment(person)
    client.submit("/pace", "/pace/pause", trainings=[other.public_id])
    assert (len(pauses(session, one)), len(pauses(session, other))) == (0, 1)
    page = client.submit("/pace", "/pace/pause", 422, trainings=[])
    assert page.errors()
    client.submit(f"/home?programme={one.public_id}", "/pace/pause")
    assert (len(pauses(session, one)), len(pauses(session, other))) == (1, 1)
    client.submit("/pace", "/pace/resume")
    assert (len(pauses(session, one)), len(pauses(session, other))) == (0, 0)


def test_the_deadline_moves_by_the_days_of_the_pause(
    session: Session, make: Make, client: Client
) -> None:
    enrolment = training(make, client)
    before = deadline(session, enrolment)
    assert before == str(today() + DAY * 100)
    pause_since(make, enrolment, 20)
    page = client.submit("/pace", "/pace/resume")
    assert deadline(session, enrolment) == str(today() + DAY * 120)
    assert page.path == "/pace/return"
    with client.app.test_request_context():
        for shown in (today() + DAY * 100, today() + DAY * 120):
            assert in_words(shown) in page.words


def test_the_return_page_recalls_the_last_step_and_the_next_one(
    session: Session, make: Make, client: Client
) -> None:
    enrolment = training(make, client)
    client.submit("/modules/module-1/steps/1", "/modules/module-1/steps/1")
    session.execute(
        Completion.__table__.update().values(completed_on=today() - DAY * 50)  # type: ignore[attr-defined]
    )
    pause_since(make, enrolment, 45, 0)
    page = client.read("/pace/return")
    assert "Étape text" in page.words
    assert "Étape thought" in page.words
    assert "1 sur 3" in page.words
    assert not page.tree.xpath("//*[contains(@class,'stop')]"), "nothing red"


def test_what_is_kept_of_a_pause_is_its_days(session: Session, make: Make, client: Client) -> None:
    enrolment = training(make, client)
    assert set(Pause.__table__.c.keys()) == {
        "id",
        "enrolment_id",
        "begins_on",
        "returns_on",
        "is_open",
    }
    client.submit("/home", "/pace/pause")
    acts = select(JournalEntry).where(JournalEntry.action == "learning.pause")
    assert session.scalars(acts).one().details == {}
    assert "since" not in client.read("/pace").words
    assert enrolment.public_id


# More time


def test_a_quarter_more_time_is_one_press_and_is_taken_once(
    session: Session, make: Make, client: Client
) -> None:
    enrolment = training(make, client)
    page = client.read("/pace")
    for _press in range(2):
        after = client.send(page.form("/pace/more-time"), "/pace")
    moves = session.scalars(select(DeadlineMove)).all()
    assert [(move.percent, move.days) for move in moves] == [(25, 0)]
    assert not after.tree.xpath("//form[@action='/pace/more-time']")
    # 131 days from the first to the last: a quarter, rounded up, is 33.
    assert deadline(session, enrolment) == str(today() + DAY * 133)


def test_after_the_deadline_nothing_closes_and_the_page_says_what_is_possible(
    make: Make, client: Client
) -> None:
    training(make, client, deadline=today() - DAY * 3)
    words = client.read("/pace").words
    assert "Rien ne se ferme" in words
    assert "retard" not in words
    client.read("/modules/module-1/steps/1")


def test_without_a_deadline_there_is_nothing_to_lengthen(make: Make, client: Client) -> None:
    enrolment = training(make, client, deadline=None)
    page = client.read("/pace")
    assert "pas d’échéance" in page.words
    with_one = training(make, client)
    form = client.read("/pace").form("/pace/more-time")
    client.send(form, "/pace", 404, training=enrolment.public_id)
    assert with_one.public_id


def test_somebody_without_training_finds_a_calm_page(make: Make, client: Client) -> None:
    client.sign_in(make.trainee(), role=Role.TRAINEE)
    assert "Les pauses et les échéances apparaissent ici" in client.read("/pace").words
    client.read("/pace/elsewhere")
    client.read("/pace/return", 404)


def test_what_is_told_in_advance(make: Make, client: Client) -> None:
    training(make, client)
    words = client.read("/pace").words
    assert "14 jours" in words
    assert "28" in words


# Statements


def opened(client: Client, statements: Statements, path: str) -> int:
    client.read(path)
    with statements() as seen:
        client.read(path)
    return len(seen)


def test_pages_send_the_same_statements_whatever_was_paused(
    make: Make, client: Client, statements: Statements
) -> None:
    enrolment = training(make, client)
    before = [opened(client, statements, path) for path in ("/pace", "/pace/return", "/home")]
    for days in range(300, 20, -3):
        pause_since(make, enrolment, days, days - 1)
    make.session.commit()
    after = [opened(client, statements, path) for path in ("/pace", "/pace/return", "/home")]
    assert before == after == [5, 9, 5]


def shown(page: Page) -> str:
    return page.words


def test_counting_is_of_this_person_only(session: Session, make: Make, client: Client) -> None:
    other = make.enrolment()
    pause_since(make, other, 10)
    training(make, client)
    assert "Votre formation attend" not in shown(client.read("/pace"))
    assert session.scalar(select(func.count(Pause.id))) == 1
