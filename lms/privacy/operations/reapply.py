"""Applying the list of the erased again, after the database came back from a backup."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from lms.accounts.models import Person, PersonState
from lms.kernel.keys import Keys
from lms.privacy.operations.erasing import Erasing, erase_person
from lms.privacy.rules.erasures import lines_in, person_digest


def reapply_erasures(
    sessions: sessionmaker[Session], keys: Keys, list_file: Path, *, now: datetime
) -> int:
    """Erase again whoever the list holds and the database still knows; how many.

    One transaction for each person; repeated after a stop, it goes on where it was.
    """
    lines = lines_in(list_file.read_text()) if list_file.exists() else {}
    if not lines:
        return 0
    with sessions() as session:
        people = session.execute(
            select(Person.id, Person.public_id).where(Person.state != PersonState.ERASED)
        ).all()
    done = 0
    for person_id, public_id in people:
        if (digest := person_digest(keys, public_id)) not in lines:
            continue
        # The token only has to be unlike every other: the digest is.
        how = Erasing(token=digest, today=now.date(), now=now)
        with sessions.begin() as session:
            done += erase_person(session, keys, person_id, how) is not None
    return done
