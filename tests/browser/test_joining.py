"""A manager's link, and somebody without an account who joins by it, with a script and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from lms.catalogue.models import ProgrammeVersion
from lms.learning.models import Cohort, CohortLink, Enrolment
from lms.outbox.models import Letter
from tests.browser.conftest import OpenPage
from tests.browser.live import Live
from tests.browser.seeing import sound


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_link_from_the_manager_to_the_newcomer(
    live: Live, open_page: OpenPage, *, javascript: bool
) -> None:
    place = live.make.organisation("Rive commune")
    manager, cohort = live.make.manager(place), live.make.cohort(place)
    name, email = cohort.name, f"awa-{javascript}@exemple.test"
    page = open_page(javascript=javascript)
    live.sign_in(page, manager)
    page.goto(live.at(f"/orgs/{place.slug}/cohorts/{cohort.public_id}"))
    page.click("text=Liens d’inscription")
    page.fill("#places", "3")
    page.click("text=Créer un lien")
    if javascript:
        sound(page)
    path = "/join/" + page.locator("p.code").inner_text().rpartition("/")[2]
    page.reload()
    expect(page.locator("p.code")).to_have_count(0)

    page = open_page(javascript=javascript)
    page.goto(live.at(path))
    expect(page.locator("main .facts")).to_contain_text(name)
    if javascript:
        sound(page)
    page.fill("#given_name", "Awa")
    page.fill("#family_name", "Diop")
    page.fill("#email", email)
    page.click("text=Recevoir un lien")
    expect(page.locator("h1")).to_have_text("Regardez vos messages")
    with live.sessions() as session:
        mailed = session.scalars(select(Letter.link).where(Letter.to_address == email)).one()
    page.goto(live.at(mailed))
    page.fill("#password", "une phrase que je garde")
    page.click("text=Créer mon compte et rejoindre la formation")
    page.fill("#email", email)
    page.fill("#password", "une phrase que je garde")
    page.press("#password", "Enter")
    expect(page).not_to_have_url(live.at("/sign-in"))
    page.goto(live.at("/home"))
    expect(page.locator("main")).to_contain_text("Awa")
    with live.sessions() as session:
        joined = select(Enrolment.id).join(Cohort, Cohort.id == Enrolment.cohort_id)
        assert session.scalars(joined.where(Cohort.name == name)).one()
        assert session.scalars(select(CohortLink.taken)).all()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_request_and_its_answer(live: Live, open_page: OpenPage, *, javascript: bool) -> None:
    place = live.make.organisation("Rive commune")
    manager, cohort = live.make.manager(place), live.make.cohort(place)
    person = live.make.person("Nadia", "Benali")
    live.make.enrolment(
        person, live.make.organisation(), live.session.get(ProgrammeVersion, cohort.version_id)
    )
    page = open_page(javascript=javascript)
    live.sign_in(page, manager)
    page.goto(live.at(f"/orgs/{place.slug}/cohorts/{cohort.public_id}"))
    page.click("text=Ouvrir une page de demande")
    if javascript:
        sound(page)
    path = f"/cohorts/{cohort.public_id}/ask"
    expect(page.locator("main aside")).to_contain_text(path)

    asking = open_page(javascript=javascript)
    live.sign_in(asking, person)
    asking.goto(live.at(path))
    if javascript:
        sound(asking)
    asking.fill("#text", "Je connais bien la Rive.")
    asking.check("text=Je continue ma formation ici")
    asking.click("text=Envoyer ma demande")
    expect(asking.locator("h1")).to_have_text("Mes demandes")
    if javascript:
        sound(asking)

    page.goto(live.at(f"/orgs/{place.slug}/requests"))
    if javascript:
        sound(page)
    page.click("text=Nadia Benali")
    expect(page.locator("main")).to_contain_text("Je connais bien la Rive.")
    expect(page.locator("main")).to_contain_text("Changement d’organisation")
    if javascript:
        sound(page)
    page.click("main button:has-text('Accepter')")
    expect(page.locator("main")).to_contain_text("Aucune demande")
    asking.goto(live.at(path))
    expect(asking.locator("main")).to_contain_text("Vous êtes déjà dans cette promotion")
