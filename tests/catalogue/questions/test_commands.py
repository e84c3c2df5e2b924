"""`lms questions`: the report with file and line, the other format, refusals in one line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lms.catalogue.commands import questions
from lms.catalogue.rules.questions.formats import Format, format_of

SAMPLES = Path(__file__).parent / "samples"
GIFT, XML = SAMPLES / "mixed.gift.txt", SAMPLES / "mixed.moodle.xml"


def run(*words: object) -> Result:
    return CliRunner().invoke(questions, [str(word) for word in words])


def test_check_tells_each_line_and_has_status_1_when_something_is_left() -> None:
    seen = run("check", GIFT)
    assert seen.exit_code == 0
    assert f"{GIFT}:3: taken: single choice “Écoute”" in seen.stdout
    assert "10 taken, 0 changed, 0 left" in seen.stderr
    seen = run("check", XML)
    assert seen.exit_code == 1
    assert f"{XML}:12: left: the file “a.png” was not taken" in seen.stdout


def test_convert_prints_or_writes_a_file_that_is_read_again(tmp_path: Path) -> None:
    out = tmp_path / "out.xml"
    seen = run("convert", GIFT, "--to", "moodle-xml", "--out", out)
    assert (seen.exit_code, seen.stdout) == (0, "")
    assert "10 questions written" in seen.stderr
    back = run("convert", out, "--to", "gift")
    again = tmp_path / "again.gift"
    again.write_text(back.stdout)
    assert run("convert", again, "--to", "gift").stdout == back.stdout
    assert run("check", again).exit_code == 0
    refused = run("convert", GIFT, "--to", "aiken", "--out", out)
    assert "exists already and was left alone" in refused.output


def test_convert_says_what_the_other_format_cannot_hold() -> None:
    seen = run("convert", XML, "--to", "aiken")
    assert "question 4 “Court”: left: Aiken has no short answer" in seen.stderr
    assert "1 question written" in seen.stderr
    assert seen.stdout.startswith("Que fait-on d'abord ?\nA) Écouter\n")


def test_a_file_that_cannot_be_read_is_refused_in_one_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.xml"
    broken.write_text("<quiz>\n<question></quiz>")
    seen = run("check", broken)
    assert seen.exit_code == 1
    assert seen.output.strip() == f"Error: {broken}:2: left: not well-formed XML: mismatched tag"


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("a.xml", "", Format.MOODLE_XML),
        ("a.txt", "\ufeff <?xml version='1.0'?>", Format.MOODLE_XML),
        ("a.gift", "ANSWER: A", Format.GIFT),
        ("a.txt", "Q\nA) a\nANSWER: A", Format.AIKEN),
        ("a.txt", "Q {T}", Format.GIFT),
    ],
)
def test_the_format_is_guessed(name: str, content: str, form: Format) -> None:
    assert format_of(name, content.encode()) is form
