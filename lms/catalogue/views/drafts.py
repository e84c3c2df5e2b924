"""The studio: programmes and drafts, beginning one, and the outline of a draft."""

from __future__ import annotations

from flask import abort, flash, request, url_for
from flask.typing import ResponseReturnValue

from lms.catalogue import operations, policies
from lms.catalogue.forms.steps import KINDS, NewStepForm, TitleForm
from lms.catalogue.models import ActivityKind, DraftState
from lms.catalogue.queries import studio as queries
from lms.catalogue.queries.drafts import reviews_of_draft, source_of
from lms.catalogue.rules.drafting.blank import blank_programme
from lms.catalogue.rules.drafting.structure import (
    MOST_MODULES,
    MOST_STEPS,
    Changes,
    add_module,
    add_step,
    move_module,
    move_step,
    remove_module,
    remove_step,
)
from lms.catalogue.views.blueprint import bp
from lms.catalogue.views.desk import Desk, act, desk_of
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import Text, _
from lms.web.database import db
from lms.web.form import Form
from lms.web.guard import actor, requires
from lms.web.i18n import sentence
from lms.web.page import done, form_page, new_token, page, today_for


class PressForm(Form):
    """One press whose repetition does no harm: the state of the draft decides."""

    once = False


class CopyForm(Form):
    """One press that makes a programme: a second one leads to the same draft."""


@bp.get("/studio")
@requires(policies.may_write)
def studio() -> ResponseReturnValue:
    """Drafts that live, and the programmes that a new one can begin from."""
    here = actor.organisation_id
    after = request.args.get("after", "")
    before = int(after) if after.isdecimal() and len(after) < 16 else queries.ALL
    return page(
        "catalogue/studio.html",
        drafts=queries.living_drafts(db.session, here, before),
        given_up=queries.given_up_drafts(db.session, here),
        programmes=queries.programmes_of(db.session, here),
        States=DraftState,
    )


@bp.route("/studio/drafts/new", methods=["GET", "POST"])
@requires(policies.may_write)
def new_draft() -> ResponseReturnValue:
    """A draft from nothing but its title."""
    form = TitleForm()
    if form.accepted():
        title = _title(form)
        try:
            if title is None:
                raise RuleBroken("title_fr", _("Write a title, in French at least."))
            draft = _start(
                blank_programme(title, queries.newest_framework(db.session)), None, as_new=True
            )
        except RuleBroken as broken:
            form.blame(broken)
        else:
            return done(_("The draft is there."), to=draft)
    return form_page("catalogue/new_draft.html", form)


@bp.route("/studio/versions/<public_id>/copy", methods=["GET", "POST"])
@requires(policies.may_write)
def copy_version(public_id: str) -> ResponseReturnValue:
    """A draft from a published version, which stays as it is."""
    version = queries.version_to_copy(db.session, actor.organisation_id, public_id) or abort(404)
    living = queries.living_draft_of(db.session, version)
    form = CopyForm()
    if living is not None and form.is_submitted():
        return done(None, to=url_for(".draft", public_id=living))
    if form.accepted():
        try:
            own = queries.is_own(db.session, version, actor.organisation_id)
            draft = _start(source_of(db.session, version.id), version.id, as_new=not own)
        except RuleBroken as broken:
            form.blame(broken)
        else:
            return done(_("The draft is there."), to=draft)
    return form_page("catalogue/copy_version.html", form, version=version, living=living)


def _start(files: dict[str, str], version_id: int | None, *, as_new: bool) -> str:
    draft = operations.start_draft(
        db.session,
        files,
        organisation_id=actor.organisation_id or 0,
        act=act(),
        public_id=new_token(),
        base_version_id=version_id,
        as_new=as_new,
    )
    return url_for(".draft", public_id=draft.public_id)


@bp.get("/studio/drafts/<public_id>")
@requires(policies.may_write)
def draft(public_id: str) -> ResponseReturnValue:
    """The outline of a draft, what must be mended, and what can be done with it."""
    desk = desk_of(public_id)
    return page(
        "catalogue/draft.html",
        desk=desk,
        form=PressForm(),
        reviews=reviews_of_draft(db.session, desk.draft.id),
        kinds=kind_words(),
        States=DraftState,
    )


def kind_words() -> dict[str, object]:
    """The kinds of activities, in words."""
    return dict(KINDS)


