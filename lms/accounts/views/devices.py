"""Recognising this browser at the end of a sign-in, by a cookie that says nothing else."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

from flask import Response, after_this_request, current_app, g, request
from sqlalchemy.orm import Session

from lms.accounts.operations.devices import SeenDevice, know_device
from lms.accounts.rules import device_family
from lms.web.device import cookie_name, sent_device
from lms.web.page import new_token, now

COOKIE_FOR = timedelta(days=365)


def meet_device(session: Session, person_id: int, sign_in_id: int) -> bool:
    """Remember this browser for the person; true when a letter tells that it is new.

    Call it once the session is open: after the second factor, where there is one.
    """
    moment = now()
    local = moment.astimezone(ZoneInfo(current_app.config["TIME_ZONE"]))
    seen = SeenDevice(
        cookie=device_cookie(),
        family=device_family(request.headers.get("User-Agent", "")),
        day=local.date(),
        time=f"{local:%H:%M}",
    )
    return know_device(
        session, person_id, seen, sign_in_id=sign_in_id, now=moment, message_id=new_token()
    )


def device_cookie() -> str:
    """The browser's random number, for 12 more months; a new one where there is none of ours."""
    if "device" not in g:
        g.device = sent_device() or new_token()
        after_this_request(partial(_keep, cookie_name(), g.device))
    return str(g.device)


def _keep(name: str, value: str, answer: Response) -> Response:
    answer.set_cookie(
        name,
        value,
        max_age=COOKIE_FOR,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return answer
