"""An archive in the studio: taken into a draft or refused whole, and handed out again."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.catalogue.models import ProgrammeDraft
from lms.catalogue.queries.drafts import files_of
from lms.catalogue.rules.archive import read_archive, write_archive
from lms.kernel.actor import Role
from lms.organisations.models import Organisation
from tests.catalogue.folders import TEXT, small_folder
from tests.catalogue.versions import publish_files
from tests.client import Client, Page
from tests.make import Make

PATH = "/studio/drafts/from-archive"
SHEET = "programmes/small/programme.toml"
PICTURE = "modules/role/media/tree.png"


def author(make: Make, client: Client) -> Organisation:
    organisation = make.organisation()
    who = make.member(Role.AUTHOR, organisation)
    client.sign_in(who, role=Role.AUTHOR, organisation=organisation)
    return organisation


def picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(made, "PNG")
    return made.getvalue()


def send(
    client: Client, content: bytes, *, status: int = 200, form: Any = None, **fields: str
) -> Page:
    """Send an archive with the form of the page."""
    form = form if form is not None else client.read(PATH).form(PATH)
    values = {**dict(form.form_values()), **fields, "archive": (BytesIO(content), "small.zip")}
    answer = client.open(
        PATH,
        method="POST",
        data=values,
        content_type="multipart/form-data",
        follow_redirects=True,
    )
    return client._page(answer, status)


def with_picture() -> dict[str, str]:
    shown = TEXT.replace("Du texte.", "Du texte.\n\n![Un arbre](media/tree.png)")
    texts = {f"modules/role/01-roots.{locale}.md": shown for locale in ("fr", "en")}
    return {**small_folder(), **texts}


def test_an_archive_becomes_a_draft_and_comes_out_as_it_went_in(
    make: Make, client: Client, session: Session
) -> None:
    author(make, client)
    first = write_archive(with_picture(), {PICTURE: picture()})
    page = send(client, first)
    assert page.path.endswith("/report")
    assert "Rien. Quelqu’un d’autre peut le relire." in page.words
    draft = session.scalars(select(ProgrammeDraft)).one()
    assert files_of(session, draft.id) == with_picture()
    once = client.open(f"/studio/drafts/{draft.public_id}/archive")
    assert once.mimetype == "application/zip"
    read = read_archive(BytesIO(once.data))
    assert read.texts == with_picture()
    assert list(read.media) == [PICTURE]
    again = client.open(f"/studio/drafts/{draft.public_id}/archive")
    assert again.data == once.data


def test_the_report_names_each_fault_with_its_line(make: Make, client: Client) -> None:
    author(make, client)
    files = small_folder()
    files["modules/role/module.toml"] = files["modules/role/module.toml"].replace(
        'q1 = "b"', 'q1 = "z"'
    )
    page = send(client, write_archive(files))
    assert "modules/role/module.toml:30" in page.words


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"nothing of the kind", "n’est pas une archive ZIP"),
        (write_archive({"../evil.md": "x"}), "mène hors de l’archive"),
        (write_archive({**small_folder(), "modules/role/x.svg": "<svg/>"}), "SVG"),
        (write_archive({**small_folder(), SHEET: "a ="}), f"{SHEET}:1"),
        (write_archive(small_folder(), {PICTURE: b"GIF89a"}), "n’est pas ce que dit son nom"),
        (
            write_archive(small_folder(), {PICTURE: b"\x89PNG\r\n\x1a\nno picture"}),
            PICTURE,
        ),
        (write_archive({"framework.toml": ""}), "n’a pas de programme"),
        (
            write_archive({**small_folder(), SHEET.replace("small", "other"): "slug = 'other'"}),
            "plusieurs programmes",
        ),
    ],
)
def test_what_is_refused_leaves_nothing(
    make: Make, client: Client, session: Session, content: bytes, said: str
) -> None:
    author(make, client)
    page = send(client, content, status=422)
    assert said in page.words
    assert page.errors()
    assert session.scalar(select(func.count(ProgrammeDraft.id))) == 0


def test_one_of_several_programmes_by_its_name(make: Make, client: Client) -> None:
    author(make, client)
    more = {**small_folder(), SHEET.replace("small", "other"): "slug = 'other'"}
    page = send(client, write_archive(more), programme="small")
    assert "1 fichier a été laissé" in page.words.replace("\u00a0", " ")


def test_no_file_at_all(make: Make, client: Client) -> None:
    author(make, client)
    page = client.submit(PATH, PATH, status=422)
    assert page.errors()


def test_pressing_twice_makes_one_draft(make: Make, client: Client, session: Session) -> None:
    author(make, client)
    form, content = client.read(PATH).form(PATH), write_archive(small_folder())
    first, second = (send(client, content, form=form) for _ in range(2))
    assert first.path == second.path
    other = send(client, content, status=422)
    assert "est déjà en cours" in other.words or other.errors() or "brouillon" in other.words
    assert session.scalar(select(func.count(ProgrammeDraft.id))) == 1


def test_only_authors_send_more_than_a_form_needs(make: Make, client: Client) -> None:
    author(make, client)
    large = write_archive(small_folder(), {PICTURE: picture() + bytes(300_000)})
    assert len(large) > 256 * 1024
    send(client, large)
    client.http.delete_cookie("sillage")
    stranger = client.open(PATH, method="POST", data=large)
    assert stranger.status_code in {400, 413}
    assert client.open("/sign-in", method="POST", data=large).status_code in {400, 413}


def test_a_published_version_is_handed_out_to_who_may_read_it(
    make: Make, client: Client, session: Session
) -> None:
    version = publish_files(session, small_folder())
    author(make, client)
    answer = client.open(f"/studio/versions/{version.public_id}/archive")
    assert read_archive(BytesIO(answer.data)).texts == small_folder()
    assert answer.data == write_archive(small_folder())
