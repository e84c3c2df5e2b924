"""People place themselves, compose a portfolio, are exempted from a step and ask to join."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from lms.assessment.models import Moment
from lms.assessment.operations.exemptions import Accompanying, Exempt, exempt
from lms.assessment.operations.positioning import PlaceOneself, Placing, place_oneself
from lms.catalogue.queries.frameworks import domains_of
from lms.demo.operations.stage import Stage
from lms.demo.queries import enrolment_of
from lms.demo.rules import belonging as told
from lms.demo.rules import tutoring
from lms.demo.rules.cast import RIVES
from lms.learning.models import Cohort
from lms.learning.operations.links import MakeLink, MakingLink, make_link
from lms.learning.operations.requests import Asking, ask_to_join, set_requests
from lms.portfolio.operations.composing import put_in
from lms.portfolio.operations.writing import Hand, Write, write_introduction, write_piece
from lms.portfolio.queries.offers import offers_of
from lms.storage.operations import Folder

NO_FILES = Folder(Path())
"""Words only: the store stays as it is."""


def begin_placed(stage: Stage) -> None:
    """Who placed themselves before the first module."""
    _place(stage, Moment.BEFORE)


def end_placed(stage: Stage) -> None:
    """Who placed themselves after the last one."""
    _place(stage, Moment.AFTER)


def compose(stage: Stage) -> None:
    """Somebody writes an introduction and an own piece, and puts some of their training in."""
    person_id = stage.people[told.PORTFOLIO].id
    first = Write(title="", words=told.INTRODUCTION)
    write_introduction(stage.session, stage.keys, first, _hand(stage, told.INTRODUCED_DAYS))
    chosen = list(offers_of(stage.session, person_id))[: told.CHOSEN]
    put_in(
        stage.session,
        chosen,
        person_id=person_id,
        now=stage.at(told.COMPOSED_DAYS),
        new_id=stage.token,
    )
    own = Write(title=told.OWN_TITLE, words=told.OWN_WORDS)
    by = _hand(stage, told.COMPOSED_DAYS)
    write_piece(stage.session, stage.keys, NO_FILES, own, by, None)


def exempt_somebody(stage: Stage) -> None:
    """The trainer does not ask a step of somebody who knows it."""
    one = told.EXEMPTED
    module = stage.version.modules[one.module]
    order = Exempt(scope=f"{module.slug}/{one.step}", reason=one.reason, evidence=one.evidence)
    act = Accompanying(
        by=stage.people[tutoring.TRAINER].id,
        today=stage.on(one.days),
        now=stage.at(one.days),
        new_id=stage.token,
    )
    here = enrolment_of(stage.session, stage.people[one.who].id, stage.places[RIVES].id)
    exempt(stage.session, stage.keys, NO_FILES, order, here.id, stage.version, act)


def open_cohort(stage: Stage) -> None:
    """The cohort has a link and takes requests; somebody of elsewhere asks to go on in it."""
    asked = select(Cohort).where(Cohort.name == tutoring.COHORT)
    cohort = stage.session.scalars(asked).one()
    by, days = stage.manager_of(RIVES) or 0, told.LINK_DAYS
    ends_on = stage.on(days) + timedelta(days=told.LINK_LASTS_DAYS)
    how = MakingLink(
        by=by,
        today=stage.on(days),
        now=stage.at(days),
        token=stage.token(),
        public_id=stage.token(),
    )
    make_link(stage.session, cohort, MakeLink(ends_on=ends_on, places=told.LINK_PLACES), how)
    set_requests(stage.session, cohort, open_to=True, by=by, now=stage.at(days))
    stage.session.flush()
    stage.session.refresh(cohort)
    _ask(stage, cohort)


def _ask(stage: Stage, cohort: Cohort) -> None:
    one = told.ASKS
    person = stage.people[one.who]
    asking = Asking(
        person_id=person.id,
        today=stage.on(one.days),
        now=stage.at(one.days),
        public_id=stage.token(),
        leaves_id=enrolment_of(stage.session, person.id, stage.places[one.place].id).id,
    )
    ask_to_join(stage.session, stage.keys, cohort, one.words, asking)


def _place(stage: Stage, moment: Moment) -> None:
    codes = [domain.code for domain in domains_of(stage.session, stage.version.id)]
    for picture in told.PICTURES:
        if picture.moment is not moment:
            continue
        person_id = stage.people[picture.who].id
        order = PlaceOneself(
            moment=moment,
            levels=dict(zip(codes, picture.levels, strict=False)),
            words={codes[0]: picture.words},
            shared=picture.shared,
        )
        place = stage.places[picture.place].id
        by = Placing(
            person_id=person_id,
            enrolment_id=enrolment_of(stage.session, person_id, place).id,
            today=stage.on(picture.days),
            now=stage.at(picture.days),
            new_id=stage.token,
        )
        place_oneself(stage.session, stage.keys, order, stage.version, by)


def _hand(stage: Stage, days: float) -> Hand:
    person_id = stage.people[told.PORTFOLIO].id
    return Hand(person_id=person_id, now=stage.at(days), public_id=stage.token())
