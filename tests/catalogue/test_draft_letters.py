"""Letters about drafts: one for each who may read it, one for whoever had sent it, no content."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, MembershipState
from lms.catalogue.operations import approve, send_back, send_for_review, take_back
from lms.kernel.actor import Role
from lms.outbox.models import Letter
from tests.catalogue.test_drafts import Desk
from tests.make import Make, today


@pytest.fixture
def desk(session: Session, make: Make) -> Desk:
    return Desk(session, make)


def addresses(session: Session) -> list[str]:
    return sorted(session.scalars(select(Letter.to_address).where(Letter.to_address != "")))


def test_the_other_authors_are_asked_once_each(session: Session, make: Make, desk: Desk) -> None:
    make.member(Role.MANAGER, desk.organisation)
    make.member(Role.AUTHOR, make.organisation())
    desk.two.locale = "en"
    send_for_review(session, desk.draft, act=desk.act())
    letter = session.scalars(select(Letter)).one()
    assert (letter.to_address, letter.locale) == (desk.two.email, "en")
    assert letter.link == f"/studio/drafts/{desk.draft.public_id}/read"
    assert "Petit" not in str(letter.words)


def test_managers_are_asked_where_nobody_else_writes(session: Session, make: Make) -> None:
    desk = Desk(session, make)
    theirs = update(Membership).where(Membership.person_id == desk.two.id)
    session.execute(theirs.values(state=MembershipState.ENDED, ended_on=today()))
    manager = make.member(Role.MANAGER, desk.organisation)
    session.flush()
    send_for_review(session, desk.draft, act=desk.act())
    assert addresses(session) == [manager.email]


@pytest.mark.parametrize("decide", [approve, send_back])
def test_whoever_sent_it_hears_that_it_was_read(
    session: Session, desk: Desk, decide: object
) -> None:
    send_for_review(session, desk.draft, act=desk.act())
    assert callable(decide)
    decide(session, desk.draft, words="Une phrase à revoir.", act=desk.act(desk.two.id))
    assert addresses(session) == sorted([desk.one.email, desk.two.email])
    told = session.scalars(select(Letter).where(Letter.to_address == desk.one.email)).one()
    assert "revoir" not in str(told.words)


def test_a_draft_sent_again_asks_again(session: Session, desk: Desk) -> None:
    send_for_review(session, desk.draft, act=desk.act())
    take_back(session, desk.draft, act=desk.act())
    send_for_review(session, desk.draft, act=desk.act())
    assert addresses(session) == [desk.two.email] * 2
