"""Links to join a cohort, and letters to people without an account."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lms.accounts.models import Person
from lms.kernel.folding import fold_address
from lms.kernel.keys import Keys, token_hash
from lms.learning.models import Cohort, CohortLink, JoiningLetter, JoinRequest, RequestState
from lms.learning.rules.links import request_place
from lms.vault.operations import seal
from lms.web.page import new_token, now
from tests.make import Make, today


def link_to(make: Make, cohort: Cohort, by: Person, **values: Any) -> tuple[CohortLink, str]:
    """A link that works, and its token."""
    token = new_token()
    link = CohortLink(
        **{
            "public_id": new_token(),
            "cohort_id": cohort.id,
            "organisation_id": cohort.organisation_id,
            "token_hash": token_hash(token),
            "places": 20,
            "taken": 0,
            "ends_on": today() + timedelta(days=10),
            "made_by": by.id,
            "made_at": now(),
            **values,
        }
    )
    make.session.add(link)
    make.session.flush()
    return link, token


def letter_for(make: Make, link: CohortLink, email: str = "", **values: Any) -> str:
    """The token of a letter to an address, to somebody new unless told."""
    token = new_token()
    address = email or f"{new_token()}@exemple.test"
    letter = JoiningLetter(
        **{
            "token_hash": token_hash(token),
            "cohort_id": link.cohort_id,
            "link_id": link.id,
            "email": address,
            "email_key": fold_address(address),
            "given_name": "Awa",
            "family_name": "Diop",
            "locale": "fr",
            "sent_at": now(),
            "expires_at": now() + timedelta(days=2),
            **values,
        }
    )
    make.session.add(letter)
    make.session.flush()
    return token


def request_of(
    make: Make, cohort: Cohort, person_id: int, keys: Keys | None = None, text: str = ""
) -> JoinRequest:
    """A request that waits, in a cohort that takes requests."""
    cohort.takes_requests = True
    public_id = new_token()
    place = request_place(public_id, person_id, cohort.organisation_id)
    made = JoinRequest(
        public_id=public_id,
        cohort_id=cohort.id,
        organisation_id=cohort.organisation_id,
        person_id=person_id,
        sealed=seal(make.session, keys, place, text, now=now()) if keys else None,
        state=RequestState.PENDING,
        asked_at=now(),
    )
    make.session.add(made)
    make.session.flush()
    return made
