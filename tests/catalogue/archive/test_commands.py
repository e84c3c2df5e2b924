"""What was imported is exported again, byte for byte."""

from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path
from shutil import copytree, which

import pytest
from click.testing import CliRunner, Result

from lms.catalogue.commands import STARTER, curriculum
from lms.catalogue.rules.archive import read_archive
from lms.catalogue.rules.media.taking import take
from lms.web.database import Application
from tests.catalogue.archive.test_studio import PICTURE, picture, with_picture
from tests.catalogue.folders import small_folder
from tests.catalogue.test_import import written

ROOTS = "modules/role/01-roots.fr.md"


def run(app: Application, *words: str | Path) -> Result:
    with app.app_context():
        return CliRunner().invoke(curriculum, [str(word) for word in words])


def files_in(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_the_whole_curriculum_comes_out_as_it_went_in(real: Application, tmp_path: Path) -> None:
    assert run(real, "import", STARTER).exit_code == 0
    assert run(real, "export", tmp_path / "out").output == ""
    assert files_in(tmp_path / "out") == files_in(STARTER)


@pytest.mark.skipif(which("git") is None, reason="needs git")
def test_git_sees_no_difference(real: Application, tmp_path: Path) -> None:
    folder = tmp_path / "curriculum"
    copytree(STARTER, folder)

    def git(*words: str) -> str:
        who = ["-c", "user.name=a", "-c", "user.email=a@b.test", "-c", "core.autocrlf=false"]
        ran = ["git", "-C", str(tmp_path), *who, *words]
        return subprocess.run(ran, check=True, capture_output=True, text=True).stdout

    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "All.")
    run(real, "import", folder)
    run(real, "export", folder)
    assert git("status", "--porcelain") == ""


def test_one_programme_or_one_version(real: Application, tmp_path: Path) -> None:
    folder = written(tmp_path / "small", small_folder())
    run(real, "import", folder)
    changed = small_folder() | {"lint.toml": "# later\n"}
    changed[ROOTS] = changed[ROOTS].replace("Du texte.", "Autre chose.")
    run(real, "import", written(tmp_path / "changed", changed))
    run(real, "export", tmp_path / "first", "--programme", "small", "--version", "1")
    run(real, "export", tmp_path / "newest", "--programme", "small")
    assert files_in(tmp_path / "first") == files_in(folder)
    assert files_in(tmp_path / "newest") == files_in(tmp_path / "changed")
    none = run(real, "export", tmp_path / "none", "--programme", "small", "--version", "3")
    assert none.exit_code == 1
    assert "no published version" in none.output


def test_an_archive_has_the_same_bytes_each_time(real: Application, tmp_path: Path) -> None:
    run(real, "import", written(tmp_path / "small", small_folder()))
    run(real, "archive", tmp_path / "one.zip")
    run(real, "archive", tmp_path / "two.zip", "--programme", "small")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with (tmp_path / "one.zip").open("rb") as opened:
        assert read_archive(opened).texts == small_folder()


def test_nothing_to_export(real: Application, tmp_path: Path) -> None:
    refused = run(real, "export", tmp_path)
    assert refused.exit_code == 1
    assert "nothing was published yet" in refused.output


def test_programmes_that_disagree_are_exported_one_by_one(
    real: Application, tmp_path: Path
) -> None:
    run(real, "import", written(tmp_path / "small", small_folder()))
    other = {path.replace("/small/", "/other/"): text for path, text in small_folder().items()}
    sheet = "programmes/other/programme.toml"
    other[sheet] = other[sheet].replace('slug = "small"', 'slug = "other"')
    other[ROOTS] = other[ROOTS].replace("Du texte.", "Autre chose.")
    run(real, "import", written(tmp_path / "other", other | {"lint.toml": "# later\n"}))
    refused = run(real, "export", tmp_path / "out")
    assert "differs in “other”: export programmes one by one" in refused.output
    assert not (tmp_path / "out").exists()


def test_pictures_come_out_as_they_went_in(real: Application, tmp_path: Path) -> None:
    folder = written(tmp_path / "small", with_picture())
    made = BytesIO(picture())
    (folder / PICTURE).parent.mkdir()
    (folder / PICTURE).write_bytes(take("tree.png", made).content.read())
    assert run(real, "import", folder).output == "small: version 1 published\n"
    run(real, "export", tmp_path / "out")
    assert files_in(tmp_path / "out") == files_in(folder)
    run(real, "archive", tmp_path / "small.zip")
    with (tmp_path / "small.zip").open("rb") as opened:
        assert list(read_archive(opened).media) == [PICTURE]
