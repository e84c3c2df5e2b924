"""Signing in through the door."""

from __future__ import annotations

from tests.client import Client
from tests.make import PASSWORD, Make


def test_a_person_signs_in_and_out(make: Make, client: Client) -> None:
    person = make.trainee()
    page = client.read("/sign-in")
    answer = client.open(
        "/sign-in",
        method="POST",
        data={
            **dict(page.form("/sign-in").form_values()),
            "email": person.email,
            "password": PASSWORD,
        },
    )
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/home"


def test_a_wrong_password_keeps_the_address(make: Make, client: Client) -> None:
    person = make.trainee()
    page = client.submit("/sign-in", email=person.email, password="autre chose", status=422)
    assert page.errors()
    assert page.tree.xpath("//input[@name='email']/@value") == [person.email]
