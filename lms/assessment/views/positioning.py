"""Pages: where one placed oneself before and after, side by side."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from lms.assessment import policies
from lms.assessment.forms.positioning import (
    ALONE,
    SHARED,
    PositioningForm,
    ShareForm,
    positioning_form,
)
from lms.assessment.models import Moment, Side
from lms.assessment.operations.positioning import (
    PlaceOneself,
    Placing,
    place_oneself,
)
from lms.assessment.operations.positioning import share_positioning as share
from lms.assessment.queries.competencies import followed, newest_levels
from lms.assessment.queries.positioning import Picture, picture_at, pictures_of
from lms.assessment.render.words import level_words
from lms.assessment.rules.positioning import closed_words
from lms.assessment.views.blueprint import bp
from lms.assessment.views.training import Training, training
from lms.catalogue import queries as catalogue
from lms.catalogue.queries.frameworks import domains_of
from lms.journal.operations import Reading, note_reading
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import Text, _
from lms.learning.queries import progress_of
from lms.learning.queries.cohorts import staff_of
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.i18n import said
from lms.web.page import done, form_page, keys, new_token, now, page, today_for


@bp.get("/positioning")
@requires(policies.may_hand_in)
def positioning() -> ResponseReturnValue:
    """Both moments side by side: no mark and no score."""
    found = training()
    return _both(found, None)


@bp.route("/positioning/<any(before, after):moment>", methods=["GET", "POST"])
@requires(policies.may_hand_in)
def place(moment: str) -> ResponseReturnValue:
    """The form of one moment; what was kept does not change."""
    found, when = training(), Moment(moment)
    form = _form(found)
    if form.accepted():
        try:
            _place(found, when, form)
        except RuleBroken as broken:
            form.blame(broken)
        else:
            words = _("Kept with today's date. It does not change any more.")
            return done(words, to=found.url("assessment.positioning"))
    made = picture_at(db.session, found.enrolment.id, when)
    if made is not None and not form.failed:
        return done(None, to=found.url("assessment.positioning"))
    return form_page(
        "assessment/place.html",
        form,
        training=found,
        moment=when,
        closed=_closed(found)[when],
        staff=staff_of(db.session, found.enrolment.id),
    )


@bp.post("/positioning/<any(before, after):moment>/share")
@requires(policies.may_hand_in)
def share_positioning(moment: str) -> ResponseReturnValue:
    """Who reads one of them, from now on."""
    found, form = training(), ShareForm()
    made = picture_at(db.session, found.enrolment.id, Moment(moment))
    if made is None:
        raise NotThere
    if not form.accepted():
        return _both(found, form)
    share(db.session, made, shared=form.shared.data == SHARED, now=now())
    return done(_("Your choice was kept."), to=found.url("assessment.positioning"))


@bp.get("/tutoring/<enrolment>/positioning")
@requires(policies.may_answer_work)
def positioning_of(enrolment: str) -> ResponseReturnValue:
    """What somebody whom the reader accompanies shares of it."""
    found = followed(db.session, enrolment, actor.person_id)
    read = Reading(
        action="assessment.read_positioning",
        about=found.person_id,
        subject=("enrolment", found.public_id),
        organisation_id=found.organisation_id,
    )
    note_reading(db.session, db.writing, read, actor, now=now())
    pictures = pictures_of(db.session, keys(), found.person_id, found.id, own=False)
    return page(
        "assessment/positioning_of.html",
        found=found,
        version=catalogue.outline(db.session, found.version_id),
        domains=domains_of(db.session, found.version_id),
        pictures={moment.value: one for moment, one in pictures.items()},
        level_words=level_words,
    )


def _both(found: Training, refused: ShareForm | None) -> ResponseReturnValue:
    pictures = pictures_of(db.session, keys(), actor.person_id, found.enrolment.id, own=True)
    return form_page(
        "assessment/positioning.html",
        refused or ShareForm(None),
        training=found,
        domains=domains_of(db.session, found.version.id),
        pictures={moment.value: one for moment, one in pictures.items()},
        closed={moment.value: words for moment, words in _closed(found).items()},
        share_forms={moment.value: _share_form(one) for moment, one in pictures.items()},
        staff=staff_of(db.session, found.enrolment.id),
        level_words=level_words,
    )


def _share_form(picture: Picture) -> ShareForm:
    return ShareForm(None, data={"shared": SHARED if picture.shared else ALONE})


def _form(found: Training) -> PositioningForm:
    newest = newest_levels(db.session, found.enrolment.id)
    own = {code: one.level for (code, side), one in newest.items() if side is Side.OWN}
    titles = {one.code: said(one.title) for one in domains_of(db.session, found.version.id)}
    return positioning_form(titles, own)


def _closed(found: Training) -> dict[Moment, Text | None]:
    where = found.enrolment.organisation_id
    progress = progress_of(db.session, actor.person_id, found.version, organisation_id=where)
    return {moment: closed_words(moment, found.version, progress) for moment in Moment}


def _place(found: Training, moment: Moment, form: PositioningForm) -> None:
    order = PlaceOneself(
        moment=moment,
        levels=form.levels,
        words=form.words,
        shared=form.shared.data == SHARED,
    )
    by = Placing(
        person_id=actor.person_id,
        enrolment_id=found.enrolment.id,
        today=today_for(actor),
        now=now(),
        new_id=new_token,
    )
    place_oneself(db.session, keys(), order, found.version, by)
