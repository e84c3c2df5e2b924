"""A draft of a programme, begun from the published one by the author of an organisation."""

from __future__ import annotations

from lms.catalogue.operations import Act, replace_files, start_draft
from lms.catalogue.operations.bank import Keeper, keep_questions
from lms.catalogue.queries.drafts import files_of, source_of
from lms.catalogue.queries.frameworks import domains_of
from lms.catalogue.rules.drafting.structure import add_module
from lms.catalogue.rules.questions.gift.reader import read_gift
from lms.demo.operations.stage import Stage
from lms.demo.rules import cast
from lms.demo.rules.belonging import KEPT

BEGUN_DAYS = 12
TITLE = {"fr": "Bien commencer dans notre équipe", "en": "A good start in our team"}


def write_draft(stage: Stage) -> None:
    """The author copied the programme and begins a module of their own."""
    files = source_of(stage.session, stage.version.id)
    if not files:
        return
    act = Act(by=stage.people["lucie"].id, now=stage.at(BEGUN_DAYS))
    draft = start_draft(
        stage.session,
        files,
        organisation_id=stage.places[cast.RIVES].id,
        act=act,
        public_id=stage.token(),
        base_version_id=stage.version.id,
        as_new=True,
    )
    stage.session.flush()
    # The copy has a name of its own, and with it other paths.
    begun = files_of(stage.session, draft.id)
    _slug, changes = add_module(begun, TITLE, day=stage.on(BEGUN_DAYS).isoformat())
    replace_files(stage.session, draft, changes, act=act, undo="add_module")


def keep_bank(stage: Stage) -> None:
    """The author brought some questions from elsewhere into the bank of their organisation."""
    by = Keeper(
        organisation_id=stage.places[cast.RIVES].id,
        person_id=stage.people["lucie"].id,
        now=stage.at(KEPT.days),
    )
    read = read_gift(KEPT.source.encode())
    domain = domains_of(stage.session, stage.version.id)[0].code
    keep_questions(
        stage.session,
        read.questions,
        by,
        domain=domain,
        locale=KEPT.locale,
        new_id=stage.token,
    )
