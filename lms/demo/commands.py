"""`lms demo load`: fictitious organisations and people, for somebody who wants to look around."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from lms.accounts.rules import hash_password
from lms.demo.operations import DemoRefused
from lms.demo.operations import load as load_demo
from lms.demo.rules.cast import MEMBERS, PASSWORD, PEOPLE, Somebody
from lms.web.database import db
from lms.web.page import keys, new_token, now


@click.group("demo")
def demo() -> None:
    """A demo that is clearly fictitious."""


@demo.command("load")
@with_appcontext
def load() -> None:
    """Load the demo into an empty database, and print who can sign in."""
    if current_app.extensions["sillage.settings"].production:
        raise click.ClickException("the demo has a known password: never in production")
    hashed = hash_password(PASSWORD)
    try:
        with db.writing() as session:
            load_demo(session, keys=keys(), password_hash=hashed, now=now(), token=new_token)
    except DemoRefused as refused:
        raise click.ClickException(str(refused)) from None
    for line in sign_ins():
        click.echo(line)


@demo.command("sign-ins")
def say_sign_ins() -> None:
    """Print who can sign in to the demo: role, e-mail, password."""
    for line in sign_ins():
        click.echo(line)


def sign_ins() -> list[str]:
    """A line for each person of the demo."""
    return [f"{_role(who):<10}  {who.address:<21}  {PASSWORD}   ({who.shows})" for who in PEOPLE]


def _role(who: Somebody) -> str:
    return next(joins.role.value for joins in MEMBERS if joins.who == who.key)
