"""Drafts of programmes: begun, written by several people, read by a second one, given up."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalogue.models import DraftReview, DraftState, ProgrammeDraft, ProgrammeVersion, Verdict
from lms.catalogue.operations import (
    Act,
    FileNewer,
    approve,
    drop_draft,
    publish,
    replace_files,
    send_back,
    send_for_review,
    start_draft,
    take_back,
    take_up_again,
    undo_last,
)
from lms.catalogue.operations.drafts import LONGEST_FILE
from lms.catalogue.queries.drafts import draft_at, files_of, kept_files, reviews_of_draft, source_of
from lms.catalogue.rules.curriculum import read_curriculum
from lms.kernel.actor import Role
from lms.kernel.refusals import RuleBroken
from lms.web.page import new_token, now
from tests.catalogue.folders import small_folder
from tests.make import Make

TEXT = "modules/role/01-roots.fr.md"


class Desk:
    """An organisation, two authors and a draft of the small programme."""

    def __init__(self, session: Session, make: Make) -> None:
        self.session = session
        self.organisation = make.organisation()
        self.one = make.member(Role.AUTHOR, self.organisation)
        self.two = make.member(Role.AUTHOR, self.organisation)
        self.draft = self.begun()

    def act(self, by: int | None = None) -> Act:
        return Act(by=by or self.one.id, now=now())

    def begun(self) -> ProgrammeDraft:
        return start_draft(
            self.session,
            small_folder(),
            organisation_id=self.organisation.id,
            act=self.act(),
            public_id=new_token(),
        )

    def write(self, path: str, text: str | None, undo: str = "") -> int:
        return replace_files(self.session, self.draft, {path: text}, act=self.act(), undo=undo)

    @property
    def files(self) -> dict[str, str]:
        self.session.flush()
        return files_of(self.session, self.draft.id)


@pytest.fixture
def desk(session: Session, make: Make) -> Desk:
    return Desk(session, make)


def test_a_draft_holds_the_files_that_it_began_with(desk: Desk) -> None:
    assert desk.files == small_folder()
    assert {file.version for file in kept_files(desk.session, desk.draft.id).values()} == {1}


def test_one_programme_has_one_living_draft(desk: Desk) -> None:
    with pytest.raises(RuleBroken, match="being written already"):
        desk.begun()


def test_a_name_that_others_hold_becomes_another_one(desk: Desk, make: Make) -> None:
    theirs = Desk(desk.session, make)
    read = read_curriculum(theirs.files)
    assert read.programmes[0].slug == "small-2"


def test_no_text_overwrites_one_that_was_not_read(desk: Desk) -> None:
    revision = desk.write(TEXT, "un")
    assert revision == 2
    with pytest.raises(FileNewer):
        replace_files(desk.session, desk.draft, {TEXT: "deux"}, act=desk.act(), read={TEXT: 1})
    replace_files(desk.session, desk.draft, {TEXT: "deux"}, act=desk.act(), read={TEXT: 2})
    assert desk.files[TEXT] == "deux"


def test_writing_what_is_there_changes_nothing(desk: Desk) -> None:
    assert desk.write(TEXT, small_folder()[TEXT]) == 1


def test_a_change_of_structure_is_taken_back(desk: Desk) -> None:
    desk.write(TEXT, None, undo="remove")
    assert TEXT not in desk.files
    undo_last(desk.session, desk.draft, act=desk.act())
    assert desk.files == small_folder()
    with pytest.raises(RuleBroken, match="no longer be undone"):
        undo_last(desk.session, desk.draft, act=desk.act())


def test_nothing_is_taken_back_over_a_newer_text(desk: Desk) -> None:
    desk.write(TEXT, "un", undo="rename")
    desk.write(TEXT, "deux")
    with pytest.raises(RuleBroken, match="no longer be undone"):
        undo_last(desk.session, desk.draft, act=desk.act())
    assert desk.files[TEXT] == "deux"


def test_too_much_is_refused(desk: Desk) -> None:
    with pytest.raises(RuleBroken, match="too much"):
        desk.write(TEXT, "x" * (LONGEST_FILE + 1))


def test_a_second_person_approves(desk: Desk) -> None:
    send_for_review(desk.session, desk.draft, act=desk.act())
    with pytest.raises(RuleBroken, match="you sent this draft yourself"):
        approve(desk.session, desk.draft, words="", act=desk.act())
    approve(desk.session, desk.draft, words="Très bien.", act=desk.act(desk.two.id))
    assert desk.draft.state is DraftState.APPROVED
    said = reviews_of_draft(desk.session, desk.draft.id)
    assert [(one.verdict, one.words) for one in said] == [(Verdict.APPROVED, "Très bien.")]


def test_a_second_person_sends_back_in_words(desk: Desk) -> None:
    send_for_review(desk.session, desk.draft, act=desk.act())
    with pytest.raises(RuleBroken, match="Say what"):
        send_back(desk.session, desk.draft, words=" ", act=desk.act(desk.two.id))
    send_back(desk.session, desk.draft, words="Trop long.", act=desk.act(desk.two.id))
    assert desk.draft.state is DraftState.DRAFT
    assert desk.session.scalars(select(DraftReview.words)).all() == ["Trop long."]
    with pytest.raises(RuleBroken, match="meanwhile"):
        approve(desk.session, desk.draft, words="", act=desk.act(desk.two.id))


def test_what_is_being_read_is_not_changed(desk: Desk) -> None:
    send_for_review(desk.session, desk.draft, act=desk.act())
    with pytest.raises(RuleBroken, match="take it back"):
        desk.write(TEXT, "un")
    take_back(desk.session, desk.draft, act=desk.act())
    desk.write(TEXT, "un")


def test_a_faulty_draft_is_not_sent(desk: Desk) -> None:
    desk.write(TEXT, "rien")
    with pytest.raises(RuleBroken, match="1 thing must be mended first"):
        send_for_review(desk.session, desk.draft, act=desk.act())


def test_a_draft_is_given_up_and_taken_up_again(desk: Desk) -> None:
    drop_draft(desk.session, desk.draft, act=desk.act())
    other = desk.begun()
    with pytest.raises(RuleBroken, match="being written already"):
        take_up_again(desk.session, desk.draft, act=desk.act())
    drop_draft(desk.session, other, act=desk.act())
    take_up_again(desk.session, desk.draft, act=desk.act())
    assert desk.files == small_folder()


def test_a_draft_is_found_in_its_organisation_only(desk: Desk, make: Make) -> None:
    public_id = desk.draft.public_id
    assert draft_at(desk.session, desk.organisation.id, public_id) is desk.draft
    assert draft_at(desk.session, make.organisation().id, public_id) is None


def test_the_source_of_a_version_begins_a_draft(desk: Desk) -> None:
    source = read_curriculum(desk.files)
    publish(
        desk.session,
        source,
        source.programmes[0],
        now=now(),
        public_id=new_token(),
        organisation_id=desk.organisation.id,
    )
    version_id = desk.session.scalars(select(ProgrammeVersion.id)).one()
    assert source_of(desk.session, version_id) == small_folder()
