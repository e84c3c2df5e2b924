"""One way to edit every page of the studio: show, preview, save, and ask where two texts met."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, make_response, request
from flask.typing import ResponseReturnValue

from lms.catalogue.forms.fields import PageForm, filled, form_class
from lms.catalogue.forms.sheets import Built
from lms.catalogue.operations.editing import save_page
from lms.catalogue.rules.drafting.merging import (
    Values,
    mark_of,
    marks_of,
    read_marks,
    written_marks,
)
from lms.catalogue.rules.drafting.pages import Page
from lms.catalogue.views.desk import Desk, act
from lms.catalogue.views.typed import forget_saved, typed_at, unpacked
from lms.drafts.queries import OpenDraft
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.web.database import db
from lms.web.i18n import sentence
from lms.web.kept import form_to_show
from lms.web.page import done, form_page

Build = Callable[[Mapping[str, str], str], Built]
OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page that is edited: its words, its files, its fields, and what stands around it."""

    desk: Desk
    page: Page
    title: str
    crumbs: tuple[tuple[Any, str], ...]
    build: Build
    lead: Any = ""
    context: Mapping[str, Any] | None = None


def edit(sheet: Sheet) -> ResponseReturnValue:
    """GET shows what is saved, or what was typed and is not; POST saves or asks."""
    if request.method == "GET":
        return _show(sheet)
    if not sheet.desk.open:
        words = _("This draft was sent for review or closed meanwhile: take it back to write on.")
        flash(sentence(words), "error")
        return _shown(sheet, *_sent(sheet, ""))
    pressed = request.form.get("act", "save")
    if pressed.startswith("add-"):
        return _shown(sheet, *_sent(sheet, pressed.removeprefix("add-")))
    form, built = _sent(sheet, "")
    if not form.accepted():
        return _shown(sheet, form, built)
    if pressed == "preview":
        return _shown(sheet, form, built, preview=form.values())
    return _save(sheet, form, built)


def _show(sheet: Sheet) -> ResponseReturnValue:
    current = sheet.page.read(sheet.desk.files)
    kept = form_to_show(request.path)
    if kept is not None:
        # What was sent too late is newer than what was kept while it was typed.
        built = sheet.build(dict(kept.values), "")
        return _shown(sheet, form_class(built[0])(), built)
    typed = typed_at(sheet.desk, sheet.page) if sheet.desk.open else None
    if typed is None:
        built = sheet.build(current, "")
        form = form_class(built[0])(data={**filled(built[0], current), "marks": marks_of(current)})
        return _shown(sheet, form, built)
    held = unpacked(typed)
    built = sheet.build(dict(held), "")
    held["typed"] = str(typed.version)
    form = form_class(built[0])(formdata=held)
    if form.values() == {name: current.get(name, "") for name in form.values()}:
        typed = None
    return _shown(sheet, form, built, typed=typed)


def _sent(sheet: Sheet, add: str) -> tuple[PageForm, Built]:
    built = sheet.build(dict(request.form.items()), add)
    return form_class(built[0])(), built


def _save(sheet: Sheet, form: PageForm, built: Built) -> ResponseReturnValue:
    sent, marks = form.values(), read_marks(form.marks.data or "")
    current = sheet.page.read(sheet.desk.files)
    for name in sent:
        kept = request.form.get(f"keep-{name}", "")
        if kept == OTHER:
            sent[name] = current.get(name, "")
        elif kept:
            marks[name] = kept
    try:
        merged = save_page(db.session, sheet.desk.draft, sheet.page, sent, marks=marks, act=act())
    except RuleBroken as broken:
        form.blame(broken)
        return _shown(sheet, form, built)
    if merged.asked:
        return _ask(sheet, merged.values, merged.asked, current)
    forget_saved(sheet.desk, sheet.page, _whole(form.typed.data))
    return done(_("Saved in the draft."), to=request.path)


def _ask(sheet: Sheet, values: Values, asked: Values, current: Values) -> ResponseReturnValue:
    """409: both texts below each other; nothing is saved until the person has chosen."""
    built = sheet.build({**current, **values}, "")
    shown = filled(built[0], values)
    # Whoever saves without choosing is asked again: the mark is that of the page as it was opened.
    opened = read_marks(request.form.get("marks", ""))
    marks = {name: mark_of(value) for name, value in current.items()}
    marks |= {name: opened.get(name, "") for name in asked}
    form = form_class(built[0])(formdata=None, data=shown)
    form.marks.data = written_marks(marks)
    form.typed.data = request.form.get("typed", "0")
    newer = {name: (theirs, mark_of(theirs)) for name, theirs in asked.items() if name in form}
    answer = make_response(_shown(sheet, form, built, newer=newer))
    answer.status_code = 409
    return answer


def _shown(
    sheet: Sheet,
    form: PageForm,
    built: Built,
    *,
    typed: OpenDraft | None = None,
    preview: Values | None = None,
    newer: Mapping[str, tuple[str, str]] | None = None,
) -> ResponseReturnValue:
    module = getattr(sheet.page, "module", None)
    context = sheet.context or {}
    shows = module and (preview or "ordinary" in context)
    return form_page(
        "catalogue/edit.html",
        form,
        desk=sheet.desk,
        sheet=sheet,
        groups=built[1],
        typed=typed,
        preview=preview,
        newer=newer or {},
        faults=sheet.desk.faults_at(request.path),
        gallery=sheet.desk.gallery(str(module)) if shows else None,
        preview_url=sheet.desk.url("preview", module=module),
        **context,
    )


def _whole(written: str | None) -> int:
    return int(written) if written and written.isdecimal() and len(written) < 10 else 0
