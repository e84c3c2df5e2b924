"""Files of drafts and versions: added, replaced, taken out, frozen, forgotten."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalogue.models import DraftState, MediaFile, ProgrammeVersion
from lms.catalogue.operations import (
    drop_draft,
    publish,
    replace_files,
    send_for_review,
    start_draft,
)
from lms.catalogue.operations.media import add_media, remove_media
from lms.catalogue.queries.drafts import files_of
from lms.catalogue.queries.media import media_at, media_of_draft, media_of_version
from lms.catalogue.rules.curriculum import read_curriculum
from lms.kernel.refusals import RuleBroken
from lms.storage.models import UnwantedFile
from lms.web.page import new_token, now
from tests.catalogue.folders import small_folder
from tests.catalogue.test_drafts import Desk
from tests.catalogue.test_media_files import HERE, IMAGE
from tests.make import Make

BENCH = f"{HERE}bench.jpg"
OTHER = replace(IMAGE, digest="e" * 64)


@pytest.fixture
def desk(session: Session, make: Make) -> Desk:
    return Desk(session, make)


def add(desk: Desk, path: str = BENCH, facts: object = IMAGE) -> None:
    add_media(desk.session, desk.draft, path, facts, by=desk.one.id, now=now())  # type: ignore[arg-type]
    desk.session.flush()


def remove(desk: Desk, path: str = BENCH) -> None:
    remove_media(desk.session, desk.draft, path, by=desk.one.id, now=now())
    desk.session.flush()


def unwanted(session: Session) -> list[str]:
    return list(session.scalars(select(UnwantedFile.name)))


def test_a_file_is_added_once_replaced_and_forgotten(desk: Desk) -> None:
    add(desk)
    add(desk)
    assert media_of_draft(desk.session, desk.draft.id) == {BENCH: IMAGE}
    assert media_at(desk.session, desk.draft.id, BENCH) == IMAGE

    add(desk, facts=OTHER)
    assert media_of_draft(desk.session, desk.draft.id) == {BENCH: OTHER}
    assert unwanted(desk.session) == [IMAGE.digest]

    add(desk, f"{HERE}again.jpg")
    assert unwanted(desk.session) == []


def test_a_file_that_a_text_shows_stays(desk: Desk) -> None:
    add(desk)
    shown = f"{files_of(desk.session, desk.draft.id)['modules/role/01-roots.fr.md']}\n\n"
    shown += "![Un banc](media/bench.jpg)\n"
    desk.write("modules/role/01-roots.fr.md", shown)
    desk.session.flush()
    with pytest.raises(RuleBroken):
        remove(desk)
    desk.write("modules/role/01-roots.fr.md", small_folder()["modules/role/01-roots.fr.md"])
    desk.session.flush()
    remove(desk)
    remove(desk)
    assert media_of_draft(desk.session, desk.draft.id) == {}
    assert desk.session.scalars(select(MediaFile)).all() == []


def test_nothing_is_added_to_a_draft_that_was_sent(desk: Desk) -> None:
    send_for_review(desk.session, desk.draft, act=desk.act())
    assert desk.draft.state is DraftState.IN_REVIEW
    for act in (add, remove):
        with pytest.raises(RuleBroken):
            act(desk)


def test_a_version_keeps_its_files_and_gives_them_to_the_next_draft(desk: Desk) -> None:
    add(desk)
    files = files_of(desk.session, desk.draft.id)
    source = read_curriculum(files, media_of_draft(desk.session, desk.draft.id))
    publish(
        desk.session,
        source,
        source.programmes[0],
        now=now(),
        public_id=new_token(),
        organisation_id=desk.organisation.id,
    )
    version = desk.session.scalars(
        select(ProgrammeVersion).order_by(ProgrammeVersion.id.desc()).limit(1)
    ).one()
    assert media_of_version(desk.session, version.id) == {BENCH: IMAGE}

    remove(desk)
    assert unwanted(desk.session) == []
    drop_draft(desk.session, desk.draft, act=desk.act())
    copied = start_draft(
        desk.session,
        files,
        organisation_id=desk.organisation.id,
        act=desk.act(),
        public_id=new_token(),
        base_version_id=version.id,
    )
    assert media_of_draft(desk.session, copied.id) == {BENCH: IMAGE}


def test_media_of_a_module_that_was_taken_out_refuse_nothing(desk: Desk) -> None:
    add(desk, "modules/gone/media/bench.jpg")
    send_for_review(desk.session, desk.draft, act=desk.act())


def test_writing_texts_leaves_media_alone(desk: Desk) -> None:
    add(desk)
    replace_files(desk.session, desk.draft, {f"{HERE}x.mp3.fr.md": "Un."}, act=desk.act())
    assert media_of_draft(desk.session, desk.draft.id) == {BENCH: IMAGE}
