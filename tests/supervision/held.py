"""A session that was held, with one record for each person of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from lms.accounts.models import Person
from lms.kernel.actor import Role
from lms.supervision.models import (
    Participation,
    RevisionReason,
    SessionKind,
    SessionMode,
    Standing,
    SupervisionSession,
)
from lms.web.page import new_token, now
from tests.client import Client, Page
from tests.make import Make, Supervision, today


@dataclass
class Held:
    """A session, its people, and the address of each record."""

    people: Supervision
    session: SupervisionSession
    parts: list[Participation]
    corrected: str = ""
    """The address of the correction of the first record, when there is one."""

    @property
    def supervisor(self) -> Person:
        return self.people.supervisor

    @property
    def trainee(self) -> Person:
        return self.people.trainees[0]

    @property
    def part(self) -> Participation:
        return self.parts[0]

    @property
    def address(self) -> str:
        return f"/records/{self.part.public_id}"

    def as_supervisor(self, client: Client) -> Client:
        """Sign in the supervisor."""
        client.sign_in(self.supervisor, role=Role.SUPERVISOR)
        return client

    def as_trainee(self, client: Client) -> Client:
        """Sign in the first trainee."""
        client.sign_in(self.trainee, role=Role.TRAINEE)
        return client


def hold(
    make: Make,
    trainees: int = 1,
    *,
    held_on: date | None = None,
    among: Supervision | None = None,
) -> Held:
    """A session of an hour, held two days ago and just logged."""
    supervision = among or make.supervision(trainees)
    kind = SessionKind.INDIVIDUAL if len(supervision.trainees) == 1 else SessionKind.GROUP
    session = SupervisionSession(
        public_id=new_token(),
        supervisor_id=supervision.supervisor.id,
        held_on=held_on or today() - timedelta(days=2),
        kind=kind,
        mode=SessionMode.VIDEO,
        logged_at=now(),
    )
    make.session.add(session)
    make.session.flush()
    parts = [
        Participation(
            public_id=new_token(),
            session_id=session.id,
            held_on=session.held_on,
            agreement_id=agreement.id,
            organisation_id=agreement.organisation_id,
            trainee_id=agreement.trainee_id,
            minutes=60,
        )
        for agreement in supervision.agreements
    ]
    make.session.add_all(parts)
    make.session.flush()
    return Held(supervision, session, parts)


def signed(held: Held, *, at: datetime) -> None:
    """The supervisor's signature, as an old one stands in the database."""
    held.part.standing = Standing.SIGNED
    held.part.signed_at = at


def revision_of(make: Make, held: Held, minutes: int = 45) -> Participation:
    """A correction that is begun, of the first record, which the supervisor signed."""
    signed(held, at=now())
    session = SupervisionSession(
        public_id=new_token(),
        supervisor_id=held.supervisor.id,
        held_on=held.session.held_on,
        kind=held.session.kind,
        mode=held.session.mode,
        logged_at=now(),
    )
    make.session.add(session)
    make.session.flush()
    revision = Participation(
        public_id=new_token(),
        session_id=session.id,
        held_on=session.held_on,
        agreement_id=held.part.agreement_id,
        organisation_id=held.part.organisation_id,
        trainee_id=held.part.trainee_id,
        minutes=minutes,
        revises_id=held.part.id,
        first_id=held.part.id,
        revised_for=RevisionReason.LENGTH,
    )
    make.session.add(revision)
    make.session.flush()
    return revision


def write(client: Client, held: Held, kind: str, words: str, act: str = "keep") -> Page:
    """Type a text and press one of its buttons."""
    page = client.read(held.address)
    form = page.form(f"{held.address}/texts/{kind}")
    return client.send(form, held.address, text=words, act=act)


def share(client: Client, held: Held, words: str = "Nous avons parlé du cadre.") -> Page:
    """Write the shared record and share it."""
    return write(client, held, "shared", words, act="share")


def sign(client: Client, held: Held) -> Page:
    """Check the facts and sign them."""
    page = client.read(f"{held.address}/sign")
    return client.send(page.form(shown=""), page.path)


def revise(client: Client, held: Held, *, of: str = "", status: int = 200, **typed: Any) -> Page:
    """Fill in a correction of a signed session, three quarters of an hour by default."""
    page = client.read(f"/records/{of or held.part.public_id}/revise")
    sent = {"reason": "length", "length": "45", **typed}
    return client.send(page.form(reason=None), page.path, status=status, **sent)


def sign_revision(client: Client, page: Page) -> Page:
    """Sign the correction whose page to check it was reached."""
    return client.send(page.form(shown=""), page.path)


def answer(client: Client, held: Held, name: str, words: str | None = None) -> Page:
    """Choose one of the three answers and sign it."""
    page = client.read(f"{held.address}/answer/{name}")
    if words is None:
        return client.send(page.form(shown=""), page.path)
    return client.send(page.form(shown=""), page.path, text=words)
