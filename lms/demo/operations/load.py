"""Loading the demo into an empty database, scene by scene."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from lms.catalogue.queries import newest_versions, outline
from lms.demo.operations.belonging import (
    begin_placed,
    compose,
    end_placed,
    exempt_somebody,
    open_cohort,
)
from lms.demo.operations.certificates import certify, settle_all
from lms.demo.operations.coursework import hand_work_in
from lms.demo.operations.gathering import close_sheets, gather
from lms.demo.operations.people import bring_people, found_places, let_leave
from lms.demo.operations.readings import look_after
from lms.demo.operations.stage import Stage
from lms.demo.operations.supervision import agree, end_agreements, supervise
from lms.demo.operations.training import train
from lms.demo.operations.tutoring import accompany
from lms.demo.operations.writing import keep_bank, write_draft
from lms.demo.queries import is_empty
from lms.kernel.keys import Keys

PROGRAMME = "premiers-pas"
SCENES: tuple[Callable[[Stage], None], ...] = (
    found_places,
    bring_people,
    begin_placed,
    train,
    end_placed,
    accompany,
    gather,
    close_sheets,
    hand_work_in,
    exempt_somebody,
    open_cohort,
    compose,
    agree,
    supervise,
    certify,
    end_agreements,
    let_leave,
    look_after,
    write_draft,
    keep_bank,
    settle_all,
)


class DemoRefused(Exception):
    """The demo cannot be loaded here; the message is one line."""


def load(
    session: Session, *, keys: Keys, password_hash: str, now: datetime, token: Callable[[], str]
) -> None:
    """Fill an empty database that holds the starter curriculum; the caller commits."""
    if not is_empty(session):
        raise DemoRefused("the demo is for a new database only: this one already has people")
    offered = [version for version in newest_versions(session) if version.slug == PROGRAMME]
    if not offered:
        raise DemoRefused("the demo needs the starter curriculum first (lms curriculum import)")
    stage = Stage(
        session=session,
        keys=keys,
        now=now,
        token=token,
        version=outline(session, offered[0].id),
        password_hash=password_hash,
    )
    for scene in SCENES:
        scene(stage)
