"""Pages of one's own supervision: the people a supervisor follows, and a trainee's own page."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from lms.supervision import policies, queries
from lms.supervision.forms.sessions import LONGEST_SEARCH
from lms.supervision.rules.minutes import Totals, answer_due_at
from lms.supervision.rules.signing import shown_standing
from lms.supervision.views.blueprint import bp
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.page import now, page, today_for


@bp.get("/people")
@requires(policies.may_log_sessions)
def people() -> ResponseReturnValue:
    """The people under the supervisor's active agreements, and agreements to answer."""
    words = request.args.get("q", "")[:LONGEST_SEARCH].strip()
    after = request.args.get("after", "")
    found = queries.people_of(
        db.session, actor.person_id, today=today_for(actor), words=words, after=after
    )
    to_do = queries.to_do_for_supervisor(db.session, actor.person_id)
    return page(
        "supervision/people.html", found=found, words=words, after=after, waiting=to_do.agreements
    )


@bp.get("/supervision")
@requires(policies.may_follow_own_supervision)
def my_supervision() -> ResponseReturnValue:
    """A trainee's agreements, sessions with their states, and minutes apart."""
    moment_shown = now()
    after = request.args.get("after", "")
    places = queries.totals_of(db.session, actor.person_id, now=moment_shown)
    return page(
        "supervision/my_supervision.html",
        agreements=queries.agreements_of_trainee(
            db.session, actor.person_id, today=today_for(actor)
        ),
        found=queries.participations_of(db.session, actor.person_id, after=after),
        to_do=queries.to_do_for_trainee(db.session, actor.person_id),
        places=places,
        sums=sum((place.minutes for place in places), Totals()),
        after=after,
        standing_of=lambda part: shown_standing(part.standing, part.signed_at, moment_shown),
        due_at=answer_due_at,
        moment=moment_shown,
    )
