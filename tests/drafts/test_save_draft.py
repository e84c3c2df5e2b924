"""Drafts: kept sealed, never overwritten by an older page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.drafts.models import Draft
from lms.drafts.operations import DraftNewer, SaveDraft, delete_expired, save_draft
from lms.drafts.queries import drafts_of
from lms.kernel.keys import Keys
from lms.kernel.refusals import RuleBroken
from lms.web.page import new_token, now
from tests.make import Make

KEYS = Keys(b"k" * 32)


def save(session: Session, person: Person, text: str, version: int = 0) -> int:
    order = SaveDraft(form="reflection", subject="1.1", text=text, version=version)
    return save_draft(session, KEYS, order, person_id=person.id, now=now(), public_id=new_token())


def text_of(session: Session, person: Person) -> str:
    return drafts_of(session, KEYS, person.id, "reflection", ["1.1"])["1.1"].text


def test_a_draft_is_found_again_and_its_version_grows(session: Session, make: Make) -> None:
    person = make.person()
    assert save(session, person, "un") == 1
    assert save(session, person, "deux", version=1) == 2
    assert text_of(session, person) == "deux"


def test_a_newer_text_is_never_overwritten(session: Session, make: Make) -> None:
    person = make.person()
    save(session, person, "un")
    save(session, person, "ailleurs", version=1)
    with pytest.raises(DraftNewer) as refused:
        save(session, person, "ici", version=1)
    assert (refused.value.newer.text, refused.value.newer.version) == ("ailleurs", 2)
    assert text_of(session, person) == "ailleurs"


def test_a_page_that_knew_no_draft_meets_the_one_made_elsewhere(
    session: Session, make: Make
) -> None:
    person = make.person()
    save(session, person, "ailleurs")
    with pytest.raises(DraftNewer):
        save(session, person, "ici")


def test_saving_the_same_words_again_is_no_conflict(session: Session, make: Make) -> None:
    person = make.person()
    save(session, person, "un")
    assert save(session, person, "un") == 1


def test_an_empty_text_makes_no_draft_but_may_empty_one(session: Session, make: Make) -> None:
    person = make.person()
    assert save(session, person, " ") == 0
    assert session.scalars(select(Draft)).all() == []
    save(session, person, "un")
    assert save(session, person, "", version=1) == 2
    assert text_of(session, person) == ""


def test_the_database_holds_no_word_of_it(session: Session, make: Make) -> None:
    save(session, make.person(), "canari secret")
    assert b"canari" not in session.scalars(select(Draft.sealed)).one()


def test_a_draft_is_nobody_elses(session: Session, make: Make) -> None:
    mine, other = make.person(), make.person()
    save(session, mine, "à moi")
    assert drafts_of(session, KEYS, other.id, "reflection", ["1.1"]) == {}
    assert save(session, other, "à l'autre") == 1
    assert text_of(session, mine) == "à moi"


def test_a_text_that_is_too_long_is_refused_with_its_length(session: Session, make: Make) -> None:
    with pytest.raises(RuleBroken) as refused:
        save(session, make.person(), "x" * 10_001)
    assert "10001" in str(refused.value.sentence)


def test_drafts_are_deleted_at_their_expiry_and_not_before(session: Session, make: Make) -> None:
    person = make.person()
    order = SaveDraft(
        form="log", subject="", text="x", version=0, expires_at=now() + timedelta(days=1)
    )
    save_draft(session, KEYS, order, person_id=person.id, now=now(), public_id=new_token())
    save(session, person, "gardé")
    assert delete_expired(session, now=now()) == 0
    assert delete_expired(session, now=now() + timedelta(days=2)) == 1
    assert text_of(session, person) == "gardé"
