"""Pages of the studio: the images, sounds, films and documents of a module."""

from __future__ import annotations

from flask import abort, flash
from flask.typing import ResponseReturnValue

from lms.catalogue import policies
from lms.catalogue.forms.media import AddMediaForm, ReplaceMediaForm, SaidForm, ShowMediaForm
from lms.catalogue.models import MediaKind
from lms.catalogue.operations import replace_files
from lms.catalogue.operations.media import add_media, remove_media, texts_showing
from lms.catalogue.queries.drafts import draft_at
from lms.catalogue.queries.media import media_at
from lms.catalogue.render import facts_words
from lms.catalogue.rules.media import MediaItem
from lms.catalogue.rules.media.facts import FOLDER, MOST_BYTES
from lms.catalogue.rules.media.naming import free_name, line_showing
from lms.catalogue.rules.media.replacing import beside, refuse_misfit, refuse_newer
from lms.catalogue.rules.media.taking import Taken
from lms.catalogue.views.blueprint import bp
from lms.catalogue.views.desk import act
from lms.catalogue.views.drafts import PressForm
from lms.catalogue.views.shelf import Shelf, shelf_of, store, taken_of
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import _
from lms.web.bodies import takes_files
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.i18n import language, sentence
from lms.web.page import done, form_page, now
from lms.web.stored import AGAIN, stored_file

AROUND = 64 * 1024
"""What a form has around its file."""
LANGUAGES = ("fr", "en")


@bp.route("/studio/drafts/<public_id>/modules/<module>/media", methods=["GET", "POST"])
@takes_files(MOST_BYTES + AROUND, after=shelf_of)
@requires(policies.may_write)
def media(public_id: str, module: str) -> ResponseReturnValue:
    """What the module has, and a form to add a file."""
    shelf, form = shelf_of(public_id, module), AddMediaForm()
    if form.is_submitted():
        taken = taken_of(form)
        shelf = shelf_of(public_id, module)
        if taken and form.accepted():
            try:
                name = _add(shelf, str(form.file.data.filename or ""), taken)
            except RuleBroken as broken:
                form.blame(broken)
            else:
                return done(
                    _("File added. Now show it in an activity."), to=shelf.url("medium", name=name)
                )
    return form_page("catalogue/media.html", form, shelf=shelf, about=facts_words)


def _add(shelf: Shelf, given: str, taken: Taken) -> str:
    there = {item.name: item.facts.digest for item in shelf.items}
    same = next((name for name, digest in there.items() if digest == taken.facts.digest), None)
    name = same or free_name(given, taken.ending, there)
    _put(shelf, name, taken)
    return name


def _put(shelf: Shelf, name: str, taken: Taken) -> None:
    add_media(
        db.session, shelf.desk.draft, shelf.path(name), taken.facts, by=actor.person_id, now=now()
    )


@bp.route("/studio/drafts/<public_id>/modules/<module>/media/<name>", methods=["GET", "POST"])
@requires(policies.may_write)
def medium(public_id: str, module: str, name: str) -> ResponseReturnValue:
    """One file: how it looks, and the form that shows it in an activity."""
    shelf = shelf_of(public_id, module)
    item = shelf.item(name)
    form = ShowMediaForm(_steps(shelf), item.facts.kind is MediaKind.IMAGE)
    if form.accepted():
        try:
            _show(shelf, item, form)
        except RuleBroken as broken:
            form.blame(broken)
        else:
            to = shelf.url("step", step=form.step.data)
            return done(_("Shown at the end of this activity. Move it where you like."), to=to)
    return _medium(shelf, item, form, _said_form(item))


def _steps(shelf: Shelf) -> list[tuple[str, str]]:
    return [
        (step.slug, step.title.get(language()) or step.title.get("fr") or step.slug)
        for step in shelf.module.steps
    ]


def _show(shelf: Shelf, item: MediaItem, form: ShowMediaForm) -> None:
    decorative = bool(form.decorative and form.decorative.data)
    words = {"fr": form.words_fr.data or "", "en": form.words_en.data or ""}
    for locale in LANGUAGES if not decorative else ():
        if not words[locale].strip():
            raise RuleBroken(
                f"words_{locale}", _("Say in words what it shows, or what is heard or read.")
            )
    changed: dict[str, str | None] = {}
    for path, text in shelf.desk.files.items():
        for locale in LANGUAGES:
            if path.endswith(f"-{form.step.data}.{locale}.md") and path.startswith(shelf.folder):
                line = line_showing(item.name, item.facts, words[locale], decorative=decorative)
                changed[path] = f"{text.rstrip()}\n\n{line}\n"
    replace_files(db.session, shelf.desk.draft, changed, act=act())


@bp.post("/studio/drafts/<public_id>/modules/<module>/media/<name>/said")
@requires(policies.may_write)
def said(public_id: str, module: str, name: str) -> ResponseReturnValue:
    """Keep a transcript or captions."""
    shelf = shelf_of(public_id, module)
    item, form = shelf.item(name), SaidForm()
    if form.accepted():
        try:
            _keep_said(shelf, item, form)
        except RuleBroken as broken:
            form.blame(broken)
        else:
            return done(_("Saved in the draft."), to=shelf.url("medium", name=name))
    shown = ShowMediaForm(_steps(shelf), item.facts.kind is MediaKind.IMAGE)
    return _medium(shelf, item, shown, form)


