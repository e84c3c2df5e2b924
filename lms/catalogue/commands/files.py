"""`lms questions`: check a file of questions, and convert it to another format."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from lms.catalogue.rules.questions.formats import READERS, WRITERS, Format, format_of
from lms.catalogue.rules.questions.report import (
    Note,
    Reading,
    Unreadable,
    Verdict,
    Written,
    count,
)

FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
NAMES = click.Choice([form.value for form in Format])
FROM = click.option("--from", "source", type=NAMES, help="Where the file does not say it itself.")


@click.group("questions")
def questions() -> None:
    """Files of questions in GIFT, Aiken and Moodle XML; needs no database."""


@questions.command("check")
@FILE
@FROM
def check(file: Path, source: str | None) -> None:
    """Say line by line what would be taken, changed or left; status 1 when something is left."""
    reading = _reading(file, source)
    for note in reading.notes:
        click.echo(f"{file}:{note}")
    click.echo(_counted(reading.notes), err=True)
    raise SystemExit(bool(count(reading.notes)[Verdict.LEFT]))


@questions.command("convert")
@FILE
@click.option("--to", "target", type=NAMES, required=True, help="The format to write.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Where to write it.")
@FROM
def convert(file: Path, target: str, out: Path | None, source: str | None) -> None:
    """Write the questions of FILE in another format; say what was changed or left, and where.

    Without --out they are printed, and the report goes to standard error.
    """
    reading = _reading(file, source)
    written = WRITERS[Format(target)](reading.questions)
    _tell(file, reading, written)
    if out is None:
        click.echo(written.text, nl=False)
        return
    try:
        with out.open("x", encoding="utf-8", newline="\n") as opened:
            opened.write(written.text)
    except FileExistsError:
        raise click.ClickException(f"{out} exists already and was left alone") from None


def _reading(file: Path, source: str | None) -> Reading:
    content = file.read_bytes()
    try:
        form = Format(source) if source else format_of(file.name, content)
        return READERS[form](content)
    except Unreadable as refused:
        raise click.ClickException(f"{file}:{refused}") from None


def _tell(file: Path, reading: Reading, written: Written) -> None:
    """What was not simply taken, of the file that was read and of the one that is written."""
    for note in reading.notes:
        if note.verdict is not Verdict.TAKEN:
            click.echo(f"{file}:{note}", err=True)
    for note in written.notes:
        name = reading.questions[note.line - 1].name
        click.echo(f"question {note.line} “{name}”: {note.verdict}: {note.sentence}", err=True)
    number = len(reading.questions) - count(written.notes)[Verdict.LEFT]
    things = "1 question" if number == 1 else f"{number} questions"
    click.echo(f"{things} written", err=True)


def _counted(notes: Iterable[Note]) -> str:
    return ", ".join(f"{number} {verdict}" for verdict, number in count(notes).items())
