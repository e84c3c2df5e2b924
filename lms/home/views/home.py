"""Pages: the way in, and the first page of each role."""

from __future__ import annotations

from datetime import datetime

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.operations.devices import device_digest
from lms.accounts.queries import suspended_in
from lms.catalogue.queries import outline
from lms.home.forms import PauseButton, ResumeButton
from lms.home.queries.day import answers_awaited
from lms.home.queries.training import TrainingRow, deeds_of, trainings_of
from lms.home.render.desk import Desk, day_heading, day_lead, desk_of
from lms.home.render.places import Kept, kept_places
from lms.home.views.blueprint import bp
from lms.kernel.actor import Role
from lms.learning.queries.places import places_of
from lms.learning.render.pace import pause_words
from lms.supervision import queries as supervision
from lms.supervision.models import Standing
from lms.supervision.queries.releases import awaited_from
from lms.supervision.rules.minutes import answer_due_at
from lms.supervision.rules.signing import shown_standing
from lms.web.database import db
from lms.web.device import sent_device
from lms.web.guard import acting, actor, anyone, public, requires
from lms.web.page import now, page, today_for

SHOWN_PEOPLE = 8


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """To the first page of whoever is there, else to the door."""
    to = "accounts.sign_in" if acting() is None else ".home"
    return redirect(url_for(to), 303)


@bp.get("/home")
@requires(anyone)
def home() -> ResponseReturnValue:
    """One page for each role; a calm one for people who hold none."""
    if actor.role is Role.TRAINEE:
        return _trainee()
    if actor.role is Role.SUPERVISOR:
        return _supervisor()
    if actor.role is Role.TUTOR:
        return redirect(url_for("learning.tutoring"), 303)
    if actor.role is Role.TRAINER:
        return redirect(url_for("attendance.calendar"), 303)
    if actor.role is Role.MANAGER:
        return redirect(url_for(".roster", org=actor.organisation_slug), 303)
    if actor.role is Role.AUTHOR:
        return redirect(url_for("catalogue.studio"), 303)
    return page("home/no_role.html", suspended=suspended_in(db.session, actor.person_id))


def _trainee() -> ResponseReturnValue:
    moment = now()
    trainings = trainings_of(db.session, actor.person_id)
    chosen = _chosen(trainings)
    desk = _desk(chosen, moment, several=len(trainings) > 1) if chosen else None
    return page(
        "home/trainee.html",
        trainings=[(row, outline(db.session, row.version_id)) for row in trainings],
        desk=desk,
        kept=_places(desk) if desk else (),
        pause=PauseButton(),
        resume=ResumeButton(),
        pause_words=pause_words,
        to_do=supervision.to_do_for_trainee(db.session, actor.person_id),
        due_at=answer_due_at,
        moment=moment,
    )


def _desk(chosen: TrainingRow, moment: datetime, *, several: bool) -> Desk:
    deeds = deeds_of(db.session, actor.person_id, now=moment)
    version = outline(db.session, chosen.version_id)
    return desk_of(chosen, version, deeds, now=moment, several=several)


def _places(desk: Desk) -> tuple[Kept, ...]:
    """Where the person was reading, device by device; one statement."""
    device = device_digest(actor.person_id, sent_device())
    return kept_places(desk, places_of(db.session, actor.person_id, desk.version.id, device))


def _chosen(trainings: tuple[TrainingRow, ...]) -> TrainingRow | None:
    """The training named in the address, else the last one named, else the newest."""
    asked = request.args.get("programme") or session.get("programme")
    return next((row for row in trainings if row.public_id == asked), (*trainings, None)[0])


def _supervisor() -> ResponseReturnValue:
    moment = now()
    today = today_for(actor)
    to_do = supervision.to_do_for_supervisor(db.session, actor.person_id)
    return page(
        "home/supervisor.html",
        heading=day_heading(today),
        lead=day_lead(to_do.records_total, to_do.agreements_total),
        last=supervision.last_session(db.session, actor.person_id),
        to_do=to_do,
        awaited=answers_awaited(db.session, actor.person_id),
        accesses=awaited_from(db.session, actor.person_id),
        people=supervision.people_of(db.session, actor.person_id, today=today, limit=SHOWN_PEOPLE),
        standing_of=lambda row: shown_standing(Standing.SIGNED, row.signed_at, moment),
        due_at=answer_due_at,
    )
