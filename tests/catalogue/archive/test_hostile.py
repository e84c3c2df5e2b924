"""Archives that somebody made to do harm, or by mistake: each is refused with its sentence."""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile, ZipInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.catalogue.rules.archive import Archive, ArchiveRefused, read_archive, write_archive
from lms.catalogue.rules.archive import reader as limits
from lms.catalogue.rules.archive.contents import SIGNS
from lms.catalogue.rules.media.facts import KINDS
from tests.catalogue.folders import small_folder

PNG = b"\x89PNG\r\n\x1a\n" + bytes(16)
PICTURE = "modules/role/media/tree.png"


def packed(*files: tuple[str | ZipInfo, bytes], how: int = ZIP_DEFLATED) -> bytes:
    written = BytesIO()
    with ZipFile(written, "w", compression=how) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return written.getvalue()


def small(*more: tuple[str | ZipInfo, bytes], how: int = ZIP_DEFLATED) -> bytes:
    whole = [(path, text.encode()) for path, text in small_folder().items()]
    return packed(*whole, *more, how=how)


def read(content: bytes) -> Archive:
    return read_archive(BytesIO(content))


def refusals(content: bytes) -> list[str]:
    with pytest.raises(ArchiveRefused) as refused:
        read(content)
    return [str(fault) for fault in refused.value.faults]


def refusal(content: bytes) -> str:
    (only,) = refusals(content)
    return only


def special(name: str, mode: int) -> ZipInfo:
    info = ZipInfo(name)
    info.create_system = 3
    info.external_attr = mode << 16
    return info


def test_a_programme_is_read_with_its_pictures() -> None:
    archive = read(small((PICTURE, PNG)))
    assert archive.texts == small_folder()
    assert archive.media == {PICTURE: PNG}


def test_a_folder_around_everything_and_the_litter_of_file_managers_do_no_harm() -> None:
    files = [(f"mine/{path}", text.encode()) for path, text in small_folder().items()]
    litter = [("mine/.DS_Store", b"x"), ("__MACOSX/mine/._framework.toml", b"x")]
    archive = read(packed(("mine/", b""), *files, *litter))
    assert archive.texts == small_folder()
    assert archive.left == ("mine/.DS_Store", "__MACOSX/mine/._framework.toml")


def test_line_ends_and_byte_marks_of_other_systems_become_plain() -> None:
    archive = read(packed(("glossary.toml", "\ufeffa = 1\r\nb = 2\r\n".encode())))
    assert archive.texts == {"glossary.toml": "a = 1\nb = 2\n"}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../framework.toml", "leads out"),
        ("modules/../../etc/passwd", "leads out"),
        ("modules//role/module.toml", "leads out"),
        ("./framework.toml", "leads out"),
        ("/etc/passwd", "a place on a computer"),
        ("C:/Windows/win.ini", "a place on a computer"),
        ("c:framework.toml", "a place on a computer"),
        ("modules\\role\\module.toml", "backslash"),
        ("..\\framework.toml", "backslash"),
        ("modules/role/01-\u202efr.md", "no name may have"),
        ("modules/role/a\nb.md", "no name may have"),
        ("modules/role/" + "a" * 200 + ".md", "too long"),
        ("modules/role/page.html", "Web pages"),
        ("modules/role/media/tree.svg", "Web pages"),
        ("modules/role/media/run.js", "Web pages"),
        ("modules/role/media/run.EXE", "Web pages"),
        ("modules/role/media/inner.zip", "A packed file"),
        ("modules/role/media/run.gif", "no file of this name"),
        ("notes.txt", "no file of this name"),
        ("modules/role/deep/er/module.toml", "no file of this name"),
        (".htaccess", "no file of this name"),
        ("modules/rôle/module.toml", "no file of this name"),
    ],
)
def test_names_that_lead_elsewhere_or_mean_nothing(name: str, said: str) -> None:
    assert said in refusal(small((name, b"x")))


