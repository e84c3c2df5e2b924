"""Media of a module: what texts may show, and what each file needs beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lms.catalogue.rules.curriculum import CurriculumFaulty, read_curriculum
from lms.catalogue.rules.lint import lint
from lms.catalogue.rules.lint.findings import Code
from lms.catalogue.rules.media import MediaFacts, MediaKind, items_of
from tests.catalogue.folders import small_folder

HERE = "modules/role/media/"
FR = "modules/role/01-roots.fr.md"
EN = "modules/role/01-roots.en.md"
IMAGE = MediaFacts(
    kind=MediaKind.IMAGE, type="image/jpeg", digest="a" * 64, bytes=9000, width=800, height=600
)
AUDIO = MediaFacts(
    kind=MediaKind.AUDIO, type="audio/mpeg", digest="b" * 64, bytes=90_000, seconds=61
)
VIDEO = replace(AUDIO, kind=MediaKind.VIDEO, type="video/mp4", digest="c" * 64)
PAPER = replace(
    AUDIO, kind=MediaKind.DOCUMENT, type="application/pdf", digest="d" * 64, seconds=None
)
MEDIA = {
    f"{HERE}bench.jpg": IMAGE,
    f"{HERE}voice.mp3": AUDIO,
    f"{HERE}film.mp4": VIDEO,
    f"{HERE}sheet.pdf": PAPER,
}
BESIDE = {
    f"{HERE}voice.mp3.fr.md": "Une voix dit bonjour.",
    f"{HERE}voice.mp3.en.md": "A voice says hello.",
    f"{HERE}film.mp4.fr.vtt": "WEBVTT\n\n00:00.000 --> 00:02.000\nBonjour.",
    f"{HERE}film.mp4.en.vtt": "WEBVTT\n\n00:00.000 --> 00:02.000\nHello.",
}


def folder(french: str, english: str | None = None) -> dict[str, str]:
    files = {**small_folder(), **BESIDE}
    files[FR] = f"{files[FR]}\n\n{french}\n"
    files[EN] = f"{files[EN]}\n\n{french if english is None else english}\n"
    return files


def told(french: str, **without: str) -> list[str]:
    files = folder(french, "")
    for path in without.values():
        del files[path]
    with pytest.raises(CurriculumFaulty) as faulty:
        read_curriculum(files, MEDIA)
    return [fault.sentence for fault in faulty.value.faults]


def test_a_version_freezes_its_media_with_their_transcripts_and_captions() -> None:
    text = "![Un banc](media/bench.jpg)\n\n[Une voix](media/voice.mp3)\n\n[Un film](media/film.mp4)"
    source = read_curriculum(folder(text), MEDIA)

    bench, film, voice, sheet = (
        next(i for i in items_of(source.programmes[0].modules[0].sheet) if i.name == name)
        for name in ("bench.jpg", "film.mp4", "voice.mp3", "sheet.pdf")
    )

    assert (bench.facts, voice.facts, film.facts, sheet.facts) == (IMAGE, AUDIO, VIDEO, PAPER)
    assert voice.transcripts["en"] == "A voice says hello."
    assert film.captions["fr"].startswith("WEBVTT")
    assert source.media_of(source.programmes[0]) == MEDIA


def test_a_programme_without_media_has_the_digest_that_it_always_had() -> None:
    files = small_folder()
    plain = read_curriculum(files)
    assert "media" not in plain.programmes[0].modules[0].sheet
    other = read_curriculum({**files, **BESIDE}, MEDIA)
    assert plain.digest_of(plain.programmes[0]) != other.digest_of(other.programmes[0])


def test_another_transcript_makes_another_version() -> None:
    files = folder("[Une voix](media/voice.mp3)")
    one = read_curriculum(files, MEDIA)
    two = read_curriculum({**files, f"{HERE}voice.mp3.fr.md": "Autre chose."}, MEDIA)
    assert one.digest_of(one.programmes[0]) != two.digest_of(two.programmes[0])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("![Un banc](media/nowhere.jpg)", "the file media/nowhere.jpg is missing"),
        ("![](media/bench.jpg)", "a picture without alternative text"),
        ('![Un banc](media/bench.jpg "décoratif")', "either an alternative text, or the mark"),
        ('![Un banc](media/bench.jpg "Un titre")', "either an alternative text, or the mark"),
        ("![Un banc](https://exemple.fr/a.jpg)", "pictures stand in the folder media/"),
        ("![Un banc](../autre/media/bench.jpg)", "pictures stand in the folder media/"),
        ("![Un banc](media/../../x.jpg)", "the file media/../../x.jpg is missing"),
        ("![Une voix](media/voice.mp3)", "is no picture"),
        ("[Un banc](media/bench.jpg)", "is a picture"),
        ("Écoutez [une voix](media/voice.mp3) ici.", "give it a line of its own"),
        ("[](media/voice.mp3)", "give it a title"),
    ],
)
def test_a_reference_that_would_not_reach_its_reader_is_refused(text: str, sentence: str) -> None:
    assert any(sentence in fault for fault in told(text))


def test_code_refers_to_nothing() -> None:
    read_curriculum(folder("On écrit `![](media/x.jpg)`."), MEDIA)


def test_a_decorative_picture_says_so() -> None:
    read_curriculum(folder('![](media/bench.jpg "décoratif")'), MEDIA)


def test_sound_needs_a_transcript_and_film_its_captions_in_the_language_of_the_text() -> None:
    voice, film = "[Une voix](media/voice.mp3)", "[Un film](media/film.mp4)"
    assert any(
        "voice.mp3.fr.md is missing" in said for said in told(voice, a=f"{HERE}voice.mp3.fr.md")
    )
    assert any(
        "film.mp4.fr.vtt are missing" in said for said in told(film, a=f"{HERE}film.mp4.fr.vtt")
    )
    # A voice that only the French text lets speak needs no English.
    files = folder(voice, "")
    del files[f"{HERE}voice.mp3.en.md"]
    read_curriculum(files, MEDIA)


@pytest.mark.parametrize(
    ("path", "text", "sentence"),
    [
        ("film.mp4.fr.vtt", "Bonjour", "captions begin with WEBVTT"),
        ("voice.mp3.fr.md", " ", "the text is empty"),
        ("voice.mp3.fr.md", "<script>", "HTML is not shown"),
        ("bench.jpg.fr.md", "Un banc.", "only sound and film"),
        ("voice.mp3.de.md", "Hallo.", "nothing reads this file"),
        ("absent.mp3.fr.md", "Rien.", "nothing reads this file"),
    ],
)
def test_a_sidecar_that_says_nothing_is_refused(path: str, text: str, sentence: str) -> None:
    files = {**folder(""), f"{HERE}{path}": text}
    with pytest.raises(CurriculumFaulty) as faulty:
        read_curriculum(files, MEDIA)
    assert any(sentence in fault.sentence for fault in faulty.value.faults)


def test_strange_names_and_places_are_refused() -> None:
    for path in (f"{HERE}a b.jpg", f"{HERE}page.html", f"{HERE}x.svg"):
        with pytest.raises(CurriculumFaulty):
            read_curriculum(small_folder(), {path: IMAGE})


def test_the_linter_remarks_what_no_text_shows_and_what_weighs_too_much() -> None:
    heavy = {**MEDIA, f"{HERE}bench.jpg": replace(IMAGE, bytes=600 * 1024)}
    found = [f for f in lint(folder("![Un banc](media/bench.jpg)"), heavy) if f.code is Code.MEDIA]
    assert {(f.file, f.remark) for f in found} == {
        (FR, True),
        (EN, True),
        (f"{HERE}film.mp4", True),
        (f"{HERE}sheet.pdf", True),
        (f"{HERE}voice.mp3", True),
    }
