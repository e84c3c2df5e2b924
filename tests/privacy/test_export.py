"""Asking for everything about oneself, and taking it away."""

from __future__ import annotations

import json
from datetime import timedelta

import flask_babel
import pytest
from lxml import html
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from lms.accounts.models import SignIn
from lms.certification.jobs import print_due
from lms.certification.models import FileState
from lms.exports import operations
from lms.exports.models import Export, ExportKind, ExportPart, ExportState
from lms.exports.rules import pace
from lms.exports.rules.sealing import in_parts
from lms.journal.models import JournalEntry
from lms.kernel.actor import Role
from lms.outbox.models import Letter
from lms.privacy.jobs import forget_expired, make_due
from lms.privacy.render.sentences import said
from lms.privacy.rules.schema import schema
from lms.vault.models import PersonKey
from lms.web.database import Application
from lms.web.page import now
from tests.certification.earned import document, earned, issued
from tests.client import Client
from tests.make import Make
from tests.privacy.aide_memoires import keep_aide_memoire
from tests.privacy.taken import ask, export_of, ready_export, take
from tests.supervision.held import hold, share, write


def test_a_person_takes_everything_about_themselves(make: Make, client: Client) -> None:
    trainee = make.trainee()
    taken = export_of(client, trainee)
    assert taken.data["format"] == "sillage-export"
    assert taken["account"][0]["email"] == trainee.email
    assert trainee.screen_name in taken.page
    assert set(taken.archive.namelist()) == {
        "data.json",
        "index.html",
        "schema.json",
        "style.css",
    }


