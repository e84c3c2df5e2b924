"""The `lms` command: every room's commands under one name; what is refused is one clear line."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click
from flask.cli import ScriptInfo
from sqlalchemy.exc import OperationalError

from lms.accounts.commands import accounts
from lms.app import doctor as examination
from lms.app import prepare as preparation
from lms.app import serve as server
from lms.app import worker as background
from lms.app.backup.commands import backup, restore
from lms.app.migrations import head_revision, upgrade
from lms.app.rotation import keyring
from lms.app.settings import SettingRefused, from_environment
from lms.app.start import ready_app
from lms.app.upkeep import check_invariants
from lms.catalogue.commands import curriculum, questions
from lms.demo.commands import demo
from lms.journal.commands import journal
from lms.kernel.refusals import RuleBroken
from lms.organisations.commands import organisations
from lms.privacy.commands import erasures, export_schema, retention


class OneLine(click.Group):
    """Answers an expected refusal with one line and status 1, never with a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (SettingRefused, RuleBroken) as refused:
            raise click.ClickException(str(refused)) from None
        except OperationalError as away:
            kind = type(away.orig).__name__
            raise click.ClickException(f"the database does not answer ({kind})") from None


@click.group(cls=OneLine, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def lms(ctx: click.Context) -> None:
    """Sillage: training and supervision of mental-health peer helpers."""
    # Made only by commands that need it, so that --help always answers.
    ctx.obj = ctx.obj or ScriptInfo(create_app=ready_app, set_debug_flag=False)


@lms.command()
def migrate() -> None:
    """Bring the database to the newest revision; makes it when there is none."""
    settings = from_environment()
    settings.data.mkdir(parents=True, exist_ok=True)
    upgrade(settings.database)
    click.echo(f"database at revision {head_revision()}")


@lms.command("new-key")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--demo", is_flag=True, help="A key for fictitious data, refused in production.")
def new_key(file: Path, demo: bool) -> None:
    """Write a new root key into FILE, readable by its owner only. Keep a copy elsewhere."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        preparation.write_key(file, demo=demo)
    except FileExistsError:
        raise click.ClickException(f"{file} exists already and was left alone") from None
    click.echo(f"a new root key is in {file}: without it, private texts cannot be read again")


HOST = click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True)
PORT = click.option("--port", envvar="PORT", default=8000, show_default=True)


@lms.command()
@HOST
@PORT
def serve(host: str, port: int) -> None:
    """Serve the pages and run the worker together, until Ctrl-C."""
    ready_app()
    raise SystemExit(server.serve(host, port))


@lms.command("run")
@HOST
@PORT
@click.option(
    "--demo/--empty",
    "with_demo",
    default=True,
    help="With the fictitious organisations, or without.",
)
def run(host: str, port: int, with_demo: bool) -> None:
    """Try Sillage: make key, database, curriculum and demo where they lack, then serve."""
    server.refuse_taken(host, port)
    os.environ.setdefault("SILLAGE_MODE", "demo")
    os.environ.setdefault("SILLAGE_PUBLIC_URL", server.address(host, port))
    os.environ["SILLAGE_DATA"] = str(Path(os.environ.get("SILLAGE_DATA", "var")).resolve())
    lines = preparation.prepare(demo=with_demo)
    raise SystemExit(server.serve(host, port, lines))


@lms.command()
def worker() -> None:
    """Send mail, draw documents and do the housekeeping, until SIGTERM or Ctrl-C."""
    background.run(ready_app())


@lms.command()
def doctor() -> None:
    """Look at the whole installation; status 1 when something must be mended."""
    findings = examination.examine()
    for finding in findings:
        click.echo(f"{finding.level:<5} {finding.name}: {finding.words}")
    raise SystemExit(any(finding.level == examination.BAD for finding in findings))


for group in (accounts, curriculum, demo, erasures, journal, keyring, organisations):
    lms.add_command(group)
for group in (questions, retention):
    lms.add_command(group)
for command in (backup, check_invariants, restore):
    lms.add_command(command)
lms.add_command(export_schema)


def main() -> None:
    """The console command."""
    lms(prog_name="lms")


if __name__ == "__main__":
    main()
