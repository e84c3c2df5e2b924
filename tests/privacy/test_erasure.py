"""Erasing one's account: what goes, what stays, and what is never brought back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import String, Table, cast, func, or_, select
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, Person, PersonState
from lms.accounts.operations.invitations import InvitePerson, Secrets
from lms.app.commands import lms
from lms.app.tables import metadata
from lms.certification import jobs as certification
from lms.certification.models import Certificate, FileState
from lms.certification.rules.codes import code_from
from lms.journal.models import JournalEntry
from lms.kernel.actor import Role
from lms.kernel.keys import Keys
from lms.learning.operations.invitations import invite
from lms.outbox.models import Letter, LetterState
from lms.privacy import jobs
from lms.privacy.models import ErasedPerson, Erasure
from lms.privacy.operations.erasing import Erasing, erase_person
from lms.privacy.operations.erasure_list import merge_lists
from lms.privacy.operations.reapply import reapply_erasures
from lms.privacy.rules.erasures import KEPT_OPEN, lines_in, list_path, person_digest
from lms.storage import jobs as storage
from lms.supervision.models import SessionText, Signature, TextKind
from lms.supervision.operations.erasing import _signed
from lms.vault.models import PersonKey
from lms.web.database import Application
from lms.web.page import new_token, now
from tests.client import Client, Page
from tests.make import Make, today
from tests.privacy.lives import SECRET, life

PATH = "/account/data/erase"

GOES = {
    "address_changes.person_id",
    "answer_readings.person_id",
    "authenticator_apps.person_id",
    "drafts.person_id",
    "exports.person_id",
    "invitations.accepted_by",
    "join_requests.person_id",
    "known_devices.person_id",
    "passage_comments.person_id",
    "open_answers.person_id",
    "passkeys.person_id",
    "portfolio_pieces.person_id",
    "password_resets.person_id",
    "person_keys.person_id",
    "reading_places.person_id",
    "recovery_codes.person_id",
    "release_requests.asker_id",
    "sign_in_links.person_id",
    "sign_ins.person_id",
    "typed_answers.person_id",
    "works.person_id",
    "competency_levels.person_id",
    "evidence.person_id",
    "positionings.person_id",
}
"""Columns that name a person: no row of an erased one is left."""
STAYS = {
    "bank_questions.changed_by": "the organisation's questions",
    "answer_readings.reader_id": "what was said to people in training, who keep it",
    "attendance_marks.person_id": "signatures of half-days: evidence of training",
    "attendance_marks.marked_by": "that whoever led wrote a line for somebody",
    "session_trainers.person_id": "that somebody led a session which others signed",
    "join_requests.closed_by": "who answered, for the person who asked",
    "cohort_links.made_by": "the links of a cohort, by which others joined",
    "attempts.person_id": "results of checks: evidence of training",
    "certificates.person_id": "the register, without the name",
    "completions.person_id": "steps: evidence of training",
    "deadline_moves.given_by": "the time that others were given, who keep it",
    "erasures.person_id": "that the wish was carried out",
    "memberships.person_id": "dates of roles, on which the rest stands",
    "draft_reviews.reviewer_id": "that a second person read a draft: the organisation's proof",
    "passage_answers.author_id": "what readers of a version were answered, kept with it",
    "programme_draft_files.changed_by": "the organisation's programme, on which others go on",
    "programme_drafts.sent_by": "the same: who sent it may not approve it",
    "programme_drafts.started_by": "the same",
    "release_requests.author_id": "what the other person asked for, answered as gone",
    "session_texts.author_id": "records shared with trainees, who keep them",
    "review_responsibilities.person_id": "that the organisation answered for what it offered",
    "signatures.person_id": "the other side's proof",
    "tutor_contacts.tutor_id": "that somebody was answered, and when: evidence of training",
    "tutor_messages.author_id": "what was written to people in training, who keep it",
    "work_texts.author_id": "feedback to works of others, who keep it",
    "competency_levels.said_by": "what was seen of others, who keep it",
    "exemptions.person_id": "that a step was not asked: evidence of training",
    "exemptions.given_by": "from what others were exempted, who keep it",
    "exemption_withdrawals.withdrawn_by": "the same",
    "exemption_texts.author_id": "what was written about others, who keep it",
    "exemption_files.author_id": "the same",
    "evidence.seen_by": "what was seen of others, who keep it",
    "works.answered_by": "who answered, for the person whose work it is",
    "supervision_sessions.supervisor_id": "the trainees' hours",
}


def erase(session: Session, app: Application, person: Person) -> None:
    """The erasure itself, without the days before."""
    keys: Keys = app.extensions["sillage.keys"]
    how = Erasing(token=new_token(), today=today(), now=now())
    erase_person(session, keys, person.id, how)
    session.commit()
    session.expire_all()


def ask(client: Client, person: Person, role: Role | None = Role.TRAINEE, **where: Any) -> Page:
    client.sign_in(person, role=role, **where)
    return client.submit(PATH, understood="y")


def link_of(session: Session) -> str:
    letters = select(Letter.link).where(Letter.link.startswith("/erasure/"))
    return session.scalars(letters).one()


# What is shown before


def test_the_page_says_from_ones_own_data_what_goes_what_stays_why_and_until_when(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    one = life(app, session, make, client)
    client.sign_in(one.person, role=Role.TRAINEE)
    words = client.read(PATH).words.replace("\u00a0", " ")
    assert "zephyrine@exemple.test" in words
    assert "1 brouillon ou réflexion" in words
    assert "1 attestation : numéro" in words
    last = one.held.session.held_on + timedelta(days=2192)
    assert str(last.year) in words
    assert "prouver la formation" in words
    assert str((now() + KEPT_OPEN).day) in words
    assert session.scalar(select(func.count(Erasure.id))) == 0


def test_somebody_without_anything_is_not_shown_lines_about_nothing(
    make: Make, client: Client
) -> None:
    client.sign_in(make.person())
    words = client.read(PATH).words
    assert "attestation :" not in words
    assert "séance" not in words


def test_nothing_is_asked_for_without_the_tick(
    session: Session, make: Make, client: Client
) -> None:
    person = make.trainee()
    client.sign_in(person, role=Role.TRAINEE)
    page = client.submit(PATH, PATH, status=422)
    assert page.errors()
    assert session.scalar(select(func.count(Erasure.id))) == 0
    client.read("/home")


# Asking, and changing one's mind


def test_asking_closes_the_account_at_once_and_writes_one_neutral_letter(
    session: Session, make: Make, client: Client
) -> None:
    person = make.trainee()
    page = ask(client, person)
    assert page.path == "/erasure"
    assert client.read("/account").path == "/sign-in"
    session.refresh(person)
    assert person.state is PersonState.CLOSED
    words = client.submit(
        "/sign-in", status=422, email=person.email, password="une phrase assez longue"
    )
    assert words.path == "/sign-in"
    assert link_of(session)


def test_the_mailed_link_opens_the_account_again_as_it_was(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    person = make.trainee()
    ask(client, person)
    link = link_of(session)
    page = client.submit(link, link)
    assert page.path == "/sign-in"
    session.refresh(person)
    assert person.state is PersonState.ACTIVE
    assert jobs.erase_due(app, now=now() + KEPT_OPEN + timedelta(hours=1)) == 0
    client.sign_in(person, role=Role.TRAINEE)
    client.read("/home")
    client.read(link, 404)


def test_the_link_is_worth_nothing_once_the_day_has_come(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    person = make.trainee()
    ask(client, person)
    link = link_of(session)
    assert jobs.erase_due(app, now=now() + KEPT_OPEN - timedelta(minutes=1)) == 0
    assert jobs.erase_due(app, now=now() + KEPT_OPEN + timedelta(minutes=1)) == 1
    assert jobs.erase_due(app, now=now() + KEPT_OPEN + timedelta(minutes=1)) == 0
    client.read(link, 404)
    session.refresh(person)
    assert person.state is PersonState.ERASED


def test_who_manages_an_organisation_alone_names_somebody_else_first(
    session: Session, make: Make, client: Client
) -> None:
    organisation = make.organisation("Les Tilleuls")
    manager = make.manager(organisation)
    client.sign_in(manager, role=Role.MANAGER, organisation=organisation)
    page = client.read(PATH)
    assert "Les Tilleuls" in page.words
    assert not page.tree.xpath("//*[@name='understood']")
    make.manager(organisation)
    assert ask(client, manager, Role.MANAGER, organisation=organisation).path == "/erasure"


def test_two_managers_cannot_both_leave(session: Session, make: Make, client: Client) -> None:
    organisation = make.organisation()
    first, second = make.manager(organisation), make.manager(organisation)
    ask(client, first, Role.MANAGER, organisation=organisation)
    client.sign_in(second, role=Role.MANAGER, organisation=organisation)
    assert not client.read(PATH).tree.xpath("//*[@name='understood']")


# What goes


def people_columns() -> Iterator[tuple[Table, Any]]:
    for table in metadata.tables.values():
        for column in table.columns:
            if any(key.column.table.name == "people" for key in column.foreign_keys):
                yield table, column


def test_every_column_that_points_at_a_person_is_listed_as_going_or_staying() -> None:
    found = {f"{table.name}.{column.name}" for table, column in people_columns()}
    assert found == GOES | STAYS.keys()


def test_nothing_of_what_goes_is_left(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    one = life(app, session, make, client)
    erase(session, app, one.person)
    for table, column in people_columns():
        if f"{table.name}.{column.name}" in GOES:
            left = select(func.count()).select_from(table).where(column == one.person.id)
            assert session.scalar(left) == 0, table.name


def test_no_cell_of_any_table_names_the_person_any_more(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    one = life(app, session, make, client)
    secrets = Secrets(token=new_token(), public_id=new_token(), message_id=new_token())
    order = InvitePerson(
        given_name="Zéphyrine",
        family_name="Vauquelin",
        email="Zephyrine@exemple.test",
        role=Role.SUPERVISOR,
        locale="fr",
    )
    place = one.earned.organisation.id
    invite(
        session,
        order,
        version_id=None,
        organisation_id=place,
        invited_by=None,
        secrets=secrets,
        now=now(),
    )
    assert any(naming(session))
    erase(session, app, one.person)
    assert list(naming(session)) == []


def naming(session: Session) -> Iterator[str]:
    """table.column of each text that holds a part of the person's name or address."""
    session.commit()
    for table in metadata.tables.values():
        for column in table.columns:
            if str(column.type).upper() not in {"VARCHAR", "TEXT", "JSON", "JSONB"}:
                continue
            words = func.lower(cast(column, String))
            told = or_(*(words.contains(w) for w in ("phyrine", "vauquelin", "zephyrine")))
            if session.scalar(select(func.count()).select_from(table).where(told)):
                yield f"{table.name}.{column.name}"