def test_private_texts_are_opened_for_the_person_they_belong_to(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    held = hold(make)
    share(held.as_supervisor(client), held, "Nous avons parlé du cadre.")
    keep_aide_memoire(session, app.extensions["sillage.keys"], held, "Pense à l'hésitation.")
    write(held.as_trainee(client), held, "own", "Ce que je retiens.")
    taken = take(client)
    assert taken["shared_records"][0]["words"] == "Nous avons parlé du cadre."
    assert taken["own_notes"][0]["words"] == "Ce que je retiens."
    assert "Ce que je retiens." in taken.page
    assert "hésitation" not in taken.page + json.dumps(taken.data)
    about = taken["aide_memoires_about_me"][0]
    assert (about["author_role"], about["release"]) == ("supervisor", "not_asked")
    assert about["held_on"] == held.session.held_on.isoformat()
    assert taken["supervision_received"][0]["supervisor"] == held.supervisor.screen_name


def test_the_author_takes_their_own_aide_memoires(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    held = hold(make)
    keep_aide_memoire(session, app.extensions["sillage.keys"], held, "Pense à l'hésitation.")
    share(held.as_supervisor(client), held, "Nous avons parlé du cadre.")
    taken = take(client)
    assert taken["aide_memoires_written"][0]["words"] == "Pense à l'hésitation."
    assert "parlé du cadre" not in taken.page + json.dumps(taken.data)


def test_a_record_that_is_not_shared_yet_stays_with_its_author(make: Make, client: Client) -> None:
    held = hold(make)
    write(held.as_supervisor(client), held, "shared", "Un brouillon.")
    taken = export_of(client, held.trainee, role=Role.TRAINEE)
    assert taken["shared_records"] == []
    assert "Un brouillon." not in taken.page


def test_other_participants_of_a_group_are_not_named(make: Make, client: Client) -> None:
    held = hold(make, trainees=3)
    taken = export_of(client, held.trainee, role=Role.TRAINEE)
    words = taken.page + json.dumps(taken.data, ensure_ascii=False)
    assert not any(peer.screen_name in words for peer in held.people.trainees[1:])


def test_certificates_are_in_the_archive(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    one = earned(make)
    held, _token = issued(make, app.extensions["sillage.keys"], one)
    assert print_due(app, now()) == 1
    taken = export_of(client, one.person, role=Role.TRAINEE)
    (name,) = taken.data["files"]
    assert name.startswith("certificates/")
    assert name.endswith(".pdf")
    assert taken.read(name) == document(app, session, held)
    assert f'href="{name}"' in taken.page


def test_a_document_that_cannot_be_read_leaves_the_rest(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    one = earned(make)
    held, _token = issued(make, app.extensions["sillage.keys"], one)
    held.file_state, held.file_sha256, held.code_sealed = FileState.READY, "0" * 64, None
    taken = export_of(client, one.person, role=Role.TRAINEE)
    assert taken.data["files"] == []
    assert "n’ont pas pu être lus" in taken.page


def test_a_text_that_no_longer_opens_leaves_the_rest(make: Make, client: Client) -> None:
    held = hold(make)
    share(held.as_supervisor(client), held)
    write(held.as_trainee(client), held, "own", "Ce que je retiens.")
    make.session.execute(update(PersonKey).values(wrapped=b"0" * 60))
    ask(client)
    # The key of the archive itself is sealed under the person's: nothing is handed out in plain.
    assert make_due(client.app, now=now()) == 0
    assert make.session.scalars(select(Export.state)).one() is ExportState.REQUESTED


def test_data_json_keeps_to_the_published_schema(make: Make, client: Client) -> None:
    held = hold(make)
    share(held.as_supervisor(client), held)
    taken = export_of(client, held.trainee, role=Role.TRAINEE)
    assert json.loads(taken.read("schema.json")) == schema()
    described = schema()["properties"]["sections"]["properties"]
    assert set(taken.data["sections"]) == set(described)
    for name, rows in taken.data["sections"].items():
        wanted = described[name]["items"]
        for row in rows:
            assert set(row) == set(wanted["required"]), name
            wrong = [k for k, v in row.items() if not fits(v, wanted["properties"][k])]
            assert wrong == [], name


def fits(value: object, described: dict[str, object]) -> bool:
    kinds = described["type"]
    named = {str: "string", int: "integer", bool: "boolean", dict: "object", list: "array"}
    kind = "null" if value is None else named[type(value)]
    allowed = described.get("enum", [value])
    assert isinstance(allowed, list)
    return kind in (kinds if isinstance(kinds, list) else [kinds]) and value in allowed


def test_the_page_stands_alone_and_reads_well(make: Make, client: Client) -> None:
    page = export_of(client, make.trainee()).page
    tree = html.fromstring(page)
    assert tree.get("lang") == "fr"
    assert len(tree.xpath("//h1")) == 1
    assert tree.xpath("//link/@href") == ["style.css"]
    assert not tree.xpath("//script | //style | //@style | //img")
    inside = {href for href in tree.xpath("//a/@href") if href.startswith("#")}
    assert {f"#{name}" for name in tree.xpath("//@id")} >= inside
    assert "%(" not in page
    assert "None" not in page


def test_the_page_speaks_the_reader_s_language(make: Make, client: Client) -> None:
    trainee = make.trainee(locale="en")
    page = export_of(client, trainee).page
    assert "Everything about me" in page
    assert "Tout ce qui" not in page


def test_one_export_is_prepared_at_a_time(make: Make, client: Client) -> None:
    client.sign_in(make.trainee())
    ask(client)
    page = client.submit("/account/data/export", "/account/data/export", status=422)
    assert "déjà en préparation" in page.words
    assert client.session is not None
    assert client.session.scalar(select(func.count()).select_from(Export)) == 1


def test_an_export_is_asked_for_once_an_hour(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    trainee = make.trainee()
    client.sign_in(trainee)
    take(client)
    page = client.submit("/account/data/export", "/account/data/export", status=422)
    assert "une fois par heure" in page.words
    session.execute(update(Export).values(asked_at=now() - pace.ASKED_EVERY[ExportKind.EVERYTHING]))
    take(client)
    # The earlier one is gone.
    assert session.scalar(select(func.count()).select_from(Export)) == 1


def test_asking_needs_a_recent_proof(session: Session, make: Make, client: Client) -> None:
    client.sign_in(make.trainee())
    client.read("/account/data")
    session.execute(update(SignIn).values(proved_at=now() - timedelta(hours=2)))
    assert client.read("/account/data/export").path == "/confirm"
    answer = client.open("/account/data/export/nothing")
    assert answer.status_code == 303
    assert "/confirm" in answer.headers["Location"]


def test_an_export_is_its_owner_s_alone(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    export = ready_export(session, app.extensions["sillage.keys"], make.trainee())
    client.sign_in(make.trainee())
    client.read(f"/account/data/export/{export.public_id}", 404)


def test_an_export_ends_after_a_day(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    trainee = make.trainee()
    export = ready_export(session, app.extensions["sillage.keys"], trainee)
    export.expires_at = now()
    client.sign_in(trainee)
    client.read(f"/account/data/export/{export.public_id}", 404)
    assert "Demander mon archive" in client.read("/account/data").words
    assert forget_expired(app, now=now()) == 1
    assert session.scalar(select(func.count()).select_from(ExportPart)) == 0
    assert forget_expired(app, now=now()) == 0


def test_nothing_of_an_export_is_stored_in_plain(
    session: Session, make: Make, client: Client
) -> None:
    held = hold(make)
    write(held.as_trainee(client), held, "own", "Ce que je retiens.")
    take(client)
    kept = b"".join(session.scalars(select(ExportPart.sealed)))
    assert kept[:2] != b"PK"
    assert b"index.html" not in kept
    assert session.scalars(select(Export.sealed_key)).one() is not None


def test_the_mail_tells_nothing(session: Session, make: Make, client: Client) -> None:
    trainee = make.trainee()
    export_of(client, trainee)
    letter = session.scalars(select(Letter).where(Letter.to_address == trainee.email)).one()
    assert letter.words["subject"]["msgid"] == "A document is waiting for you"
    assert letter.link == "/account/data"


def test_sentences_are_kept_as_structure_and_read_as_words(app: Application) -> None:
    params = {"minutes": {"minutes": 90}, "day": {"day": "2026-11-22"}, "held_on": "2026-11-01"}
    words = "%(minutes)s / %(day)s / %(held_on)s / %(name)s / %(num)s"
    packed = {"msgid": words, "params": {**params, "name": "Zoé", "num": 3}}
    with app.app_context(), flask_babel.force_locale("fr"):
        read = said(packed).replace("\u00a0", " ")
    assert read == "1 h 30 / 22 novembre 2026 / 1er novembre 2026 / Zoé / 3"


def test_request_and_download_are_journaled(session: Session, make: Make, client: Client) -> None:
    trainee = make.trainee()
    export_of(client, trainee)
    acts = session.execute(
        select(JournalEntry.action, JournalEntry.actor_id)
        .where(JournalEntry.about_person_id == trainee.id, JournalEntry.action.like("privacy.%"))
        .order_by(JournalEntry.id)
    ).all()
    assert [tuple(act) for act in acts] == [
        ("privacy.ask_export", trainee.id),
        ("privacy.make_export", None),
        ("privacy.download_export", trainee.id),
    ]


def test_a_killed_worker_leaves_nothing_behind(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    client.sign_in(make.trainee())
    ask(client)
    export = session.scalars(select(Export)).one()
    killed = operations.claim(session, export.id, now=now())
    assert killed is not None
    operations.keep_part(session, killed, b"0" * 32, 0, b"half")
    session.commit()
    assert make_due(app, now=now()) == 0
    later = now() + pace.TAKEN_UP_AFTER
    assert make_due(app, now=later) == 1
    assert set(session.scalars(select(ExportPart.attempt))) == {2}
    # The killed one, should it wake, changes nothing any more.
    keys = app.extensions["sillage.keys"]
    assert not operations.finish(session, keys, killed, b"0" * 32, parts=1, size=4, now=later)


@pytest.mark.parametrize("attempts", [0, pace.MOST_ATTEMPTS - 1])
def test_a_failure_is_tried_again_and_given_up_in_the_end(
    app: Application,
    session: Session,
    make: Make,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    attempts: int,
) -> None:
    monkeypatch.setattr("lms.exports.operations.making.MOST_BYTES", 10)
    client.sign_in(make.trainee())
    ask(client)
    session.execute(update(Export).values(attempts=attempts))
    assert make_due(app, now=now()) == 0
    state = session.scalars(select(Export.state)).one()
    assert session.scalar(select(func.count()).select_from(ExportPart)) == 0
    if attempts:
        assert state is ExportState.FAILED
        assert "n’a pas pu être préparée" in client.read("/account/data").words
        session.execute(update(Export).values(asked_at=now() - pace.KEPT_FOR))
        assert forget_expired(app, now=now()) == 1
    else:
        assert state is ExportState.REQUESTED
        assert "en cours de préparation" in client.read("/account/data").words


def test_an_archive_is_cut_into_even_parts() -> None:
    stream = [b"abc", b"", b"defgh", b"ijklmnopq"]
    assert list(in_parts(stream, 4)) == [b"abcd", b"efgh", b"ijkl", b"mnop", b"q"]
    assert list(in_parts([], 4)) == []
