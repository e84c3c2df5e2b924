"""Pages: what the questions of a check showed, for authors and for those who accompany cohorts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from lms.catalogue import queries as catalogue
from lms.catalogue.rules.outline import ActivityOutline
from lms.kernel.refusals import NotThere
from lms.learning import policies
from lms.learning.models import Cohort
from lms.learning.queries.programmes import version_of
from lms.learning.queries.reports import accompanied_cohort
from lms.learning.queries.statistics import first_attempts
from lms.learning.render.statistics import QuestionLine, question_lines
from lms.learning.rules.statistics import FEWEST
from lms.learning.views.blueprint import bp
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.i18n import reading_locale
from lms.web.page import page


@bp.get("/studio/versions/<public_id>/statistics")
@requires(policies.may_read_statistics)
def version_statistics(public_id: str) -> ResponseReturnValue:
    """For an author: the people of the organisation, on a version that it may offer."""
    organisation_id = actor.organisation_id or abort(404)
    version = version_of(db.session, organisation_id, public_id) or abort(404)
    here = partial(url_for, ".version_statistics", public_id=public_id)
    return _page(version.id, organisation_id, here)


@bp.get("/cohorts/<public_id>/statistics")
@requires(policies.may_accompany)
def cohort_statistics(public_id: str) -> ResponseReturnValue:
    """For those who accompany a cohort: the same page, of everybody in its organisation.

    Never of the cohort alone: with the page of the organisation it would tell of the others.
    """
    cohort = accompanied_cohort(db.session, actor.person_id, public_id, actor.role)
    if cohort is None:
        raise NotThere
    here = partial(url_for, ".cohort_statistics", public_id=public_id)
    return _page(cohort.version_id, cohort.organisation_id, here, cohort=cohort)


def _page(
    version_id: int, organisation_id: int, here: Callable[..., str], cohort: Cohort | None = None
) -> ResponseReturnValue:
    version = catalogue.outline(db.session, version_id)
    checks = {module.slug: module for module in version.modules if module.check}
    asked = request.args.get("module", "")
    if asked and asked not in checks:
        raise NotThere
    module = checks[asked] if asked else next(iter(checks.values()), None)
    check = module.check if module else None
    return page(
        "learning/statistics.html",
        version=version,
        modules=checks.values(),
        module=module,
        lines=_lines(version.id, check, organisation_id) if check else (),
        cohort=cohort,
        here=here,
        fewest=FEWEST,
    )


def _lines(
    version_id: int, check: ActivityOutline, organisation_id: int
) -> tuple[QuestionLine, ...]:
    body = catalogue.body_of(db.session, check.id, check.locale(reading_locale()))
    attempts = first_attempts(
        db.session, organisation_id=organisation_id, version_id=version_id, activity_id=check.id
    )
    return question_lines(body["questions"], attempts)
