"""Issuing: only managers, only when it is earned, only what was read, only once."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.certification.models import Certificate, CertificateState, FileState
from lms.journal.models import JournalEntry
from lms.kernel.actor import Role
from lms.kernel.keys import Keys
from lms.outbox.models import Letter
from lms.supervision.models import Standing
from tests.certification.earned import Earned, earned, issued, supervise
from tests.client import Client
from tests.make import Make


def as_manager(client: Client, one: Earned) -> None:
    client.sign_in(one.manager, role=Role.MANAGER, organisation=one.organisation)


def test_a_manager_reads_what_will_be_printed_and_issues_it(
    session: Session, make: Make, client: Client
) -> None:
    one = earned(make, unanswered=90)
    as_manager(client, one)

    shown = client.read(one.issue_path)
    for words in (
        "Awa Diop",
        "Acquis",
        "2 h",
        "4 h",
        "1 h 30",
        "Camille Arnaud",
        one.organisation.name,
    ):
        assert words.replace(" ", "\u00a0") in shown.html or words in shown.html, words
    page = client.submit(one.issue_path, seen=shown.tree.xpath("//input[@name='seen']/@value")[0])

    held = session.scalars(select(Certificate)).one()
    assert page.path.endswith(held.public_id)
    assert held.number == f"{one.organisation.prefix}-{held.issued_at.year}-000001"
    assert held.state is CertificateState.VALID
    assert held.file_state is FileState.REQUESTED
    document = held.snapshot["document"]
    assert document["printed_name"] == "Awa Diop"
    assert (document["supervision_minutes"], document["uncountersigned_minutes"]) == (240, 90)
    assert held.snapshot["file_name"].endswith("_diop_awa.pdf")


def test_issuing_is_journaled_and_announced_without_details(
    session: Session, make: Make, keys: Keys
) -> None:
    one = earned(make)
    held, _token = issued(make, keys, one)
    entry = session.scalars(select(JournalEntry)).one()
    assert (entry.action, entry.subject_id) == ("certification.issue", held.public_id)
    assert (entry.about_person_id, entry.actor_id) == (one.person.id, one.manager.id)
    letter = session.scalars(select(Letter)).one()
    assert letter.to_address == one.person.email
    told = str(letter.words)
    for word in ("Diop", one.organisation.name, "certificate", "peer"):
        assert word not in told


def test_neither_the_code_nor_the_family_name_is_readable_in_the_register(
    session: Session, make: Make, keys: Keys
) -> None:
    from lms.certification.rules.codes import code_from, spaced

    held, token = issued(make, keys, earned(make))
    row = {c.key: getattr(held, c.key) for c in Certificate.__table__.columns}
    code = code_from(token)
    assert code not in str(row)
    assert spaced(code) not in str(row)
    assert held.name_digest != keys.digest("certificate family name", "diop")


def test_nothing_is_issued_before_the_requirements_are_met(make: Make, client: Client) -> None:
    one = earned(make, minutes=60, unanswered=300)
    as_manager(client, one)
    page = client.read(one.issue_path)
    assert "3 h" in page.words.replace("\u00a0", " ")
    assert not page.tree.xpath("//input[@name='seen']")
    assert "2 / 2" not in page.words


def test_requirements_that_were_lost_meanwhile_refuse_the_certificate(
    session: Session, make: Make, client: Client
) -> None:
    one = earned(make, minutes=0)
    part = supervise(make, one.agreement, 240, Standing.COUNTERSIGNED)
    as_manager(client, one)
    shown = client.read(one.issue_path)
    part.minutes = 15
    session.commit()
    page = client.send(shown.form(seen=""), one.issue_path, status=422)
    assert page.tree.xpath("//*[@role='alert']//li")
    assert session.scalars(select(Certificate)).all() == []


def test_what_changed_since_it_was_read_is_read_again(
    session: Session, make: Make, client: Client
) -> None:
    one = earned(make)
    as_manager(client, one)
    shown = client.read(one.issue_path)
    one.person.printed_name = "Awa Ndiaye"
    session.commit()
    page = client.send(shown.form(seen=""), one.issue_path, status=422)
    assert "Awa Ndiaye" in page.words
    assert session.scalars(select(Certificate)).all() == []
    client.send(page.form(seen=""), one.issue_path)
    assert session.scalars(select(Certificate)).one().snapshot["document"]["printed_name"] == (
        "Awa Ndiaye"
    )


def test_a_manager_does_not_issue_to_themselves(
    session: Session, make: Make, client: Client
) -> None:
    one = earned(make)
    make.membership(one.person, one.organisation, Role.MANAGER)
    client.sign_in(one.person, role=Role.MANAGER, organisation=one.organisation)
    page = client.read(one.issue_path)
    assert not page.tree.xpath("//input[@name='seen']")
    form = client.read(one.register_path).form("/sign-out")
    form.set("action", one.issue_path)
    client.send(form, one.issue_path, status=422, seen="x", form_key="k")
    assert session.scalars(select(Certificate)).all() == []


def test_a_name_that_no_printer_can_print_is_mended_first(
    session: Session, make: Make, client: Client
) -> None:
    one = earned(make)
    as_manager(client, one)
    form = client.read(one.issue_path).form(seen="")
    one.person.printed_name = "Awa\u200b Diop"
    session.commit()
    assert not client.read(one.issue_path).tree.xpath("//input[@name='seen']")
    client.send(form, one.issue_path, status=422)
    assert session.scalars(select(Certificate)).all() == []


def test_the_same_form_sent_twice_issues_one_certificate(
    session: Session, make: Make, client: Client
) -> None:
    one = earned(make)
    as_manager(client, one)
    form = client.read(one.issue_path).form(seen="")
    first = client.send(form, one.issue_path)
    second = client.send(form, one.issue_path)
    assert first.path == second.path
    assert len(session.scalars(select(Certificate)).all()) == 1


def test_whoever_comes_second_is_led_to_the_certificate(
    session: Session, make: Make, client: Client, keys: Keys
) -> None:
    one = earned(make)
    as_manager(client, one)
    form = client.read(one.issue_path).form(seen="")
    held, _token = issued(make, keys, one)
    assert client.send(form, one.issue_path).path.endswith(held.public_id)
    assert client.read(one.issue_path).path.endswith(held.public_id)
    assert len(session.scalars(select(Certificate)).all()) == 1


def test_only_managers_of_the_organisation_open_the_page(make: Make, client: Client) -> None:
    one = earned(make)
    elsewhere = make.organisation()
    client.sign_in(one.person, role=Role.TRAINEE)
    client.read(one.issue_path, 403)
    client.sign_in(one.supervisor, role=Role.SUPERVISOR)
    client.read(one.issue_path, 403)
    client.sign_in(make.manager(elsewhere), role=Role.MANAGER, organisation=elsewhere)
    client.read(one.issue_path, 404)
    other = f"/orgs/{elsewhere.slug}/enrolments/{one.enrolment.public_id}/certificate"
    client.read(other, 404)


def test_a_snapshot_does_not_move_when_the_organisation_changes(
    session: Session, make: Make, keys: Keys
) -> None:
    one = earned(make)
    held, _token = issued(make, keys, one)
    before = dict(held.snapshot["document"])
    one.organisation.signatory_name = "Quelqu'un d'autre"
    one.person.printed_name = "Autre Nom"
    session.commit()
    session.expire_all()
    assert session.get_one(Certificate, held.id).snapshot["document"] == before
