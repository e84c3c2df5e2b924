"""An author writes questions of several kinds in the page of a check, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from lms.catalogue.models import ProgrammeDraft
from lms.catalogue.operations import Act, start_draft
from lms.catalogue.queries.drafts import files_of
from lms.catalogue.rules.curriculum import read_curriculum
from lms.kernel.actor import Role
from lms.web.page import new_token, now
from tests.browser.conftest import OpenPage
from tests.browser.live import Live
from tests.browser.seeing import sound
from tests.catalogue.checks.test_writing import filled
from tests.catalogue.folders import small_folder

SAVE = ".bar-save button[value=save]"
KINDS = ("several", "short", "matching", "ordering", "open")


def write(page: Page, kind: str, number: int) -> None:
    """Add a question and fill its fields as a person would."""
    page.click(f"button[value=add-block-{kind}]")
    page.wait_for_selector(f"[name=block{number}_words_fr]")
    assert page.url.endswith(f"#question-{number}")
    for name, value in filled(kind, number).items():
        field = page.locator(f"[name={name}]")
        if field.count() == 0 and name.startswith(f"block{number}_choice1_"):
            page.click(f"button[value=add-choice{number}]")
            page.wait_for_selector(f"[name={name}]")
        if field.get_attribute("type") == "hidden":
            continue
        if field.get_attribute("type") == "checkbox":
            field.check()
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


@pytest.mark.parametrize("javascript", [True, False])
def test_questions_of_several_kinds_are_written(
    live: Live, open_page: OpenPage, *, javascript: bool
) -> None:
    organisation = live.make.organisation()
    author = live.make.member(Role.AUTHOR, organisation)
    act = Act(by=author.id, now=now())
    draft: ProgrammeDraft = start_draft(
        live.session,
        small_folder(),
        organisation_id=organisation.id,
        act=act,
        public_id=new_token(),
    )
    draft_id, public_id = draft.id, draft.public_id
    page = open_page(javascript=javascript)
    live.sign_in(page, author)
    page.goto(live.at(f"/studio/drafts/{public_id}/modules/role/activities/check"))
    for number, kind in enumerate(KINDS, 2):
        write(page, kind, number)
    if javascript:
        sound(page)
    page.click(SAVE)
    expect(page.locator(".flashes")).to_contain_text("Enregistré")
    with live.sessions() as session:
        source = read_curriculum(files_of(session, draft_id))
    check = source.programmes[0].modules[0].activities[1]
    kinds = [question.get("kind", "single") for question in check.bodies["fr"]["questions"]]
    assert kinds == ["single", *KINDS]
    assert check.key["q5"] == {"kind": "ordering", "order": ["c", "b", "a"]}
