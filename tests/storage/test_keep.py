"""Files are named by their bytes and never change, in a folder and in a bucket."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from lms.kernel.refusals import ServiceAway
from lms.storage.operations import (
    Bucket,
    FileDamaged,
    Folder,
    Store,
    copy_to,
    keep,
    keep_from,
    read,
)
from lms.storage.operations.files import PART
from tests.outbox.post_office import free_port
from tests.storage.bucket_server import BucketServer


@pytest.fixture(scope="module")
def server() -> Iterator[BucketServer]:
    """An S3 server on loopback."""
    with BucketServer() as running:
        yield running


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """Each kind of store, empty."""
    if request.param == "folder":
        return Folder(tmp_path)
    found: BucketServer = request.getfixturevalue("server")
    return Bucket(found.new_bucket())


def test_a_file_is_read_back_under_the_hash_of_its_bytes(store: Store) -> None:
    name = keep(store, b"%PDF-")
    assert name == sha256(b"%PDF-").hexdigest()
    assert read(store, name) == b"%PDF-"
    assert store.size_of(name) == 5


@pytest.mark.parametrize("size", [0, 1, PART, PART + 1])
def test_a_file_is_copied_part_by_part(store: Store, size: int) -> None:
    name = keep(store, b"x" * size)
    copy = BytesIO()
    assert copy_to(store, name, copy) == size
    assert copy.getvalue() == b"x" * size
    with pytest.raises(FileNotFoundError):
        copy_to(store, "0" * 64, BytesIO())


def test_the_same_bytes_are_kept_once(store: Store) -> None:
    assert keep(store, b"x") == keep(store, b"x")
    assert keep(store, b"y") != keep(store, b"x")
    assert len(list(store.names())) == 2


def test_a_damaged_file_is_never_handed_out(store: Store) -> None:
    name = sha256(b"x").hexdigest()
    store.write(name, b"y")
    with pytest.raises(FileDamaged):
        read(store, name)


def test_a_missing_file_is_told_and_may_be_removed(store: Store) -> None:
    with pytest.raises(FileNotFoundError):
        read(store, "0" * 64)
    store.remove("0" * 64)


def test_a_removed_file_is_gone(store: Store) -> None:
    name = keep(store, b"x")
    store.remove(name)
    assert list(store.names()) == []
    with pytest.raises(FileNotFoundError):
        store.size_of(name)


def test_a_folder_keeps_what_it_has(tmp_path: Path) -> None:
    store = Folder(tmp_path)
    name = keep(store, b"x")
    stamp = store.path_of(name).stat().st_mtime_ns
    keep(store, b"x")
    assert store.path_of(name).stat().st_mtime_ns == stamp
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_a_server_that_does_not_answer_is_told_as_such() -> None:
    away = Bucket(f"s3://nowhere?endpoint=http://127.0.0.1:{free_port()}&region=us-east-1")
    for ask in (lambda: keep(away, b"x"), lambda: away.bytes_of("x"), lambda: list(away.names())):
        with pytest.raises(ServiceAway):
            ask()


def test_a_large_file_is_kept_without_being_whole_in_memory_and_read_in_parts(store: Store) -> None:
    content = bytes(range(256)) * 4096
    name = keep_from(store, BytesIO(content))
    assert read(store, name) == content
    assert store.part_of(name, 1000, 3000) == content[1000:4000]
    assert store.part_of(name, len(content) - 2, 100) == content[-2:]
    assert store.part_of(name, len(content), 10) == b""


def test_a_missing_file_has_no_parts(store: Store) -> None:
    with pytest.raises(FileNotFoundError):
        store.part_of("0" * 64, 0, 10)
