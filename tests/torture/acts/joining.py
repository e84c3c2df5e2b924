"""Links to join a cohort: made, closed, used with an account and without."""

from __future__ import annotations

from datetime import timedelta

from lms.kernel.actor import Role
from tests.learning.linked import letter_for, link_to
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


JOINING = {
    "learning.links": Act(links, devices=False),
    "learning.close_link": Act(close_link),
    "learning.join": Act(join),
    "learning.join_by_letter": Act(join_by_letter, slow=True),
}
