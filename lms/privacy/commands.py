"""`lms export-schema`, `lms erasures` and `lms retention`: what the operator does about data.

Nobody's data is shown by any of them.
"""

from __future__ import annotations

import json

import click
from flask.cli import with_appcontext

from lms.accounts.queries import person_at
from lms.privacy.operations.erasures import ask_erasure, keep_account_of
from lms.privacy.operations.retention import change_retention
from lms.privacy.queries.erasures import waiting_at
from lms.privacy.rules.schema import schema
from lms.retention.queries import durations
from lms.retention.rules import RULES
from lms.web.database import db
from lms.web.nudge import nudge
from lms.web.page import new_token, now


@click.command("export-schema")
def export_schema() -> None:
    """Print the JSON Schema of data.json, as docs/ publishes it."""
    click.echo(json.dumps(schema(), ensure_ascii=False, indent=1))


@click.group("erasures")
def erasures() -> None:
    """Requests to be erased that reach the operator by post."""


@erasures.command("ask")
@click.argument("address")
@click.confirmation_option(prompt="Are you sure who asks, by another way than this address?")
@with_appcontext
def ask(address: str) -> None:
    """Close the account of ADDRESS now and have it erased in some days, as its page does."""
    with db.writing() as session:
        person_id = person_at(session, address)
        if person_id is None:
            raise click.ClickException(f"{address}: no open account")
        asked = ask_erasure(session, person_id, by=None, token=new_token(), now=now())
    nudge()
    click.echo(f"the account is closed and will be erased after {asked.due_at:%Y-%m-%d %H:%M} UTC")


@erasures.command("cancel")
@click.argument("address")
@click.confirmation_option(prompt="Are you sure who asks, by another way than this address?")
@with_appcontext
def cancel(address: str) -> None:
    """Open the account of ADDRESS again, as long as it is not erased."""
    with db.writing() as session:
        person_id = waiting_at(session, address, now=now())
        if person_id is None:
            raise click.ClickException(f"{address}: no erasure waits")
        keep_account_of(session, person_id, now=now())
    click.echo("the account is open again")


@click.group("retention")
def retention() -> None:
    """How long each kind of data is kept; rules can only be shortened."""


@retention.command("show")
@with_appcontext
def show() -> None:
    """Print every rule: its name, its days today, the least and the most."""
    with db.reading() as session:
        days = durations(session)
    for rule in RULES:
        span = f"({rule.least} to {rule.days})"
        click.echo(f"{rule.name:<18} {days[rule.name]:>5} days {span:<14} {rule.what} {rule.since}")


@retention.command("set")
@click.argument("rule")
@click.argument("days", type=int)
@with_appcontext
def set_days(rule: str, days: int) -> None:
    """Keep what RULE speaks of for so many DAYS; what is older goes within the hour."""
    with db.writing() as session:
        change_retention(session, rule, days, now=now())
    click.echo(f"{rule}: {days} days")
