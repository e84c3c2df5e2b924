"""A version that lacks reviews is offered on somebody's responsibility, or not at all."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.accounts.models import Invitation
from lms.catalogue.models import Module, ProgrammeVersion
from lms.catalogue.queries import outline
from lms.catalogue.rules.outline import ModuleOutline
from lms.catalogue.rules.reviews import reviews_of
from lms.journal.models import JournalEntry
from lms.kernel.actor import Role
from lms.learning.models import ReviewResponsibility
from lms.organisations.models import Organisation
from tests.client import Client
from tests.make import Make, both


def named(*kinds: str) -> list[dict[str, str]]:
    """So many readers, each with another name."""
    return [
        {"name": f"Lecteur {number}", "kind": kind, "on": "2026-11-20"}
        for number, kind in enumerate(kinds)
    ]


@pytest.mark.parametrize(
    ("sheet", "peers", "professional"),
    [
        ({}, 2, False),
        ({"reviewers": named("peer")}, 1, False),
        ({"reviewers": named("peer", "peer")}, 0, False),
        ({"reviewers": named("professional", "professional", "professional")}, 2, False),
        ({"reviewers": named("peer") * 2}, 1, False),
        ({"reviewers": named("peer", "peer"), "professional_review": True}, 0, True),
        (
            {"reviewers": named("peer", "peer", "professional"), "professional_review": True},
            0,
            False,
        ),
    ],
)
def test_two_peers_and_where_asked_a_professional(
    make: Make, sheet: dict[str, Any], peers: int, professional: bool
) -> None:
    version = make.version()
    whole = outline(make.session, version.id)
    module = ModuleOutline(1, "m", 1, both("M"), sheet, date(2026, 11, 22), ())
    object.__setattr__(whole, "modules", (module,))
    found = reviews_of(whole)[0]
    assert (found.peers_missing, found.professional_missing) == (peers, professional)
    assert found.complete is (not peers and not professional)


def manager_in(make: Make, client: Client, version: ProgrammeVersion) -> tuple[Organisation, str]:
    """A manager, signed in, and the page about the reviews of this version."""
    organisation = make.organisation()
    client.sign_in(make.manager(organisation), role=Role.MANAGER, organisation=organisation)
    return organisation, f"/orgs/{organisation.slug}/programmes/{version.public_id}/reviews"


def test_nobody_is_invited_before_somebody_takes_the_responsibility(
    make: Make, client: Client, session: Session
) -> None:
    version = make.version(reviewed=False)
    organisation, reviews = manager_in(make, client, version)
    invite = f"/orgs/{organisation.slug}/invitations/new"
    page = client.read(invite)
    assert page.tree.xpath(f"//main//a[@href='{reviews}']")
    who: dict[str, Any] = {
        "family_name": "Diop",
        "email": "awa@exemple.test",
        "version_id": version.id,
    }
    refused = client.submit(invite, status=422, **who)
    assert any("relectures" in words for words in refused.errors())
    assert session.scalar(select(func.count()).select_from(Invitation)) == 0

    shown = client.read(reviews)
    assert "Il manque 2 relectures par des pairs" in shown.words.replace("\u00a0", " ")
    client.submit(reviews, reviews, status=422)
    assert session.scalar(select(func.count()).select_from(ReviewResponsibility)) == 0
    assert client.submit(reviews, reviews, agreed="y").path == invite
    taken = session.scalars(select(ReviewResponsibility)).one()
    assert (taken.organisation_id, taken.version_id) == (organisation.id, version.id)
    acts = select(JournalEntry.action).where(JournalEntry.action == "learning.take_responsibility")
    assert session.scalars(acts).all() == ["learning.take_responsibility"]

    page = client.submit(invite, **who)
    assert page.path == f"/orgs/{organisation.slug}/invitations"
    again = client.read(reviews)
    assert not again.tree.xpath("//form//input[@name='agreed']")
    assert "a pris la responsabilité" in again.words


def test_what_peers_read_over_is_offered_at_once(make: Make, client: Client) -> None:
    version = make.version()
    organisation, reviews = manager_in(make, client, version)
    shown = client.read(reviews)
    assert "Nadia Benali" in shown.words
    assert not shown.tree.xpath("//form//input[@name='agreed']")
    assert not client.read(f"/orgs/{organisation.slug}/invitations/new").tree.xpath(
        f"//main//a[@href='{reviews}']"
    )


def test_places_that_only_try_things_out_are_not_asked(
    make: Make, client: Client, session: Session
) -> None:
    version = make.version(reviewed=False)
    organisation, reviews = manager_in(make, client, version)
    organisation.specimen = True
    session.flush()
    assert not client.read(reviews).tree.xpath("//form//input[@name='agreed']")
    who: dict[str, Any] = {
        "family_name": "Diop",
        "email": "awa@exemple.test",
        "version_id": version.id,
    }
    client.submit(f"/orgs/{organisation.slug}/invitations/new", **who)


def test_one_organisation_answers_for_itself_alone(make: Make, client: Client) -> None:
    version = make.version(reviewed=False)
    _first, reviews = manager_in(make, client, version)
    client.submit(reviews, reviews, agreed="y")
    _second, other = manager_in(make, client, version)
    assert client.read(other).tree.xpath("//form//input[@name='agreed']")


def test_an_address_of_no_version_is_not_there(make: Make, client: Client) -> None:
    organisation, _ = manager_in(make, client, make.version())
    client.read(f"/orgs/{organisation.slug}/programmes/nothing/reviews", 404)


def test_a_professional_is_asked_where_the_subject_needs_one(
    make: Make, client: Client, session: Session
) -> None:
    version = make.version()
    module = session.scalars(select(Module).where(Module.version_id == version.id)).one()
    module.sheet = {**module.sheet, "professional_review": True}
    session.flush()
    _organisation, reviews = manager_in(make, client, version)
    assert "par une personne du métier" in client.read(reviews).words
