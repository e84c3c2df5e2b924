"""A cohort with its tutor, a pause and the return, a question answered and one that waits."""

from __future__ import annotations

from datetime import timedelta

from lms.demo.operations.stage import Stage
from lms.demo.queries import enrolment_of, membership_of
from lms.demo.rules import tutoring as told
from lms.demo.rules.cast import RIVES
from lms.kernel.actor import Role
from lms.learning.models import Cohort
from lms.learning.operations.cohorts import KeepCohort, appoint, make_cohort
from lms.learning.operations.exchanges import Sending, answer_person, ask_tutor
from lms.learning.operations.joining import Joining, join_cohort
from lms.learning.operations.pace import BeginPause, begin_pause, end_pause
from lms.learning.operations.reviews import take_responsibility
from lms.learning.queries.pace import Pace, pace_of


def accompany(stage: Stage) -> None:
    """The association gathers its people, and somebody answers them."""
    cohort = _cohort(stage)
    for who in told.IN_IT:
        _join(stage, cohort, who)
    who, begins, returns = told.PAUSED
    by = stage.people[who].id
    begin_pause(stage.session, BeginPause(), [_pace(stage, who)], by=by, now=stage.at(begins))
    end_pause(stage.session, [_pace(stage, who)], by=by, now=stage.at(returns))
    for exchange in told.EXCHANGES:
        _exchange(stage, exchange)


def _cohort(stage: Stage) -> Cohort:
    place, by, at = stage.places[RIVES], stage.manager_of(RIVES) or 0, stage.at(told.BEGAN_DAYS)
    begins_on = stage.on(told.BEGAN_DAYS)
    take_responsibility(
        stage.session, organisation_id=place.id, version_id=stage.version.id, by=by, now=at
    )
    order = KeepCohort(
        name=told.COHORT,
        starts_on=begins_on,
        ends_on=begins_on + timedelta(days=told.LASTS_DAYS),
        deadline=begins_on + timedelta(days=told.DEADLINE_DAYS),
        capacity=None,
        place=place.city,
        answer_days=2,
    )
    cohort = make_cohort(
        stage.session,
        order,
        version_id=stage.version.id,
        organisation_id=place.id,
        by=by,
        now=at,
        public_id=stage.token(),
    )
    stage.session.flush()
    tutor = membership_of(stage.session, stage.people[told.TUTOR].id, place.id, Role.TUTOR)
    appoint(stage.session, cohort, tutor, by=by, today=begins_on, now=at, public_id=stage.token())
    return cohort


def _join(stage: Stage, cohort: Cohort, who: str) -> None:
    person, place = stage.people[who], stage.places[RIVES]
    member = membership_of(stage.session, person.id, place.id, Role.TRAINEE)
    days = (stage.now.date() - member.starts_on).days
    how = Joining(
        by=stage.manager_of(RIVES) or 0,
        today=stage.on(days),
        now=stage.at(days),
        public_id=stage.token(),
    )
    join_cohort(stage.session, cohort.id, member, how)


def _pace(stage: Stage, who: str) -> Pace:
    enrolment = enrolment_of(stage.session, stage.people[who].id, stage.places[RIVES].id)
    return pace_of(stage.session, enrolment.id)


def _exchange(stage: Stage, exchange: told.Exchange) -> None:
    training = _pace(stage, exchange.who)
    asks = _sending(stage, exchange.who, exchange.days)
    ask_tutor(stage.session, stage.keys, training, exchange.question, asks)
    if exchange.answer:
        answers = _sending(stage, told.TUTOR, exchange.answered_days)
        answer_person(stage.session, stage.keys, training, exchange.answer, answers)


def _sending(stage: Stage, who: str, days: float) -> Sending:
    return Sending(
        author_id=stage.people[who].id,
        public_id=stage.token(),
        contact_id=stage.token(),
        now=stage.at(days),
    )
