"""Page: search across the texts of one's own programmes."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue

from lms.catalogue import queries as catalogue
from lms.catalogue.rules.search.excerpts import Piece, excerpt, marked
from lms.catalogue.rules.search.library import Found, Shelved
from lms.catalogue.rules.search.query import LONGEST, Query, read_query
from lms.learning import policies
from lms.learning.render import place_words
from lms.learning.views.blueprint import bp
from lms.learning.views.training import Training, training_or_none
from lms.web.database import db
from lms.web.guard import requires
from lms.web.i18n import language, reading_locale
from lms.web.page import page

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Result:
    """A page that was found, as the list shows it."""

    training: Training
    page: Shelved
    href: str
    place: list[str]
    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]


@bp.get("/search")
@requires(policies.may_learn)
def search() -> ResponseReturnValue:
    """What was typed is read and forgotten: nothing of it reaches a table, a log or the journal."""
    found = training_or_none()
    if found is None:
        return page("learning/no_training.html")
    words = " ".join(request.args.get("q", "").split())[:LONGEST]
    query = read_query(words, language())
    hits = [] if query.vague else _hits(found, query)
    return page(
        "learning/search.html",
        training=found,
        words=words,
        vague=query.vague,
        results=[_result(where, hit, query) for where, hit in hits[:MOST_SHOWN]],
        more=max(0, len(hits) - MOST_SHOWN),
        partly=bool(hits) and hits[0][1].matched < len(query.stems),
    )


def _hits(here: Training, query: Query) -> list[tuple[Training, Found]]:
    """The pages with most of the words, the most telling first, in every training under way."""
    found = [
        (where, hit)
        for where in _trainings(here)
        for hit in catalogue.library(db.session, where.version.id, reading_locale()).find(query)
    ]
    most = max((hit.matched for _where, hit in found), default=0)
    best = [(where, hit) for where, hit in found if hit.matched == most]
    return sorted(best, key=lambda pair: -pair[1].score)


def _trainings(here: Training) -> list[Training]:
    """The chosen one first; a version that somebody follows twice is searched once."""
    rows = [here.enrolment, *here.all]
    versions = {row.version_id: row for row in reversed(rows)}
    return [
        Training(row, catalogue.outline(db.session, version), here.all)
        for version, row in versions.items()
    ]


def _result(where: Training, hit: Found, query: Query) -> Result:
    return Result(
        training=where,
        page=hit.page,
        href=_address(where, hit.page),
        place=place_words(hit.page),
        title=marked(hit.page.title, query, language()),
        excerpt=excerpt(hit.page, query, language()),
    )


def _address(where: Training, found: Shelved) -> str:
    if found.step is not None:
        return where.step_url(found.step)
    if found.beside is not None:
        slug = found.module.slug
        return where.url("learning.module_text", slug=slug, kind=found.beside.value)
    return where.module_url(found.module)
