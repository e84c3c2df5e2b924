"""Files are named by their bytes and never change."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from lms.storage.operations import FileDamaged, keep, path_of, read


def test_a_file_is_read_back_under_the_hash_of_its_bytes(tmp_path: Path) -> None:
    name = keep(tmp_path, b"%PDF-")
    assert name == sha256(b"%PDF-").hexdigest()
    assert read(tmp_path, name) == b"%PDF-"


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    first = keep(tmp_path, b"x")
    stamp = path_of(tmp_path, first).stat().st_mtime_ns
    assert keep(tmp_path, b"x") == first
    assert path_of(tmp_path, first).stat().st_mtime_ns == stamp
    assert len([p for p in tmp_path.rglob("*") if p.is_file()]) == 1


def test_a_damaged_file_is_never_handed_out(tmp_path: Path) -> None:
    name = keep(tmp_path, b"x")
    path_of(tmp_path, name).write_bytes(b"y")
    with pytest.raises(FileDamaged):
        read(tmp_path, name)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(tmp_path, "0" * 64)
