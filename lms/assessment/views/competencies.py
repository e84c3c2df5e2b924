"""Pages: competencies in words, one's own view beside that of whoever accompanies."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask.typing import ResponseReturnValue

from lms.assessment import policies
from lms.assessment.forms.competencies import LevelsForm, field_name, levels_form
from lms.assessment.models import Level, Side
from lms.assessment.operations.competencies import Said, SayLevels, say_levels
from lms.assessment.queries.competencies import (
    Newest,
    evidence_of,
    followed,
    history_of,
    newest_levels,
)
from lms.assessment.render.words import level_words, source_words
from lms.assessment.views.blueprint import bp
from lms.assessment.views.training import training
from lms.catalogue import queries as catalogue
from lms.catalogue.queries.frameworks import Domain, domains_of
from lms.catalogue.rules.outline import ActivityOutline, VersionOutline
from lms.journal.operations import Reading, note_reading
from lms.kernel.refusals import NotThere
from lms.kernel.text import _
from lms.learning.queries import done_in
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.i18n import said
from lms.web.page import done, form_page, now, page, today_for


@dataclass(frozen=True)
class View:
    """Whose competencies, seen from which side."""

    enrolment_id: int
    enrolment_public_id: str
    organisation_id: int
    person_id: int
    name: str
    version: VersionOutline
    side: Side

    @property
    def mine(self) -> bool:
        """Whether the person looks at their own."""
        return self.side is Side.OWN

    @property
    def domains(self) -> tuple[Domain, ...]:
        """The framework of the version."""
        return domains_of(db.session, self.version.id)

    @property
    def home(self) -> str:
        """The page of all domains."""
        if self.mine:
            return url_for("assessment.competencies", programme=self.enrolment_public_id)
        return url_for("assessment.competencies_of", enrolment=self.enrolment_public_id)

    def url(self, code: str) -> str:
        """The page of one domain."""
        if self.mine:
            named = self.enrolment_public_id
            return url_for("assessment.competency", code=code, programme=named)
        whose = self.enrolment_public_id
        return url_for("assessment.competency_of", enrolment=whose, code=code)

    def steps(self) -> dict[str, list[ActivityOutline]]:
        """The steps that the person completed, by domain."""
        completed = done_in(db.session, self.person_id, self.version)
        found: dict[str, list[ActivityOutline]] = {}
        for step in self.version.activities:
            if step.id in completed:
                for code in step.sheet.get("domains", ()):
                    found.setdefault(code, []).append(step)
        return found


@bp.get("/competencies")
@requires(policies.may_hand_in)
def competencies() -> ResponseReturnValue:
    """Every domain with what both sides say of it."""
    return _all(_own())


@bp.route("/competencies/<code>", methods=["GET", "POST"])
@requires(policies.may_hand_in)
def competency(code: str) -> ResponseReturnValue:
    """One domain: its statements, what is said of them, and on what it rests."""
    return _one(_own(), code)


@bp.get("/tutoring/<enrolment>/competencies")
@requires(policies.may_answer_work)
def competencies_of(enrolment: str) -> ResponseReturnValue:
    """The same of somebody whom the reader accompanies."""
    view = _of(enrolment)
    _note(view)
    return _all(view)


@bp.route("/tutoring/<enrolment>/competencies/<code>", methods=["GET", "POST"])
@requires(policies.may_answer_work)
def competency_of(enrolment: str, code: str) -> ResponseReturnValue:
    """One domain of somebody whom the reader accompanies."""
    view = _of(enrolment)
    _note(view)
    return _one(view, code)


def _own() -> View:
    found = training()
    return View(
        enrolment_id=found.enrolment.id,
        enrolment_public_id=found.enrolment.public_id,
        organisation_id=found.enrolment.organisation_id,
        person_id=actor.person_id,
        name="",
        version=found.version,
        side=Side.OWN,
    )


def _of(enrolment: str) -> View:
    found = followed(db.session, enrolment, actor.person_id)
    return View(
        enrolment_id=found.id,
        enrolment_public_id=found.public_id,
        organisation_id=found.organisation_id,
        person_id=found.person_id,
        name=found.name,
        version=catalogue.outline(db.session, found.version_id),
        side=Side.TRAINER,
    )


def _note(view: View) -> None:
    reading = Reading(
        action="assessment.read_competencies",
        about=view.person_id,
        subject=("enrolment", view.enrolment_public_id),
        organisation_id=view.organisation_id,
    )
    note_reading(db.session, db.writing, reading, actor, now=now())


def _all(view: View) -> ResponseReturnValue:
    return page(
        "assessment/competencies.html",
        view=view,
        newest=newest_levels(db.session, view.enrolment_id),
        evidence=evidence_of(db.session, view.enrolment_id),
        steps=view.steps(),
        level_words=level_words,
    )


def _one(view: View, code: str) -> ResponseReturnValue:
    domain = next((one for one in view.domains if one.code == code), None)
    if domain is None:
        raise NotThere
    newest = newest_levels(db.session, view.enrolment_id)
    lines = lines_of(domain)
    form = levels_form(lines, _mine(newest, view.side))
    if form.accepted():
        _say(view, form)
        return done(_("Kept, with today's date."), to=view.url(code))
    return form_page(
        "assessment/competency.html",
        form,
        view=view,
        domain=domain,
        lines=lines,
        field_name=field_name,
        newest=newest,
        history=history_of(db.session, view.enrolment_id, code),
        evidence=evidence_of(db.session, view.enrolment_id).get(code, ()),
        steps=view.steps().get(code, []),
        level_words=level_words,
        source_words=source_words,
    )


def lines_of(domain: Domain) -> dict[str, str]:
    """The domain as a whole, then its statements, by code."""
    lines = {domain.code: said(domain.title)}
    for number, statement in enumerate(domain.statements, 1):
        lines[f"{domain.code}.{number}"] = said(statement)
    return lines


def _mine(newest: Newest, side: Side) -> dict[str, Level]:
    return {code: one.level for (code, whose), one in newest.items() if whose is side}


def _say(view: View, form: LevelsForm) -> None:
    told = Said(
        enrolment_id=view.enrolment_id,
        organisation_id=view.organisation_id,
        person_id=view.person_id,
        side=view.side,
        by=actor.person_id,
        today=today_for(actor),
        now=now(),
    )
    say_levels(db.session, SayLevels(levels=form.levels), told)
