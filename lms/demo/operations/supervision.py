"""Agreements, and sessions logged, written, shared, signed and answered, each in its time."""

from __future__ import annotations

from sqlalchemy import select

from lms.demo.operations.stage import Stage
from lms.demo.queries import record_ids_of
from lms.demo.rules.sessions import AGREEMENTS, SESSIONS, Agrees, Held, Part
from lms.kernel.actor import Role
from lms.supervision.models import Agreement, Standing, TextKind
from lms.supervision.operations.answer import AnswerRecord, answer_record
from lms.supervision.operations.answer_agreement import accept_agreement
from lms.supervision.operations.end_agreement import EndAgreement, end_agreement
from lms.supervision.operations.log_session import LogSession, log_session
from lms.supervision.operations.propose_agreement import ProposeAgreement, propose_agreement
from lms.supervision.operations.read import read_record
from lms.supervision.operations.share import share_record
from lms.supervision.operations.sign import SignRecord, sign_record
from lms.supervision.operations.texts import WriteText, write_text
from lms.supervision.operations.withdraw import withdraw_record
from lms.supervision.queries.records import Record, record_for
from lms.supervision.rules.signing import shown_digest

# A record is written, shared and signed on the day of its session, a little later each time.
WRITTEN, SHARED, SIGNED = 0.01, 0.02, 0.03


def agree(stage: Stage) -> None:
    """Agreements proposed by managers, and accepted by those who have done so."""
    for agrees in AGREEMENTS:
        agreement = propose_agreement(
            stage.session,
            ProposeAgreement(
                supervisor=stage.member(agrees.supervisor, agrees.place, Role.SUPERVISOR),
                trainee=stage.member(agrees.trainee, agrees.place, Role.TRAINEE),
                starts_on=stage.on(agrees.days),
            ),
            organisation_id=stage.places[agrees.place].id,
            proposed_by=stage.manager_of(agrees.place) or 0,
            today=stage.on(agrees.days),
            now=stage.at(agrees.days),
            public_id=stage.token(),
        )
        both = (agrees.supervisor, agrees.trainee)
        for who in both if agrees.accepted_by is None else agrees.accepted_by:
            person_id = stage.people[who].id
            accept_agreement(
                stage.session, agreement, person_id=person_id, now=stage.at(agrees.days)
            )


def supervise(stage: Stage) -> None:
    """Every session, from the oldest on."""
    for held in sorted(SESSIONS, key=lambda held: -held.days):
        _hold(stage, held)


def end_agreements(stage: Stage) -> None:
    """Agreements that came to their end."""
    for agrees in AGREEMENTS:
        if agrees.ended_days is not None:
            _end(stage, agrees, agrees.ended_days)


def _end(stage: Stage, agrees: Agrees, days: float) -> None:
    end_agreement(
        stage.session,
        _agreement(stage, agrees.supervisor, agrees.trainee, agrees.place),
        EndAgreement(ends_on=stage.on(days)),
        by=stage.people[agrees.supervisor].id,
        today=stage.on(days - 1),
        now=stage.at(days - 1),
    )


def _agreement(stage: Stage, supervisor: str, trainee: str, place: str) -> Agreement:
    asked = select(Agreement).where(
        Agreement.supervisor_id == stage.people[supervisor].id,
        Agreement.trainee_id == stage.people[trainee].id,
        Agreement.organisation_id == stage.places[place].id,
    )
    return stage.session.scalars(asked).one()


def _hold(stage: Stage, held: Held) -> None:
    agreements = {
        part.who: _agreement(stage, held.supervisor, part.who, held.place).public_id
        for part in held.parts
    }
    order = LogSession(
        people=tuple(agreements.values()),
        held_on=stage.on(held.days),
        minutes=held.minutes,
        mode=held.mode,
    )
    logged = log_session(
        stage.session,
        order,
        supervisor_id=stage.people[held.supervisor].id,
        today=stage.on(held.days),
        now=stage.at(held.days),
        public_id=stage.token(),
        record_ids=[stage.token() for _ in held.parts],
    )
    stage.session.flush()
    records = record_ids_of(stage.session, logged.id)
    for part in held.parts:
        _go_on(stage, held, part, records[stage.people[part.who].id])


def _go_on(stage: Stage, held: Held, part: Part, public_id: str) -> None:
    """The record of one part, as far as its standing says."""
    if part.private:
        _write(stage, held, public_id, TextKind.PRIVATE, part.private)
    if part.shared:
        _share(stage, held, part, public_id)
    if part.standing is Standing.LOGGED:
        return
    days = held.days - SIGNED
    record = _record(stage, held.supervisor, Role.SUPERVISOR, public_id)
    sign_record(
        stage.session,
        stage.keys,
        record,
        SignRecord(shown=shown_digest(stage.keys, record.facts), language="fr"),
        now=stage.at(days),
        message_id=stage.token(),
        link=_address(public_id),
    )
    if part.standing is not Standing.SIGNED:
        _answer(stage, part, public_id, days - part.answered_after)


def _write(stage: Stage, held: Held, public_id: str, kind: TextKind, words: str) -> None:
    days = held.days - WRITTEN
    write_text(
        stage.session,
        stage.keys,
        _record(stage, held.supervisor, Role.SUPERVISOR, public_id),
        kind,
        WriteText(text=words, version=0),
        today=stage.on(days),
        now=stage.at(days),
        public_id=stage.token(),
    )


def _share(stage: Stage, held: Held, part: Part, public_id: str) -> None:
    days = held.days - SHARED
    supervisor = stage.acts(held.supervisor, Role.SUPERVISOR)
    read_record(stage.session, stage.keys, public_id, supervisor, now=stage.at(days))
    share_record(
        stage.session,
        stage.keys,
        _record(stage, held.supervisor, Role.SUPERVISOR, public_id),
        WriteText(text=part.shared, version=0),
        today=stage.on(days),
        now=stage.at(days),
        public_id=stage.token(),
        message_id=stage.token(),
        link=_address(public_id),
    )
    if part.withdrawn:
        record = _record(stage, held.supervisor, Role.SUPERVISOR, public_id)
        withdraw_record(stage.session, record, now=stage.at(days - SHARED))


def _answer(stage: Stage, part: Part, public_id: str, days: float) -> None:
    actor = stage.acts(part.who, Role.TRAINEE)
    read_record(stage.session, stage.keys, public_id, actor, now=stage.at(days))
    record = _record(stage, part.who, Role.TRAINEE, public_id)
    if part.own:
        write_text(
            stage.session,
            stage.keys,
            record,
            TextKind.OWN,
            WriteText(text=part.own, version=0),
            today=stage.on(days),
            now=stage.at(days),
            public_id=stage.token(),
        )
    order = AnswerRecord(
        answer=part.standing,
        text=part.answer,
        shown=shown_digest(stage.keys, record.facts),
        language="fr",
    )
    answer_record(
        stage.session,
        stage.keys,
        record,
        order,
        now=stage.at(days),
        public_id=stage.token(),
        message_id=stage.token(),
        link=_address(public_id),
    )


def _record(stage: Stage, who: str, role: Role, public_id: str) -> Record:
    return record_for(stage.session, public_id, stage.acts(who, role), lock=True)


def _address(public_id: str) -> str:
    return f"/records/{public_id}"
