"""Settling counters: after facts and time changed them, and never twice for nothing."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.certification import jobs, queries
from lms.certification.models import EnrolmentStatus
from lms.certification.operations import settle
from lms.supervision.models import Standing
from lms.supervision.rules.signing import ANSWER_WITHIN
from lms.web.database import Application
from lms.web.page import now
from tests.certification.earned import earned, supervise
from tests.make import Make


def counters(session: Session) -> EnrolmentStatus:
    session.expire_all()
    return session.scalars(select(EnrolmentStatus)).one()


def test_counters_are_kept_once_and_again_when_facts_change(session: Session, make: Make) -> None:
    one = earned(make, minutes=180)
    session.commit()
    assert settle(session, now=now()) == 1
    assert settle(session, now=now()) == 0
    kept = counters(session)
    assert (kept.met, kept.steps_done, kept.steps) == (False, 6, 6)
    assert (kept.training_minutes, kept.supervision_minutes) == (120, 180)

    supervise(make, one.agreement, 60, Standing.COUNTERSIGNED)
    assert settle(session, now=now()) == 0, "nothing says yet that a fact changed"
    one.enrolment.facts_changed_at = now()
    session.flush()
    assert settle(session, now=now()) == 1
    assert counters(session).met


def test_a_fact_recorded_while_settling_is_settled_next_time(session: Session, make: Make) -> None:
    one = earned(make)
    session.commit()
    before = one.enrolment.facts_changed_at
    settle(session, now=now() + timedelta(minutes=5))
    one.enrolment.facts_changed_at = before + timedelta(milliseconds=1)
    session.flush()
    assert settle(session, now=now() + timedelta(minutes=6)) == 1


def test_time_alone_turns_a_signature_into_an_unanswered_one(session: Session, make: Make) -> None:
    one = earned(make)
    supervise(make, one.agreement, 60, Standing.SIGNED, days_ago=1)
    settle(session, now=now())
    kept = counters(session)
    assert kept.unanswered_minutes == 0
    assert kept.next_change_at is not None
    assert settle(session, now=kept.next_change_at - timedelta(seconds=1)) == 0
    later = now() + ANSWER_WITHIN
    assert settle(session, now=later) == 1
    kept = counters(session)
    assert (kept.unanswered_minutes, kept.next_change_at) == (60, None)


def test_a_call_settles_no_more_than_its_limit(
    app: Application, session: Session, make: Make
) -> None:
    organisation = make.organisation()
    version = make.version()
    enrolments = [make.enrolment(None, organisation, version) for _ in range(5)]
    session.commit()
    assert settle(session, now=now(), organisation_id=organisation.id, limit=2) == 2
    assert settle(session, now=now(), enrolment_ids=[enrolments[-1].id]) == 1
    session.commit()
    assert jobs.settle_due(app) == 2


def test_the_home_page_reads_where_the_person_stands(session: Session, make: Make) -> None:
    one = earned(make)
    session.commit()
    assert [row.settled for row in queries.standings_of(session, one.person.id, now=now())] == [
        False
    ]
    settle(session, now=now())
    (row,) = queries.standings_of(session, one.person.id, now=now())
    assert (row.settled, row.met, row.supervision_minutes) == (True, True, 240)
    assert row.certificate_public_id is None
