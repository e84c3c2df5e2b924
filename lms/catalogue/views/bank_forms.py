"""Pages of the bank with a form for each kind of question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from lms.catalogue import policies
from lms.catalogue.forms.bank import BankForm, bank_form
from lms.catalogue.forms.fields import Group, filled
from lms.catalogue.models import BankQuestion
from lms.catalogue.operations import bank as operations
from lms.catalogue.queries import bank as queries
from lms.catalogue.render.bank import kinds_in_words
from lms.catalogue.rules.checks.kinds import QuestionKind
from lms.catalogue.rules.drafting.banked_fields import banked_values, in_block
from lms.catalogue.rules.drafting.merging import Values
from lms.catalogue.rules.drafting.typed_questions import asked_here
from lms.catalogue.rules.questions.banked import question_from
from lms.catalogue.views.bank import domains_in_words, keep_new, keeper
from lms.catalogue.views.blueprint import bp
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.kept import form_to_show
from lms.web.page import done, form_page

ADD = "add-"


@bp.route("/studio/questions/new/<kind>", methods=["GET", "POST"])
@requires(policies.may_write)
def new_question_of(kind: str) -> ResponseReturnValue:
    """A form for a new question of this kind."""
    if kind not in set(QuestionKind):
        abort(404)
    form, group = _built(kind, {})
    if _sent(form):
        try:
            token = keep_new(asked_here(form.values(), {}), form.domain.data)
        except RuleBroken as broken:
            form.blame(broken)
        else:
            to = url_for(".bank_question", public_id=token)
            return done(_("The question is in the bank."), to=to)
    return _page(form, group, kind, None)


@bp.route("/studio/questions/<public_id>/form", methods=["GET", "POST"])
@requires(policies.may_write)
def question_in_form(public_id: str) -> ResponseReturnValue:
    """The form of a question that is there."""
    held = queries.bank_question(db.session, actor.organisation_id, public_id) or abort(404)
    said = {locale: question_from(source) for locale, source in _french_first(held)}
    form, group = _built(held.kind.value, in_block(banked_values(said)))
    if not form.is_submitted() and not form.kept:
        form.domain.data, form.version.data = held.domain, held.version
    if _sent(form):
        try:
            operations.change_question(
                db.session,
                held,
                asked_here(form.values(), said),
                keeper(),
                domain=form.domain.data,
                version=form.version.data or 0,
            )
        except RuleBroken as broken:
            form.blame(broken)
        else:
            to = url_for(".bank_question", public_id=public_id)
            return done(_("The question is changed."), to=to)
    return _page(form, group, held.kind.value, held)


def _french_first(held: BankQuestion) -> list[tuple[str, str]]:
    return sorted(held.sources.items(), reverse=True)


def _built(kind: str, values: Values) -> tuple[BankForm, Group]:
    """The form with what it shows: what was sent, kept over a sign-in, or is there."""
    kept = form_to_show(request.path)
    sent: Mapping[str, str] = request.form if request.method == "POST" else {}
    shown: dict[str, Any] = dict(sent.items()) or (dict(kept.values) if kept else dict(values))
    pressed = sent.get("act", "")
    add = pressed.removeprefix(ADD) if pressed.startswith(ADD) else ""
    form_class, fields, group = bank_form(kind, shown, add)
    return form_class(domains_in_words(), data=filled(fields, values)), group


def _sent(form: BankForm) -> bool:
    """Whether it is to be kept: buttons that add a line keep nothing and use up nothing."""
    return not request.form.get("act", "").startswith(ADD) and form.accepted()


def _page(
    form: BankForm, group: Group, kind: str, held: BankQuestion | None
) -> ResponseReturnValue:
    words = kinds_in_words()[kind]
    return form_page("catalogue/bank_form.html", form, group=group, held=held, kind=words)
