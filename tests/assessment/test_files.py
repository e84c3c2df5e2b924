"""Which files are taken: by what they hold."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from lms.assessment.models import FileKind
from lms.assessment.rules import files
from lms.assessment.rules.files import refuse_too_many, shown_name, take
from lms.kernel.refusals import RuleBroken
from tests.assessment.handing import picture


def packed(*members: str, first: str = "") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        if first:
            archive.writestr("mimetype", first)
        for member in members:
            archive.writestr(member, "<x/>")
    return made.getvalue()


ODT = "application/vnd.oasis.opendocument.text"
TAKEN = {
    "pdf": (b"%PDF-1.7\n", FileKind.PDF),
    "jpeg": (picture(), FileKind.JPEG),
    "png": (picture("PNG"), FileKind.JPEG),
    "webp": (picture("WEBP"), FileKind.JPEG),
    "odt": (packed("content.xml", first=ODT), FileKind.ODT),
    "docx": (packed("[Content_Types].xml", "word/document.xml"), FileKind.DOCX),
    "txt": ("Des mots, là.".encode(), FileKind.TXT),
    "old txt": ("Des mots, là.".encode("cp1252"), FileKind.TXT),
    "mp3": (b"ID3\x04\x00\x00\x00\x00\x00\x00" + bytes(200), FileKind.MP3),
    "m4a": (b"\0\0\0\x20ftypM4A \0\0\0\0" + bytes(64), FileKind.M4A),
    "ogg": (b"OggS\0\x02" + bytes(64), FileKind.OGG),
    "wav": (b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0", FileKind.WAV),
}
REFUSED = {
    "empty": b"",
    "program": b"MZ\x90\0" + bytes(100),
    "zip": packed("a.txt"),
    "macros": packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
    "spreadsheet": packed("[Content_Types].xml", "xl/workbook.xml"),
    "broken zip": b"PK\x03\x04" + bytes(50),
    "page": b"<html><script>alert(1)</script></html>",
    "drawing": b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
    "broken picture": picture()[:40],
    "broken png": b"\x89PNG\r\n\x1a\n" + bytes(40),
    "video": b"\0\0\0\x18ftypmp42\0\0\0\0" + bytes(64),
    "control signs": b"mots\x00\x01",
    "gif": b"GIF89a" + bytes(40),
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_taken(name: str) -> None:
    content, kind = TAKEN[name]
    assert take("sans ending", content).kind is kind


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name: str) -> None:
    with pytest.raises(RuleBroken, match="file"):
        take("file.pdf", REFUSED[name])


def test_a_picture_with_a_clear_ground_stays_so() -> None:
    made = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(made, "PNG")
    taken = take("x", made.getvalue())
    assert taken.kind is FileKind.PNG
    with Image.open(io.BytesIO(taken.content)) as drawn:
        assert drawn.mode == "RGBA"


def test_a_large_picture_becomes_smaller() -> None:
    with Image.open(io.BytesIO(take("x", picture(size=(5000, 100))).content)) as drawn:
        assert max(drawn.size) == files.LONGEST_SIDE


def test_a_picture_of_too_many_points_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_PIXELS", 100)
    with pytest.raises(RuleBroken):
        take("x", picture())


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(RuleBroken, match="10 MB"):
        take("x", b"%PDF-1.7" + bytes(files.MOST_BYTES))


def test_names_lose_their_folders_and_deceiving_signs() -> None:
    assert shown_name("C:\\ici\\là\u202efdp.exe") == "làfdp.exe"
    assert shown_name("/etc/passwd") == "passwd"
    assert shown_name("\n") == "?"
    assert len(shown_name("a" * 500)) == files.LONGEST_NAME


def test_at_most_three() -> None:
    refuse_too_many(3)
    with pytest.raises(RuleBroken):
        refuse_too_many(4)


@given(st.binary(max_size=400))
def test_any_bytes_are_taken_or_refused(content: bytes) -> None:
    with suppress(RuleBroken):
        assert take("x", content).content
