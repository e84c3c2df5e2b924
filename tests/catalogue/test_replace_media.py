"""A file put in the place of another, and the bytes that nobody came to need."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from lms.catalogue.models import MediaFile
from lms.catalogue.operations import publish, send_for_review
from lms.catalogue.queries.drafts import files_of
from lms.catalogue.queries.media import media_at, media_of_draft
from lms.catalogue.rules.curriculum import read_curriculum
from lms.kernel.actor import Role
from lms.storage.jobs import forget_unwanted
from lms.storage.models import UnwantedFile
from lms.storage.operations import Store, read
from lms.web.page import new_token, now
from tests.catalogue.test_drafts import Desk
from tests.catalogue.test_media_taking import image, sound
from tests.catalogue.test_studio_media import HERE, add, at, media
from tests.client import Client
from tests.make import Make

BENCH = f"{HERE}a.png"


@pytest.fixture
def desk(session: Session, make: Make, client: Client) -> Desk:
    made = Desk(session, make)
    session.commit()
    client.sign_in(made.one, role=Role.AUTHOR, organisation=made.organisation)
    return made


def replace(
    client: Client, desk: Desk, name: str, content: bytes, given: str = "", **more: str
) -> TestResponse:
    address = f"{at(desk, name)}/replace"
    values = {**dict(client.read(at(desk, name)).form(address).form_values()), **more}
    values["file"] = (BytesIO(content), given or name)
    return client.open(address, method="POST", data=values, content_type="multipart/form-data")


def store(client: Client) -> Store:
    held: Store = client.http.application.extensions["sillage.settings"].files
    return held


def digest(desk: Desk, path: str = BENCH) -> str:
    desk.session.expire_all()
    facts = media_at(desk.session, desk.draft.id, path)
    assert facts is not None
    return facts.digest


def test_another_image_takes_the_place_and_the_words_stay(client: Client, desk: Desk) -> None:
    add(client, desk, "a.png", image("png"))
    where = at(desk, "a.png")
    client.submit(where, action=where, step="roots", words_fr="Un banc", words_en="A bench")
    text, before = desk.files["modules/role/01-roots.fr.md"], digest(desk)

    answer = replace(client, desk, "a.png", image("png", (90, 90)), "Autre nom.PNG")
    assert (answer.status_code, answer.location) == (303, where)
    assert media(desk) == [BENCH]
    assert digest(desk) != before
    assert desk.files["modules/role/01-roots.fr.md"] == text
    assert "![Un banc](media/a.png)" in text
    shown = client.open(client.read(where).tree.xpath("//main//img/@src")[0]).data
    assert sha256(shown).hexdigest() == digest(desk)


def test_the_transcript_of_a_sound_stays(client: Client, desk: Desk) -> None:
    add(client, desk, "voix.wav", sound(2))
    client.submit(at(desk, "voix.wav"), action=f"{at(desk, 'voix.wav')}/said", said_fr="Bonjour.")
    before = digest(desk, f"{HERE}voix.wav")
    assert replace(client, desk, "voix.wav", sound(3)).status_code == 303
    assert desk.files[f"{HERE}voix.wav.fr.md"] == "Bonjour.\n"
    assert digest(desk, f"{HERE}voix.wav") != before


@pytest.mark.parametrize(
    ("given", "content"),
    [("b.jpg", image("jpg")), ("b.png", b"<html>"), ("b.wav", sound(1)), ("", b"")],
)
def test_another_kind_is_refused_beside_the_field(
    client: Client, desk: Desk, given: str, content: bytes
) -> None:
    add(client, desk, "a.png", image("png"))
    before = digest(desk)
    answer = replace(client, desk, "a.png", content, given or " ")
    assert answer.status_code == 422
    assert b"field-error" in answer.data
    assert digest(desk) == before


def test_pressing_twice_replaces_once(client: Client, desk: Desk) -> None:
    add(client, desk, "a.png", image("png"))
    key = dict(client.read(at(desk, "a.png")).form(f"{at(desk, 'a.png')}/replace").form_values())
    first, second = (
        replace(client, desk, "a.png", image("png", (90, 90)), form_key=str(key["form_key"]))
        for _ in range(2)
    )
    assert first.location == second.location
    assert len(desk.session.scalars(select(MediaFile)).all()) == 1


def test_a_file_that_somebody_else_put_there_is_looked_at_first(client: Client, desk: Desk) -> None:
    add(client, desk, "a.png", image("png"))
    seen = digest(desk)
    replace(client, desk, "a.png", image("png", (90, 90)))
    theirs = digest(desk)
    answer = replace(client, desk, "a.png", image("png", (70, 70)), seen=seen)
    assert answer.status_code == 422
    assert digest(desk) == theirs


def test_a_published_version_keeps_the_file_that_it_had(client: Client, desk: Desk) -> None:
    add(client, desk, "a.png", image("png"))
    before = digest(desk)
    source = read_curriculum(
        files_of(desk.session, desk.draft.id), media_of_draft(desk.session, desk.draft.id)
    )
    publish(
        desk.session,
        source,
        source.programmes[0],
        now=now(),
        public_id=new_token(),
        organisation_id=desk.organisation.id,
    )
    desk.session.commit()
    replace(client, desk, "a.png", image("png", (90, 90)))
    forget_unwanted(client.http.application, now=now() + timedelta(days=90))  # type: ignore[arg-type]
    assert read(store(client), before)
    assert read(store(client), digest(desk))


def test_bytes_whose_row_was_refused_go_the_next_day(client: Client, desk: Desk) -> None:
    add(client, desk, "a.png", image("png"))
    kept, before = digest(desk), set(store(client).names())
    form = client.read(at(desk, "a.png")).form(f"{at(desk, 'a.png')}/replace")
    send_for_review(desk.session, desk.draft, act=desk.act())
    desk.session.commit()
    values = {**dict(form.form_values()), "file": (BytesIO(image("png", (123, 45))), "a.png")}
    answer = client.open(str(form.action), method="POST", data=values)
    assert answer.status_code == 422
    assert len(set(store(client).names()) - before) == 1
    app = client.http.application
    forget_unwanted(app, now=now())  # type: ignore[arg-type]
    assert len(set(store(client).names()) - before) == 1
    forget_unwanted(app, now=now() + timedelta(days=2))  # type: ignore[arg-type]
    assert set(store(client).names()) == before
    assert read(store(client), kept)


def test_a_file_that_was_forgotten_is_wanted_when_it_comes_again(
    client: Client, desk: Desk
) -> None:
    add(client, desk, "a.png", image("png"))
    client.submit(at(desk, "a.png"), action=f"{at(desk, 'a.png')}/remove")
    add(client, desk, "a.png", image("png"))
    desk.session.expire_all()
    assert desk.session.scalars(select(UnwantedFile)).all() == []
    assert read(store(client), digest(desk))
