"""First pages in real Chromium: through the door, audited on every screen."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Page, expect

from lms.web.page import now
from tests.browser.live import Live
from tests.browser.seeing import sound
from tests.supervision.held import hold, signed


def test_a_trainee_signs_in_and_finds_one_next_action(live: Live, page: Page) -> None:
    held = hold(live.make)
    signed(held, at=now() - timedelta(days=2))

    live.sign_in(page, held.trainee)

    expect(page).to_have_url(live.at("/home"))
    expect(page.locator(".resume .btn")).to_have_attribute("href", "/modules/module-1/steps/1")
    expect(page.locator(f"aside a[href='{held.address}']")).to_be_visible()
    sound(page)


def test_the_first_page_works_without_javascript(live: Live, plain_page: Page) -> None:
    held = hold(live.make)
    live.sign_in(plain_page, held.trainee)
    expect(plain_page.locator("h1")).to_have_count(1)
    expect(plain_page.locator(".resume .btn")).to_be_visible()


def test_a_supervisor_s_day_is_in_the_order_of_a_telephone(live: Live, page: Page) -> None:
    held = hold(live.make, trainees=3)
    live.sign_in(page, held.supervisor)
    sound(page)

    page.set_viewport_size({"width": 390, "height": 844})
    wanted = [".resume .btn", f"aside a[href='{held.address}']", "section.panel .person a"]
    tops = [page.locator(place).first.bounding_box() for place in wanted]

    heights = [box["y"] for box in tops if box]
    assert heights == sorted(heights)
    assert len(heights) == len(wanted)


def test_somebody_without_a_role_reads_a_calm_page(live: Live, page: Page) -> None:
    live.sign_in(page, live.make.person())
    expect(page.locator("main .btn")).to_have_count(3)
    sound(page)
