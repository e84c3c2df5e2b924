"""`lms curriculum export` and `archive`: published versions as the files that they were made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from lms.catalogue.queries.media import media_of_version
from lms.catalogue.queries.sources import (
    Published,
    files_of_version,
    newest_of_platform,
    published_as,
)
from lms.catalogue.rules.archive import write_archive
from lms.catalogue.rules.archive.places import is_text
from lms.storage.operations import Store, read
from lms.web.database import db

WITHOUT_VERSION = {"LICENSE", "README.md", "lint.toml"}
"""What changes without making a version: the last one published knows it best."""
PROGRAMME = click.option("--programme", "slug", help="One programme instead of all.")
VERSION = click.option("--version", "number", type=int, help="Its number; the newest without it.")


@click.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@PROGRAMME
@VERSION
@with_appcontext
def export(folder: Path, slug: str | None, number: int | None) -> None:
    """Write the files of published versions into FOLDER, as they were read.

    Without --programme: the newest version of each programme of the platform. Other files of the
    folder are left alone.
    """
    texts, media = _files(slug, number)
    for path, content in sorted({**_encoded(texts), **media}.items()):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


@click.command("archive")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@PROGRAMME
@VERSION
@with_appcontext
def archive(file: Path, slug: str | None, number: int | None) -> None:
    """Write the same files as one ZIP archive: the same bytes for the same versions."""
    file.write_bytes(write_archive(*_files(slug, number)))


def _encoded(texts: Mapping[str, str]) -> dict[str, bytes]:
    return {path: text.encode() for path, text in texts.items()}


def _files(slug: str | None, number: int | None) -> tuple[dict[str, str], dict[str, bytes]]:
    """Texts, and the bytes of media, by their path."""
    with db.reading() as session:
        if slug is None:
            return _all(session, newest_of_platform(session))
        chosen = published_as(session, slug, number)
        if chosen is None:
            raise click.ClickException(f"no published version of “{slug}” has this number")
        return _all(session, [chosen])


def _all(
    session: Session, versions: Sequence[Published]
) -> tuple[dict[str, str], dict[str, bytes]]:
    store: Store = current_app.extensions["sillage.settings"].files
    named: dict[str, str] = {}
    for version in versions:
        for path, facts in media_of_version(session, version.id).items():
            if named.setdefault(path, facts.digest) != facts.digest:
                words = f"{path} differs in “{version.slug}”: export programmes one by one"
                raise click.ClickException(words)
    media = {path: read(store, digest) for path, digest in named.items()}
    return _together(session, versions), media


def _together(session: Session, versions: Iterable[Published]) -> dict[str, str]:
    """All files; one that two versions have must be the same in both."""
    files: dict[str, str] = {}
    for version in versions:
        found = files_of_version(session, version.id)
        _refuse_lost(version, found)
        for path, text in found.items():
            if path in WITHOUT_VERSION:
                files[path] = text
            if files.setdefault(path, text) != text:
                words = f"{path} differs in “{version.slug}”: export programmes one by one"
                raise click.ClickException(words)
    if not files:
        raise click.ClickException("nothing was published yet")
    return files


def _refuse_lost(version: Published, files: dict[str, str]) -> None:
    if not files:
        words = f"the files of “{version.slug}” were not kept: import its folder once more"
        raise click.ClickException(words)
    if strange := [path for path in files if not is_text(path)]:
        raise click.ClickException(f"{strange[0]} is no place of a programme")
