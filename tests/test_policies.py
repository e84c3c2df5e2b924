"""Each permission by itself: the predicate for every role, and the filter that says the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import ColumnElement
from sqlalchemy.dialects import sqlite

from lms.accounts import policies as accounts
from lms.certification import policies as certification
from lms.home import policies as home
from lms.hours import policies as hours
from lms.kernel.actor import Actor, Hat, Role
from lms.learning import policies as learning
from lms.privacy import policies as privacy
from lms.supervision import policies as supervision

ME, HERE, ELSEWHERE = 7, 3, 4


def acting(role: Role | None, *held: Role) -> Actor:
    """Somebody who wears the hat `role`; `held` are the roles of their memberships."""
    place = HERE if role is Role.MANAGER else None
    hats = tuple(Hat(one, HERE, "here") for one in held)
    return Actor(ME, "A", role, "Europe/Paris", organisation_id=place, hats=hats)


TRAINEE, SUPERVISOR, MANAGER, NOBODY = (
    acting(Role.TRAINEE, Role.TRAINEE),
    acting(Role.SUPERVISOR, Role.SUPERVISOR),
    acting(Role.MANAGER, Role.MANAGER),
    acting(None),
)
PLACELESS = Actor(ME, "A", Role.MANAGER, "Europe/Paris")
EVERYBODY = {"t": TRAINEE, "s": SUPERVISOR, "m": MANAGER, "n": NOBODY, "p": PLACELESS}


@pytest.mark.parametrize(
    ("policy", "opens"),
    [
        (accounts.may_keep_own_account, "tsmnp"),
        (privacy.may_see_own_data, "tsmnp"),
        (learning.may_learn, "t"),
        (learning.may_invite, "mp"),
        (hours.may_read_own_hours, "tn"),
        (supervision.may_log_sessions, "s"),
        (supervision.may_follow_own_supervision, "t"),
        (supervision.may_arrange_agreements, "mp"),
        (supervision.may_open_agreements, "tsmp"),
        (supervision.may_answer_agreements, "ts"),
        (supervision.may_open_records, "ts"),
        (certification.may_issue, "m"),
        (certification.may_keep_register, "m"),
        (home.may_read_roster, "m"),
        (home.may_end_roles, "m"),
        (home.may_suspend_roles, "m"),
    ],
)
def test_a_policy_opens_to_these_alone(policy: Callable[[Actor], bool], opens: str) -> None:
    assert "".join(name for name, actor in EVERYBODY.items() if policy(actor)) == opens


def test_nobody_acts_on_themselves() -> None:
    assert certification.issues_to_self(ME, ME)
    assert not certification.issues_to_self(ME, 8)
    assert home.ends_own_role(ME, ME)
    assert not home.ends_own_role(ME, 8)


def test_a_hat_is_worn_with_its_role_and_its_place() -> None:
    assert accounts.may_wear(MANAGER, "manager", "here")
    assert not accounts.may_wear(MANAGER, "manager", "elsewhere")
    assert not accounts.may_wear(MANAGER, "trainee", "here")
    assert not accounts.may_wear(NOBODY, "manager", "here")


@pytest.mark.parametrize(
    ("actor", "person", "place", "opens"),
    [
        (TRAINEE, ME, ELSEWHERE, True),
        (NOBODY, ME, ELSEWHERE, True),
        (TRAINEE, 8, HERE, False),
        (MANAGER, 8, HERE, True),
        (MANAGER, 8, ELSEWHERE, False),
        (MANAGER, ME, ELSEWHERE, True),
        (SUPERVISOR, 8, HERE, False),
    ],
)
def test_a_document_opens_to_its_person_and_to_who_issued_it(
    actor: Actor, person: int, place: int, opens: bool
) -> None:
    assert certification.may_open_file(actor, person_id=person, organisation_id=place) is opens


def sql(condition: ColumnElement[bool]) -> str:
    """The filter as a database reads it."""
    return str(condition.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))


OWN_CERTIFICATE = "certificates.person_id = 7"
BOTH_SIDES = acting(Role.TRAINEE, Role.TRAINEE, Role.SUPERVISOR)


@pytest.mark.parametrize(
    ("reach", "actor", "written"),
    [
        (hours.hours_open_to, TRAINEE, "enrolments.person_id = 7"),
        (certification.files_open_to, TRAINEE, OWN_CERTIFICATE),
        (certification.files_open_to, PLACELESS, OWN_CERTIFICATE),
        (
            certification.files_open_to,
            MANAGER,
            f"{OWN_CERTIFICATE} OR certificates.organisation_id = 3"
            " AND certificates.name_erased_at IS NULL",
        ),
        (supervision.sessions_within_reach, SUPERVISOR, "supervision_sessions.supervisor_id = 7"),
        (supervision.sessions_within_reach, TRAINEE, "0"),
        (supervision.participations_within_reach, TRAINEE, "participations.trainee_id = 7"),
        (supervision.participations_within_reach, SUPERVISOR, "0"),
        (supervision.agreements_within_reach, MANAGER, "agreements.organisation_id = 3"),
        (supervision.agreements_within_reach, SUPERVISOR, "agreements.supervisor_id = 7"),
        (supervision.agreements_within_reach, TRAINEE, "agreements.trainee_id = 7"),
        (
            supervision.agreements_within_reach,
            BOTH_SIDES,
            "agreements.supervisor_id = 7 OR agreements.trainee_id = 7",
        ),
        (supervision.agreements_within_reach, NOBODY, "0 = 1"),
    ],
)
def test_a_filter_reaches_these_rows_alone(
    reach: Callable[[Actor], ColumnElement[bool]], actor: Actor, written: str
) -> None:
    assert sql(reach(actor)) == written
