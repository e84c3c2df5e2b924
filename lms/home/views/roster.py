"""Pages: the people in training of an organisation, and the team."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError

from lms.accounts.models import RosterStanding
from lms.certification.operations import settle
from lms.home import policies
from lms.home.forms import ChosenForm
from lms.home.queries.people import team_of
from lms.home.queries.roster import (
    RosterPage,
    Wanted,
    lately_unsettled,
    roster_counts,
    roster_page,
)
from lms.home.render.seen import standing_words, tiles
from lms.home.views.blueprint import bp
from lms.web.database import db
from lms.web.guard import acting_in, actor, requires
from lms.web.page import now, page

LONGEST_SEARCH = 100


@bp.get("/orgs/<org>/people")
@requires(policies.may_read_roster)
def roster(org: str) -> ResponseReturnValue:
    """People by name; search, filter and place stand in the address."""
    organisation_id = acting_in(org)
    wanted = _wanted()
    found = _settled_page(organisation_id, wanted, now())
    if not found.rows and (wanted.after or wanted.before):
        return redirect(url_for(".roster", org=org, **_kept(wanted)), 303)
    counts = roster_counts(db.session, organisation_id)
    return page(
        "home/roster.html",
        org=org,
        found=found,
        counts=counts,
        tiles=tiles(counts, wanted, partial(url_for, ".roster", org=org)),
        wanted=wanted,
        words_of=standing_words,
        kept=_kept(wanted),
        form=ChosenForm(),
    )


@bp.get("/orgs/<org>/team")
@requires(policies.may_read_roster)
def team(org: str) -> ResponseReturnValue:
    """Who supervises and manages in the organisation."""
    after = request.args.get("after", "")
    rows, more = team_of(db.session, acting_in(org), after=after)
    return page("home/team.html", org=org, rows=rows, more=more, after=after, own=actor.person_id)


def _wanted() -> Wanted:
    asked = request.args.get("status", "")
    return Wanted(
        words=request.args.get("q", "")[:LONGEST_SEARCH].strip(),
        standing=RosterStanding(asked) if asked in set(RosterStanding) else None,
        after=request.args.get("after", ""),
        before=request.args.get("before", ""),
    )


def _kept(wanted: Wanted) -> dict[str, Any]:
    """What the address of every other page of the same list keeps."""
    kept = {"q": wanted.words, "status": wanted.standing.value if wanted.standing else ""}
    return {name: value for name, value in kept.items() if value}


def _settled_page(organisation_id: int, wanted: Wanted, moment: datetime) -> RosterPage:
    """The page, after a bounded number of counters were settled where facts had changed."""
    due = lately_unsettled(db.session, organisation_id, now=moment)
    found = roster_page(db.session, organisation_id, wanted, now=moment)
    due = tuple(dict.fromkeys((*due, *found.unsettled)))
    if not due or not _settle(due, moment):
        return found
    return roster_page(db.session, organisation_id, wanted, now=moment)


def _settle(due: tuple[int, ...], moment: datetime) -> bool:
    # This request only reads: what it has seen so far is given up before somebody writes.
    db.let_go()
    try:
        with db.writing() as session:
            settle(session, now=moment, enrolment_ids=due, limit=len(due))
    except OperationalError:
        # A busy database must not spoil a list: the counters stay those of a minute ago.
        return False
    return True
