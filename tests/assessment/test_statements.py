"""How many statements the pages of work send, however much there is of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import insert

from lms.assessment.models import Work, WorkState
from lms.web.page import new_token, now
from tests.assessment.handing import QUEUE, WORK, accompanied, answer, hand_in, waiting_address
from tests.client import Client
from tests.make import Make, today

Statements = Callable[[], AbstractContextManager[list[str]]]


def test_the_page_of_a_work(make: Make, client: Client, statements: Statements) -> None:
    one = accompanied(make)
    hand_in(one.as_person(client), "Une.", files=[(b"%PDF-1.7", "a.pdf")])
    client.read(WORK)
    with statements() as seen:
        client.read(WORK)
    assert len(seen) <= 11, seen
    answer(one.as_tutor(client), "returned", "Encore.", level_D1="in_progress")
    hand_in(one.as_person(client), "Deux.", files=[(b"%PDF-1.7", "b.pdf")])
    with statements() as again:
        client.read(WORK)
    assert len(again) == len(seen)


def test_the_page_of_an_answer(make: Make, client: Client, statements: Statements) -> None:
    one = accompanied(make)
    hand_in(one.as_person(client), "Une.", files=[(b"%PDF-1.7", "a.pdf")])
    path = waiting_address(one.as_tutor(client))
    client.read(path)
    with statements() as seen:
        client.read(path)
    assert len(seen) <= 11, seen


@pytest.mark.parametrize("number", [10, 10_000])
def test_what_waits_is_read_by_the_page(
    make: Make, client: Client, statements: Statements, number: int
) -> None:
    one = accompanied(make)
    activity = make.session.connection().exec_driver_sql("SELECT min(id) FROM activities").scalar()
    rows = [
        {
            "public_id": new_token(),
            "person_id": one.person.id,
            "enrolment_id": one.enrolment.id,
            "organisation_id": one.organisation.id,
            "activity_id": activity,
            "number": n,
            "state": WorkState.WAITING if n == 1 else WorkState.ACCEPTED,
            "handed_in_at": now(),
            "handed_in_on": today(),
            "answered_at": None if n == 1 else now(),
        }
        for n in range(1, number + 1)
    ]
    make.session.execute(insert(Work), rows)
    one.as_tutor(client)
    client.read(QUEUE)
    with statements() as seen:
        client.read(QUEUE)
    assert len(seen) <= 3, seen


def test_the_list_goes_on(make: Make, client: Client) -> None:
    one = accompanied(make)
    cohort = make.cohort(one.organisation, one.version, tutor=one.tutor)
    activity = make.session.connection().exec_driver_sql("SELECT min(id) FROM activities").scalar()
    for number in range(30):
        enrolment = make.enrolment(make.person(f"P{number:02}"), one.organisation, one.version)
        enrolment.cohort_id = cohort.id
        make.session.add(
            Work(
                public_id=new_token(),
                person_id=enrolment.person_id,
                enrolment_id=enrolment.id,
                organisation_id=one.organisation.id,
                activity_id=activity,
                number=1,
                handed_in_at=now(),
                handed_in_on=today(),
            )
        )
    make.session.flush()
    first = one.as_tutor(client).read(QUEUE)
    links = first.tree.xpath(f"//tbody//a[starts-with(@href,'{QUEUE}/')]/@href")
    assert len(links) == 25
    following = first.tree.xpath("//a[contains(@href,'after=')]/@href")[0]
    second = client.read(following).tree.xpath(f"//tbody//a[starts-with(@href,'{QUEUE}/')]/@href")
    assert len(second) == 5
    assert not set(links) & set(second)
