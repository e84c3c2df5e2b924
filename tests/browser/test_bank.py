"""A question is written in a form of the bank and taken into a check, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from lms.catalogue.operations import Act, start_draft
from lms.catalogue.queries.drafts import files_of
from lms.catalogue.rules.curriculum import read_curriculum
from lms.kernel.actor import Role
from lms.web.page import new_token, now
from tests.browser.conftest import OpenPage
from tests.browser.live import Live
from tests.browser.seeing import sound
from tests.catalogue.folders import small_folder


@pytest.mark.parametrize("javascript", [True, False])
def test_a_question_is_written_kept_and_taken(
    live: Live, open_page: OpenPage, *, javascript: bool
) -> None:
    organisation = live.make.organisation()
    author = live.make.member(Role.AUTHOR, organisation)
    draft = start_draft(
        live.session,
        small_folder(),
        organisation_id=organisation.id,
        act=Act(by=author.id, now=now()),
        public_id=new_token(),
    )
    draft_id, public_id = draft.id, draft.public_id
    page = open_page(javascript=javascript)
    live.sign_in(page, author)
    page.goto(live.at("/studio/questions/new"))
    page.get_by_role("link", name="Correspondances").click()
    for locale, who in (("fr", "Le pair"), ("en", "The peer")):
        page.fill(f"[name=block1_words_{locale}]", "Qui fait quoi ?")
        page.fill(f"[name=block1_general_{locale}]", "À chacun son rôle.")
        page.fill(f"[name=block1_choice1_text_{locale}]", who)
        page.fill(f"[name=block1_choice1_match_{locale}]", "partage")
        page.fill(f"[name=block1_choice2_match_{locale}]", "soigne")
    page.click("main form button.btn:not(.vh)[value=save]")
    expect(page.locator("#block1_choice1_text_fr-error")).to_be_visible()
    page.click("button[value=add-choice1]")
    page.wait_for_selector("[name=block1_choice4_text_fr]")
    for locale in ("fr", "en"):
        page.fill(f"[name=block1_choice4_text_{locale}]", "L'infirmière")
        page.fill(f"[name=block1_choice4_match_{locale}]", "soigne")
    if javascript:
        sound(page)
    page.click("main form button.btn:not(.vh)[value=save]")
    expect(page.locator(".flashes")).to_contain_text("dans la banque")
    page.goto(live.at(f"/studio/drafts/{public_id}/modules/role/activities/check"))
    page.get_by_role("link", name="Questions de la banque").click()
    page.check("[name=take]")
    if javascript:
        sound(page)
    page.click("button[value=take]")
    expect(page.locator(".flashes")).to_contain_text("1 question est dans le quiz")
    with live.sessions() as session:
        source = read_curriculum(files_of(session, draft_id))
    check = source.programmes[0].modules[0].activities[1]
    pairs = {"kind": "matching", "pairs": {"a": "a", "b": "b"}}
    assert check.key["q2"] == pairs
