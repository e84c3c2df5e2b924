"""`lms organisations`: create one, list them, add a site, say who signs in in two steps."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from lms.kernel.actor import Role
from lms.organisations.models import OrganisationKind
from lms.organisations.operations import (
    CreateOrganisation,
    add_site,
    ask_second_factor,
    create_organisation,
)
from lms.organisations.queries import organisation_called, roles_asked
from lms.organisations.queries import organisations as every_organisation
from lms.web.database import db
from lms.web.page import new_token, now


@click.group("organisations")
def organisations() -> None:
    """Hospitals, associations and training bodies."""


@organisations.command("create")
@click.argument("slug")
@click.option("--name", required=True, help="As printed on documents.")
@click.option("--kind", type=click.Choice([kind.value for kind in OrganisationKind]), required=True)
@click.option("--prefix", required=True, help="Begins its certificates' numbers: CHLYON.")
@click.option("--city", required=True, help="Where documents are signed.")
@click.option("--signatory", required=True, help="Who signs its documents.")
@click.option("--function", required=True, help="The signatory's function.")
@click.option("--nda", default="", help="Training activity number (numéro de déclaration).")
@click.option("--time-zone", default="Europe/Paris", show_default=True)
@click.option("--territory", default="FR", show_default=True, help="Whose help numbers it shows.")
@with_appcontext
def create(
    slug: str,
    name: str,
    kind: str,
    prefix: str,
    city: str,
    signatory: str,
    function: str,
    nda: str,
    time_zone: str,
    territory: str,
) -> None:
    """Create an organisation; SLUG is its short name in addresses: ch-lyon."""
    order = CreateOrganisation(
        slug=slug,
        name=name,
        kind=OrganisationKind(kind),
        prefix=prefix,
        nda_number=nda,
        city=city,
        signatory_name=signatory,
        signatory_function=function,
        time_zone=time_zone,
        territory=territory,
    )
    with db.writing() as session:
        create_organisation(session, order, now=now(), public_id=new_token())
    click.echo(f"{slug} created; invite its first manager: lms accounts invite {slug} ADDRESS")


@organisations.command("list")
@with_appcontext
def list_all() -> None:
    """One line for each organisation."""
    with db.reading() as session:
        for organisation in every_organisation(session):
            click.echo(f"{organisation.slug}\t{organisation.kind}\t{organisation.name}")


@organisations.command("second-factor")
@click.argument("slug")
@click.argument("roles", nargs=-1, type=click.Choice([*(role.value for role in Role), "nobody"]))
@with_appcontext
def second_factor(slug: str, roles: tuple[str, ...]) -> None:
    """Ask these ROLES of the organisation SLUG for a second factor, and no others.

    `nobody` asks it of nobody. A new organisation asks it of everybody but trainees. Without
    ROLES: say who is asked.
    """
    with db.writing() as session:
        organisation = organisation_called(session, slug)
        if roles:
            asked = frozenset(Role(role) for role in roles if role != "nobody")
            ask_second_factor(session, organisation, asked, by=None, now=now())
        words = ", ".join(sorted(roles_asked(organisation))) or "nobody"
    click.echo(f"{slug} asks for a second factor: {words}")


@organisations.command("add-site")
@click.argument("slug")
@click.argument("name")
@with_appcontext
def add(slug: str, name: str) -> None:
    """Add a site to the organisation SLUG."""
    with db.writing() as session:
        add_site(session, organisation_called(session, slug), name, now=now())
    click.echo(f"{name} added to {slug}")
