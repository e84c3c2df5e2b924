"""An author who has never seen the system: from nothing to a published version, in the browser."""

from __future__ import annotations

import wave
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from lms.accounts.models import Person
from lms.catalogue.models import (
    Activity,
    ActivityText,
    Module,
    ProgrammeVersion,
    QuestionKey,
    VersionMedia,
)
from lms.kernel.actor import Role
from lms.organisations.models import Organisation
from tests.browser.conftest import OpenPage
from tests.browser.live import Live
from tests.browser.seeing import sound
from tests.catalogue.folders import small_folder
from tests.catalogue.versions import publish_files

SAVE = ".bar-save button[value=save]"
WORDS = " ".join(["Écouter, c'est laisser la place à l'autre."] * 12)
ENGLISH = " ".join(["To listen is to leave room for the other person."] * 12)


@dataclass
class Walk:
    """One browser and what its author does."""

    live: Live
    page: Page
    organisation: Organisation
    javascript: bool

    def fill(self, **values: str) -> None:
        for name, words in values.items():
            self.page.fill(f"[name={name}]", words)

    def both(self, **values: str) -> None:
        """The same words in both languages, the second ones with a sign of their own."""
        for name, words in values.items():
            self.fill(**{f"{name}_fr": words, f"{name}_en": f"{words} (en)"})

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).last.click()

    def follow(self, words: str) -> None:
        self.page.get_by_role("link", name=words).first.click()

    def save(self) -> None:
        self.page.click(SAVE)
        expect(self.page.locator(".flashes")).to_contain_text("Enregistré")
        if self.javascript:
            sound(self.page)


@pytest.mark.parametrize("javascript", [True, False])
def test_an_author_publishes_a_module_with_a_picture_a_sound_and_five_questions(
    live: Live, open_page: OpenPage, tmp_path: Path, *, javascript: bool
) -> None:
    publish_files(live.session, small_folder())
    organisation = live.make.organisation()
    author, reader = (live.make.member(Role.AUTHOR, organisation) for _ in range(2))
    page = open_page(javascript=javascript)
    walk = Walk(live, page, organisation, javascript)
    live.sign_in(page, author)
    _programme(walk)
    draft = page.url
    _module(walk)
    module = page.url
    _text(walk)
    text = page.url
    _files(walk, module, tmp_path)
    _preview(walk, text)
    _questions(walk, draft)
    page.goto(draft)
    walk.press("Envoyer en relecture")
    _read_over(walk, open_page(javascript=javascript), reader)
    page.goto(draft)
    page.get_by_role("link", name="Publier", exact=True).click()
    if javascript:
        sound(page)
    walk.press("Publier cette version")
    expect(page.locator(".flashes")).to_contain_text("La version 1 est publiée")
    _was_published(live)


def _programme(walk: Walk) -> None:
    walk.follow("Nouveau parcours")
    walk.both(title="Écouter vraiment")
    walk.press("Commencer")
    walk.page.wait_for_url("**/studio/drafts/*")
    draft = walk.page.url
    walk.page.goto(f"{draft}/sheet")
    walk.both(summary="Un module pour écouter.", audience="Toute personne.", access="Aucun.")
    walk.both(aim1="Écouter une personne.", rule_source="Un choix du programme.")
    walk.save()
    walk.page.goto(draft)


def _module(walk: Walk) -> None:
    walk.page.goto(f"{walk.page.url}/modules/new")
    walk.both(title="Écouter")
    walk.page.click("main form button.btn:not(.btn-3)")
    walk.page.wait_for_url("**/modules/ecouter")
    walk.both(summary="Laisser de la place.", goal="Écouter.", peer_review="À faire")
    walk.page.check("[name=domains] >> nth=0")
    walk.fill(authors="Une équipe", reviewed_on="2026-11-20")
    walk.fill(source1_title="Un livre", source1_author="Quelqu'un", source1_year="2012")
    walk.both(source1_note="Lu.")
    walk.save()


def _text(walk: Walk) -> None:
    walk.page.goto(f"{walk.page.url}/activities/new")
    walk.both(title="Laisser la place")
    _choose_kind(walk, "text")
    walk.page.wait_for_url("**/activities/laisser-la-place")
    walk.both(summary="Ce que fait l'écoute.")
    walk.fill(text_fr=f"## Pourquoi\n\n{WORDS}", text_en=f"## Why\n\n{ENGLISH}")
    walk.fill(exercise_minutes="5")
    walk.page.check("[name=domains] >> nth=0")
    walk.save()