def test_a_name_with_a_zero_inside() -> None:
    spoilt = small(("modules/role/summary.fr.mdZhtml", b"x")).replace(b"mdZhtml", b"md\0html")
    assert "no name may have" in refusal(spoilt)


@pytest.mark.parametrize(
    "mode",
    [stat.S_IFLNK | 0o777, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK, stat.S_IFDIR],
)
def test_links_and_devices(mode: int) -> None:
    entry = special("modules/role/summary.fr.md", mode)
    assert "a link or a device" in refusal(small((entry, b"/etc/passwd")))


def test_a_folder_with_a_content() -> None:
    assert "a folder and yet" in refusal(small((ZipInfo("modules/role/"), b"x")))


@pytest.mark.parametrize("how", [ZIP_BZIP2, ZIP_LZMA])
def test_other_ways_to_compress(how: int) -> None:
    assert "plain ZIP" in refusal(packed(("framework.toml", b"x" * 100), how=how))


def test_unknown_ways_to_compress() -> None:
    whole = bytearray(packed(("framework.toml", b"x" * 100)))
    whole[8:10] = struct.pack("<H", 99)
    listed = whole.index(b"PK\x01\x02")
    whole[listed + 10 : listed + 12] = struct.pack("<H", 99)
    assert "plain ZIP" in refusal(bytes(whole))


def test_encrypted_files() -> None:
    whole = bytearray(packed(("framework.toml", b"x" * 100)))
    whole[6] |= 1
    whole[whole.index(b"PK\x01\x02") + 8] |= 1
    assert "without a password" in refusal(bytes(whole))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "again",
    ["framework.toml", "FRAMEWORK.toml", "framework.toml/", "ｆramework.toml"],
)
def test_names_that_are_alike(again: str) -> None:
    assert any("there twice" in said for said in refusals(small((again, b""))))


def test_accents_written_in_two_ways() -> None:
    said = refusals(small(("modules/e\u0301.md", b"a"), ("modules/\u00e9.md", b"b")))
    assert any("there twice" in sentence for sentence in said)


def test_too_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_FILES", 3)
    assert "too many files: 3 fit" in refusal(small())


def test_an_archive_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_BYTES", 1000)
    assert "too large" in refusal(small())


def test_a_text_that_is_too_large() -> None:
    long = bytes(range(32, 127)) * 12_000
    assert "1 MB fit" in refusal(small(("modules/role/summary.fr.md", long), how=ZIP_STORED))


def test_a_bomb_is_measured_on_what_comes_out_of_it() -> None:
    bomb = small(*((f"modules/role/media/{n}.png", bytes(1_000_000)) for n in range(9)))
    assert "swells too much" in refusal(bomb)


def test_a_bomb_that_says_it_is_small() -> None:
    whole = bytearray(packed(("modules/role/media/a.png", bytes(30_000_000))))
    whole[22:26] = struct.pack("<I", 10)
    listed = whole.index(b"PK\x01\x02")
    whole[listed + 24 : listed + 28] = struct.pack("<I", 10)
    assert "damaged" in refusal(bytes(whole))


def overlapping() -> bytes:
    """One file at the beginning that the list names a hundred times."""
    data = zlib.compress(bytes(100_000))[2:-4]
    name = b"modules/role/media/%03d.png"
    checked = zlib.crc32(bytes(100_000))
    numbers = (20, 0, 8, 0, 0x21, checked, len(data), 100_000)
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", *numbers, len(name % 0), 0)
    body = local + name % 0 + data
    listed = b"".join(
        struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, *numbers, len(name % n), 0, 0, 0, 0, 0, 0)
        + name % n
        for n in range(100)
    )
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 100, 100, len(listed), len(body), 0)
    return body + listed + end