def test_the_key_goes_and_every_text_about_the_person_with_it(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    one = life(app, session, make, client)
    assert session.get(PersonKey, one.person.id) is not None
    erase(session, app, one.person)
    assert session.get(PersonKey, one.person.id) is None
    assert session.scalars(select(SessionText)).all() == []


def test_the_document_is_deleted_from_the_disk(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    one = life(app, session, make, client)
    file = app.extensions["sillage.settings"].files.path_of(str(one.certificate.file_kept_as))
    assert file.exists()
    erase(session, app, one.person)
    storage.forget_unwanted(app, now=now())
    assert not file.exists()
    held = session.scalars(select(Certificate)).one()
    assert (held.file_state, held.file_kept_as, held.file_key) == (FileState.ERASED, None, None)


def test_letters_that_wait_for_the_person_are_never_sent(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    one = life(app, session, make, client)
    erase(session, app, one.person)
    waiting = select(Letter).where(Letter.state == LetterState.PENDING)
    supervisor = one.earned.supervisor.email
    assert {letter.to_address for letter in session.scalars(waiting)} <= {supervisor}


# What stays


def test_the_certificate_still_verifies_and_names_nobody(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    one = life(app, session, make, client)
    erase(session, app, one.person)
    page = client.submit(f"/v/{code_from(one.token)}", family_name="Vauquelin")
    assert page.tree.xpath("//*[contains(@class, 'verdict')]")
    assert one.certificate.number in page.words
    assert "Zéphyrine" not in page.words
    wrong = client.submit(f"/v/{code_from(one.token)}", family_name="Autre")
    assert one.certificate.number not in wrong.words


def test_the_register_shows_number_and_date_without_a_name(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    one = life(app, session, make, client)
    erase(session, app, one.person)
    client.sign_in(one.earned.manager, role=Role.MANAGER, organisation=one.earned.organisation)
    page = client.read(one.earned.register_path)
    assert one.certificate.number in page.words
    assert "Nom effacé" in page.words
    assert "Zéphyrine" not in page.html
    single = client.read(f"{one.earned.register_path}/{one.certificate.public_id}")
    assert one.certificate.number in single.words
    assert "Nom effacé" in single.words
    client.read(f"/certificates/{one.certificate.public_id}/file", 404)


def test_the_other_side_keeps_its_signed_session_with_an_erased_person(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    one = life(app, session, make, client)
    erase(session, app, one.person)
    one.held.as_supervisor(client)
    page = client.read("/sessions")
    assert "Personne effacée" in page.words
    record = client.read(one.held.address)
    assert "Personne effacée" in record.words
    assert SECRET not in record.html


def test_an_english_reader_is_told_so_in_english(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    one = life(app, session, make, client)
    erase(session, app, one.person)
    one.earned.supervisor.locale = "en"
    one.held.as_supervisor(client)
    words = client.read(one.held.address).words
    assert "Erased person" in words
    assert "Personne effacée" not in words


def test_a_supervisors_aide_memoires_are_destroyed_and_shared_records_stay_with_the_trainee(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    one = life(app, session, make, client)
    erase(session, app, one.earned.supervisor)
    kinds = set(session.scalars(select(SessionText.kind)))
    assert kinds == {TextKind.SHARED, TextKind.OWN, TextKind.ANSWER}
    one.held.as_trainee(client)
    page = client.read(one.held.address)
    assert SECRET in page.words
    assert "Personne effacée" in page.words


def test_signatures_keep_their_facts_and_a_digest_that_fits(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    one = life(app, session, make, client)
    keys: Keys = app.extensions["sillage.keys"]
    facts = {s.id: s.facts for s in session.scalars(select(Signature))}
    erase(session, app, one.person)
    signatures = session.scalars(select(Signature)).all()
    assert {s.id: s.facts for s in signatures} == facts
    assert all(_signed(s).digest(keys) == s.digest for s in signatures)
    kept = select(JournalEntry.details).where(JournalEntry.action == "supervision.erase_name")
    assert len(session.scalars(kept).one()["digest_before"]) == 64


def test_a_signature_that_was_tampered_with_does_not_become_right(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    one = life(app, session, make, client)
    keys: Keys = app.extensions["sillage.keys"]
    signature = session.scalars(
        select(Signature).where(Signature.person_id == one.earned.supervisor.id)
    ).one()
    signature.facts = {**signature.facts, "minutes": 480}
    session.commit()
    erase(session, app, one.person)
    session.refresh(signature)
    assert _signed(signature).digest(keys) != signature.digest


def test_what_stays_is_a_shell_whose_roles_have_ended(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    one = life(app, session, make, client)
    erase(session, app, one.person)
    shell = session.get_one(Person, one.person.id)
    assert (shell.state, shell.email, shell.password_hash) == (PersonState.ERASED, "", "")
    roles = session.scalars(select(Membership).where(Membership.person_id == shell.id)).all()
    assert all(role.ended_on is not None and role.sort_name == "" for role in roles)


def test_the_address_may_begin_anew(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    one = life(app, session, make, client)
    erase(session, app, one.person)
    make.person("Zéphyrine", "Vauquelin", email="zephyrine@exemple.test")


# The list, and the restore


@pytest.fixture
def erased_list(app: Application) -> Iterator[Path]:
    path = list_path(app.extensions["sillage.settings"].data)
    path.unlink(missing_ok=True)
    yield path
    path.unlink(missing_ok=True)


def test_an_erasure_is_on_the_list_in_the_database_and_beside_it(
    app: Application, session: Session, make: Make, client: Client, erased_list: Path
) -> None:
    person = make.trainee()
    ask(client, person)
    jobs.erase_due(app, now=now() + KEPT_OPEN + timedelta(minutes=1))
    keys: Keys = app.extensions["sillage.keys"]
    digest = person_digest(keys, person.public_id)
    assert set(lines_in(erased_list.read_text())) == {digest}
    assert session.scalars(select(ErasedPerson.digest)).one() == digest
    assert person.public_id not in erased_list.read_text()


def test_a_restore_erases_again_whoever_the_backup_brought_back(
    app: Application, session: Session, make: Make, client: Client, erased_list: Path
) -> None:
    one = life(app, session, make, client)
    other = make.trainee()
    keys: Keys = app.extensions["sillage.keys"]
    erased_list.parent.mkdir(exist_ok=True)
    line = person_digest(keys, one.person.public_id)
    erased_list.write_text(f'{{"person": "{line}", "at": "2026-11-01T00:00:00+00:00"}}\n')
    session.commit()
    sessions = app.extensions["sillage.sessions"]
    assert reapply_erasures(sessions, keys, erased_list, now=now()) == 1
    assert reapply_erasures(sessions, keys, erased_list, now=now()) == 0
    session.expire_all()
    assert list(naming(session)) == []
    assert other.state is PersonState.ACTIVE


def test_a_line_cut_short_by_a_crash_harms_no_other() -> None:
    moment: datetime = now()
    whole = f'{{"person": "a", "at": "{moment.isoformat()}"}}\n'
    assert set(lines_in(whole + '{"person": "b", "a')) == {"a"}


def test_a_certificate_without_a_name_is_not_replaced(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    one = life(app, session, make, client)
    erase(session, app, one.person)
    client.sign_in(one.earned.manager, role=Role.MANAGER, organisation=one.earned.organisation)
    address = f"{one.earned.register_path}/{one.certificate.public_id}"
    single = client.read(address)
    assert "Remplacer" not in single.words
    assert "en préparation" not in single.words
    refused = client.submit(f"{address}/replace", f"{address}/replace", status=422)
    assert "reste telle quelle" in refused.words


def test_a_name_that_left_the_register_by_its_rule_leaves_the_document_to_its_holder(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    one = life(app, session, make, client)
    later = now() + timedelta(days=3654)
    assert certification.forget_old(app, later)
    session.expire_all()
    document = f"/certificates/{one.certificate.public_id}/file"
    client.sign_in(one.person, role=Role.TRAINEE)
    assert "Nom effacé" in client.read("/certificates").words
    assert client.open(document).data == b"%PDF Vauquelin"
    client.sign_in(one.earned.manager, role=Role.MANAGER, organisation=one.earned.organisation)
    client.read(document, 404)


# Requests by post


def test_the_operator_has_somebody_erased_who_asked_by_post(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    person = make.trainee()
    session.commit()
    run = app.test_cli_runner().invoke
    assert run(lms, ["erasures", "ask", "nobody@exemple.test", "--yes"]).exit_code == 1
    assert run(lms, ["erasures", "cancel", person.email, "--yes"]).exit_code == 1
    assert "closed" in run(lms, ["erasures", "ask", person.email, "--yes"]).output
    session.refresh(person)
    assert person.state is PersonState.CLOSED
    assert "open again" in run(lms, ["erasures", "cancel", person.email, "--yes"]).output
    state = session.scalars(select(Person.state).where(Person.id == person.id)).one()
    assert state is PersonState.ACTIVE


def test_the_operator_is_told_who_manages_alone(
    app: Application, session: Session, make: Make
) -> None:
    manager = make.manager(make.organisation("Les Tilleuls"))
    session.commit()
    refused = app.test_cli_runner().invoke(lms, ["erasures", "ask", manager.email, "--yes"])
    assert refused.exit_code == 1
    assert "Les Tilleuls" in refused.output


def test_a_restore_keeps_the_lines_of_both_lists(tmp_path: Path) -> None:
    lines = [f'{{"person": "{name}", "at": "2026-11-01T00:00:00+00:00"}}\n' for name in "abc"]
    living, backup = tmp_path / "living.jsonl", tmp_path / "backup.jsonl"
    living.write_text(lines[0] + lines[1])
    backup.write_text(lines[1] + lines[2] + '{"person": "cut')
    assert merge_lists(living, backup) == 1
    assert merge_lists(living, tmp_path / "none.jsonl") == 0
    assert set(lines_in(living.read_text())) == {"a", "b", "c"}
