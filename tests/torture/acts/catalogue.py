"""Drafts of programmes: begun, written, arranged, read."""

from __future__ import annotations

from lms.accounts.models import Person
from lms.catalogue.models import MediaFacts, MediaKind, ProgrammeDraft, VersionFile
from lms.catalogue.operations import Act as By
from lms.catalogue.operations import replace_files, send_for_review, start_draft
from lms.catalogue.operations.media import put_media
from lms.catalogue.views.typed import FORM
from lms.drafts.operations import SaveDraft, save_draft
from lms.kernel.actor import Role
from lms.organisations.models import Organisation
from lms.web.page import new_token, now
from tests.catalogue.folders import small_folder
from tests.torture.acts.stage import Act, Press, Stage

ROLE = "modules/role"


def _author(stage: Stage) -> Person:
    return stage.make.member(Role.AUTHOR, stage.organisation)


def _draft(stage: Stage, by: Person) -> ProgrammeDraft:
    return start_draft(
        stage.make.session,
        small_folder(),
        organisation_id=_elsewhere(stage, by),
        act=By(by=by.id, now=now()),
        public_id=new_token(),
    )


def _elsewhere(stage: Stage, by: Person) -> int:
    """An organisation of its own for each round: a programme has one living draft."""
    place = stage.make.organisation()
    stage.make.membership(by, place, Role.AUTHOR)
    _PLACES[by.id] = place
    return place.id


_PLACES: dict[int, Organisation] = {}


def _press(stage: Stage, page: str = "", action: str = "", **fields: object) -> Press:
    """The author's form on a page of a new draft."""
    by = _author(stage)
    at = f"/studio/drafts/{_draft(stage, by).public_id}"
    to = f"{at}{action}" if action else ""
    return Press(f"{at}{page}", to, by, Role.AUTHOR, _PLACES[by.id], fields)


def _scripted(stage: Stage, action: str, **fields: object) -> Press:
    by = _author(stage)
    at = f"/studio/drafts/{_draft(stage, by).public_id}{action}"
    place = _PLACES[by.id]
    return Press("/accessibility", at, by, Role.AUTHOR, place, fields, scripted=True)


def new_draft(stage: Stage) -> Press:
    fields = {"title_fr": "Essai", "title_en": "Try"}
    return Press("/studio/drafts/new", "", _author(stage), Role.AUTHOR, stage.organisation, fields)


def copy_version(stage: Stage) -> Press:
    version = stage.make.version()
    for path, text in small_folder().items():
        stage.make.session.add(VersionFile(version_id=version.id, path=path, text=text))
    page = f"/studio/versions/{version.public_id}/copy"
    return Press(page, "", _author(stage), Role.AUTHOR, stage.organisation)


def glossary(stage: Stage) -> Press:
    return _press(stage, "/glossary", entry1_term_fr="pair", entry1_term_en="peer", act="save")


def module_text(stage: Stage) -> Press:
    return _press(stage, "/modules/role/texts/summary", title_fr="En bref", act="save")


def new_module(stage: Stage) -> Press:
    return _press(stage, "/modules/new", title_fr="Suite", title_en="Next")


def new_step(stage: Stage) -> Press:
    fields = {"title_fr": "Suite", "title_en": "Next", "kind": "text"}
    return _press(stage, "/modules/role/activities/new", **fields)


def arrange(stage: Stage) -> Press:
    return _press(stage, "", "/arrange", act="remove:role/roots")


def undo(stage: Stage) -> Press:
    by = _author(stage)
    draft = _draft(stage, by)
    act = By(by=by.id, now=now())
    replace_files(stage.make.session, draft, {f"{ROLE}/x.md": "x"}, act=act, undo="remove")
    at = f"/studio/drafts/{draft.public_id}"
    return Press(at, f"{at}/undo", by, Role.AUTHOR, _PLACES[by.id])


def keep_typed(stage: Stage) -> Press:
    return _scripted(stage, "/typed?page=programme", typed="0", title_fr="Tapé")


def forget_typed(stage: Stage) -> Press:
    press = _scripted(stage, "/forget-typed?page=programme")
    subject = f"{press.action.split('/')[3]} programme"
    order = SaveDraft(form=FORM, subject=subject, text="[]", version=0)
    assert press.person is not None
    save_draft(
        stage.make.session,
        stage.keys,
        order,
        person_id=press.person.id,
        now=now(),
        public_id=new_token(),
    )
    return press


def change_state(stage: Stage) -> Press:
    return _press(stage, "", "/state", act="send")


def read_draft(stage: Stage) -> Press:
    by = _author(stage)
    draft = _draft(stage, by)
    send_for_review(stage.make.session, draft, act=By(by=by.id, now=now()))
    reader = _author(stage)
    stage.make.membership(reader, _PLACES[by.id], Role.AUTHOR)
    page = f"/studio/drafts/{draft.public_id}/read"
    fields = {"verdict": "approved", "words": "Bien."}
    return Press(page, "", reader, Role.AUTHOR, _PLACES[by.id], fields)


def remove_medium(stage: Stage) -> Press:
    by = _author(stage)
    draft = _draft(stage, by)
    facts = MediaFacts(kind=MediaKind.DOCUMENT, type="application/pdf", digest="0" * 64, bytes=8)
    put_media(stage.make.session, draft.id, {f"{ROLE}/media/sheet.pdf": facts}, now=now())
    page = f"/studio/drafts/{draft.public_id}/modules/role/media/sheet.pdf"
    return Press(page, f"{page}/remove", by, Role.AUTHOR, _PLACES[by.id])


CATALOGUE = {
    "catalogue.remove_medium": Act(remove_medium),
    "catalogue.new_draft": Act(new_draft, devices=False),
    "catalogue.copy_version": Act(copy_version, devices=False),
    "catalogue.glossary": Act(glossary),
    "catalogue.module_text": Act(module_text),
    "catalogue.new_module": Act(new_module, devices=False),
    "catalogue.new_step": Act(new_step, devices=False),
    "catalogue.arrange": Act(arrange),
    "catalogue.undo": Act(undo),
    "catalogue.keep_typed": Act(keep_typed),
    "catalogue.forget_typed": Act(forget_typed),
    "catalogue.change_state": Act(change_state),
    "catalogue.read_draft": Act(read_draft),
}
