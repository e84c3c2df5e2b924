"""The views of every room, and how a session token becomes a person."""

from __future__ import annotations

from flask import Blueprint, current_app, request
from sqlalchemy.exc import OperationalError

from lms.accounts import queries as accounts
from lms.accounts.operations.sign_ins import touch
from lms.accounts.rules import SEEN_EVERY
from lms.accounts.views import bp as accounts_views
from lms.app.health import bp as health_views
from lms.app.metrics import bp as metrics_views
from lms.assessment.views import bp as assessment_views
from lms.attendance.views import bp as attendance_views
from lms.catalogue.views import bp as catalogue_views
from lms.certification.views import bp as certification_views
from lms.home.views import bp as home_views
from lms.hours.views import bp as hours_views
from lms.learning.views import bp as learning_views
from lms.organisations.views import bp as organisations_views
from lms.portfolio.views import bp as portfolio_views
from lms.privacy.views import bp as privacy_views
from lms.supervision.views import bp as supervision_views
from lms.support.views import bp as support_views
from lms.web.database import READING_METHODS, db
from lms.web.page import now
from lms.web.signed_in import SignedIn
from lms.web.views import bp as web_views

BLUEPRINTS: tuple[Blueprint, ...] = (
    health_views,
    metrics_views,
    web_views,
    accounts_views,
    organisations_views,
    support_views,
    catalogue_views,
    learning_views,
    assessment_views,
    attendance_views,
    supervision_views,
    hours_views,
    certification_views,
    portfolio_views,
    home_views,
    privacy_views,
)


def load_signed_in(token: str) -> SignedIn | None:
    """Flask-Login's user of a token; "last seen" is written at most every five minutes."""
    moment = now()
    zone = current_app.config["TIME_ZONE"]
    found = accounts.recognised(db.session, token, now=moment, time_zone=zone)
    if found is None:
        return None
    if moment - found.last_seen_at > SEEN_EVERY:
        _touch(found.actor.sign_in_id)
    return SignedIn(token, found.actor, found.asked)


def _touch(sign_in_id: int) -> None:
    if request.method not in READING_METHODS:
        touch(db.session, sign_in_id, now=now())
        return
    try:
        with db.writing() as session:
            touch(session, sign_in_id, now=now())
    except OperationalError:
        # A busy database must not spoil a page that only reads.
        return
