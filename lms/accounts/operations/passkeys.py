"""Passkeys: added, shown, renamed, removed; every challenge is answered once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import and_, delete, or_, update
from sqlalchemy.orm import Session

from lms.accounts.models import Passkey, SpentChallenge
from lms.accounts.operations import factor_letters as letters
from lms.accounts.operations.factors import (
    Keeper,
    factor_added,
    factor_removed,
    journal,
    make_room,
    refuse_last,
)
from lms.accounts.queries import Holder, holder_of_passkey
from lms.accounts.rules.passkeys import (
    Made,
    PasskeyRefused,
    Shown,
    Site,
    check_shown,
    is_ours,
)
from lms.kernel.database import insert_new
from lms.kernel.keys import Keys
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import _

KIND = "passkey"
TOO_LATE = _("This took too long. Press the button once more.")
LONGEST_CREDENTIAL_ID = 1023


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPasskey:
    """A passkey that a device made, the name that the person gives it, and what it answers."""

    made: Made
    name: str
    what_for: str
    public_id: str
    message_id: str


def add_passkey(
    session: Session, keys: Keys, keeper: Keeper, order: AddPasskey, *, now: datetime
) -> bool:
    """Keep the public half; whether it is the person's first factor."""
    _spend(session, keys, order.what_for, order.made.challenge, now=now)
    if len(order.made.credential_id) > LONGEST_CREDENTIAL_ID:
        raise RuleBroken("", TOO_LATE)
    first = make_room(session, keeper)
    made = insert_new(
        session,
        Passkey,
        public_id=order.public_id,
        person_id=keeper.person_id,
        name=order.name,
        credential_id=order.made.credential_id,
        credential=order.made.credential,
        sign_count=order.made.sign_count,
        added_at=now,
    )
    if not made:
        raise RuleBroken("", _("This passkey is known already."))
    factor_added(session, keeper, KIND, order.public_id, now=now, message_id=order.message_id)
    return first


def take_passkey(
    session: Session,
    keys: Keys,
    site: Site,
    shown: Shown,
    *,
    what_for: str,
    now: datetime,
    message_id: str,
) -> int | None:
    """Whose passkey this is, once it has proved it; None when it proves nothing.

    A passkey that counts backwards may be a copy (WebAuthn, "signature counter"): it is refused,
    and its owner is told.
    """
    holder = holder_of_passkey(session, shown.credential_id)
    if holder is None or shown.owner not in ("", holder.person_public_id):
        return None
    try:
        check_shown(site, shown, holder.credential)
        _spend(session, keys, what_for, shown.challenge, now=now)
    except (PasskeyRefused, RuleBroken):
        return None
    if _count(session, holder, shown.sign_count, now=now):
        return holder.person_id
    letters.copied(session, holder.person_id, now=now, message_id=message_id)
    subject = (KIND, holder.passkey_id)
    journal(session, "accounts.refuse_copied_passkey", holder.person_id, subject, now)
    return None


def _spend(session: Session, keys: Keys, what_for: str, challenge: bytes, *, now: datetime) -> None:
    kept = sha256(challenge).hexdigest()
    fresh = is_ours(keys, what_for, challenge, now=now)
    if not fresh or not insert_new(session, SpentChallenge, challenge=kept, spent_at=now):
        raise RuleBroken("", TOO_LATE)


def _count(session: Session, holder: Holder, sign_count: int, *, now: datetime) -> bool:
    """Move the counter forward; devices that do not count always say 0."""
    forward = or_(
        Passkey.sign_count < sign_count,
        and_(Passkey.sign_count == 0, sign_count == 0),  # type: ignore[arg-type]
    )
    counted = session.scalars(
        update(Passkey)
        .where(Passkey.id == holder.passkey_id, forward)
        .values(sign_count=sign_count, last_used_at=now)
        .returning(Passkey.id)
    ).all()
    return bool(counted)


def rename_passkey(
    session: Session, person_id: int, public_id: str, name: str, *, now: datetime
) -> None:
    """Call it otherwise."""
    renamed = session.scalars(
        update(Passkey)
        .where(Passkey.person_id == person_id, Passkey.public_id == public_id)
        .values(name=name)
        .returning(Passkey.id)
    ).all()
    if not renamed:
        raise NotThere
    journal(session, "accounts.rename_passkey", person_id, (KIND, public_id), now)


def remove_passkey(
    session: Session, person_id: int, public_id: str, *, now: datetime, message_id: str
) -> None:
    """Forget a passkey: it opens nothing any more."""
    last = refuse_last(session, person_id)
    gone = session.scalars(
        delete(Passkey)
        .where(Passkey.person_id == person_id, Passkey.public_id == public_id)
        .returning(Passkey.id)
    ).all()
    if not gone:
        raise NotThere
    factor_removed(session, person_id, KIND, public_id, last=last, now=now, message_id=message_id)
