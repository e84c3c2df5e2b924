"""Making the account of somebody who holds a mailed link: an invitation, or a letter to join."""

from __future__ import annotations

from lms.accounts.operations.people import CreatePerson, create_person
from lms.accounts.rules import hash_password, refuse_weak
from lms.learning.forms import AcceptForm
from lms.web.database import db
from lms.web.i18n import language
from lms.web.page import new_token, now


def hashed(form: AcceptForm) -> str:
    """The chosen password's hash, before the form's one-time key opens a transaction."""
    if not form.is_submitted() or not form.validate():
        return ""
    db.let_go()
    return hash_password(str(form.password.data))


def make_person(form: AcceptForm, email: str, password_hash: str) -> int:
    """The id of a new account for the proved address; `RuleBroken` for a weak password."""
    refuse_weak(str(form.password.data), address=email)
    order = CreatePerson(
        given_name=form.given_name.data or "",
        family_name=str(form.family_name.data),
        email=email,
        password_hash=password_hash,
        locale=language(),
    )
    return create_person(db.session, order, public_id=new_token(), now=now()).id
