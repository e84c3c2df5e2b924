"""Page: what the words of one's programme mean."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from flask import request
from flask.typing import ResponseReturnValue

from lms.catalogue import queries as catalogue
from lms.catalogue.rules.glossary import Entry
from lms.catalogue.rules.search.query import LONGEST, Query, read_query
from lms.catalogue.rules.search.words import stem, words_of
from lms.learning import policies
from lms.learning.views.blueprint import bp
from lms.learning.views.training import training_or_none
from lms.web.database import db
from lms.web.guard import requires
from lms.web.i18n import language
from lms.web.page import page

Letters = list[tuple[str, list[Entry]]]


@bp.get("/glossary")
@requires(policies.may_learn)
def glossary() -> ResponseReturnValue:
    """All terms by letter, or those that have the words looked for."""
    found = training_or_none()
    if found is None:
        return page("learning/no_training.html")
    words = " ".join(request.args.get("q", "").split())[:LONGEST]
    entries = catalogue.glossary(db.session, found.version, language())
    query = read_query(words, language())
    shown = [entry for entry in entries if _has(entry, query)]
    return page(
        "learning/glossary.html",
        training=found,
        words=words,
        letters=_by_letter(shown),
        shown=len(shown),
        total=len(entries),
    )


def _has(entry: Entry, query: Query) -> bool:
    """Whether the term or its meaning has every word; a query without words leaves nothing out."""
    words = words_of(f"{entry.term} {entry.meaning}")
    return set(query.stems) <= {stem(word.folded, language()) for word in words}


def _by_letter(entries: Iterable[Entry]) -> Letters:
    return [(letter, list(some)) for letter, some in groupby(entries, lambda e: e.letter)]
