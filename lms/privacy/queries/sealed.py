"""Opening the sealed texts that an export hands to the person under whose key they stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from lms.assessment.rules.exemptions import exemption_name_place, exemption_text_place
from lms.assessment.rules.positioning import positioning_place
from lms.assessment.rules.work import name_place, text_place
from lms.drafts.rules import place_of
from lms.kernel.keys import Keys
from lms.learning.rules.comments import comment_place
from lms.learning.rules.links import request_place
from lms.learning.rules.places import open_answer_place, reply_place, typed_answer_place
from lms.learning.rules.tutoring import message_place
from lms.portfolio.rules import name_place as own_name_place
from lms.privacy.rules.sections import SECTIONS
from lms.supervision.rules.releases import released_place
from lms.vault.operations import open_each
from lms.vault.rules import Place, SealBroken

Row = dict[str, Any]
PlaceOf = Callable[[Row, int], Place]

PLACES: Mapping[str, PlaceOf] = {
    "open_answers": lambda row, person_id: open_answer_place(row["public_id"], person_id),
    "typed_answers": lambda row, person_id: typed_answer_place(row["public_id"], person_id),
    "answer_readings": lambda row, person_id: reply_place(row["public_id"], person_id),
    "drafts": lambda row, person_id: place_of(person_id, row["public_id"]),
    "session_texts": lambda row, person_id: Place(
        "session_texts", row["public_id"], "sealed", person_id, row["organisation_id"]
    ),
    "tutor_messages": lambda row, person_id: message_place(
        row["public_id"], person_id, row["organisation_id"]
    ),
    "passage_comments": lambda row, person_id: comment_place(
        row["public_id"], person_id, row["organisation_id"]
    ),
    "join_requests": lambda row, person_id: request_place(
        row["public_id"], person_id, row["organisation_id"]
    ),
    "work_texts": lambda row, person_id: text_place(
        row["public_id"], person_id, row["organisation_id"]
    ),
    "work_files": lambda row, person_id: name_place(
        row["public_id"], person_id, row["organisation_id"]
    ),
    "portfolio_files": lambda row, person_id: own_name_place(row["public_id"], person_id),
    "positioning_texts": lambda row, person_id: positioning_place(
        row["public_id"], person_id, row["organisation_id"]
    ),
    "exemption_texts": lambda row, person_id: exemption_text_place(
        row["public_id"], person_id, row["organisation_id"]
    ),
    "exemption_files": lambda row, person_id: exemption_name_place(
        row["public_id"], person_id, row["organisation_id"]
    ),
    "released_texts": lambda row, person_id: released_place(row["public_id"], person_id),
}
"""Where the texts of each table are sealed, under the key of the person who may read them."""


def open_rows(
    session: Session, keys: Keys, person_id: int, found: Mapping[str, Sequence[Row]]
) -> None:
    """Put `words` in the place of `sealed` in every row; None where a text no longer opens."""
    for section in SECTIONS:
        if "sealed" not in section.columns:
            continue
        rows = found[section.name]
        sealed = [(PLACES[section.table](row, person_id), row.pop("sealed")) for row in rows]
        for row, words in zip(rows, _opened(session, keys, person_id, sealed), strict=True):
            row["words"] = words


def _opened(
    session: Session, keys: Keys, person_id: int, sealed: Sequence[tuple[Place, bytes]]
) -> Sequence[str | None]:
    try:
        return open_each(session, keys, person_id, sealed)
    except SealBroken:
        return [_opened_or_none(session, keys, person_id, one) for one in sealed]


def _opened_or_none(
    session: Session, keys: Keys, person_id: int, sealed: tuple[Place, bytes]
) -> str | None:
    try:
        return open_each(session, keys, person_id, [sealed])[0]
    except SealBroken:
        # One damaged text must not keep everything else from the person.
        return None
