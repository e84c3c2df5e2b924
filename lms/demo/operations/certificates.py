"""Certificates issued, and one replaced after its holder mended a name; the worker draws them."""

from __future__ import annotations

from lms.accounts.operations.profile import ChangeNames, change_names
from lms.certification.models import Certificate
from lms.certification.operations import (
    Chance,
    IssueCertificate,
    ReplaceCertificate,
    issue,
    replace,
    settle,
)
from lms.certification.queries import draft_of, judgement_of, replacement_of
from lms.demo.operations.stage import Stage
from lms.demo.queries import enrolment_of
from lms.demo.rules.cast import RIVES, VAL

EVERYBODY = 100


def certify(stage: Stage) -> None:
    """Two certificates, the second under a name that was mended and printed anew."""
    _issue(stage, "malik", RIVES, days=17)
    first = _issue(stage, "elie", VAL, days=22)
    names = ChangeNames(
        given_name="Élie",
        family_name="Sánchez",
        screen_name="Élie",
        printed_name="Élie Sánchez",
    )
    change_names(stage.session, stage.people["elie"].id, names, now=stage.at(14))
    stage.session.refresh(stage.people["elie"])
    _replace(stage, first, VAL, days=11)


def settle_all(stage: Stage) -> None:
    """Lists show today's standings from the first page on."""
    settle(stage.session, now=stage.now, limit=EVERYBODY)


def _issue(stage: Stage, who: str, place: str, *, days: float) -> Certificate:
    organisation = stage.places[place]
    enrolment = enrolment_of(stage.session, stage.people[who].id, organisation.id)
    judged = judgement_of(stage.session, enrolment, now=stage.at(days))
    draft = draft_of(stage.session, enrolment, judged, today=stage.on(days))
    return issue(
        stage.session,
        enrolment,
        IssueCertificate(seen=draft.digest),
        keys=stage.keys,
        by=stage.manager_of(place) or 0,
        now=stage.at(days),
        today=stage.on(days),
        chance=_chance(stage),
    )


def _replace(stage: Stage, first: Certificate, place: str, *, days: float) -> None:
    draft = replacement_of(stage.session, first, today=stage.on(days))
    replace(
        stage.session,
        first,
        ReplaceCertificate(seen=draft.digest),
        keys=stage.keys,
        by=stage.manager_of(place) or 0,
        now=stage.at(days),
        today=stage.on(days),
        chance=_chance(stage),
    )


def _chance(stage: Stage) -> Chance:
    return Chance(public_id=stage.token(), token=stage.token(), message_id=stage.token())
