"""Somebody in training, whoever accompanies them, and what they press."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from PIL import Image

from lms.accounts.models import Person
from lms.catalogue.models import ProgrammeVersion
from lms.kernel.actor import Role
from lms.learning.models import Enrolment
from lms.organisations.models import Organisation
from tests.client import Client, Page
from tests.make import Make

STEP = "/modules/module-1/steps/2"
WORK = f"{STEP}/work"
QUEUE = "/tutoring/work"


@dataclass
class Accompanied:
    """A person in training, their tutor and their trainer."""

    organisation: Organisation
    enrolment: Enrolment
    person: Person
    tutor: Person
    trainer: Person
    version: ProgrammeVersion

    def as_person(self, client: Client) -> Client:
        """The browser of the person."""
        client.sign_in(self.person, role=Role.TRAINEE)
        return client

    def as_tutor(self, client: Client) -> Client:
        """The browser of the tutor."""
        client.sign_in(self.tutor, role=Role.TUTOR)
        return client


def accompanied(make: Make, organisation: Organisation | None = None) -> Accompanied:
    """Awa, in a cohort with Bob as tutor and Ana as trainer."""
    place, version = organisation or make.organisation(), make.version()
    person, tutor, trainer = make.person("Awa", "Diop"), make.person("Bob"), make.person("Ana")
    enrolment = make.enrolment(person, place, version)
    make.cohort(place, version, tutor=tutor, trainer=trainer, enrolments=[enrolment])
    make.session.flush()
    return Accompanied(place, enrolment, person, tutor, trainer, version)


def hand_in(client: Client, words: str = "Voici.", status: int = 200, **fields: Any) -> Page:
    """Fill the form and press "Hand in"; `files` are (bytes, name)."""
    page = client.read(WORK)
    files = fields.pop("files", [])
    form = page.form(WORK, words="")
    values = {**dict(form.form_values()), "words": words, "act": "hand-in", **fields}
    values.pop("documents", None)
    if files:
        values["documents"] = [(io.BytesIO(content), name) for content, name in files]
    answer = client.open(
        WORK,
        method="POST",
        data=values,
        content_type="multipart/form-data",
        follow_redirects=True,
    )
    return client._page(answer, status)


def waiting_address(client: Client) -> str:
    """The address of the first work that waits."""
    return str(client.read(QUEUE).tree.xpath(f"//a[starts-with(@href,'{QUEUE}/')]/@href")[0])


def answer(client: Client, state: str, feedback: str = "", **fields: Any) -> Page:
    """The tutor answers the oldest work that waits."""
    path = waiting_address(client)
    return client.submit(path, path, state=state, feedback=feedback, act="answer", **fields)


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40)) -> bytes:
    """A small picture with a place in its metadata."""
    made, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "MARQUE-DE-L-APPAREIL"
    Image.new("RGB", size, "teal").save(made, kind, exif=exif)
    return made.getvalue()
