"""The main job from end to end: learn, be supervised, be certified, be verified, in Chromium."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader
from sqlalchemy import select

from lms.catalogue.commands import STARTER, import_folder
from lms.catalogue.models import ActivityKind, ActivityText, QuestionKey
from lms.catalogue.queries import ActivityOutline, newest_versions, outline
from lms.catalogue.rules.outline import VersionOutline
from lms.certification.models import Certificate
from lms.kernel.actor import Role
from tests.browser.conftest import OpenPage
from tests.browser.live import Live
from tests.browser.registers import add_certificates
from tests.browser.visitors import Visitor
from tests.make import today

UNKNOWN = "-".join(["0000"] * 4)
OWN_PASSWORD = "des galets plats au bord"
SHARED = "Nous avons parlé du cadre. À retenir : demander avant de proposer."
ORG = "/orgs/berges"
VARIANTS = {"script": ("fr", True), "no-script": ("fr", False), "english": ("en", True)}


@dataclass
class Story:
    """Everybody who takes part, each with a window of their own."""

    live: Live
    open_page: OpenPage
    language: str
    javascript: bool
    version: VersionOutline
    visitors: dict[str, Visitor] = field(default_factory=dict)

    def visitor(self, name: str) -> Visitor:
        """The window of somebody, in the story's language."""
        if name not in self.visitors:
            page: Page = self.open_page(javascript=self.javascript, language=self.language)
            self.visitors[name] = Visitor(self.live, page)
        return self.visitors[name]

    @property
    def awa(self) -> Visitor:
        """The person in training."""
        return self.visitor("awa")

    @property
    def claire(self) -> Visitor:
        """The manager."""
        return self.visitor("claire")

    @property
    def nadia(self) -> Visitor:
        """The supervisor."""
        return self.visitor("nadia")

    @property
    def stranger(self) -> Visitor:
        """Somebody who was handed a certificate."""
        return self.visitor("stranger")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One variant is enough on a second database."""
    sqlite = metafunc.config.getoption("--database") == "sqlite"
    told = VARIANTS if sqlite else {"script": VARIANTS["script"]}
    if "variant" in metafunc.fixturenames:
        metafunc.parametrize("variant", told.values(), ids=list(told))


@pytest.fixture
def story(variant: tuple[str, bool], live: Live, open_page: OpenPage) -> Story:
    """A fresh site with the real curriculum, a manager and a supervisor."""
    language, javascript = variant
    with live.app.app_context():
        import_folder(STARTER)
    place = live.make.organisation("Association des Berges", slug="berges", prefix="BERGES")
    for key, role in (("claire", Role.MANAGER), ("nadia", Role.SUPERVISOR)):
        person = live.make.person(
            key.title(), "Martin", email=f"{key}@example.org", locale=language
        )
        live.make.membership(person, place, role)
    version = outline(live.session, newest_versions(live.session)[0].id)
    told = Story(live, open_page, language, javascript, version)
    for key in ("claire", "nadia"):
        live.sign_in(told.visitor(key).page, f"{key}@example.org")
    return told


def test_the_main_job(story: Story) -> None:
    join(story)
    agree(story)
    for module in story.version.modules:
        learn(story, module.slug)
    for days_ago in (1, 0):
        be_supervised(story, days_ago)
    issue(story)
    first = download(story, "Awa Diop")
    download_fifty(story)
    verify(story, first, "Diop")
    second = replace(story)
    old = ask(story, first, "Diop")
    assert old.page.locator("#main .verdict-soon").count() == 1
    verify(story, second, "Diop-Fall")


def join(story: Story) -> None:
    """The manager invites, the person opens the mail, chooses a password, and signs in."""
    claire = story.claire
    # Nobody has read the shipped programme over yet: the manager answers for it.
    claire.open(f"{ORG}/programmes/{story.version.public_id}/reviews")
    claire.fill(agreed="y")
    claire.press()
    claire.open(f"{ORG}/invitations/new")
    claire.fill(given_name="Awa", family_name="Diop", email="awa@example.org", role="trainee")
    claire.fill(locale=story.language)
    claire.press()
    awa = story.awa
    awa.open(link_in_mail(story.live))
    assert awa.page.locator("html").get_attribute("lang") == story.language
    awa.fill(password=OWN_PASSWORD)
    awa.press()
    story.live.sign_in(awa.page, "awa@example.org", OWN_PASSWORD)


def link_in_mail(live: Live) -> str:
    """The link of the newest letter."""
    live.work()
    found = re.search(r"http://\S+", live.mails()[-1].get_content())
    assert found is not None
    return found.group()


def agree(story: Story) -> None:
    """The manager proposes supervision; both sides accept."""
    claire = story.claire
    claire.open(f"{ORG}/agreements/new")
    claire.press("#main .panel .list a")
    claire.press("#main .panel .list a")
    claire.fill(starts_on=(today() - timedelta(days=7)).isoformat())
    claire.press()
    address = claire.page.url.removeprefix(story.live.url)
    for visitor in (story.nadia, story.awa):
        visitor.open(address)
        visitor.press("form[action$='/accept'] button")


def learn(story: Story, slug: str) -> None:
    """Every step of a module as its reader takes it, then its check."""
    awa, module = story.awa, story.version.module(slug)
    assert module is not None
    awa.open("/home")
    awa.open(f"/modules/{slug}")
    awa.press(f"#main a.btn[href*='/modules/{slug}/steps/']")
    for step in module.activities:
        assert f"/modules/{slug}/steps/{step.position}" in awa.page.url
        show_text(story)
        TAKE[step.kind](story, step)
    awa.open(f"/modules/{slug}")
    assert awa.page.locator("#main .tag-ok").count() == 1


def show_text(story: Story) -> None:
    """Ask for the texts of the module, the first time that a content note holds one back."""
    asks = "#main form:has(input[name=show][value=module]) button"
    if story.awa.page.locator(asks).count():
        story.awa.press(asks)


def take_text(story: Story, _step: ActivityOutline) -> None:
    """Read to the end."""
    story.awa.press("#main form.finish button")


def take_situation(story: Story, step: ActivityOutline) -> None:
    """Choose at each moment; each choice shows what it opens."""
    while story.awa.page.locator("#main .turn .choice a").count():
        story.awa.press("#main .turn .choice a")
    take_text(story, step)


def take_reflection(story: Story, _step: ActivityOutline) -> None:
    """Write a note; going on keeps it."""
    story.awa.fill(note_1="Marcher à côté, sans décider à la place.")
    story.awa.press("#main button[name=act][value=finish]")
    story.awa.page.go_back()
    story.awa.page.reload()
    assert story.awa.page.locator("[name=note_1]").input_value().startswith("Marcher")
    story.awa.press("#main .finish a[href]:not(.btn-3)")


def take_check(story: Story, step: ActivityOutline) -> None:
    """Begin, answer what the key says, look over, send, read the explanations."""
    awa, key = story.awa, key_of(story, step)
    assert not any(f'"{choice}"' in awa.page.content() for choice in ("choice", "key"))
    awa.press("form[action$='/check'] button")
    for number, choice in enumerate(key, 1):
        assert awa.page.url.endswith(f"/check/{number}")
        awa.fill(choice=choice)
        awa.press()
    awa.press("form[action$='/check/submit'] button")
    assert "/check/result" in awa.page.url
    assert f"{len(key)}" in awa.page.locator("h1").inner_text()
    awa.press("#main aside a.btn")


TAKE = {
    ActivityKind.TEXT: take_text,
    ActivityKind.SITUATION: take_situation,
    ActivityKind.REFLECTION: take_reflection,
    ActivityKind.PRACTICE: take_text,
    ActivityKind.CHECK: take_check,
}


def key_of(story: Story, step: ActivityOutline) -> list[str]:
    """The right choices in the order of the questions, from the database."""
    session = story.live.session
    asked = select(ActivityText.body).where(ActivityText.activity_id == step.id)
    body = session.scalars(asked).first()
    rows = session.scalars(select(QuestionKey).where(QuestionKey.activity_id == step.id))
    right = {row.question: row.choice for row in rows}
    session.rollback()
    assert body is not None
    return [right[question["id"]] for question in body["questions"]]


def be_supervised(story: Story, days_ago: int) -> None:
    """Two hours: logged, written, shared and signed; then read and countersigned."""
    nadia, awa = story.nadia, story.awa
    nadia.open("/sessions/new")
    held_on = (today() - timedelta(days=days_ago)).isoformat()
    box = nadia.page.locator("#main [name=people]").first
    nadia.fill(people=box.get_attribute("value") or "", held_on=held_on, mode="video")
    nadia.fill(length="other")
    nadia.fill(minutes="120")
    nadia.press()
    if "/records/" not in nadia.page.url:
        nadia.press("#main a[href*='/records/']")
    record = nadia.page.url.removeprefix(story.live.url)
    nadia.page.locator("#main .note-shared textarea").fill(SHARED)
    nadia.press("#main button[name=act][value=share]")
    nadia.press("#main a[href$='/sign']")
    nadia.press()
    awa.open(record)
    assert SHARED in awa.words
    awa.press("#main a[href$='/answer/countersign']")
    awa.press()
    assert awa.page.locator("#main .tag-ok").count() >= 1


def issue(story: Story) -> None:
    """The person reads that everything is met; the manager issues; the worker draws."""
    awa, claire = story.awa, story.claire
    awa.open("/certificates")
    assert not awa.page.locator("#main .is-later").count(), awa.words
    claire.open(f"{ORG}/people")
    claire.press("#main table a:has-text('Diop')")
    claire.press("#main a[href$='/certificate']")
    claire.press()
    assert claire.page.locator("#main a[href$='/file']").count() == 0
    story.live.work()


def download(story: Story, name: str) -> str:
    """Person and manager receive the same document; its code."""
    story.awa.open("/certificates")
    story.claire.page.reload()
    files = [who.fetch("#main a[href$='/file']") for who in (story.awa, story.claire)]
    assert files[0] == files[1]
    words = text_of(files[0])
    assert name in words
    assert "SPÉCIMEN" not in words
    assert re.search(r"4\s*h", words)
    found = re.search(r"[0-9A-Z]{4}(?:[ \u00a0-][0-9A-Z]{4}){3}", words)
    assert found is not None, words
    return found.group()


def text_of(file: bytes) -> str:
    """The words of a PDF."""
    pages = PdfReader(io.BytesIO(file)).pages
    return "\n".join(page.extract_text() for page in pages)


def download_fifty(story: Story) -> None:
    """Fifty people chosen in the register, one ZIP with an index."""
    session = story.live.session
    add_certificates(story.live.app, session, 49, like=session.scalars(select(Certificate)).one())
    claire = story.claire
    claire.open(f"{ORG}/certificates")
    for box in claire.page.locator("#main [name=certificate]").all():
        box.check(force=True)
    packed = zipfile.ZipFile(
        io.BytesIO(claire.fetch("#main form[action$='/zip'] .bulk .row:last-child button"))
    )
    names = [name for name in packed.namelist() if name.endswith(".pdf")]
    index = list(
        csv.reader(io.StringIO(packed.read("index.csv").decode("utf-8-sig")), delimiter=";")
    )
    assert len(names) == len(set(names)) == 50
    assert len(index) == 51
    assert any("Diop" in cell for row in index for cell in row)
    assert packed.read(names[0]).startswith(b"%PDF")


def verify(story: Story, code: str, name: str) -> None:
    """A stranger with the code and the name reads that it is authentic, and never the name."""
    stranger = ask(story, code, name)
    assert stranger.page.locator("#main .verdict:not(.verdict-soon):not(.verdict-plain)").count()
    assert code.replace(" ", "-") in stranger.words
    assert name not in stranger.page.locator("#main").inner_text()
    ask(story, code, "Durand")
    wrong_name = stranger.words.replace(code, "")
    ask(story, UNKNOWN, name)
    assert stranger.words.replace(UNKNOWN, "") == wrong_name
    assert stranger.page.locator("#main .verdict-plain").count() == 1


def ask(story: Story, code: str, name: str) -> Visitor:
    """A stranger types a code, then a family name."""
    stranger = story.stranger
    stranger.open("/v")
    stranger.fill(code=code.lower())
    stranger.press()
    stranger.fill(family_name=name.upper())
    stranger.press()
    return stranger


def replace(story: Story) -> str:
    """The person corrects the printed name, the manager replaces the certificate; its code."""
    awa, claire = story.awa, story.claire
    awa.open("/account/names")
    awa.fill(family_name="Diop-Fall", printed_name="Awa Diop-Fall")
    awa.press()
    claire.open(f"{ORG}/certificates?q=diop")
    claire.press("#main table a[href*='/certificates/']")
    claire.press("#main a[href$='/replace']")
    claire.press()
    story.live.work()
    claire.page.reload()
    awa.open("/certificates")
    return download(story, "Awa Diop-Fall")
