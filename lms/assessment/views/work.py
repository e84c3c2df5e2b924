"""Pages: handing work in, and what was answered to it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from flask import Response, current_app, make_response, request
from flask.typing import ResponseReturnValue

from lms.assessment import policies
from lms.assessment.forms.work import PressForm, WorkForm
from lms.assessment.models import WorkState, WorkTextKind
from lms.assessment.operations.hand_in import HandIn, Hands, hand_in, withdraw_work
from lms.assessment.queries.files import file_for, reader_of_work
from lms.assessment.queries.work import HandedIn, works_of
from lms.assessment.render.words import file_words, level_words, state_tag
from lms.assessment.rules.files import (
    MEDIA_TYPES,
    MOST_BYTES,
    MOST_FILES,
    TakenFile,
    refuse_too_many,
    take,
)
from lms.assessment.rules.work import HANDED_IN, WORK_FORM
from lms.assessment.views.blueprint import bp
from lms.assessment.views.drafted import autosaved, draft_of, kept
from lms.assessment.views.training import Training, training
from lms.catalogue.queries.frameworks import Domain, domains_of
from lms.catalogue.rules.outline import ActivityOutline, ModuleOutline
from lms.drafts.queries import OpenDraft
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import _
from lms.learning.queries.cohorts import StaffRow, staff_of
from lms.storage.operations import Store
from lms.web.bodies import takes_files
from lms.web.database import db
from lms.web.guard import actor, anyone, requires
from lms.web.page import done, form_page, keys, new_token, now, today_for

ROOM_FOR_WORDS = 512 * 1024
MOST_SENT = MOST_FILES * MOST_BYTES + ROOM_FOR_WORDS


@dataclass(frozen=True)
class Desk:
    """The step for which work is handed in, and everything handed in for it."""

    training: Training
    module: ModuleOutline
    step: ActivityOutline

    @property
    def subject(self) -> str:
        """The subject of the draft."""
        return str(self.step.id)

    @cached_property
    def works(self) -> tuple[HandedIn, ...]:
        """The newest first."""
        where = self.training.enrolment.id
        return works_of(db.session, keys(), actor.person_id, self.step.id, where)

    @cached_property
    def staff(self) -> tuple[StaffRow, ...]:
        """Who reads what is handed in."""
        return staff_of(db.session, self.training.enrolment.id)

    @property
    def last(self) -> HandedIn | None:
        """The newest handing-in."""
        return self.works[0] if self.works else None

    @property
    def is_open(self) -> bool:
        """Whether something may be handed in now."""
        return self.last is None or self.last.state in {WorkState.RETURNED, WorkState.WITHDRAWN}

    @property
    def domains(self) -> dict[str, Domain]:
        """The competencies by their code."""
        found = domains_of(db.session, self.training.version.id)
        return {domain.code: domain for domain in found}

    def url(self, name: str) -> str:
        """One of the addresses of this desk."""
        where = {"slug": self.module.slug, "number": self.step.position}
        return self.training.url(f"assessment.{name}", **where)


@bp.route("/modules/<slug>/steps/<int(max=999):number>/work", methods=["GET", "POST"])
@takes_files(MOST_SENT)
@requires(policies.may_hand_in)
def work(slug: str, number: int) -> ResponseReturnValue:
    """The form, and below it everything handed in before with the feedback."""
    desk = _desk(slug, number)
    draft = None if request.method == "POST" else draft_of(WORK_FORM, desk.subject)
    form = WorkForm(draft, _last_words(desk))
    if not form.accepted():
        return _page(desk, form, draft)
    try:
        files = _files() if request.form.get("act") == "hand-in" else ()
        newer = kept(WORK_FORM, desk.subject, form)
        if newer is not None:
            return _choice_page(desk, form, newer)
        if request.form.get("act") != "hand-in":
            return done(_("Draft kept."), to=desk.url("work"))
        _hand_in(desk, form, files)
    except RuleBroken as broken:
        form.blame(broken)
        return _page(desk, form, None)
    return done(_("Received. You will be told when there is an answer."), to=desk.url("work"))


@bp.post("/modules/<slug>/steps/<int(max=999):number>/work/draft")
@requires(policies.may_hand_in)
def autosave_work(slug: str, number: int) -> ResponseReturnValue:
    """Keep the text on its way."""
    return autosaved(WORK_FORM, _desk(slug, number).subject)


@bp.post("/modules/<slug>/steps/<int(max=999):number>/work/withdraw")
@requires(policies.may_hand_in)
def take_work_back(slug: str, number: int) -> ResponseReturnValue:
    """Take back what nobody has opened yet; pressing twice changes nothing."""
    desk, form = _desk(slug, number), PressForm()
    if form.accepted() and desk.last is not None and desk.last.state is WorkState.WAITING:
        try:
            withdraw_work(db.session, desk.last.public_id, person_id=actor.person_id, now=now())
        except RuleBroken as broken:
            blank = WorkForm(None)
            blank.blame(broken)
            return _page(desk, blank, None)
        return done(_("Taken back. Nobody had opened it."), to=desk.url("work"))
    return done(None, to=desk.url("work"))


@bp.get("/work/files/<public_id>")
@requires(anyone)
def work_file(public_id: str) -> ResponseReturnValue:
    """A file that was handed in, for the person and for whoever accompanies them."""
    found = file_for(db.session, public_id, actor.person_id)
    store: Store = current_app.extensions["sillage.settings"].files
    content = reader_of_work(db.session, keys(), store, [found.person_id])(found)
    answer = Response(content, mimetype=MEDIA_TYPES[found.kind].split(";")[0])
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    # Its own name may tell of somebody: the file gets a plain one.
    named = f"work_{public_id[:6]}.{found.kind.value}"
    answer.headers.set("Content-Disposition", "attachment", filename=named)
    return answer


def _desk(slug: str, number: int) -> Desk:
    found = training()
    module, step = found.step(slug, number)
    if step.kind not in HANDED_IN:
        raise NotThere
    return Desk(found, module, step)


def _last_words(desk: Desk) -> str:
    """After a return, the text that was handed in is there to go on with."""
    if desk.last is None or not desk.is_open:
        return ""
    return desk.last.texts.get(WorkTextKind.WORDS, "")


def _files() -> tuple[TakenFile, ...]:
    sent = [file for file in request.files.getlist("documents") if file.filename]
    refuse_too_many(len(sent))
    return tuple(take(file.filename or "", file.stream.read(MOST_BYTES + 1)) for file in sent)


def _hand_in(desk: Desk, form: WorkForm, files: tuple[TakenFile, ...]) -> None:
    if form.gives_way:
        draft = draft_of(WORK_FORM, desk.subject)
        words = draft.text if draft else ""
    else:
        words = form.text
    by = Hands(
        person_id=actor.person_id,
        enrolment=desk.training.enrolment,
        activity=desk.step,
        today=today_for(actor),
        now=now(),
        new_id=new_token,
    )
    store: Store = current_app.extensions["sillage.settings"].files
    hand_in(db.session, keys(), store, HandIn(words=words, files=files), by)


def _choice_page(desk: Desk, form: WorkForm, newer: OpenDraft) -> ResponseReturnValue:
    """409: both texts side by side; nothing is kept until the person has chosen."""
    form.offer(newer.version)
    answer = make_response(_page(desk, form, None, newer))
    answer.status_code = 409
    return answer


def _page(
    desk: Desk, form: WorkForm, draft: OpenDraft | None, newer: OpenDraft | None = None
) -> ResponseReturnValue:
    return form_page(
        "assessment/work.html",
        form,
        desk=desk,
        draft=draft,
        newer=newer,
        press=PressForm(),
        level_words=level_words,
        state_tag=state_tag,
        file_words=file_words,
    )
