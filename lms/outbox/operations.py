"""Posting letters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, func, update
from sqlalchemy.orm import Session

from lms.kernel.database import insert_new
from lms.kernel.text import Text
from lms.outbox.models import Letter, LetterState


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A letter to write: neutral subject, plain sentences, and a path inside the site."""

    to_address: str
    locale: str
    subject: Text
    lines: tuple[Text, ...]
    link: str = ""


def post(session: Session, mail: Mail, *, now: datetime, message_id: str) -> None:
    """Queue a letter in the caller's transaction; the worker sends it once that is committed.

    A letter to nobody is written too, and given up at once: an unknown address costs the same.
    """
    session.add(Letter(**_values(mail, now=now, message_id=message_id)))


def post_once(session: Session, mail: Mail, *, now: datetime, message_id: str) -> bool:
    """The same unless this letter is queued already, by whomever; whether it was new."""
    return insert_new(session, Letter, **_values(mail, now=now, message_id=message_id))


def _values(mail: Mail, *, now: datetime, message_id: str) -> dict[str, Any]:
    return {
        "message_id": message_id,
        "to_address": mail.to_address,
        "locale": mail.locale,
        "words": {
            "subject": _packed(mail.subject),
            "lines": [_packed(line) for line in mail.lines],
        },
        "link": mail.link,
        "state": LetterState.PENDING if mail.to_address else LetterState.GIVEN_UP,
        "created_at": now,
        "next_attempt_at": now,
    }


def forget_address(session: Session, address: str) -> None:
    """Empty every letter to this address, those that still wait included: they are given up."""
    session.execute(
        update(Letter)
        .where(func.lower(Letter.to_address) == address.lower())
        .values(
            to_address="",
            link="",
            state=case(
                (Letter.state == LetterState.PENDING, LetterState.GIVEN_UP), else_=Letter.state
            ),
        )
    )


def unpacked(document: dict[str, Any]) -> Text:
    """The sentence that was kept as structure; its parameters are words, numbers and days."""
    params = {name: _param(value) for name, value in document["params"].items()}
    return Text(document["msgid"], params)


def _packed(text: Text) -> dict[str, Any]:
    days = {k: {"day": v.isoformat()} for k, v in text.params.items() if isinstance(v, date)}
    return {"msgid": text.msgid, "params": {**text.params, **days}}


def _param(value: Any) -> str | int | date:
    if isinstance(value, dict):
        return date.fromisoformat(value["day"])
    kept: str | int = value
    return kept
