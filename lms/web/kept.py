"""Forms that come too late: kept for the person to whom they were shown, until after sign-in.

The token of a form names the sign-in under which its page was opened. What was typed goes back to
that person alone, whoever has signed in on this browser meanwhile, and is never sent for them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode

from flask import current_app, g, request, session
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.exceptions import HTTPException

TOKEN_FIELD = "csrf_token"  # noqa: S105 - a name
TOKEN_SALT = "wtf-csrf-token"  # noqa: S105 - a name
"""Flask-WTF's own: it offers no way to read a token that belongs to another browser session."""
KEPT = "kept"
OWN_FIELDS = frozenset({TOKEN_FIELD, "form_key", KEPT})
SECRET_FIELDS = frozenset({"password", "present", "code", "token", "secret", "credential"})
"""A form that has one of these is never kept."""
AN_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Sent:
    """What was typed into the form of `path`: names and values in their order."""

    path: str
    values: tuple[tuple[str, str], ...]


class Keeper(Protocol):
    """What the application installs as `sillage.kept_forms`."""

    never: frozenset[str]
    """Blueprints whose forms are not kept."""

    def keep(self, sent: Sent, *, shown_under: str, by: int | None) -> str | None:
        """The public id of what is now kept for whoever opened that sign-in.

        None when that was nobody who is active, when `by`, the person signed in now, is somebody
        else, or when it is too long.
        """

    def look(self, public_id: str) -> Sent | None:
        """What is kept under this id for the person who acts; None for everybody else."""

    def forget(self, public_id: str) -> None:
        """It was sent and accepted: delete it with the request's transaction."""


def bind_forms(sign_in: str, chance: str) -> None:
    """Let the tokens of this browser's forms name the sign-in (its public id)."""
    session[TOKEN_FIELD] = f"{sign_in}.{chance}"


def keep_form(*, by: int | None) -> str | None:
    """Keep the form that this request sent; the address that shows it again, None if not kept."""
    shown_under = _shown_under()
    if shown_under is None or not _may_be_kept():
        return None
    values = tuple(pair for pair in request.form.items(multi=True) if pair[0] not in OWN_FIELDS)
    if not any(value.strip() for _name, value in values):
        return None
    public_id = _keeper().keep(Sent(request.path, values), shown_under=shown_under, by=by)
    if public_id is None:
        return None
    asked = [pair for pair in request.args.items(multi=True) if pair[0] != KEPT]
    return f"{request.path}?{urlencode([*asked, (KEPT, public_id)])}"


def form_to_show(path: str) -> Sent | None:
    """What the person had typed into the form of `path`, when this address asks for it."""
    public_id = request.args.get(KEPT, "")
    if request.method != "GET" or not AN_ID.fullmatch(public_id):
        return None
    if "kept_form" not in g:
        g.kept_form = _keeper().look(public_id)
    sent: Sent | None = g.kept_form
    return sent if sent is not None and sent.path == path else None


def forget_form(public_id: str) -> None:
    """The form that had been kept was accepted."""
    if AN_ID.fullmatch(public_id):
        _keeper().forget(public_id)


def _keeper() -> Keeper:
    keeper: Keeper = current_app.extensions["sillage.kept_forms"]
    return keeper


def _shown_under() -> str | None:
    """The sign-in that the sent token names: signed by us, though its time may be over."""
    reader = URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=TOKEN_SALT)
    try:
        named, dot, _chance = str(reader.loads(request.form.get(TOKEN_FIELD, ""))).partition(".")
    except BadData:
        return None
    return named if dot else None


def _may_be_kept() -> bool:
    """Whether this is a page's form, without secrets, that GET can show again."""
    return (
        request.method == "POST"
        and request.headers.get("Accept") != "application/json"
        and request.blueprint not in _keeper().never
        and not SECRET_FIELDS & set(request.form)
        and _has_page()
    )


def _has_page() -> bool:
    try:
        current_app.url_map.bind("").match(request.path, method="GET")
    except HTTPException:
        return False
    return True