@bp.route("/studio/drafts/<public_id>/modules/new", methods=["GET", "POST"])
@requires(policies.may_write)
def new_module(public_id: str) -> ResponseReturnValue:
    """A module more, at the end."""
    desk = desk_of(public_id)
    form = TitleForm()
    if form.accepted():
        try:
            if len(desk.plan.modules) >= MOST_MODULES:
                raise RuleBroken("title_fr", _("A programme has 60 modules at most."))
            slug, changes = add_module(desk.files, _needed(form), day=today_for(actor).isoformat())
            _change(desk, changes, "add_module")
        except RuleBroken as broken:
            form.blame(broken)
        else:
            return done(_("Module added."), to=desk.url("module", module=slug))
    return form_page("catalogue/new_part.html", form, desk=desk, module=None)


@bp.route("/studio/drafts/<public_id>/modules/<module>/activities/new", methods=["GET", "POST"])
@requires(policies.may_write)
def new_step(public_id: str, module: str) -> ResponseReturnValue:
    """An activity more, at the end of a module."""
    desk = desk_of(public_id)
    plan = desk.module(module)
    form = NewStepForm()
    if form.accepted():
        try:
            kind = form.kind.data
            if kind not in list(ActivityKind):
                raise RuleBroken("kind", _("Choose what people do in it."))
            if len(plan.steps) >= MOST_STEPS:
                raise RuleBroken("title_fr", _("A module has 60 activities at most."))
            if kind == ActivityKind.CHECK and any(s.kind == kind for s in plan.steps):
                raise RuleBroken("kind", _("A module has one check at most."))
            slug, changes = add_step(desk.files, module, ActivityKind(kind), _needed(form))
            _change(desk, changes, "add_step")
        except RuleBroken as broken:
            form.blame(broken)
        else:
            return done(_("Activity added."), to=desk.url("step", module=module, step=slug))
    return form_page("catalogue/new_part.html", form, desk=desk, module=plan)


@bp.post("/studio/drafts/<public_id>/arrange")
@requires(policies.may_write)
def arrange(public_id: str) -> ResponseReturnValue:
    """Move a module or an activity up or down, or take it out; nothing on a plan that changed."""
    desk = desk_of(public_id)
    if not PressForm().accepted():
        abort(400)
    if request.form.get("plan") != desk.mark:
        words = _("The plan was changed meanwhile: this is how it is now. Nothing was moved.")
        return done(words, to=desk.url("draft"))
    verb, _sep, parts = request.form.get("act", "").partition(":")
    module, _sep, step = parts.partition("/")
    desk.step(module, step) if step else desk.module(module)
    changes = _arranged(desk, verb, module, step)
    if changes is None:
        abort(400)
    try:
        _change(desk, changes, verb)
    except RuleBroken as broken:
        flash(sentence(broken.sentence), "error")
        return done(None, to=desk.url("draft"))
    return done(SAID[verb], to=desk.url("draft", _anchor="plan"))


SAID: dict[str, Text] = {
    "up": _("Moved up."),
    "down": _("Moved down."),
    "remove": _("Taken out. “Undo the last change” brings it back."),
}


def _arranged(desk: Desk, verb: str, module: str, step: str) -> Changes | None:
    by = {"up": -1, "down": 1}.get(verb)
    if verb == "remove":
        return remove_step(desk.files, module, step) if step else remove_module(desk.files, module)
    if by is None:
        return None
    return move_step(desk.files, module, step, by) if step else move_module(desk.files, module, by)


@bp.post("/studio/drafts/<public_id>/undo")
@requires(policies.may_write)
def undo(public_id: str) -> ResponseReturnValue:
    """Take the last change of the plan back."""
    desk = desk_of(public_id)
    if not PressForm().accepted():
        abort(400)
    try:
        operations.undo_last(db.session, desk.draft, act=act())
    except RuleBroken as broken:
        flash(sentence(broken.sentence), "error")
        return done(None, to=desk.url("draft"))
    return done(_("The last change was undone."), to=desk.url("draft", _anchor="plan"))


def _change(desk: Desk, changes: Changes, undo: str) -> None:
    operations.replace_files(db.session, desk.draft, changes, act=act(), undo=undo)


def _title(form: TitleForm) -> dict[str, str] | None:
    title = {"fr": " ".join((form.title_fr.data or "").split())}
    title["en"] = " ".join((form.title_en.data or "").split())
    return title if title["fr"] else None


def _needed(form: TitleForm) -> dict[str, str]:
    title = _title(form)
    if title is None:
        raise RuleBroken("title_fr", _("Write a title, in French at least."))
    return title
