"""Scenario 26 in real Chromium: a half-day is signed on several telephones, scripted or not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from lms.attendance.models import AttendanceMark
from tests.attendance.test_signing import Gathering, gathering
from tests.browser.live import Live
from tests.browser.seeing import sound


@pytest.fixture
def one(live: Live) -> Gathering:
    """A cohort whose session is under way, with an afternoon to come."""
    return gathering(live.make, halves=2)


def signs(live: Live, page: Page, one: Gathering) -> None:
    """From the calendar to the signature."""
    page.goto(live.at("/calendar"))
    page.locator(f"a[href='{one.page}']").click()
    page.locator(f"a[href='{one.half(1)}/sign']").click()
    page.locator("main form button").click()
    expect(page).to_have_url(live.at(one.page))


@pytest.mark.parametrize("script", [True, False])
def test_a_sheet_is_signed_by_each_person(
    live: Live, one: Gathering, page: Page, plain_page: Page, script: bool
) -> None:
    phone = page if script else plain_page
    phone.set_viewport_size({"width": 390, "height": 844})
    live.sign_in(phone, one.awa)
    signs(live, phone, one)
    if script:
        sound(phone)
    phone.context.clear_cookies()

    live.sign_in(phone, one.trainer)
    signs(live, phone, one)
    # The afternoon is not signed in the morning.
    expect(phone.locator(f"a[href='{one.half(2)}/sign']")).to_have_count(0)
    phone.goto(live.at(f"{one.half(2)}/sign"))
    expect(phone.locator("main form")).to_have_count(0)

    phone.goto(live.at(f"{one.half(1)}/round"))
    phone.get_by_label(one.leo.screen_name).check()
    phone.locator("#name").fill(one.leo.screen_name)
    phone.locator("main form button").click()
    expect(phone.locator("#name")).to_have_count(0)
    if script:
        sound(phone)
    live.session.rollback()
    marks = live.session.query(AttendanceMark).order_by(AttendanceMark.id).all()
    assert [(mark.person_id, mark.signed_on) for mark in marks] == [
        (one.awa.id, "own"),
        (one.trainer.id, "own"),
        (one.leo.id, "passed"),
    ]


def test_a_late_signature_gives_its_reason(live: Live, page: Page) -> None:
    late = gathering(live.make, ago=timedelta(days=2))
    live.sign_in(page, late.awa)
    page.goto(live.at(f"{late.half()}/sign"))
    page.locator("main form button").click()
    expect(page.locator("#late_reason-error")).to_be_visible()
    page.locator("input[name=late_reason]").first.check()
    page.locator("main form button").click()
    expect(page).to_have_url(live.at(late.page))
    sound(page)
