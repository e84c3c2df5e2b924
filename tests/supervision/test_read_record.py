"""Who opens a record, what each side sees on it, and what is remembered of the reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, MembershipState
from lms.journal.models import JournalEntry
from lms.kernel.actor import Role
from lms.supervision.models import Participation
from lms.web.database import Application
from lms.web.page import now
from tests.client import Client
from tests.make import Make, today
from tests.supervision.held import hold, share, signed, write

# Who acts; the record; its texts, a key for each; the group; the journal's row.
MOST_STATEMENTS = 7


def test_both_sides_read_the_facts(make: Make, client: Client) -> None:
    held = hold(make, held_on=date(2026, 11, 10))
    for side, other in (
        (held.as_supervisor, held.trainee),
        (held.as_trainee, held.supervisor),
    ):
        words = side(client).read(held.address).words
        assert other.screen_name in words
        assert "10 novembre 2026" in words
        assert "1 h" in words


def test_a_stranger_and_a_manager_read_what_a_missing_record_would_say(
    make: Make, client: Client
) -> None:
    held = hold(make)
    organisation = held.people.organisation
    other = hold(make)
    manager = make.manager(organisation)
    for person, role, place in (
        (other.supervisor, Role.SUPERVISOR, None),
        (other.trainee, Role.TRAINEE, None),
        (manager, Role.MANAGER, organisation),
        (make.trainee(organisation), Role.TRAINEE, None),
    ):
        client.sign_in(person, role=role, organisation=place)
        foreign = client.read(held.address, 404).html
        missing = client.read("/records/nothing", 404).html
        assert _without_tokens(foreign) == _without_tokens(missing)


def test_every_address_of_a_record_is_closed_to_a_manager(make: Make, client: Client) -> None:
    held = hold(make)
    manager = make.manager(held.people.organisation)
    client.sign_in(manager, role=Role.MANAGER, organisation=held.people.organisation)
    for rest in ("", "/sign", "/answer/countersign"):
        client.read(held.address + rest, 404)


def test_a_supervisor_who_manages_reads_no_record_under_the_manager_hat(
    make: Make, client: Client
) -> None:
    held = hold(make)
    make.membership(held.supervisor, held.people.organisation, Role.MANAGER)
    client.sign_in(held.supervisor, role=Role.MANAGER, organisation=held.people.organisation)
    client.read(held.address, 404)


def test_a_supervisor_whose_membership_ended_reads_no_more(
    session: Session, make: Make, client: Client
) -> None:
    held = hold(make)
    hat = session.scalars(
        select(Membership).where(Membership.person_id == held.supervisor.id)
    ).one()
    hat.state = MembershipState.ENDED
    held.as_supervisor(client).read(held.address, 404)


def test_a_trainee_whose_membership_ended_keeps_their_record(
    session: Session, make: Make, client: Client
) -> None:
    held = hold(make)
    hat = session.scalars(select(Membership).where(Membership.person_id == held.trainee.id)).one()
    hat.state = MembershipState.ENDED
    client.sign_in(held.trainee)
    assert held.supervisor.screen_name in client.read(held.address).words


def test_nobody_of_a_group_sees_the_names_of_the_others(make: Make, client: Client) -> None:
    held = hold(make, trainees=3)
    names = [person.screen_name for person in held.people.trainees]
    mine = held.as_trainee(client).read(held.address).words
    assert not any(name in mine for name in names[1:])
    theirs = held.as_supervisor(client).read(held.address).words
    assert all(name in theirs for name in names)


def test_each_side_sees_only_its_own_boxes(make: Make, client: Client) -> None:
    held = hold(make)
    page = held.as_supervisor(client).read(held.address)
    assert page.tree.xpath("//textarea/@id") == ["text-shared", "text-private"]
    page = held.as_trainee(client).read(held.address)
    assert page.tree.xpath("//textarea/@id") == ["text-own"]


def test_the_aide_memoire_says_when_it_is_deleted(make: Make, client: Client) -> None:
    held = hold(make, held_on=today())
    held.people.agreements[0].ends_on = date(2100, 1, 1)
    gone_on = today() + timedelta(days=90)
    words = held.as_supervisor(client).read(held.address).words
    assert str(gone_on.year) in words
    assert f"{gone_on.day} " in words.replace("\xa0", " ")


def test_every_reading_is_journaled_without_a_word(
    session: Session, make: Make, client: Client
) -> None:
    held = hold(make)
    share(held.as_supervisor(client), held, "mots secrets")
    held.as_trainee(client).read(held.address)
    readings = session.scalars(
        select(JournalEntry).where(JournalEntry.action == "supervision.read_record")
    ).all()
    assert {entry.actor_id for entry in readings} == {held.supervisor.id, held.trainee.id}
    assert {entry.subject_id for entry in readings} == {held.part.public_id}
    assert {entry.about_person_id for entry in readings} == {held.trainee.id}


def test_only_the_first_opening_of_a_shared_record_is_remembered(
    session: Session, make: Make, client: Client
) -> None:
    held = hold(make)
    held.as_trainee(client).read(held.address)
    assert _part(session, held.part.id).opened_at is None
    share(held.as_supervisor(client), held)
    held.as_trainee(client).read(held.address)
    first = _part(session, held.part.id).opened_at
    client.read(held.address)
    assert first is not None
    assert _part(session, held.part.id).opened_at == first


def test_the_supervisor_is_not_told_that_the_record_was_opened(make: Make, client: Client) -> None:
    held = hold(make)
    share(held.as_supervisor(client), held)
    before = held.as_supervisor(client).read(held.address).words
    held.as_trainee(client).read(held.address)
    assert held.as_supervisor(client).read(held.address).words == before


def test_after_14_days_a_signature_reads_as_not_countersigned(make: Make, client: Client) -> None:
    held = hold(make)
    signed(held, at=now() - timedelta(days=14))
    words = held.as_supervisor(client).read(held.address).words
    assert "Non contresigné" in words or "Not countersigned" in words
    page = held.as_trainee(client).read(held.address)
    assert page.tree.xpath(f"//a[@href='{held.address}/answer/countersign']")


def test_a_typed_tag_stays_text(make: Make, client: Client) -> None:
    held = hold(make)
    write(held.as_supervisor(client), held, "shared", "<b>gras</b> & </textarea><script>", "share")
    page = held.as_trainee(client).read(held.address)
    assert "<b>gras</b> & </textarea><script>" in page.words


def test_a_record_is_kept_by_no_cache(make: Make, client: Client) -> None:
    held = hold(make)
    held.as_trainee(client)
    assert "no-store" in client.open(held.address).headers["Cache-Control"]


def test_a_record_takes_as_many_statements_alone_as_in_a_group(
    app: Application, make: Make, client: Client
) -> None:
    counts = set()
    for people in (2, 10):
        held = hold(make, trainees=people)
        share(held.as_supervisor(client), held)
        write(client, held, "private", "aide")
        address = held.address
        with _counted(app) as statements:
            client.read(address)
        counts.add(len(statements))
    assert len(counts) == 1
    assert counts.pop() <= MOST_STATEMENTS, "\n".join(statements)


@contextmanager
def _counted(app: Application) -> Iterator[list[str]]:
    engine: Engine = app.extensions["sillage.engine"]
    statements: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")):
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


def _part(session: Session, part_id: int) -> Participation:
    return session.scalars(select(Participation).where(Participation.id == part_id)).one()


def _without_tokens(html: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]*"', "", html)
