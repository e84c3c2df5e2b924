"""Images, sounds and films in the pages of a training, and who gets their bytes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BytesIO

import pytest
from sqlalchemy.orm import Session

from lms.catalogue.models import ProgrammeVersion
from lms.catalogue.operations import publish
from lms.catalogue.rules.curriculum import read_curriculum
from lms.catalogue.rules.media.taking import take
from lms.kernel.actor import Role
from lms.storage.operations import keep_from
from lms.web.page import new_token, now
from tests.catalogue.folders import small_folder
from tests.catalogue.test_media_taking import film, image, sound
from tests.client import Client
from tests.make import Make

Statements = Callable[[], AbstractContextManager[list[str]]]
HERE = "modules/role/media/"
FILES = {
    "bench.jpg": image(size=(300, 200)),
    "line.png": image("png"),
    "voice.wav": sound(65),
    "film.mp4": film(),
    "sheet.pdf": b"%PDF-1.7\n" + bytes(2000),
}
TEXT = """

![Deux personnes "sur" un banc](media/bench.jpg)

![](media/line.png "décoratif")

[Une voix & "rien"](media/voice.wav)

[Un film](media/film.mp4)

[Une fiche](media/sheet.pdf)
"""


@pytest.fixture
def version(session: Session, client: Client) -> ProgrammeVersion:
    """A published version with every kind of media in its first step."""
    store = client.app.extensions["sillage.settings"].files
    taken = {name: take(name, BytesIO(content)) for name, content in FILES.items()}
    for one in taken.values():
        keep_from(store, one.content)
    files = small_folder()
    for locale in ("fr", "en"):
        files[f"modules/role/01-roots.{locale}.md"] += TEXT
        files[f"{HERE}voice.wav.{locale}.md"] = f"Une *voix* dit bonjour ({locale})."
        files[f"{HERE}film.mp4.{locale}.vtt"] = f"WEBVTT\n\n00:00.000 --> 00:01.000\n{locale}\n"
    source = read_curriculum(files, {f"{HERE}{name}": one.facts for name, one in taken.items()})
    public_id = new_token()
    publish(session, source, source.programmes[0], now=now(), public_id=public_id)
    return session.query(ProgrammeVersion).filter_by(public_id=public_id).one()


def learning(make: Make, client: Client, version: ProgrammeVersion) -> str:
    """Somebody in training, signed in; the address of the module's media."""
    person = make.person("Nadia", "Benali")
    make.enrolment(person, version=version)
    client.sign_in(person, role=Role.TRAINEE)
    return f"/media/{version.public_id}/role/"


def test_a_step_shows_what_its_text_refers_to(
    make: Make, client: Client, version: ProgrammeVersion
) -> None:
    base = learning(make, client, version)
    tree = client.read("/modules/role/steps/1").tree

    bench, line = tree.xpath("//main//img")
    assert bench.get("src") == f"{base}bench.jpg"
    assert bench.get("alt") == 'Deux personnes "sur" un banc'
    assert (bench.get("width"), bench.get("height"), bench.get("loading")) == ("300", "200", "lazy")
    assert line.get("alt") == ""
    assert line.get("title") is None

    (audio,) = tree.xpath("//main//audio")
    assert audio.get("preload") == "none"
    assert audio.get("autoplay") is None
    figure = " ".join(audio.getparent().text_content().split())
    assert 'Une voix & "rien"' in figure
    assert "1 min 5 s" in figure.replace("\u00a0", " ")
    assert "1,0 Mo" in figure.replace("\u00a0", " ")
    assert "Une voix dit bonjour (fr)." in figure

    (video,) = tree.xpath("//main//video")
    assert [track.get("srclang") for track in video.xpath(".//track")] == ["en", "fr"]
    assert video.xpath(".//track[@default]/@src") == [f"{base}film.mp4.fr.vtt"]

    (paper,) = tree.xpath("//main//p[@class='media-doc']")
    assert "PDF" in paper.text_content()
    for address in (*tree.xpath("//main//@src"), *paper.xpath("a/@href")):
        assert client.open(address).status_code == 200, address


def test_pages_to_print_have_transcripts_instead_of_players(
    make: Make, client: Client, version: ProgrammeVersion
) -> None:
    learning(make, client, version)
    tree = client.read("/modules/role/print").tree
    assert not tree.xpath("//main//audio | //main//video | //main//details")
    assert len(tree.xpath("//main//img")) == 2
    assert "Une voix dit bonjour (fr)." in tree.text_content()


