"""Which programme of an archive becomes a draft, and what is left."""

from __future__ import annotations

import pytest

from lms.catalogue.rules.archive import Archive, ArchiveRefused, one_programme
from lms.kernel.refusals import RuleBroken
from tests.catalogue.folders import small_folder

SHEET = "programmes/small/programme.toml"
PICTURES = {"modules/role/media/a.png": b"a", "modules/other/media/b.png": b"b"}


def two() -> dict[str, str]:
    files = small_folder()
    other = {path.replace("role", "other"): text for path, text in files.items() if "role" in path}
    sheet = files[SHEET].replace('modules = ["role"]', 'modules = ["other"]')
    return {**files, **other, "programmes/second/programme.toml": sheet}


def test_the_only_programme_is_taken() -> None:
    chosen = one_programme(Archive(small_folder(), PICTURES, ("x",)))
    assert chosen.texts == small_folder()
    assert list(chosen.media) == ["modules/role/media/a.png"]
    assert chosen.left == ("x", "modules/other/media/b.png")


def test_of_several_one_is_named() -> None:
    with pytest.raises(RuleBroken, match=r"several programmes.*second, small") as refused:
        one_programme(Archive(two()))
    assert refused.value.field == "programme"
    assert one_programme(Archive(two()), "small").texts == small_folder()


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(RuleBroken, match=r"no programme of this name\. It has: small"):
        one_programme(Archive(small_folder()), "other")


def test_no_programme() -> None:
    with pytest.raises(RuleBroken, match="has no programme"):
        one_programme(Archive({"framework.toml": ""}))


@pytest.mark.parametrize(
    ("path", "text", "place"),
    [
        (SHEET, "a =", f"{SHEET}:1"),
        ("modules/role/module.toml", "slug = 'role'\nb", "modules/role/module.toml:2"),
        ("modules/role/01-roots.fr.md", "Du texte.", "modules/role/01-roots.fr.md:1"),
        ("modules/role/01-roots.fr.md", "+++\na\n+++\nb", "modules/role/01-roots.fr.md:2"),
    ],
)
def test_files_that_cannot_be_read_are_told_with_their_line(
    path: str, text: str, place: str
) -> None:
    with pytest.raises(ArchiveRefused) as refused:
        one_programme(Archive({**small_folder(), path: text}))
    assert refused.value.faults[0].place == place


def test_what_can_be_mended_in_the_studio_is_taken() -> None:
    files = small_folder()
    del files["modules/role/02-check.en.md"]
    assert one_programme(Archive(files)).texts == files