def _keep_said(shelf: Shelf, item: MediaItem, form: SaidForm) -> None:
    film = item.facts.kind is MediaKind.VIDEO
    changed: dict[str, str | None] = {}
    for locale in LANGUAGES:
        words = (form[f"said_{locale}"].data or "").replace("\r\n", "\n").strip()
        if film and words and not words.startswith("WEBVTT"):
            raise RuleBroken(f"said_{locale}", _("Captions begin with WEBVTT."))
        path = f"{shelf.path(item.name)}.{locale}.{'vtt' if film else 'md'}"
        changed[path] = f"{words}\n" if words else None
    replace_files(db.session, shelf.desk.draft, changed, act=act())


def _said_form(item: MediaItem) -> SaidForm | None:
    if item.facts.kind not in (MediaKind.AUDIO, MediaKind.VIDEO):
        return None
    kept = item.captions if item.facts.kind is MediaKind.VIDEO else item.transcripts
    return SaidForm(formdata=None, data={f"said_{at}": kept.get(at, "") for at in LANGUAGES})


def _medium(
    shelf: Shelf,
    item: MediaItem,
    form: ShowMediaForm,
    said: SaidForm | None,
    *,
    replace: ReplaceMediaForm | None = None,
) -> ResponseReturnValue:
    return form_page(
        "catalogue/medium.html",
        next((sent for sent in (said, replace) if sent is not None and sent.failed), form),
        shelf=shelf,
        item=item,
        show=form,
        said=said,
        replace=_replace_form(item, replace),
        press=PressForm(formdata=None),
        about=facts_words(item),
        address=shelf.url("draft_media", name=item.name),
        line=line_showing(item.name, item.facts, "…"),
        shown_in=texts_showing(shelf.desk.files, shelf.path(item.name)),
    )


def _medium_there(public_id: str, module: str, name: str) -> MediaItem:
    return shelf_of(public_id, module).item(name)


def _replace_form(item: MediaItem, sent: ReplaceMediaForm | None) -> ReplaceMediaForm:
    form = sent or ReplaceMediaForm(formdata=None)
    form.seen.data = item.facts.digest
    form.only(beside(item.name))
    return form


@bp.post("/studio/drafts/<public_id>/modules/<module>/media/<name>/replace")
@takes_files(MOST_BYTES + AROUND, after=_medium_there)
@requires(policies.may_write)
def replace_medium(public_id: str, module: str, name: str) -> ResponseReturnValue:
    """Put another file in the place of this one; what texts say of it stays."""
    form = ReplaceMediaForm()
    shelf_of(public_id, module).item(name)
    taken = taken_of(form)
    shelf = shelf_of(public_id, module)
    item = shelf.item(name)
    if taken and form.accepted():
        try:
            refuse_misfit(name, taken.ending)
            refuse_newer(item.facts.digest, form.seen.data or "")
            _put(shelf, name, taken)
        except RuleBroken as broken:
            form.blame(broken)
        else:
            return done(
                _("File replaced. Read its words again: do they still fit?"),
                to=shelf.url("medium", name=name),
            )
    shown = ShowMediaForm(_steps(shelf), item.facts.kind is MediaKind.IMAGE)
    return _medium(shelf, item, shown, _said_form(item), replace=form)


@bp.post("/studio/drafts/<public_id>/modules/<module>/media/<name>/remove")
@requires(policies.may_write)
def remove_medium(public_id: str, module: str, name: str) -> ResponseReturnValue:
    """Take a file and what is read instead of it out of the draft."""
    shelf = shelf_of(public_id, module)
    if not PressForm().accepted():
        abort(400)
    path = shelf.path(name)
    try:
        remove_media(db.session, shelf.desk.draft, path, by=actor.person_id, now=now())
        sidecars = [file for file in shelf.desk.files if file.startswith(f"{path}.")]
        if sidecars:
            replace_files(db.session, shelf.desk.draft, dict.fromkeys(sidecars), act=act())
    except RuleBroken as broken:
        flash(sentence(broken.sentence), "error")
        return done(None, to=shelf.url("media"))
    return done(_("File taken out."), to=shelf.url("media"))


@bp.get("/media/drafts/<public_id>/<module>/<name>")
@requires(policies.may_review)
def draft_media(public_id: str, module: str, name: str) -> ResponseReturnValue:
    """The bytes of a file, for those who write or review the draft."""
    draft = draft_at(db.session, actor.organisation_id, public_id)
    path = f"modules/{module}/{FOLDER}/{name}"
    facts = media_at(db.session, draft.id, path) if draft else None
    if facts is None:
        raise NotThere
    try:
        return stored_file(
            store(),
            facts.digest,
            size=facts.bytes,
            media_type=facts.type,
            download=name if facts.kind is MediaKind.DOCUMENT else "",
            keep=AGAIN,
        )
    except FileNotFoundError:
        raise NotThere from None
