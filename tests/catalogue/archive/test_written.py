"""The same files make the same bytes."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from lms.catalogue.rules.archive import read_archive, write_archive
from tests.catalogue.folders import small_folder


def test_an_archive_depends_on_nothing_but_its_files() -> None:
    files = small_folder()
    turned = dict(reversed(files.items()))
    assert write_archive(files) == write_archive(turned)


def test_what_was_written_is_read() -> None:
    media = {"modules/role/media/tree.png": b"\x89PNG\r\n\x1a\n"}
    archive = read_archive(BytesIO(write_archive(small_folder(), media)))
    assert archive.texts == small_folder()
    assert archive.media == media


def test_files_have_no_day_and_no_owner() -> None:
    with ZipFile(BytesIO(write_archive(small_folder()))) as packed:
        assert {info.date_time for info in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert packed.namelist() == sorted(small_folder())
