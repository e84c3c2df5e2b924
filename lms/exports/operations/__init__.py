"""Asking for an export, making it part by part, handing it out, and deleting it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.exports.models import Export, ExportKind, ExportPart, ExportState
from lms.exports.queries import last_export
from lms.exports.rules.pace import (
    ASKED_EVERY,
    KEPT_FOR,
    MOST_ATTEMPTS,
    TAKEN_UP_AFTER,
    wait_after,
)
from lms.exports.rules.sealing import key_place, part_place
from lms.journal.operations import record
from lms.kernel.database import insert_new
from lms.kernel.keys import Keys
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import Text, _, ngettext
from lms.outbox.operations import Mail, post
from lms.vault.operations import seal
from lms.vault.rules import seal_bytes

FORGOTTEN_AT_ONCE = 50
_PAGES = {ExportKind.EVERYTHING: "/account/data", ExportKind.PORTFOLIO: "/portfolio"}
_ROOMS = {ExportKind.EVERYTHING: "privacy", ExportKind.PORTFOLIO: "portfolio"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AskExport:
    """What is asked for, in which language and with which clock it is written."""

    locale: str
    time_zone: str
    kind: ExportKind = ExportKind.EVERYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """An export that this worker makes; `attempt` tells it from one that took it up later."""

    id: int
    public_id: str
    person_id: int
    kind: ExportKind
    locale: str
    time_zone: str
    attempt: int


def ask_export(
    session: Session, order: AskExport, *, person_id: int, now: datetime, public_id: str
) -> None:
    """Ask for it; one of a kind at a time, and not too often. Earlier ones are deleted."""
    last = last_export(session, person_id, order.kind)
    if last is not None:
        _refuse_too_early(last, now)
    earlier = (Export.person_id == person_id, Export.kind == order.kind)
    _forget(session, *earlier, Export.state != ExportState.REQUESTED)
    asked = insert_new(
        session,
        Export,
        public_id=public_id,
        person_id=person_id,
        kind=order.kind,
        locale=order.locale,
        time_zone=order.time_zone,
        state=ExportState.REQUESTED,
        asked_at=now,
        attempts=0,
        next_attempt_at=now,
        size=0,
        parts=0,
    )
    if not asked:
        raise RuleBroken("", _being_made())
    _journal(session, order.kind, "ask_export", public_id, person_id, now, by=person_id)


def claim(session: Session, export_id: int, *, now: datetime) -> Claim | None:
    """Take up a waiting export, unless another worker has it; what a killed one left is deleted."""
    row = session.execute(
        update(Export)
        .where(
            Export.id == export_id,
            Export.state == ExportState.REQUESTED,
            Export.next_attempt_at <= now,
        )
        .values(attempts=Export.attempts + 1, next_attempt_at=now + TAKEN_UP_AFTER)
        .returning(
            Export.public_id,
            Export.person_id,
            Export.kind,
            Export.locale,
            Export.time_zone,
            Export.attempts,
        ),
        execution_options={"synchronize_session": False},
    ).one_or_none()
    if row is None:
        return None
    session.execute(delete(ExportPart).where(ExportPart.export_id == export_id))
    return Claim(
        id=export_id,
        public_id=row.public_id,
        person_id=row.person_id,
        kind=row.kind,
        locale=row.locale,
        time_zone=row.time_zone,
        attempt=row.attempts,
    )


def keep_part(session: Session, claimed: Claim, key: bytes, number: int, piece: bytes) -> None:
    """Seal and keep one piece of the archive."""
    place = part_place(claimed.public_id, number, claimed.person_id)
    session.add(
        ExportPart(
            export_id=claimed.id,
            attempt=claimed.attempt,
            number=number,
            sealed=seal_bytes(key, place, piece),
        )
    )


def finish(
    session: Session,
    keys: Keys,
    claimed: Claim,
    key: bytes,
    *,
    parts: int,
    size: int,
    now: datetime,
) -> bool:
    """Let the person take it and tell them so; false when another worker took it up meanwhile."""
    place = key_place(claimed.public_id, claimed.person_id)
    done = session.scalar(
        update(Export)
        .where(_still(claimed))
        .values(
            state=ExportState.READY,
            ready_at=now,
            expires_at=now + KEPT_FOR,
            parts=parts,
            size=size,
            sealed_key=seal(session, keys, place, key.hex(), now=now),
        )
        .returning(Export.id)
    )
    if done is None:
        return False
    _journal(session, claimed.kind, "make_export", claimed.public_id, claimed.person_id, now)
    _tell(session, claimed, now)
    return True


def put_off(session: Session, claimed: Claim, *, now: datetime) -> None:
    """After a failure: try again later, or give up and let the person ask anew."""
    hopeless = claimed.attempt >= MOST_ATTEMPTS
    state = ExportState.FAILED if hopeless else ExportState.REQUESTED
    session.execute(delete(ExportPart).where(ExportPart.export_id == claimed.id))
    session.execute(
        update(Export)
        .where(_still(claimed))
        .values(state=state, next_attempt_at=now + wait_after(claimed.attempt))
    )


def note_download(session: Session, public_id: str, *, person_id: int, now: datetime) -> None:
    """Journal that the person took the archive."""
    kind = session.scalar(
        update(Export)
        .where(Export.public_id == public_id, Export.person_id == person_id)
        .values(downloaded_at=now)
        .returning(Export.kind)
    )
    if kind is not None:
        _journal(session, kind, "download_export", public_id, person_id, now, by=person_id)


def delete_export(session: Session, public_id: str, *, person_id: int, now: datetime) -> None:
    """Delete at once what is ready or was given up; repeated, it changes nothing."""
    mine = (Export.public_id == public_id, Export.person_id == person_id)
    kind = session.scalar(select(Export.kind).where(*mine))
    if kind is not None and _forget(session, *mine, Export.state != ExportState.REQUESTED):
        _journal(session, kind, "delete_export", public_id, person_id, now, by=person_id)


def forget_exports(session: Session, person_id: int) -> None:
    """Delete everything that a person asked for, with the account."""
    while _forget(session, Export.person_id == person_id):
        pass


def forget_expired(session: Session, *, now: datetime) -> int:
    """Delete exports whose day is over, and those that were given up; how many."""
    over = or_(
        Export.expires_at <= now,
        and_(Export.state == ExportState.FAILED, Export.asked_at <= now - KEPT_FOR),
    )
    return _forget(session, over)


def _forget(session: Session, *which: ColumnElement[bool]) -> int:
    # Locked: of two presses at once, the second finds nothing left to delete.
    theirs = select(Export.id).where(*which).order_by(Export.id).with_for_update()
    ids = session.scalars(theirs.limit(FORGOTTEN_AT_ONCE)).all()
    if ids:
        session.execute(delete(ExportPart).where(ExportPart.export_id.in_(ids)))
        session.execute(delete(Export).where(Export.id.in_(ids)))
    return len(ids)


def _still(claimed: Claim) -> ColumnElement[bool]:
    return and_(
        Export.id == claimed.id,
        Export.state == ExportState.REQUESTED,
        Export.attempts == claimed.attempt,
    )


def _refuse_too_early(last: Export, now: datetime) -> None:
    if last.state is ExportState.REQUESTED:
        raise RuleBroken("", _being_made())
    left = last.asked_at + ASKED_EVERY[last.kind] - now
    if last.state is ExportState.READY and left.total_seconds() > 0:
        minutes = int(left.total_seconds() // 60) + 1
        if last.kind is ExportKind.PORTFOLIO:
            raise RuleBroken("", _soon(minutes))
        raise RuleBroken(
            "",
            ngettext(
                "An export can be asked for once an hour: again in %(num)d minute.",
                "An export can be asked for once an hour: again in %(num)d minutes.",
                minutes,
            ),
        )


def _soon(minutes: int) -> Text:
    return ngettext(
        "Your file was just made: a newer one can be asked for in %(num)d minute.",
        "Your file was just made: a newer one can be asked for in %(num)d minutes.",
        minutes,
    )


def _being_made() -> Text:
    return _("An export is being prepared already. You will receive a message.")


def _tell(session: Session, claimed: Claim, now: datetime) -> None:
    person = session.get_one(Person, claimed.person_id)
    mail = Mail(
        to_address=person.email,
        locale=person.locale,
        subject=_("A document is waiting for you"),
        lines=(
            _("A document that you asked for is ready on Sillage. It can be taken for 24 hours."),
            _("If you did not ask for it, change your password."),
        ),
        link=_PAGES[claimed.kind],
    )
    message_id = f"{claimed.public_id}.{claimed.attempt}"
    post(session, mail, now=now, message_id=message_id)


def _journal(
    session: Session,
    kind: ExportKind,
    verb: str,
    public_id: str,
    person_id: int,
    now: datetime,
    *,
    by: int | None = None,
) -> None:
    subject = ("export", public_id)
    record(
        session, f"{_ROOMS[kind]}.{verb}", now=now, actor_id=by, subject=subject, about=person_id
    )
