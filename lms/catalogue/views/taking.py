"""Questions between a check of a draft and the bank: taken out of it, and kept in it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, request
from flask.typing import ResponseReturnValue

from lms.catalogue import policies
from lms.catalogue.forms.bank import BankSearchForm
from lms.catalogue.forms.steps import MOST_BLOCKS
from lms.catalogue.models import ActivityKind
from lms.catalogue.operations.editing import save_page
from lms.catalogue.queries import bank as queries
from lms.catalogue.render.bank import kinds_in_words
from lms.catalogue.rules.drafting.banked_fields import banked_values, in_block
from lms.catalogue.rules.drafting.merging import Values
from lms.catalogue.rules.drafting.pages import StepPage, step_page
from lms.catalogue.rules.drafting.steps import shape_of
from lms.catalogue.rules.drafting.structure import ModulePlan, StepPlan
from lms.catalogue.rules.drafting.typed_questions import asked_here
from lms.catalogue.rules.questions.banked import question_from
from lms.catalogue.views.bank import before_in_address, domains_in_words, keep_new, wanted_here
from lms.catalogue.views.blueprint import bp
from lms.catalogue.views.desk import Desk, act, desk_of
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _, ngettext
from lms.web.database import db
from lms.web.form import Form
from lms.web.guard import actor, requires
from lms.web.page import done, form_page

KEEP = "keep:"


class TakeForm(Form):
    """What is ticked is taken; a second press leads to the same."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A check of a draft beside the bank."""

    desk: Desk
    module: ModulePlan
    step: StepPlan

    @property
    def page(self) -> StepPage:
        return step_page(self.module, self.step)

    @property
    def address(self) -> str:
        return self.desk.url("step", module=self.module.slug, step=self.step.slug)

    def values(self) -> Values:
        return self.page.read(self.desk.files)

    def questions(self) -> list[tuple[str, str]]:
        """The number and the words of each question of the check."""
        values = self.values()
        numbers = range(1, len(shape_of(ActivityKind.CHECK, values).blocks) + 1)
        said = ((str(n), _words(values, f"block{n}_words")) for n in numbers)
        return [(number, words) for number, words in said if words]


def _words(values: Values, name: str) -> str:
    return values.get(f"{name}_fr") or values.get(f"{name}_en", "")


@bp.route(
    "/studio/drafts/<public_id>/modules/<module>/activities/<step>/bank", methods=["GET", "POST"]
)
@requires(policies.may_write)
def check_and_bank(public_id: str, module: str, step: str) -> ResponseReturnValue:
    """Tick questions of the bank to take them; keep one of the check."""
    desk = desk_of(public_id)
    shelf = Shelf(desk, desk.module(module), desk.step(module, step))
    if shelf.step.kind is not ActivityKind.CHECK:
        abort(404)
    form = TakeForm()
    if form.accepted():
        try:
            return _pressed(shelf, request.form.get("act", ""))
        except RuleBroken as broken:
            form.blame(broken)
    return _shown(shelf, form)


def _pressed(shelf: Shelf, pressed: str) -> ResponseReturnValue:
    if pressed.startswith(KEEP):
        _keep(shelf, pressed.removeprefix(KEEP))
        return done(_("The question is in the bank."), to=request.path)
    taken = _take(shelf, request.form.getlist("take")[: queries.SHOWN])
    words = ngettext(
        "%(num)s question was taken into the check.",
        "%(num)s questions were taken into the check.",
        taken,
    )
    return done(words, to=shelf.address)


def _take(shelf: Shelf, public_ids: list[str]) -> int:
    """Put the questions behind those of the check; nothing if somebody wrote there meanwhile."""
    if not shelf.desk.open:
        words = _("This draft was sent for review or closed meanwhile: take it back to write on.")
        raise RuleBroken("take", words)
    found = queries.bank_questions_at(db.session, actor.organisation_id, public_ids)
    if not found:
        raise RuleBroken("take", _("Tick one question at least."))
    first = len(shape_of(ActivityKind.CHECK, shelf.values()).blocks) + 1
    most = MOST_BLOCKS[ActivityKind.CHECK]
    if first + len(found) - 1 > most:
        raise RuleBroken("take", _("A check has %(most)s questions at most.", most=most))
    revisit = next((s.slug for s in shelf.module.steps if s is not shelf.step), "")
    sent: Values = {}
    for number, held in enumerate(found, first):
        said = {loc: question_from(text) for loc, text in sorted(held.sources.items())[::-1]}
        values = banked_values(said) | {"revisit": revisit}
        sent |= {f"block{number}_{name}": value for name, value in values.items()}
    merged = save_page(db.session, shelf.desk.draft, shelf.page, sent, marks={}, act=act())
    if merged.asked:
        raise RuleBroken("take", _("Somebody changed this check meanwhile. Try again."))
    return len(found)


def _keep(shelf: Shelf, number: str) -> None:
    """A question of the check as it is saved, in the bank of the organisation."""
    name = f"block{number}_"
    values = {n.removeprefix(name): v for n, v in shelf.values().items() if n.startswith(name)}
    if not number.isdecimal() or not values:
        abort(400)
    domain = values.get("pool") or next(iter(shelf.values().get("domains", "").split()), "")
    try:
        keep_new(asked_here(in_block(values), {}), domain)
    except RuleBroken as broken:
        raise RuleBroken("take", broken.sentence) from None


def _shown(shelf: Shelf, form: Form) -> ResponseReturnValue:
    wanted, before = wanted_here(), before_in_address()
    rows, after = queries.bank_questions(db.session, wanted, before=before)
    kept = {"q": wanted.words, "domain": wanted.domain, "kind": wanted.kind or ""}
    return form_page(
        "catalogue/check_bank.html",
        form,
        shelf=shelf,
        search=BankSearchForm(domains_in_words(), kinds_in_words(), formdata=request.args),
        rows=rows,
        kinds=kinds_in_words(),
        kept={name: value for name, value in kept.items() if value},
        before=before,
        after=after,
        ticked=set(request.form.getlist("take")),
    )
