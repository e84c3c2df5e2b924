"""`lms backup` and `lms restore`: one command each, and one line for each thing that was done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from lms.app.backup.make import DATA, KEYS, KeptFor, alone, forget_old, make_backup
from lms.app.backup.mend import close_sign_ins, erase_again, tell
from lms.app.backup.restore import Source, refuse_taken, restoring, verify
from lms.app.backup.stream import BackupRefused
from lms.app.factory import create_app
from lms.app.settings import Settings, from_environment
from lms.app.start import refuse_unready
from lms.app.upkeep import line_of, look
from lms.journal import operations as journal
from lms.kernel.keys import Keys
from lms.privacy.operations.erasure_list import merge_lists
from lms.privacy.rules.erasures import list_path
from lms.web.database import db
from lms.web.page import new_token, now

DAYS = click.IntRange(min=1)
FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.command("backup")
@click.argument("target", type=click.Path(path_type=Path, file_okay=False))
@click.option("--keep-days", type=DAYS, default=35, show_default=True)
@click.option("--keep-keys-days", type=DAYS, help="Of the keys; else as long as the data.")
@with_appcontext
def backup(target: Path, keep_days: int, keep_keys_days: int | None) -> None:
    """Write a backup into the folder TARGET while people work; deletes what is too old there.

    Two encrypted files: the data, and apart the keys of private texts. Never the root key.
    """
    settings: Settings = current_app.extensions["sillage.settings"]
    kept = KeptFor(timedelta(days=keep_days), timedelta(days=keep_keys_days or keep_days))
    backup_id = new_token()
    try:
        with alone(settings.data, target):
            key = _opening(settings)[0]
            made = make_backup(settings, key, target, backup_id=backup_id, now=now())
            gone = forget_old(target, kept, now=now())
    except (BackupRefused, OSError) as refused:
        raise click.ClickException(_line(refused)) from None
    with db.writing() as session:
        subject = ("backup", backup_id)
        journal.record(session, "app.backup", now=now(), actor_id=None, subject=subject)
    for path in (made.data, made.keys):
        click.echo(f"{path} ({path.stat().st_size} bytes)")
    for path in gone:
        click.echo(f"{path} was too old and is deleted")


@click.command("restore")
@click.argument("source", type=FILE)
@click.option("--keys", "keys_file", type=FILE, help="The file of the keys; else beside SOURCE.")
@click.option("--erasures", type=FILE, help="The newest list of the erased that you have.")
def restore(source: Path, keys_file: Path | None, erasures: Path | None) -> None:
    """Restore the backup SOURCE (….data) into an empty database and data folder.

    Verifies every byte first; erases again who was erased since; ends all sign-ins; looks at the
    whole in the end, status 1 when something is broken.
    """
    settings = from_environment()
    try:
        refuse_taken(settings)
        held = verify(source, keys_file or _beside(source), _opening(settings), settings)
        click.echo(f"{source} is whole, made at {held.facts['made_at']}")
        broken = _restored(held, settings, erasures)
    except (BackupRefused, OSError) as refused:
        raise click.ClickException(_line(refused)) from None
    click.echo("restored: start pages and worker")
    raise SystemExit(broken)


def _restored(held: Source, settings: Settings, erasures: Path | None) -> bool:
    with restoring(held, settings) as draft:
        if erasures is not None:
            merge_lists(list_path(settings.data), erasures)
        broken = False
        for line in _mended(held, draft):
            click.echo(line)
            broken = broken or line.startswith("BAD")
    return broken


def _mended(held: Source, draft: Settings) -> Iterator[str]:
    """What was done to the restored database, and what is thought of it, line by line."""
    app = create_app(draft)
    try:
        refuse_unready(app)
        yield f"{sum(_counts(held))} rows restored, revision {held.facts['revision']} and newer"
        tell(app, held.facts["backup"], now=now())
        again = erase_again(app, list_path(draft.data), now=now())
        yield f"{again} people erased again"
        with app.app_context():
            with db.writing() as session:
                ended = close_sign_ins(session, now=now())
            yield f"{ended} sign-ins ended"
            yield from map(line_of, look(app))
    finally:
        app.extensions["sillage.engine"].dispose()


def _counts(held: Source) -> Iterator[int]:
    return (int(told.split()[0]) for told in held.facts["tables"].values())


def _opening(settings: Settings) -> tuple[bytes, ...]:
    """The keys that open backups, the first of which makes them."""
    derived = Keys(settings.root_key, settings.previous_root_key).derive_each("backup")
    return derived if settings.backup_key is None else (settings.backup_key, *derived)


def _beside(source: Path) -> Path:
    keys = source.with_suffix(f".{KEYS}")
    if source.suffix != f".{DATA}" or not keys.exists():
        raise BackupRefused(f"{keys} is not there (name the file of the keys: --keys FILE)")
    return keys


def _line(refused: Exception) -> str:
    if isinstance(refused, OSError):
        return f"{refused.filename}: {refused.strerror}"
    return str(refused)