def _choose_kind(walk: Walk, kind: str) -> None:
    choice = walk.page.locator("select[name=kind]")
    if choice.count():
        choice.select_option(kind)
    else:
        walk.page.check(f"[name=kind][value={kind}]")
    walk.page.click("main form button.btn:not(.btn-3)")


def _files(walk: Walk, module: str, folder: Path) -> None:
    picture, heard = folder / "arbre.png", folder / "voix.wav"
    Image.new("RGB", (400, 300), "teal").save(picture)
    heard.write_bytes(_sound())
    for file, alt in ((picture, "Deux personnes assises"), (heard, "Un extrait lu")):
        walk.page.goto(f"{module}/media")
        walk.page.set_input_files("input[name=file]", file)
        walk.press("Ajouter ce fichier")
        walk.page.wait_for_url("**/media/*")
        if file is heard:
            walk.fill(said_fr="Bonjour, je vous écoute.", said_en="Hello, I am listening.")
            walk.page.click("form[action$='/said'] button.btn")
        shown = walk.page.locator("select[name=step]")
        if shown.count():
            shown.select_option("laisser-la-place")
        walk.fill(words_fr=alt, words_en=f"{alt} (en)")
        walk.page.locator("form", has=walk.page.locator("[name=words_fr]")).get_by_role(
            "button"
        ).last.click()
        walk.page.wait_for_url("**/activities/laisser-la-place")


def _sound() -> bytes:
    made = BytesIO()
    with wave.open(made, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(1)
        written.setframerate(8000)
        written.writeframes(bytes([128]) * 8000)
    return made.getvalue()


def _preview(walk: Walk, text: str) -> None:
    walk.page.goto(text)
    walk.page.click(".bar-save button[value=preview]")
    shown = walk.page.locator("section.panel", has=walk.page.locator("#preview"))
    expect(shown).to_contain_text("laisser la place à l’autre")


def _questions(walk: Walk, draft: str) -> None:
    walk.page.goto(f"{draft}/modules/ecouter/activities/new")
    walk.both(title="Quiz")
    _choose_kind(walk, "check")
    walk.page.wait_for_url("**/activities/quiz")
    walk.both(summary="Cinq questions.", text="Prenez votre temps.")
    for number in range(1, 6):
        if number > 1:
            walk.page.click("button[value=add-block]")
            walk.page.wait_for_selector(f"[name=block{number}_words_fr]")
        name = f"block{number}"
        walk.both(**{f"{name}_words": f"Question {number} : que fait l'écoute ?"})
        for place, right in ((1, "laisse de la place"), (2, "donne des conseils")):
            walk.both(**{f"{name}_choice{place}_text": f"Elle {right}, réponse {number}."})
            walk.both(**{f"{name}_choice{place}_answer": f"Le texte le dit ainsi, point {number}."})
        walk.page.select_option(f"[name={name}_right]", "1")
        walk.page.select_option(f"[name={name}_revisit]", "laisser-la-place")
    walk.fill(exercise_minutes="5")
    walk.page.check("[name=domains] >> nth=0")
    walk.save()


def _read_over(walk: Walk, page: Page, reader: Person) -> None:
    walk.live.sign_in(page, reader)
    page.goto(walk.live.at("/studio/reviews"))
    page.locator("main ul.list a").first.click()
    read = page.url
    page.locator("main ol.list a").first.click()
    expect(page.locator("main")).to_contain_text("laisser la place")
    expect(page.locator("main")).to_contain_text("Question 5")
    page.goto(read)
    page.check("[name=verdict][value=approved]")
    page.fill("[name=words]", "Clair et juste.")
    page.locator("form", has=page.locator("[name=verdict]")).get_by_role("button").last.click()
    expect(page.locator(".flashes")).to_be_visible()


def _was_published(live: Live) -> None:
    with live.sessions() as session:
        version = session.scalars(
            select(ProgrammeVersion).order_by(ProgrammeVersion.id.desc())
        ).first()
        assert version is not None
        steps = session.scalars(
            select(Activity.id)
            .join(Module, Module.id == Activity.module_id)
            .where(Module.version_id == version.id)
            .order_by(Activity.position)
        ).all()
        assert len(steps) == 2
        keys = select(func.count()).where(QuestionKey.activity_id == steps[1])
        assert session.scalar(keys) == 5
        shown = session.scalars(
            select(ActivityText.body).where(ActivityText.activity_id == steps[0])
        ).all()
        assert all("arbre.png" in body["markdown"] for body in shown)
        media = select(func.count()).where(VersionMedia.version_id == version.id)
        assert session.scalar(media) == 2
