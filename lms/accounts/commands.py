"""`lms accounts`: invite an organisation's manager, by the same mailed link as everybody else.

There is no command that changes an address or a password: only the person can. Somebody who lost
every second step is let in to choose a new one, once the operator knows who it is. An account can
be suspended, as when a thief is in it, and let in again.
"""

from __future__ import annotations

import click
from email_validator import EmailNotValidError, validate_email
from flask.cli import with_appcontext

from lms.accounts.models import PersonState
from lms.accounts.operations.factors import forget_factors
from lms.accounts.operations.invitations import InvitePerson, Secrets, invite
from lms.accounts.operations.suspending import resume_account, suspend_account
from lms.accounts.queries import person_at
from lms.kernel.actor import Role
from lms.organisations.queries import organisation_called
from lms.web.database import db
from lms.web.nudge import nudge
from lms.web.page import new_token, now


@click.group("accounts")
def accounts() -> None:
    """People's accounts."""


@accounts.command("invite")
@click.argument("organisation")
@click.argument("address")
@click.option("--given-name", default="")
@click.option("--family-name", required=True)
@click.option("--locale", type=click.Choice(["fr", "en"]), default="fr", show_default=True)
@with_appcontext
def invite_manager(
    organisation: str, address: str, given_name: str, family_name: str, locale: str
) -> None:
    """Invite ADDRESS to manage ORGANISATION (its short name). Nobody is looked up or changed."""
    order = InvitePerson(
        given_name=given_name.strip(),
        family_name=family_name.strip(),
        email=_checked(address),
        role=Role.MANAGER,
        locale=locale,
    )
    secrets = Secrets(token=new_token(), public_id=new_token(), message_id=new_token())
    with db.writing() as session:
        place = organisation_called(session, organisation)
        invite(
            session,
            order,
            organisation_id=place.id,
            invited_by=None,
            secrets=secrets,
            now=now(),
        )
    nudge()
    click.echo(f"an invitation to manage {place.name} waits to be sent to {order.email}")


@accounts.command("forget-factors")
@click.argument("address")
@click.confirmation_option(prompt="Are you sure who it is, by another way than this address?")
@with_appcontext
def forget(address: str) -> None:
    """Remove every second step of the account of ADDRESS; its devices are signed out.

    For somebody who lost app, passkeys and backup codes. A letter tells them; where their role asks
    for a second step, they choose a new one at the next sign-in.
    """
    with db.writing() as session:
        person_id = person_at(session, address)
        if person_id is None:
            raise click.ClickException(f"{address}: no account")
        gone = forget_factors(session, person_id, now=now(), message_id=new_token())
    nudge()
    click.echo(f"{address}: {gone} removed; the password is still asked for")


@accounts.command("suspend")
@click.argument("address")
@with_appcontext
def suspend(address: str) -> None:
    """Sign ADDRESS out everywhere and let nobody in, until `lms accounts resume ADDRESS`."""
    with db.writing() as session:
        person_id = person_at(session, address)
        if person_id is None:
            raise click.ClickException(f"{address}: no open account")
        suspend_account(session, person_id, now=now(), message_id=new_token())
    nudge()
    click.echo(f"{address}: suspended; nothing of it is lost")


@accounts.command("resume")
@click.argument("address")
@with_appcontext
def resume(address: str) -> None:
    """Let ADDRESS sign in again; the password and the second steps are those of before."""
    with db.writing() as session:
        person_id = person_at(session, address, PersonState.SUSPENDED)
        if person_id is None:
            raise click.ClickException(f"{address}: no suspended account")
        resume_account(session, person_id, now=now(), message_id=new_token())
    nudge()
    click.echo(f"{address}: open again")


def _checked(address: str) -> str:
    try:
        return validate_email(address, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as refused:
        raise click.ClickException(f"{address}: {refused}") from None
