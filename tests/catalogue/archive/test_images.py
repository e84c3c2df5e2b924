"""What an archive brings beside texts goes through the same hands as a file that is sent alone."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from PIL import Image, PngImagePlugin
from sqlalchemy.orm import Session

from lms.catalogue.rules.archive import read_archive, write_archive
from lms.catalogue.rules.media.clean import is_clean
from tests.catalogue.archive.test_studio import PICTURE, author, send, with_picture
from tests.catalogue.folders import small_folder
from tests.catalogue.test_media_taking import sound, with_place
from tests.client import Client
from tests.make import Make

PAYLOAD = b"<script>alert(1)</script>"


def written_png() -> bytes:
    """A picture with words, a place, and a second file behind it."""
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (48.0, 51.0, 24.0)
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "chambre 12")
    made = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(made, "PNG", pnginfo=words, exif=exif)
    return made.getvalue() + PAYLOAD


def padded_jpeg() -> bytes:
    """Its plain header holds more than a header has."""
    made = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(made, "JPEG")
    content = made.getvalue()
    assert content[2:6] == b"\xff\xe0\x00\x10"
    length = (16 + len(PAYLOAD)).to_bytes(2, "big")
    return content[:4] + length + content[6:20] + PAYLOAD + content[20:]


def handed_out(client: Client, content: bytes, path: str) -> bytes:
    """The file as the draft made of this archive has it."""
    texts = {
        name: text.replace("media/tree.png", path[13:]) for name, text in with_picture().items()
    }
    page = send(client, write_archive(texts, {path: content}))
    answer = client.open(page.path.replace("/report", "/archive"))
    return read_archive(BytesIO(answer.data)).media[path]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (PICTURE, written_png()),
        (PICTURE.replace(".png", ".jpg"), with_place()),
        (PICTURE.replace(".png", ".jpg"), padded_jpeg()),
    ],
)
def test_an_image_comes_out_of_an_archive_with_its_pixels_alone(
    make: Make, client: Client, session: Session, path: str, content: bytes
) -> None:
    author(make, client)
    kept = handed_out(client, content, path)
    assert is_clean(kept, path[-3:])
    for hidden in (PAYLOAD, b"chambre 12", b"Nadia", b"Exif", b"eXIf"):
        assert hidden not in kept


@pytest.mark.parametrize("name", ["tree.svg", "tree.gif", "tree.html"])
def test_what_may_not_be_sent_alone_is_not_taken_from_an_archive(
    make: Make, client: Client, name: str
) -> None:
    author(make, client)
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    packed = BytesIO(write_archive(small_folder()))
    with ZipFile(packed, "a") as opened:
        opened.writestr(f"modules/role/media/{name}", drawing)
    assert name in send(client, packed.getvalue(), status=422).words


def test_a_sound_that_may_be_sent_alone_is_taken_from_an_archive(
    make: Make, client: Client
) -> None:
    author(make, client)
    content = sound(1)
    path = "modules/role/media/voice.wav"
    page = send(client, write_archive(small_folder(), {path: content}))
    answer = client.open(page.path.replace("/report", "/archive"))
    assert read_archive(BytesIO(answer.data)).media[path] == content
