"""What tells the texts of two versions apart, without keeping the texts themselves in memory."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalogue.models import Activity, ActivityKind, ActivityText, Module, QuestionKey
from lms.catalogue.queries.kept import once
from lms.catalogue.rules.places import LANGUAGES


def prints_of(session: Session, version_id: int) -> Mapping[int, str]:
    """A digest of what each step says, by its id; of a check its questions and their keys.

    Two statements the first time, none afterwards.
    """
    return once(session, ("prints", version_id), lambda: _prints(session, version_id))


def _prints(session: Session, version_id: int) -> dict[int, str]:
    said: defaultdict[int, dict[str, Any]] = defaultdict(dict)
    texts = session.execute(
        select(Activity.id, Activity.kind, ActivityText.locale, ActivityText.body)
        .join(ActivityText, ActivityText.activity_id == Activity.id)
        .join(Module, Module.id == Activity.module_id)
        .where(Module.version_id == version_id, ActivityText.locale.in_(LANGUAGES))
    )
    for row in texts:
        said[row.id][row.locale] = _asked(row.body) if row.kind is ActivityKind.CHECK else row.body
    keys = session.execute(
        select(QuestionKey.activity_id, QuestionKey.question, QuestionKey.choice)
        .join(Activity, Activity.id == QuestionKey.activity_id)
        .join(Module, Module.id == Activity.module_id)
        .where(Module.version_id == version_id)
    )
    for key in keys:
        said[key.activity_id].setdefault("key", {})[key.question] = key.choice
    return {step: _digest(words) for step, words in said.items()}


def _asked(body: Mapping[str, Any]) -> dict[str, Any]:
    """What a check asks; the words around it may change without changing the questions."""
    return {name: value for name, value in body.items() if name != "markdown"}


def _digest(words: Mapping[str, Any]) -> str:
    written = json.dumps(words, ensure_ascii=False, sort_keys=True)
    return sha256(written.encode()).hexdigest()
