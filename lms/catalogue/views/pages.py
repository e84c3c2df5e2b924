"""Pages of the studio on which something is written: sheets, texts, activities."""

from __future__ import annotations

from typing import Any

from flask import abort
from flask.typing import ResponseReturnValue

from lms.catalogue import policies
from lms.catalogue.forms.sheets import (
    TITLED_KINDS,
    framework_form,
    glossary_form,
    module_form,
    programme_form,
    titled_form,
)
from lms.catalogue.forms.steps import KINDS, easy_form, step_form
from lms.catalogue.models import ActivityKind
from lms.catalogue.rules.drafting.easy import easy_page, may_be_easy
from lms.catalogue.rules.drafting.framework import FrameworkPage
from lms.catalogue.rules.drafting.pages import (
    GlossaryPage,
    ModulePage,
    ProgrammePage,
    TextPage,
    step_page,
)
from lms.catalogue.rules.drafting.structure import ModulePlan, StepPlan
from lms.catalogue.views.blueprint import bp
from lms.catalogue.views.desk import Desk, desk_of
from lms.catalogue.views.editing import Sheet, edit
from lms.web.guard import requires
from lms.web.i18n import gettext as _
from lms.web.i18n import in_type, language


@bp.route("/studio/drafts/<public_id>/sheet", methods=["GET", "POST"])
@requires(policies.may_write)
def sheet(public_id: str) -> ResponseReturnValue:
    """What the programme says of itself, and its rules."""
    desk = desk_of(public_id)
    return edit(
        Sheet(
            desk=desk,
            page=ProgrammePage(),
            title=_("The programme"),
            crumbs=_trail(desk),
            build=lambda values, add: programme_form(desk.plan, values, add),
        )
    )


@bp.route("/studio/drafts/<public_id>/glossary", methods=["GET", "POST"])
@requires(policies.may_write)
def glossary(public_id: str) -> ResponseReturnValue:
    """The words that the programme explains."""
    desk = desk_of(public_id)
    return edit(
        Sheet(
            desk=desk,
            page=GlossaryPage(),
            title=_("Glossary"),
            crumbs=_trail(desk),
            build=glossary_form,
            lead=_("The first place of a term in the text of an activity leads to its meaning."),
        )
    )


@bp.route("/studio/drafts/<public_id>/framework", methods=["GET", "POST"])
@requires(policies.may_write)
def framework(public_id: str) -> ResponseReturnValue:
    """The competence framework of the programme."""
    desk = desk_of(public_id)
    return edit(
        Sheet(
            desk=desk,
            page=FrameworkPage(),
            title=_("Competence framework"),
            crumbs=_trail(desk),
            build=framework_form,
            lead=_("Earlier versions keep the framework with which they were published."),
        )
    )


@bp.route("/studio/drafts/<public_id>/modules/<module>", methods=["GET", "POST"])
@requires(policies.may_write)
def module(public_id: str, module: str) -> ResponseReturnValue:
    """A module's sheet."""
    desk = desk_of(public_id)
    plan = desk.module(module)
    return edit(
        Sheet(
            desk=desk,
            page=ModulePage(module),
            title=said_or(plan.title, _("Module without a title")),
            crumbs=_trail(desk),
            build=lambda values, add: module_form(desk.plan, plan, values, add),
        )
    )


@bp.route("/studio/drafts/<public_id>/modules/<module>/texts/<kind>", methods=["GET", "POST"])
@requires(policies.may_write)
def module_text(public_id: str, module: str, kind: str) -> ResponseReturnValue:
    """A text beside the steps of a module."""
    desk = desk_of(public_id)
    plan = desk.module(module)
    if kind not in TITLED_KINDS:
        abort(404)
    title = _("The module on one page") if kind == "summary" else _("The group session")
    return edit(
        Sheet(
            desk=desk,
            page=TextPage(module, kind),
            title=title,
            crumbs=_trail(desk, plan),
            build=lambda _values, _add: titled_form(kind),
        )
    )


@bp.route("/studio/drafts/<public_id>/modules/<module>/activities/<step>", methods=["GET", "POST"])
@requires(policies.may_write)
def step(public_id: str, module: str, step: str) -> ResponseReturnValue:
    """An activity in both languages."""
    desk = desk_of(public_id)
    plan, at = desk.module(module), desk.step(module, step)
    is_check = at.kind is ActivityKind.CHECK
    return edit(
        Sheet(
            desk=desk,
            page=step_page(plan, at),
            title=said_or(at.title, _("Activity without a title")),
            crumbs=_trail(desk, plan),
            build=lambda values, add: step_form(desk.plan, plan, at, values, add),
            lead=KINDS[at.kind],
            context={
                "minutes": at.minutes,
                "bank": desk.url("check_and_bank", module=module, step=step) if is_check else "",
                "easy": _easy_link(desk, plan, at),
            },
        )
    )


@bp.route(
    "/studio/drafts/<public_id>/modules/<module>/activities/<step>/easy", methods=["GET", "POST"]
)
@requires(policies.may_write)
def easy_step(public_id: str, module: str, step: str) -> ResponseReturnValue:
    """The easy-to-read text of an activity in both languages."""
    desk = desk_of(public_id)
    plan, at = desk.module(module), desk.step(module, step)
    if not may_be_easy(at.kind):
        abort(404)
    title = said_or(at.title, _("Activity without a title"))
    return edit(
        Sheet(
            desk=desk,
            page=easy_page(plan, at),
            title=_("Easy to read: %(title)s", title=title),
            crumbs=(*_trail(desk, plan), (title, desk.url("step", module=module, step=step))),
            build=lambda values, _add: easy_form(desk.plan, plan, at, values),
            lead=_("Short sentences, everyday words, one idea at a time."),
            context={"ordinary": step_page(plan, at).read(desk.files)},
        )
    )


def _easy_link(desk: Desk, module: ModulePlan, step: StepPlan) -> tuple[str, bool] | None:
    """Where the easy-to-read text is written, and whether there is one."""
    if not may_be_easy(step.kind):
        return None
    address = desk.url("easy_step", module=module.slug, step=step.slug)
    return address, easy_page(module, step).is_there(desk.files)


def said_or(title: dict[str, str], nothing: str) -> str:
    """The title in the reader's language, in the other one, or what stands for none."""
    return in_type(title.get(language()) or title.get("fr") or title.get("en") or nothing)


def _trail(desk: Desk, module: ModulePlan | None = None) -> tuple[tuple[Any, str], ...]:
    trail = [
        (_("Programmes"), desk.studio),
        (said_or(desk.plan.title, _("Programme without a title")), desk.url("draft")),
    ]
    if module is not None:
        words = said_or(module.title, _("Module without a title"))
        trail.append((words, desk.url("module", module=module.slug)))
    return tuple(trail)
