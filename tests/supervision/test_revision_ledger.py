"""Whatever is logged, signed, answered and corrected, each session counts once, in one version."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from lms.kernel.actor import Actor, Role
from lms.kernel.keys import Keys
from lms.kernel.refusals import RuleBroken
from lms.supervision import queries
from lms.supervision.models import RevisionReason, SessionKind, SessionMode, Standing
from lms.supervision.operations.answer import AnswerRecord, answer_record
from lms.supervision.operations.revise import (
    FreshIds,
    ReviseRecord,
    revise_record,
    withdraw_revision,
)
from lms.supervision.operations.sign import SignRecord, sign_record
from lms.supervision.queries.records import Record, record_for
from lms.supervision.rules.signing import ANSWERS, shown_digest
from lms.supervision.views.signing import Stamp
from lms.web.database import Application
from lms.web.page import new_token
from tests.make import Make, Supervision, today
from tests.supervision.held import hold

Act = Literal["sign", "answer", "revise", "withdraw", "wait"]
ACTS: tuple[Act, ...] = ("sign", "answer", "revise", "withdraw", "wait")
STEPS = st.lists(
    st.tuples(
        st.integers(0, 2), st.sampled_from(ACTS), st.integers(15, 120), st.sampled_from(ANSWERS)
    ),
    max_size=14,
)


@dataclass
class Version:
    """What the test knows of one version, apart from the database."""

    record: str
    minutes: int
    signed_at: datetime | None = None
    answered: bool = False

    def total(self, now: datetime) -> str:
        """Which total its minutes are in."""
        if self.answered:
            return "counted"
        if self.signed_at is None:
            return "pending"
        return "unanswered" if now >= self.signed_at + timedelta(days=14) else "pending"


@dataclass
class Chain:
    """One session and its versions, told in plain Python."""

    versions: list[Version] = field(default_factory=list)

    def counting(self, now: datetime) -> Version:
        """The last version that was answered or left 14 days, else the first."""
        in_force = [v for v in self.versions[1:] if v.total(now) != "pending"]
        return in_force[-1] if in_force else self.versions[0]


class Desk:
    """Both people at one table: each act goes through the operations and into the model."""

    def __init__(self, session: Session, keys: Keys, people: Supervision, make: Make) -> None:
        self.session, self.keys, self.people = session, keys, people
        self.now = datetime.combine(today(), datetime.min.time(), UTC)
        helds = [hold(make, among=people) for _one in range(3)]
        self.chains = [Chain([Version(held.part.public_id, 60)]) for held in helds]

    def record(self, version: Version, role: Role) -> Record:
        """The version as one side sees it."""
        person = self.people.supervisor if role is Role.SUPERVISOR else self.people.trainees[0]
        actor = Actor(person.id, person.screen_name, role, "Europe/Paris")
        return record_for(self.session, version.record, actor, lock=True)

    def sign(self, chain: Chain) -> None:
        version = chain.versions[-1]
        record = self.record(version, Role.SUPERVISOR)
        order = SignRecord(shown=shown_digest(self.keys, record.facts), language="fr")
        signed = sign_record(self.session, self.keys, record, order, **self.stamp())
        assert signed == (version.signed_at is None)
        version.signed_at = version.signed_at or self.now

    def answer(self, chain: Chain, answer: Standing) -> None:
        signed = [version for version in chain.versions if version.signed_at is not None]
        if not signed:
            return
        record = self.record(signed[-1], Role.TRAINEE)
        shown = shown_digest(self.keys, record.facts)
        order = AnswerRecord(answer=answer, text="Des mots.", shown=shown, language="fr")
        stamp = self.stamp()
        answer_record(self.session, self.keys, record, order, public_id=new_token(), **stamp)
        signed[-1].answered = True

    def revise(self, chain: Chain, minutes: int) -> None:
        version = chain.versions[-1]
        record = self.record(version, Role.SUPERVISOR)
        order = ReviseRecord(
            held_on=record.held_on,
            minutes=minutes,
            kind=SessionKind.INDIVIDUAL,
            mode=SessionMode.VIDEO,
            reason=RevisionReason.LENGTH,
            text="",
        )
        ids = FreshIds(session=new_token(), record=new_token(), text=new_token())
        may = version.signed_at is not None and minutes != version.minutes
        try:
            revise_record(
                self.session, self.keys, record, order, logged_on=today(), now=self.now, ids=ids
            )
        except RuleBroken:
            assert not may
        else:
            assert may
            chain.versions.append(Version(ids.record, minutes))

    def withdraw(self, chain: Chain) -> None:
        if len(chain.versions) == 1:
            return
        record = self.record(chain.versions[-1], Role.SUPERVISOR)
        try:
            withdraw_revision(self.session, record, now=self.now)
        except RuleBroken:
            assert chain.versions[-1].signed_at is not None
        else:
            chain.versions.pop()

    def check(self) -> None:
        """The database counts what the model counts, in each total, one version of each."""
        sums = dict.fromkeys(("counted", "unanswered", "pending"), 0)
        for chain in self.chains:
            counting = chain.counting(self.now)
            sums[counting.total(self.now)] += counting.minutes
        trainee, place = self.people.trainees[0].id, self.people.organisation.id
        found = queries.supervision_minutes(self.session, trainee, place, now=self.now)
        (total,) = queries.totals_of(self.session, trainee, now=self.now)
        seen = queries.participations_for_organisation(self.session, place, trainee, now=self.now)
        assert sums == {name: getattr(found, name) for name in sums}
        assert total.minutes.all == sum(sums.values()) == sum(row.minutes for row in seen.rows)
        assert len(seen.rows) == len(self.chains)

    def stamp(self) -> Stamp:
        """What acts are told of the world."""
        return {"now": self.now, "message_id": new_token(), "link": "/"}


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(STEPS)
def test_each_session_counts_once_whatever_is_corrected(
    app: Application, session: Session, steps: list[tuple[int, Act, int, Standing]]
) -> None:
    with session.begin_nested() as point:
        make = Make(session)
        desk = Desk(session, app.extensions["sillage.keys"], make.supervision(), make)
        desk.check()
        for which, act, number, answer in steps:
            chain = desk.chains[which]
            if act == "sign":
                desk.sign(chain)
            elif act == "answer":
                desk.answer(chain, answer)
            elif act == "revise":
                desk.revise(chain, number)
            elif act == "withdraw":
                desk.withdraw(chain)
            else:
                desk.now += timedelta(days=number // 10)
            desk.check()
        point.rollback()
