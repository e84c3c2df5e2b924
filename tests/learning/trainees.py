"""People in training on the shipped programme, and what they press."""

from __future__ import annotations

from lms.accounts.models import Person
from lms.catalogue.models import ProgrammeVersion
from lms.kernel.actor import Role
from tests.catalogue.folders import publish_starter, starter
from tests.client import Client, Page
from tests.make import Make

KEY = next(step.key for step in starter().programmes[0].modules[0].activities if step.key)
SITUATION, REFLECTION, CHECK = 4, 7, 9
LATER = "/modules/role/steps"


def enrolled(make: Make, client: Client) -> Person:
    """Somebody in training on the shipped programme, signed in."""
    person = make.person("Nadia", "Benali")
    make.enrolment(person, version=publish_starter(make.session))
    client.sign_in(person, role=Role.TRAINEE)
    show_all(client)
    return person


def show_all(client: Client, step: str = "/modules/role/steps/1") -> Page:
    """Ask for the texts of a module that content notes hold back."""
    return client.submit(step, action=f"{step}/notice", show="module")


def small(make: Make, client: Client, version: ProgrammeVersion | None = None) -> Person:
    """Somebody in training on the small programme of tests, signed in."""
    person = make.person("Nadia", "Benali")
    make.enrolment(person, version=version)
    client.sign_in(person, role=Role.TRAINEE)
    return person


def finish(client: Client, number: int, module: str = "role") -> Page:
    """Press "Complete the step and go on"."""
    path = f"/modules/{module}/steps/{number}"
    return client.send(client.read(path).form(path), path, act="finish")


def begin(client: Client, module: str = "role", number: int = CHECK) -> Page:
    """Open the check and press its button."""
    return client.submit(f"/modules/{module}/steps/{number}", action=f"/modules/{module}/check")


def take(client: Client, right: int, module: str = "role", number: int = CHECK) -> Page:
    """Take the check of ten questions with so many right answers; the result page."""
    page = begin(client, module, number)
    for position, (_question, expected) in enumerate(KEY.items(), 1):
        wrong = "a" if expected != "a" else "b"
        choice = expected if position <= right else wrong
        page = client.send(page.form(choice=""), page.path, choice=choice)
    return client.send(page.form(f"/modules/{module}/check/submit"), page.path)
