"""Pages where each person signs for themselves, and where absences are noted."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from lms.attendance import policies
from lms.attendance.forms import AbsenceForm, PassForm, PressForm, SignForm
from lms.attendance.models import HalfDay, MarkKind, SignedOn
from lms.attendance.operations.marking import Line, note_absence, sign, take_back
from lms.attendance.queries.calendar import SessionFile, half_day_file
from lms.attendance.queries.mine import leads
from lms.attendance.queries.sheets import SheetRow, sheet_of
from lms.attendance.rules.signing import Window, window
from lms.attendance.views.blueprint import bp
from lms.kernel.actor import Role
from lms.kernel.folding import fold
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import _
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.page import done, form_page, new_token, now


@bp.route("/half-days/<public_id>/sign", methods=["GET", "POST"])
@requires(policies.may_sign)
def sign_half_day(public_id: str) -> ResponseReturnValue:
    """One's own signature, on one's own device."""
    file, half = _half_day(public_id)
    leading = actor.role is Role.TRAINER
    if leading and not leads(db.session, file.held.id, actor.person_id):
        raise NotThere
    when = window(half.starts_at, half.ends_at, now())
    form = SignForm(late=when is Window.LATE)
    if form.accepted():
        reason = form.late_reason.data if form.late_reason else None
        try:
            sign(db.session, half, _line(actor.person_id, leads=leading), late_reason=reason)
        except RuleBroken as broken:
            form.blame(broken)
        else:
            return done(_("Signed."), to=_page_of(file))
    return form_page("attendance/sign.html", form, **_shown(file, half), window=when.value)


@bp.post("/half-days/<public_id>/take-back")
@requires(policies.may_sign)
def take_back_signature(public_id: str) -> ResponseReturnValue:
    """One's own signature was a mistake."""
    file, half = _half_day(public_id)
    if not PressForm().accepted():
        return done(None, to=_page_of(file))
    take_back(db.session, half, _line(actor.person_id, leads=actor.role is Role.TRAINER))
    return done(_("Your signature is taken back. The sheet keeps both lines."), to=_page_of(file))


@bp.route("/half-days/<public_id>/round", methods=["GET", "POST"])
@requires(policies.may_lead)
def pass_round(public_id: str) -> ResponseReturnValue:
    """The trainer's telephone goes round: each person chooses and types their own name."""
    file, half = _led(public_id)
    rows = [row for row in sheet_of(db.session, file.held) if not row.leads]
    left = {row.public_id: row for row in rows if not _present(row, half)}
    # Those who have signed stay valid: a second press then finds the first one's answer.
    form = PassForm({row.public_id: row.name for row in rows})
    if form.accepted():
        chosen = next(row for row in rows if row.public_id == form.person.data)
        try:
            _refuse_other_name(str(form.name.data), chosen)
            line = _line(chosen.person_id, signed_on=SignedOn.PASSED)
            sign(db.session, half, line, late_reason=None)
        except RuleBroken as broken:
            form.blame(broken)
        else:
            to = url_for(".pass_round", public_id=public_id)
            return done(_("Thank you, %(name)s: signed.", name=chosen.name), to=to)
    when = window(half.starts_at, half.ends_at, now())
    return form_page(
        "attendance/round.html", form, **_shown(file, half), left=left, window=when.value
    )


@bp.route("/half-days/<public_id>/absence", methods=["GET", "POST"])
@requires(policies.may_lead)
def note_absent(public_id: str) -> ResponseReturnValue:
    """Who was away; the person may still sign, which corrects it."""
    file, half = _led(public_id)
    rows = [row for row in sheet_of(db.session, file.held) if not row.leads]
    form = AbsenceForm({row.public_id: row.name for row in rows})
    if form.accepted():
        chosen = next(row for row in rows if row.public_id == form.person.data)
        told = form.kind.data is MarkKind.ABSENT_TOLD
        line = _line(chosen.person_id, signed_on=SignedOn.SHEET)
        try:
            note_absence(db.session, half, line, told=told)
        except RuleBroken as broken:
            form.blame(broken)
        else:
            return done(_("Noted on the sheet."), to=_page_of(file))
    left = {row.public_id: row for row in rows if not _present(row, half)}
    return form_page("attendance/absence.html", form, **_shown(file, half), left=left)


def _half_day(public_id: str) -> tuple[SessionFile, HalfDay]:
    found = half_day_file(db.session, actor, public_id)
    if found is None:
        raise NotThere
    return found


def _led(public_id: str) -> tuple[SessionFile, HalfDay]:
    """A half-day of a session that the actor leads."""
    file, half = _half_day(public_id)
    if not leads(db.session, file.held.id, actor.person_id):
        raise NotThere
    return file, half


def _line(person_id: int, *, leads: bool = False, signed_on: SignedOn = SignedOn.OWN) -> Line:
    return Line(
        person_id=person_id,
        leads=leads,
        by=actor.person_id,
        signed_on=signed_on,
        now=now(),
        public_id=new_token(),
    )


def _present(row: SheetRow, half: HalfDay) -> bool:
    mark = row.marks.get(half.number)
    return mark is not None and mark.kind is MarkKind.PRESENT


def _refuse_other_name(typed: str, chosen: SheetRow) -> None:
    if sorted(fold(typed).split()) != sorted(fold(chosen.name).split()):
        raise RuleBroken("name", _("Type your name as it is shown above."))


def _shown(file: SessionFile, half: HalfDay) -> dict[str, Any]:
    return {"file": file, "half": half, "zone": file.organisation.time_zone}


def _page_of(file: SessionFile) -> str:
    return url_for(".group_session", public_id=file.held.public_id)
