"""What every page with a passkey does: give a challenge to the browser, read what it answers."""

from __future__ import annotations

import json
from collections.abc import Sequence

from flask import current_app
from sqlalchemy.orm import Session

from lms.accounts import queries
from lms.accounts.forms import ShowPasskeyForm
from lms.accounts.operations import passkeys as operations
from lms.accounts.rules.passkeys import (
    CHANCE_BYTES,
    Owner,
    PasskeyRefused,
    Shown,
    Site,
    asking,
    making,
    new_challenge,
    read_shown,
)
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.web.page import keys, new_token, now, random_bytes

SIGNING_IN_WITH = "sign in"
REFUSED = RuleBroken("", _("This passkey was not recognised. Try again, or choose another way."))


def site() -> Site:
    """The fixed public address: passkeys are made for it and open nowhere else."""
    return Site(current_app.extensions["sillage.settings"].public_url)


def _challenge(what_for: str) -> bytes:
    return new_challenge(keys(), what_for, chance=random_bytes(CHANCE_BYTES), now=now())


def asked(what_for: str, known: Sequence[bytes] | None) -> str:
    """What the page's script asks of the browser (JSON); empty where there can be no passkey.

    `known` are the person's own; None lets the device offer every one it has for this site.
    """
    if not site().can_have_passkeys or known == ():
        return ""
    return json.dumps(asking(site(), known, _challenge(what_for)))


def asked_to_make(session: Session, what_for: str, person_id: int) -> str:
    """The same for a new passkey of the person."""
    if not site().can_have_passkeys:
        return ""
    owner = Owner(*queries.handle_of(session, person_id))
    known = queries.credential_ids(session, person_id)
    return json.dumps(making(site(), owner, known, _challenge(what_for)))


def answered(form: ShowPasskeyForm) -> Shown | None:
    """The passkey that the form names, nothing of it believed yet; None when it cannot be read."""
    try:
        return read_shown(str(form.credential.data))
    except PasskeyRefused:
        return None


def take(writing: Session, shown: Shown, what_for: str) -> int | None:
    """Whose passkey was shown, if it proves it."""
    return operations.take_passkey(
        writing,
        keys(),
        site(),
        shown,
        what_for=what_for,
        now=now(),
        message_id=new_token(),
    )
