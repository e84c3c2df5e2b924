"""The mail server is down, then refuses, then works: each letter leaves once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.kernel.text import Text
from lms.outbox.jobs import deliver_due
from lms.outbox.models import Letter, LetterState
from lms.outbox.operations import Mail, post
from lms.web.database import Application
from lms.web.page import now
from tests.outbox.post_office import PostOffice, free_port, opened
from tests.torture.ground import Ground, Kept

LETTERS = 400
"""On each engine."""
BUSY = "450 come back later"
REFUSED_EACH = (2, 2, 4, 8, 0)
"""In each round, one of so many addresses is refused; in the last one, none."""
LONGER_THAN_ANY_PAUSE = timedelta(hours=12)


def letters_once(ground: Ground) -> Kept:
    """Post letters, let every delivery fail in its way, then let the rest leave."""
    kept, count = Kept(), ground.of(LETTERS, least=20)
    with ground.app() as app:
        port = free_port()
        settings = app.extensions["sillage.settings"]
        told = replace(settings, smtp=f"smtp://127.0.0.1:{port}")
        app.extensions["sillage.settings"] = told
        _post(app, count)
        office, moment = PostOffice(), now()
        left = deliver_due(app, now=moment)
        kept.check(left == 0, f"{left} letters left while the server was down")
        for each in REFUSED_EACH:
            refused = range(0, count, each) if each else ()
            office.answers = {_address(number): BUSY for number in refused}
            moment += LONGER_THAN_ANY_PAUSE
            with opened(office, port):
                while deliver_due(app, now=moment):
                    pass
        kept.add(_compare(app, office, count))
    return kept


def _compare(app: Application, office: PostOffice, count: int) -> Kept:
    kept, received = Kept(), Counter(mail["To"] for mail in office.received)
    twice = [address for address, times in received.items() if times > 1]
    missing = {_address(n) for n in range(count)} - set(received)
    kept.counts.update({"letters": count, "letters twice": len(twice)})
    kept.check(not twice, f"letters sent twice: {len(twice)}")
    kept.check(not missing, f"letters not sent: {len(missing)}")
    with Session(app.extensions["sillage.engine"]) as session:
        sent = select(func.count()).where(Letter.state == LetterState.SENT)
        kept.check(session.scalar(sent) == count, "letters that say nothing of their sending")
    return kept


def _post(app: Application, count: int) -> None:
    with app.extensions["sillage.sessions"]() as session, session.begin():
        for number in range(count):
            said = Text("Hello,")
            mail = Mail(to_address=_address(number), locale="fr", subject=said, lines=(said,))
            post(session, mail, now=now(), message_id=f"letter-{number}")


def _address(number: int) -> str:
    return f"personne{number}@exemple.test"
