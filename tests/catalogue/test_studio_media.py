"""Images and sounds in the studio: added without a script, shown, described, taken out."""

from __future__ import annotations

from io import BytesIO

import pytest
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from lms.catalogue.models import DraftState
from lms.catalogue.operations import send_for_review
from lms.catalogue.queries.media import media_of_draft
from lms.catalogue.rules.media.naming import free_name
from lms.kernel.actor import Role
from tests.catalogue.test_drafts import Desk
from tests.catalogue.test_media_taking import film, image, sound, with_place
from tests.client import Client
from tests.make import Make

HERE = "modules/role/media/"


@pytest.fixture
def desk(session: Session, make: Make, client: Client) -> Desk:
    made = Desk(session, make)
    session.commit()
    client.sign_in(made.one, role=Role.AUTHOR, organisation=made.organisation)
    return made


def at(desk: Desk, name: str = "") -> str:
    tail = f"/{name}" if name else ""
    return f"/studio/drafts/{desk.draft.public_id}/modules/role/media{tail}"


def add(client: Client, desk: Desk, name: str, content: bytes) -> TestResponse:
    form = client.read(at(desk)).form(file="")
    values = dict(form.form_values())
    values["file"] = (BytesIO(content), name)
    return client.open(at(desk), method="POST", data=values, content_type="multipart/form-data")


def media(desk: Desk) -> list[str]:
    desk.session.expire_all()
    return sorted(media_of_draft(desk.session, desk.draft.id))


def test_a_photo_is_added_described_and_shown_without_any_script(
    client: Client, desk: Desk
) -> None:
    answer = add(client, desk, "Un banc à Nadia.JPG", with_place())
    assert answer.status_code == 303
    assert answer.location == at(desk, "un-banc-a-nadia.jpg")
    page = client.read(answer.location)
    assert b"Nadia" not in client.open(page.tree.xpath("//main//img/@src")[0]).data

    shown = client.submit(
        answer.location,
        action=answer.location,
        step="roots",
        words_fr="Deux [personnes] parlent",
        words_en="Two people talk",
    )
    assert shown.path.endswith("/activities/roots")
    text = desk.files["modules/role/01-roots.fr.md"]
    assert text.endswith("\n\n![Deux personnes parlent](media/un-banc-a-nadia.jpg)\n")
    read = client.read(f"/studio/drafts/{desk.draft.public_id}/read?module=role")
    assert read.tree.xpath("//main//img/@alt") == ["Deux personnes parlent", "Two people talk"]


def test_the_same_file_twice_is_there_once_and_another_gets_another_name(
    client: Client, desk: Desk
) -> None:
    for name, content in (("a.png", image("png")), ("b.png", image("png"))):
        add(client, desk, name, content)
    assert media(desk) == [f"{HERE}a.png"]
    add(client, desk, "a.png", image("png", (90, 90)))
    assert media(desk) == [f"{HERE}a-2.png", f"{HERE}a.png"]


def test_words_are_asked_for_unless_an_image_is_decorative(client: Client, desk: Desk) -> None:
    add(client, desk, "a.png", image("png"))
    page = client.submit(at(desk, "a.png"), at(desk, "a.png"), 422, step="roots")
    assert page.errors()
    client.submit(at(desk, "a.png"), action=at(desk, "a.png"), step="roots", decorative="y")
    assert '![](media/a.png "décoratif")' in desk.files["modules/role/01-roots.en.md"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
        ("a.jpg", b"<html><script>alert(1)</script>"),
        ("../../a.jpg", b"x"),
        ("a.mp3", b"nothing"),
        ("", b""),
    ],
)
def test_what_is_refused_is_told_beside_the_field(
    client: Client, desk: Desk, name: str, content: bytes
) -> None:
    answer = add(client, desk, name, content)
    assert answer.status_code == 422
    assert b"field-error" in answer.data
    assert media(desk) == []


def test_a_sound_needs_its_transcript_before_review(client: Client, desk: Desk) -> None:
    add(client, desk, "voix.wav", sound(2))
    where = at(desk, "voix.wav")
    client.submit(where, action=where, step="roots", words_fr="Une voix", words_en="A voice")
    draft = client.read(f"/studio/drafts/{desk.draft.public_id}")
    assert "voix.wav" in draft.words
    client.submit(where, action=f"{where}/said", said_fr="Bonjour.", said_en="Hello.")
    assert desk.files[f"{HERE}voix.wav.fr.md"] == "Bonjour.\n"
    desk.session.refresh(desk.draft)
    send_for_review(desk.session, desk.draft, act=desk.act())
    assert desk.draft.state is DraftState.IN_REVIEW


def test_captions_are_captions(client: Client, desk: Desk) -> None:
    add(client, desk, "film.mp4", film())
    where = at(desk, "film.mp4")
    client.submit(where, f"{where}/said", 422, said_fr="Bonjour.")
    client.submit(where, action=f"{where}/said", said_fr="WEBVTT\n\n00:00.000 --> 00:01.000\nOui")
    assert f"{HERE}film.mp4.fr.vtt" in desk.files


def test_a_file_is_taken_out_with_its_words_unless_a_text_shows_it(
    client: Client, desk: Desk
) -> None:
    add(client, desk, "voix.wav", sound(2))
    where = at(desk, "voix.wav")
    client.submit(where, action=f"{where}/said", said_fr="Bonjour.")
    client.submit(where, action=f"{where}/remove")
    assert media(desk) == []
    assert not [path for path in desk.files if path.startswith(HERE)]


def test_others_do_not_see_the_files_of_a_draft(client: Client, desk: Desk, make: Make) -> None:
    add(client, desk, "a.png", image("png"))
    address = f"/media/drafts/{desk.draft.public_id}/role/a.png"
    answer = client.open(address)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    elsewhere = make.organisation()
    client.sign_in(make.member(Role.AUTHOR, elsewhere), role=Role.AUTHOR, organisation=elsewhere)
    assert client.open(address).status_code == 404
    assert client.open(at(desk)).status_code == 404


@pytest.mark.parametrize(
    ("given", "name"),
    [("Été à Lyon.PNG", "ete-a-lyon.png"), ("../../etc.png", "etc.png"), (".png", "file.png")],
)
def test_names_are_plain(given: str, name: str) -> None:
    assert free_name(given, "png", ()) == name
