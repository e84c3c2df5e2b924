"""How a view answers, and the only place where the clock and chance enter the application."""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime
from typing import Any, TypedDict
from zoneinfo import ZoneInfo

from flask import current_app, flash, g, redirect, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import update

from lms.kernel.actor import Actor
from lms.kernel.keys import Keys
from lms.kernel.text import Text
from lms.web.database import db
from lms.web.guard import acting
from lms.web.i18n import sentence
from lms.web.models import FormKey


class Moment(TypedDict):
    """What operations are told of time and chance."""

    now: datetime
    today: date
    public_id: str


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def new_token() -> str:
    """128 random bits, safe in an address."""
    return secrets.token_urlsafe(16)


def random_bytes(count: int) -> bytes:
    """Chance, for what is not a token: secrets, codes on paper, challenges."""
    return secrets.token_bytes(count)


def keys() -> Keys:
    """The keys derived from the root key."""
    held: Keys = current_app.extensions["sillage.keys"]
    return held


def today_for(actor: Actor | None) -> date:
    """The civil date where the actor is."""
    zone = actor.time_zone if actor else current_app.config["TIME_ZONE"]
    return now().astimezone(ZoneInfo(zone)).date()


def moment() -> Moment:
    """Now, the actor's civil date and a fresh public id, to unpack into an operation."""
    return {"now": now(), "today": today_for(acting()), "public_id": new_token()}


def page(template: str, **context: Any) -> ResponseReturnValue:
    """An ordinary page."""
    return render_template(template, **context)


def form_page(template: str, form: Any, **context: Any) -> ResponseReturnValue:
    """A page with a form; 422 when it was refused, with what was typed still there."""
    html = render_template(template, form=form, form_failed=form.failed, **context)
    return html, 422 if form.failed else 200


def done(words: Text | None, *, to: str) -> ResponseReturnValue:
    """After an accepted form: say what happened and go where it can be seen (303)."""
    if words is not None:
        flash(sentence(words), "ok")
    if "form_key" in g:
        used = update(FormKey).where(FormKey.digest == g.form_key).values(location=to)
        db.session.execute(used)
    return redirect(to, 303)
