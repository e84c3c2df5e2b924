"""`lms curriculum`: check and lint a folder of curriculum files, and publish it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from lms.catalogue.operations import publish
from lms.catalogue.rules.archive.places import LICENCE
from lms.catalogue.rules.curriculum import CurriculumFaulty, read_curriculum
from lms.catalogue.rules.lint import lint
from lms.catalogue.rules.media.facts import FOLDER as MEDIA
from lms.catalogue.rules.media.taking import Taken, take
from lms.catalogue.rules.places import Fault
from lms.catalogue.rules.sources import CurriculumSource
from lms.kernel.refusals import RuleBroken
from lms.storage.operations import Store, keep_from
from lms.web.database import db
from lms.web.page import new_token, now

STARTER = Path(__file__).parents[3] / "curriculum"
READ = {".toml", ".md", ".vtt"}
FOLDER = click.argument(
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=STARTER,
)


@click.group("curriculum")
def curriculum() -> None:
    """The open curriculum: check it and publish it."""


@curriculum.command("check")
@FOLDER
def check(folder: Path) -> None:
    """Say what is wrong in a folder, with file and line; needs no database."""
    source = read_folder(folder)
    for programme in source.programmes:
        click.echo(f"{programme.slug}: {len(programme.modules)} modules, nothing to correct")


@curriculum.command("lint")
@FOLDER
@click.option("--findings", "only", is_flag=True, help="Leave remarks out.")
def lint_folder(folder: Path, only: bool) -> None:
    """Say what readers would stumble over, with file and line; status 1 when that must be mended.

    Needs no database. Remarks are only to be looked at. What each code means: docs/curriculum.md.
    """
    try:
        told = lint(_texts(folder), {path: one.facts for path, one in _media(folder).items()})
    except CurriculumFaulty as faulty:
        raise click.ClickException(f"{folder}/{faulty}") from None
    findings = [finding for finding in told if not finding.remark]
    for finding in findings if only else told:
        click.echo(f"{folder}/{finding}")
    click.echo(f"{len(findings)} to mend, {len(told) - len(findings)} remarks", err=True)
    raise SystemExit(1 if findings else 0)


@curriculum.command("import")
@FOLDER
@with_appcontext
def import_curriculum(folder: Path) -> None:
    """Publish a version of each programme of a folder, unless that version exists already."""
    for line in import_folder(folder):
        click.echo(line)


def import_folder(folder: Path) -> list[str]:
    """What was published, a line for each programme."""
    source = read_folder(folder)
    store: Store = current_app.extensions["sillage.settings"].files
    for taken in _media(folder).values():
        keep_from(store, taken.content)
    lines = []
    for programme in source.programmes:
        try:
            with db.writing() as session:
                made = publish(session, source, programme, now=now(), public_id=new_token())
        except RuleBroken:
            words = f"an organisation has a programme named “{programme.slug}”"
            raise click.ClickException(words) from None
        state = "published" if made.new else "already published, nothing done"
        lines.append(f"{made.slug}: version {made.number} {state}")
    return lines


def read_folder(folder: Path) -> CurriculumSource:
    """The folder's curriculum; prints every fault and stops with status 1 when there is one."""
    try:
        media = _media(folder)
        return read_curriculum(_texts(folder), {path: one.facts for path, one in media.items()})
    except CurriculumFaulty as faulty:
        for fault in faulty.faults:
            click.echo(f"{folder}/{fault}", err=True)
        count = len(faulty.faults)
        things = "1 thing" if count == 1 else f"{count} things"
        raise click.ClickException(f"{things} to correct, nothing was published") from None


def _texts(folder: Path) -> dict[str, str]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and _is_read(path))
    return {path.relative_to(folder).as_posix(): _text(folder, path) for path in paths}


def _is_read(path: Path) -> bool:
    return path.suffix in READ or path.name == LICENCE


def _media(folder: Path) -> dict[str, Taken]:
    """What is taken of the files that are no texts; images that were made here stay as they are."""
    taken, faults = {}, []
    for path in sorted(folder.glob(f"modules/*/{MEDIA}/*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_file() or _is_read(path):
            continue
        try:
            taken[name] = take(path.name, BytesIO(path.read_bytes()), as_it_is=True)
        except RuleBroken as broken:
            faults.append(Fault(name, 1, str(broken.sentence)))
    if faults:
        raise CurriculumFaulty(faults)
    return taken


def _text(folder: Path, path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode()
    except UnicodeDecodeError as broken:
        line = content[: broken.start].count(b"\n") + 1
        fault = Fault(path.relative_to(folder).as_posix(), line, "the text is not UTF-8")
        raise CurriculumFaulty([fault]) from None
