"""Page: where the people of a cohort stand, for those who accompany them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from flask import Response, request
from flask.typing import ResponseReturnValue

from lms.catalogue import queries as catalogue
from lms.catalogue.rules import said
from lms.catalogue.rules.outline import ActivityOutline, VersionOutline
from lms.kernel.database import reading
from lms.kernel.refusals import NotThere
from lms.learning import policies
from lms.learning.models import Cohort
from lms.learning.queries.reports import (
    ReportRow,
    accompanied_cohort,
    accompanied_cohorts,
    report,
    whole_report,
)
from lms.learning.render.pace import days_words
from lms.learning.views.blueprint import bp
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.i18n import gettext as _
from lms.web.i18n import language
from lms.web.page import page

LONGEST_KEY = 64
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet would reckon with words that begin so."""


@bp.get("/cohorts")
@requires(policies.may_accompany)
def own_cohorts() -> ResponseReturnValue:
    """The cohorts that the person accompanies."""
    found = accompanied_cohorts(db.session, actor.person_id, actor.role)
    return page("learning/own_cohorts.html", cohorts=found)


@bp.get("/cohorts/<public_id>/report")
@requires(policies.may_accompany)
def cohort_report(public_id: str) -> ResponseReturnValue:
    """Module by module; with ?module= the steps of one."""
    cohort = _cohort(public_id)
    version = catalogue.outline(db.session, cohort.version_id)
    asked = request.args.get("module", "")
    module = version.module(asked) if asked else None
    if asked and module is None:
        raise NotThere
    shown = module.activities if module else version.activities
    after = request.args.get("after", "")[:LONGEST_KEY]
    return page(
        "learning/cohort_report.html",
        cohort=cohort,
        version=version,
        module=module,
        found=report(db.session, cohort, [step.id for step in shown], after=after),
        after=after,
        days_words=days_words,
    )


@bp.get("/cohorts/<public_id>/report.csv")
@requires(policies.may_accompany)
def cohort_report_csv(public_id: str) -> ResponseReturnValue:
    """The same for everybody and every step, sent while it is read."""
    cohort = _cohort(public_id)
    version = catalogue.outline(db.session, cohort.version_id)
    head = [_("Person"), *(_title(version, step, language()) for step in version.activities)]
    answer = Response(_lines(cohort, version.activities, head), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename="report.csv")
    return answer


def _cohort(public_id: str) -> Cohort:
    found = accompanied_cohort(db.session, actor.person_id, public_id, actor.role)
    if found is None:
        raise NotThere
    return found


def _title(version: VersionOutline, step: ActivityOutline, locale: str) -> str:
    module = version.module(step.module_slug)
    return f"{module.position if module else ''}.{step.position} {said(step.title, locale)}"


def _lines(cohort: Cohort, steps: Sequence[ActivityOutline], head: Sequence[str]) -> Iterator[str]:
    """The stream outlives the request: it reads in a session of its own."""
    factory = db.factory

    def stream() -> Iterator[str]:
        # Without it, spreadsheets take accents for something else.
        yield "\ufeff" + _line(head)
        with factory() as session:
            rows = whole_report(reading(session), cohort, [step.id for step in steps])
            for row in rows:
                yield _line(_cells(row, steps))

    return stream()


def _cells(row: ReportRow, steps: Sequence[ActivityOutline]) -> list[str]:
    return [row.name, *(_cell(row, step) for step in steps)]


def _cell(row: ReportRow, step: ActivityOutline) -> str:
    if step.id in row.exempted:
        return _("exempted on %(day)s", day=row.exempted[step.id].isoformat())
    return row.done[step.id].isoformat() if step.id in row.done else ""


def _line(cells: Sequence[str]) -> str:
    written = io.StringIO()
    safe = [f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells]
    csv.writer(written, delimiter=";").writerow(safe)
    return written.getvalue()
