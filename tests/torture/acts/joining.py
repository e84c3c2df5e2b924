"""Links to join a cohort: made, closed, used with an account and without."""

from __future__ import annotations

from datetime import timedelta

from lms.kernel.actor import Role
from tests.learning.linked import letter_for, link_to, request_of
from tests.make import today
from tests.torture.acts.stage import Act, Press, Stage

PASSWORD = "une phrase que je garde"


def links(stage: Stage) -> Press:
    cohort = stage.make.cohort(stage.organisation, stage.at[3])
    last = (today() + timedelta(days=9)).isoformat()
    return stage.managing(f"/cohorts/{cohort.public_id}/links", ends_on=last, places="12")


def close_link(stage: Stage) -> Press:
    cohort = stage.make.cohort(stage.organisation, stage.at[3])
    link, _token = link_to(stage.make, cohort, stage.at[1])
    page = f"/cohorts/{cohort.public_id}/links"
    return stage.managing(page, f"{page}/{link.public_id}/close")


def join(stage: Stage) -> Press:
    person = stage.make.person()
    stage.make.membership(person, stage.make.organisation(), Role.TRAINEE)
    return stage.learning(person, f"/join/{_token(stage)}")


def join_by_letter(stage: Stage) -> Press:
    cohort = stage.make.cohort(stage.organisation, stage.at[3])
    link, _token = link_to(stage.make, cohort, stage.at[1])
    return Press(f"/join/letter/{letter_for(stage.make, link)}", fields={"password": PASSWORD})


def _token(stage: Stage) -> str:
    cohort = stage.make.cohort(stage.organisation, stage.at[3])
    return link_to(stage.make, cohort, stage.at[1])[1]


def ask_to_join(stage: Stage) -> Press:
    cohort = stage.make.cohort(stage.organisation, stage.at[3], takes_requests=True)
    person = stage.make.person()
    stage.make.membership(person, stage.make.organisation(), Role.TRAINEE)
    return stage.learning(person, f"/cohorts/{cohort.public_id}/ask", text="Des mots.")


def withdraw_request(stage: Stage) -> Press:
    person = stage.trainee()
    cohort = stage.make.cohort(stage.organisation, stage.at[3])
    asked = request_of(stage.make, cohort, person.id)
    return stage.learning(person, "/requests", f"/requests/{asked.public_id}/withdraw")


def accept_request(stage: Stage) -> Press:
    return _answered(stage, "accept")


def decline_request(stage: Stage) -> Press:
    return _answered(stage, "decline")


def open_requests(stage: Stage) -> Press:
    cohort = stage.make.cohort(stage.organisation, stage.at[3])
    page = f"/orgs/{stage.organisation.slug}/cohorts/{cohort.public_id}"
    return stage.managing(page, f"{page}/requests/open")


def close_requests(stage: Stage) -> Press:
    cohort = stage.make.cohort(stage.organisation, stage.at[3], takes_requests=True)
    page = f"/orgs/{stage.organisation.slug}/cohorts/{cohort.public_id}"
    return stage.managing(page, f"{page}/requests/close")


def _answered(stage: Stage, act: str) -> Press:
    cohort = stage.make.cohort(stage.organisation, stage.at[3])
    elsewhere = stage.make.enrolment(stage.make.person(), None, stage.at[3])
    asked = request_of(stage.make, cohort, elsewhere.person_id)
    asked.leaves_id = elsewhere.id
    page = f"/orgs/{stage.organisation.slug}/requests/{asked.public_id}"
    return stage.managing(page, f"{page}/{act}")


JOINING = {
    "learning.ask_to_join": Act(ask_to_join),
    "learning.withdraw_request": Act(withdraw_request),
    "learning.accept_request": Act(accept_request),
    "learning.decline_request": Act(decline_request),
    "learning.open_requests": Act(open_requests),
    "learning.close_requests": Act(close_requests),
    "learning.links": Act(links, devices=False),
    "learning.close_link": Act(close_link),
    "learning.join": Act(join),
    "learning.join_by_letter": Act(join_by_letter, slow=True),
}
