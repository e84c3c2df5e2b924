"""Every table filled for two people with canaries: each finds all of theirs and no other one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.assessment.models import CompetencyLevel, Evidence, Work
from lms.learning.models import AnswerReading
from lms.privacy.rules.sections import SECTIONS
from lms.web.database import Application
from tests.client import Client
from tests.make import Make
from tests.privacy.filled import Filler, fill, sent_invitation
from tests.privacy.taken import Taken, export_of

MADE_OTHERWISE = {"people", "letters", "exports"}
"""By the maker, the outbox, and the asking itself."""
SAID_BY: dict[Any, str] = {
    Work: "answered_by",
    CompetencyLevel: "said_by",
    Evidence: "seen_by",
    AnswerReading: "reader_id",
}
"""What each of the two says of the other, as a tutor."""
TOLD_OF_OTHERS = {
    ("people", "screen_name"),
    ("agreements", "public_id"),
    ("participations", "public_id"),
    ("works", "public_id"),
    ("exemptions", "public_id"),
    ("competency_levels", "code"),
    ("evidence", "domain"),
}
"""The supervisor's name, what two people share, and what a tutor said of somebody."""


def handed_out(table: str, column: str) -> bool:
    return any(column in section.columns for section in SECTIONS if section.table == table)


def filled(app: Application, session: Session, make: Make) -> tuple[Filler, Filler]:
    keys = app.extensions["sillage.keys"]
    people = make.person(), make.person()
    one, other = (
        Filler(session, keys, person, mark)
        for person, mark in zip(people, ("aigrette", "bécassine"), strict=True)
    )
    fill(one, other, make)
    fill(other, one, make)
    for about, by in ((one.person.id, other.person.id), (other.person.id, one.person.id)):
        for model, column in SAID_BY.items():
            said = update(model).where(model.person_id == about)
            session.execute(said.values({column: by}))
    session.flush()
    return one, other


def everything(taken: Taken) -> str:
    return "".join(taken.read(name).decode() for name in ("data.json", "index.html"))


def test_every_canary_of_a_person_is_in_their_export_and_none_of_anybody_else(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    one, other = filled(app, session, make)
    assert {s.table for s in SECTIONS} - one.tables == MADE_OTHERWISE, "fill it"
    found = everything(export_of(client, one.person))
    missing = [
        f"{table}.{column}"
        for (table, column), words in one.canaries.items()
        if handed_out(table, column) and not all(word in found for word in words)
    ]
    secret = [
        f"{table}.{column}"
        for (table, column), words in one.canaries.items()
        if not handed_out(table, column) and any(word in found for word in words)
    ]
    others = [
        f"{table}.{column}"
        for (table, column), words in other.canaries.items()
        if (table, column) not in TOLD_OF_OTHERS and any(word in found for word in words)
    ]
    assert (missing, secret, others) == ([], [], [])


def test_every_section_holds_something_for_somebody_with_every_role(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    one, _other = filled(app, session, make)
    sent_invitation(one, make)
    taken = export_of(client, one.person)
    empty = {name for name, rows in taken.data["sections"].items() if not rows}
    # Two are acts of managers.
    assert empty <= {"agreements_proposed", "certificates_issued"}


def test_somebody_who_invites_takes_no_guest_away(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    host = make.manager()
    guest = Filler(session, app.extensions["sillage.keys"], host, "invité")
    sent_invitation(guest, make)
    taken = export_of(client, host)
    assert len(taken["invitations_sent"]) == 1
    words = everything(taken)
    for column in ("email", "given_name", "family_name"):
        assert all(word not in words for word in guest.canaries["invitations", column])


def test_a_supervisor_s_export_names_nobody_they_supervise(make: Make, client: Client) -> None:
    group = make.supervision(trainees=2)
    taken = export_of(client, group.supervisor)
    words = everything(taken)
    assert len(taken["agreements_as_supervisor"]) == 2
    assert not any(named(person, words) for person in group.trainees)


def named(person: Person, words: str) -> bool:
    return person.screen_name in words or person.email in words
