"""A comment on a passage, as its reader sent it."""

from __future__ import annotations

from sqlalchemy import select

from lms.accounts.models import Person
from lms.catalogue.models import Activity, Module
from lms.kernel.keys import Keys
from lms.learning.models import PassageComment
from lms.learning.operations.comments import WriteComment, write_comment
from lms.web.page import new_token, now
from tests.make import Make


def commented(
    make: Make, keys: Keys, person: Person, organisation_id: int, version_id: int
) -> PassageComment:
    """What somebody says of the first step of a version."""
    steps = select(Activity.id).join(Module).where(Module.version_id == version_id)
    step = make.session.scalars(steps.order_by(Module.position, Activity.position)).first()
    order = WriteComment(
        activity_id=step or 0, locale="fr", passage=1, text="Une phrase.", named=False
    )
    return write_comment(
        make.session,
        keys,
        order,
        person_id=person.id,
        organisation_id=organisation_id,
        now=now(),
        public_id=new_token(),
    )