def test_files_on_top_of_one_another() -> None:
    assert "on top of one another" in refusal(overlapping())


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("modules/role/summary.fr.md", "é".encode("latin-1"), "summary.fr.md:1: The text is not"),
        ("modules/role/summary.fr.md", b"ok\nok\n\xff\xfe", "summary.fr.md:3: The text is not"),
        ("modules/role/summary.fr.md", b"a\x00b", "no text needs"),
        ("modules/role/summary.fr.md", b"a\n<script>alert(1)</script>", ":2: Scripts"),
        ("modules/role/summary.fr.md", b"[a](JavaScript:x)", "Scripts"),
        ("modules/role/summary.fr.md", b"<!DOCTYPE html><p>a", "Scripts"),
        ("modules/role/summary.fr.md", b"#!/bin/sh\n", "Scripts"),
        ("LICENSE", b"<svg onload=x>", "Scripts"),
        ("modules/role/media/a.mp3.fr.vtt", b"hello", "WEBVTT"),
        ("modules/role/media/a.docx", b"hello", "not what its name says"),
        ("modules/role/media/a.wav", b"RIFF----WEBP", "not what its name says"),
        (PICTURE, b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not what its name says"),
        (PICTURE, b"GIF89a", "not what its name says"),
        (PICTURE, packed(("a", b"b")), "not what its name says"),
        (PICTURE, b"", "not what its name says"),
        ("modules/role/media/a.mp3", PNG, "not what its name says"),
        ("modules/role/media/a.mp4", PNG, "not what its name says"),
        ("modules/role/media/a.pdf", b"%PDF-1.4 /OpenAction << /JS (x) >>", "acts by itself"),
    ],
)
def test_files_that_are_not_what_they_say(name: str, content: bytes, said: str) -> None:
    assert said in refusal(small((name, content)))


def test_every_faulty_file_is_told() -> None:
    bad = (("modules/role/summary.fr.md", b"\xff"), ("modules/role/summary.en.md", b"\xff"))
    assert len(refusals(small(*bad))) == 2


@pytest.mark.parametrize("content", [b"", b"PK", b"not an archive", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_archive(content: bytes) -> None:
    assert refusal(content)


def test_a_damaged_archive() -> None:
    whole = bytearray(small())
    whole[60] ^= 0xFF
    assert "damaged" in refusal(bytes(whole))


def answered(content: bytes) -> None:
    """An archive or the refusal that says why: nothing else ever comes out."""
    try:
        archive = read(content)
    except ArchiveRefused as refused:
        told = [str(fault) for fault in refused.faults]
    else:
        assert read(write_archive(archive.texts, archive.media)).texts == archive.texts
        told = ["read"]
    assert all(told)
    assert told


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(content: bytes) -> None:
    answered(content)
    answered(b"PK\x03\x04" + content + small())


CHANGES = st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), max_size=12)
WHOLE = small((PICTURE, PNG))


@settings(max_examples=300, deadline=None)
@given(CHANGES, st.integers(0, 60), st.integers(0, 1 << 20))
def test_spoilt_archives(changes: Iterable[tuple[int, int]], cut: int, where: int) -> None:
    spoilt = bytearray(WHOLE)
    for place, value in changes:
        spoilt[place % len(spoilt)] = value
    at = where % len(spoilt)
    del spoilt[at : at + cut]
    answered(bytes(spoilt))


@settings(max_examples=300, deadline=None)
@given(CHANGES)
def test_spoilt_lists(changes: Iterable[tuple[int, int]]) -> None:
    """The list at the end is what most of the reading leans on."""
    spoilt, begins = bytearray(WHOLE), WHOLE.index(b"PK\x01\x02")
    for place, value in changes:
        spoilt[begins + place % (len(spoilt) - begins)] = value
    answered(bytes(spoilt))


NAMES = st.text(
    st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=30
) | st.sampled_from(sorted(small_folder()))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(NAMES, st.binary(max_size=60)), max_size=5))
def test_any_files(files: list[tuple[str, bytes]]) -> None:
    answered(packed(*files))


def test_every_kind_that_modules_have_is_known_by_its_first_bytes() -> None:
    assert SIGNS.keys() == KINDS.keys()
