"""Knowing the devices on which people sign in, and telling them by mail of a new one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Row, bindparam, delete, exists, select
from sqlalchemy.orm import Session

from lms.accounts.models import KnownDevice, Person, SignIn
from lms.accounts.rules import FIRST_SIGN_IN_WITHIN
from lms.journal.operations import record
from lms.kernel.base import Id, Instant
from lms.kernel.database import dialect_of, insert_into
from lms.kernel.keys import token_hash
from lms.kernel.text import Text, _
from lms.outbox.operations import Mail, post

WRITTEN_EVERY = timedelta(days=30)
"""How long a device stays known without being written again; it is forgotten after 12 months."""

KNOWN_LATELY = exists().where(
    KnownDevice.person_id == bindparam("person", type_=Id),
    KnownDevice.device_hash == bindparam("device_hash"),
    KnownDevice.last_seen_at > bindparam("written_after", type_=Instant),
)
"""Whether the person was seen on this device within a month: then nothing needs writing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenDevice:
    """A browser at the end of a sign-in: its cookie, its family, and its local day and time."""

    cookie: str
    family: str
    day: date
    time: str


def know_device(
    session: Session,
    person_id: int,
    seen: SeenDevice,
    *,
    sign_in_id: int,
    now: datetime,
    message_id: str,
) -> bool:
    """Remember the device; true when it is new to a person who had signed in before: a letter
    says so. `sign_in_id` is the session that has just been opened.
    """
    values = {"person_id": person_id, "device_hash": device_digest(person_id, seen.cookie)}
    insert = insert_into(dialect_of(session), KnownDevice).values(
        **values, family=seen.family, first_seen_at=now, last_seen_at=now
    )
    upsert = insert.on_conflict_do_update(
        index_elements=list(values), set_={"family": seen.family, "last_seen_at": now}
    )
    first_seen_at = session.scalar(upsert.returning(KnownDevice.first_seen_at))
    if first_seen_at != now:
        return False
    person = _person(session, person_id, sign_in_id)
    # Sign-ins are forgotten in time: an older account surely had one.
    if not person.had_signed_in and person.created_at > now - FIRST_SIGN_IN_WITHIN:
        return False
    _tell(session, person, seen, now, message_id)
    record(
        session,
        "accounts.new_device",
        now=now,
        actor_id=person_id,
        subject=("sign_in", sign_in_id),
        about=person_id,
    )
    return True


def known_lately(person_id: int, cookie: str, *, now: datetime) -> dict[str, object]:
    """The parameters of KNOWN_LATELY."""
    digest = device_digest(person_id, cookie)
    return {"person": person_id, "device_hash": digest, "written_after": now - WRITTEN_EVERY}


def forget_devices(session: Session, person_id: int) -> None:
    """Know none of them any more: the next sign-in is told, wherever it happens."""
    session.execute(delete(KnownDevice).where(KnownDevice.person_id == person_id))


def device_digest(person_id: int, cookie: str) -> str:
    """What is kept of a browser's random number, for this person alone."""
    return token_hash(f"{person_id}.{cookie}")


def _person(session: Session, person_id: int, sign_in_id: int) -> Row[str, str, datetime, bool]:
    earlier = exists().where(SignIn.person_id == person_id, SignIn.id != sign_in_id)
    return session.execute(
        select(
            Person.email, Person.locale, Person.created_at, earlier.label("had_signed_in")
        ).where(Person.id == person_id)
    ).one()


def _tell(
    session: Session,
    person: Row[str, str, datetime, bool],
    seen: SeenDevice,
    now: datetime,
    message_id: str,
) -> None:
    mail = Mail(
        to_address=person.email,
        locale=person.locale,
        subject=_("A message from Sillage"),
        lines=_lines(seen),
        link="/account#devices",
    )
    post(session, mail, now=now, message_id=message_id)


def _lines(seen: SeenDevice) -> tuple[Text, ...]:
    when = _(
        "Somebody signed in to your account on %(day)s at %(time)s, on a device that was new"
        " to it.",
        day=seen.day,
        time=seen.time,
    )
    which = [_("The device: %(device)s.", device=seen.family)] if seen.family else []
    what = _("If it was you, there is nothing to do.")
    otherwise = _(
        "If it was not you, sign that device out on the page behind this link, then change your"
        " password."
    )
    return when, *which, what, otherwise