def test_search_finds_what_is_said_and_what_is_shown(
    make: Make, client: Client, version: ProgrammeVersion
) -> None:
    learning(make, client, version)
    assert "/modules/role/steps/1" in str(client.open("/search?q=bonjour").data)
    assert "/modules/role/steps/1" in str(client.open("/search?q=banc").data)


def test_files_come_whole_in_parts_or_not_at_all_when_they_are_known(
    make: Make, client: Client, version: ProgrammeVersion
) -> None:
    address = f"{learning(make, client, version)}voice.wav"
    content = FILES["voice.wav"]

    whole = client.open(address)
    assert whole.data == content
    assert whole.mimetype == "audio/wav"
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert whole.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in whole.headers["Cache-Control"]
    assert "private" in whole.headers["Cache-Control"]
    assert any("sandbox" in policy for policy in whole.headers.getlist("Content-Security-Policy"))
    assert whole.headers["Content-Disposition"] == "inline"
    etag = whole.headers["ETag"]

    def part(asked: str, **headers: str) -> tuple[int, bytes, str]:
        answer = client.open(address, headers={"Range": asked, **headers})
        return answer.status_code, answer.data, answer.headers.get("Content-Range", "")

    size = len(content)
    assert part("bytes=0-99") == (206, content[:100], f"bytes 0-99/{size}")
    assert part("bytes=-10") == (206, content[-10:], f"bytes {size - 10}-{size - 1}/{size}")
    assert part(f"bytes={size - 5}-")[:2] == (206, content[-5:])
    assert part("bytes=500-100000")[:2] == (206, content[500:100001])
    assert part("bytes=0-99", **{"If-Range": etag})[0] == 206
    assert part("bytes=0-99", **{"If-Range": '"other"'})[:2] == (200, content)
    assert part(f"bytes={size}-")[0] == 416
    assert part("bytes=0-1,5-6")[:2] == (200, content)
    assert part("nonsense")[0] in (200, 416)
    known = client.open(address, headers={"If-None-Match": etag})
    assert (known.status_code, known.data) == (304, b"")
    assert client.open(address, method="HEAD").headers["Content-Length"] == str(size)


def test_documents_are_saved_not_shown(
    make: Make, client: Client, version: ProgrammeVersion
) -> None:
    answer = client.open(f"{learning(make, client, version)}sheet.pdf")
    assert answer.headers["Content-Disposition"] == "attachment; filename=sheet.pdf"


def test_captions_are_served_beside_their_film(
    make: Make, client: Client, version: ProgrammeVersion
) -> None:
    base = learning(make, client, version)
    answer = client.open(f"{base}film.mp4.fr.vtt")
    assert answer.mimetype == "text/vtt"
    assert answer.data.startswith(b"WEBVTT")
    for name in ("film.mp4.de.vtt", "voice.wav.fr.md", "nothing.jpg", "..%2Fmodule.toml"):
        assert client.open(f"{base}{name}").status_code == 404, name


def test_a_lost_file_is_told_calmly(make: Make, client: Client, version: ProgrammeVersion) -> None:
    base = learning(make, client, version)
    store = client.app.extensions["sillage.settings"].files
    for name in list(store.names()):
        store.remove(name)
    assert client.open(f"{base}voice.wav").status_code == 404


def test_only_readers_get_the_files(make: Make, client: Client, version: ProgrammeVersion) -> None:
    address = f"/media/{version.public_id}/role/bench.jpg"
    organisation = make.organisation()

    def seen(role: Role, person: object) -> int:
        client.sign_in(person, role=role)  # type: ignore[arg-type]
        return client.open(address).status_code

    cohort = make.cohort(organisation, version=version)
    tutor = make.member(Role.TUTOR, organisation)
    make.accompanying(tutor, cohort, Role.TUTOR)
    assert client.open(address).status_code == 303
    assert seen(Role.TUTOR, tutor) == 200
    assert seen(Role.TUTOR, make.member(Role.TUTOR, organisation)) == 404
    assert seen(Role.AUTHOR, make.member(Role.AUTHOR, organisation)) == 200
    assert seen(Role.TRAINEE, make.trainee(organisation)) == 404
    assert seen(Role.SUPERVISOR, make.supervisor(organisation)) == 404


def test_media_cost_no_statement_in_a_page_and_two_in_their_address(
    make: Make, client: Client, version: ProgrammeVersion, statements: Statements
) -> None:
    base = learning(make, client, version)
    for path, most in (("/modules/role/steps/1", 6), (f"{base}voice.wav", 2)):
        client.open(path)
        with statements() as seen:
            client.open(path)
        assert len(seen) <= most, seen
