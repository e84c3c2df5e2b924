"""The studio: drafts, outline, pages in two languages, two authors at once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.catalogue.models import ActivityKind, DraftState, ProgrammeDraft, ProgrammeVersion
from lms.catalogue.operations import publish, replace_files, start_draft
from lms.catalogue.queries.drafts import files_of
from lms.catalogue.rules.checks.kinds import QuestionKind
from lms.catalogue.rules.curriculum import read_curriculum
from lms.catalogue.rules.drafting.structure import add_module, add_step
from lms.catalogue.rules.sources import ActivitySource
from lms.kernel.actor import Role
from lms.web.page import new_token, now
from tests.catalogue.checks.test_writing import filled
from tests.catalogue.folders import small_folder
from tests.catalogue.test_drafts import Desk
from tests.client import Client
from tests.make import Make

Statements = Callable[[], AbstractContextManager[list[str]]]
ROOTS = "modules/role/01-roots"


@pytest.fixture
def desk(session: Session, make: Make) -> Desk:
    made = Desk(session, make)
    session.commit()
    return made


def sign_in(client: Client, desk: Desk, person: Person | None = None) -> None:
    client.sign_in(person or desk.one, role=Role.AUTHOR, organisation=desk.organisation)


def at(desk: Desk, path: str = "") -> str:
    return f"/studio/drafts/{desk.draft.public_id}{path}"


def state_of(desk: Desk) -> DraftState:
    return desk.draft.state


STEP = "/modules/role/activities/roots"


def test_the_studio_shows_drafts_and_what_can_be_copied(
    client: Client, desk: Desk, session: Session
) -> None:
    publish_small(session)
    sign_in(client, desk)
    words = client.read("/studio").words
    assert "Petit parcours" in words
    assert "Copier" in words


def test_somebody_begins_with_a_title_only(client: Client, desk: Desk, session: Session) -> None:
    publish_small(session)
    sign_in(client, desk)
    refused = client.submit("/studio/drafts/new", title_fr=" ", status=422)
    assert refused.errors()
    page = client.submit("/studio/drafts/new", title_fr="Écouter", title_en="Listening")
    assert "Écouter" in page.words
    assert "à corriger" in page.words


def test_a_copy_becomes_a_programme_of_the_organisation(
    client: Client, desk: Desk, session: Session
) -> None:
    version = publish_small(session)
    sign_in(client, desk)
    path = f"/studio/versions/{version.public_id}/copy"
    client.submit(path, path)
    client.submit(path, path)
    drafts = session.scalars(select(ProgrammeDraft).order_by(ProgrammeDraft.id)).all()
    assert [draft.base_version_id for draft in drafts] == [None, version.id, version.id]
    source = read_curriculum(files_of(session, drafts[1].id))
    assert source.programmes[0].slug == "platform-2"


def test_what_is_not_offered_is_not_copied(client: Client, desk: Desk) -> None:
    sign_in(client, desk)
    assert client.open("/studio/versions/nothing/copy").status_code == 404


def test_modules_and_activities_are_added(client: Client, desk: Desk, session: Session) -> None:
    sign_in(client, desk)
    client.submit(at(desk, "/modules/new"), title_fr="La suite", title_en="Next")
    path = at(desk, "/modules/la-suite/activities/new")
    client.submit(path, title_fr="Un quiz", title_en="A check", kind="check")
    assert (
        "un seul quiz" in client.submit(path, title_fr="Un autre", kind="check", status=422).words
    )
    files = files_of(session, desk.draft.id)
    assert "modules/la-suite/01-un-quiz.fr.md" in files
    assert 'modules = ["role", "la-suite"]' in files["programmes/small/programme.toml"]


def press(client: Client, desk: Desk, act: str) -> None:
    client.send(client.read(at(desk)).form(at(desk, "/arrange")), at(desk), act=act)


def test_activities_move_and_their_files_are_numbered_anew(
    client: Client, desk: Desk, session: Session
) -> None:
    sign_in(client, desk)
    press(client, desk, "down:role/roots")
    files = files_of(session, desk.draft.id)
    assert {"modules/role/01-check.fr.md", "modules/role/02-roots.fr.md"} <= set(files)
    press(client, desk, "up:role/roots")
    assert files_of(session, desk.draft.id) == small_folder()


def test_what_is_taken_out_comes_back(client: Client, desk: Desk, session: Session) -> None:
    sign_in(client, desk)
    press(client, desk, "remove:role/check")
    assert "modules/role/02-check.fr.md" not in files_of(session, desk.draft.id)
    client.send(client.read(at(desk)).form(at(desk, "/undo")), at(desk))
    assert files_of(session, desk.draft.id) == small_folder()
    press(client, desk, "remove:role")
    assert set(files_of(session, desk.draft.id)) == {
        "framework.toml",
        "programmes/small/programme.toml",
    }


def test_a_press_on_an_older_plan_moves_nothing(
    client: Client, desk: Desk, session: Session
) -> None:
    sign_in(client, desk)
    old = client.read(at(desk)).form(at(desk, "/arrange"))
    client.send(old, at(desk), act="down:role/roots")
    page = client.send(old, at(desk), act="down:role/roots")
    assert "entre-temps" in page.words.lower()
    assert "modules/role/02-roots.fr.md" in files_of(session, desk.draft.id)


@pytest.mark.parametrize("act", ["", "up", "fly:role", "up:", "up:nothing", "up:role/nothing"])
def test_made_up_presses_move_nothing(
    client: Client, desk: Desk, session: Session, act: str
) -> None:
    sign_in(client, desk)
    form = client.read(at(desk)).form(at(desk, "/arrange"))
    values = {**dict(form.form_values()), "act": act}
    answer = client.open(at(desk, "/arrange"), method="POST", data=values)
    assert answer.status_code in (400, 404)
    assert files_of(session, desk.draft.id) == small_folder()


def test_an_activity_is_written_in_both_languages(
    client: Client, desk: Desk, session: Session
) -> None:
    sign_in(client, desk)
    page = client.submit(
        at(desk, STEP),
        title_fr="Les racines",
        text_en="## A part\n\nOther words.",
        exercise_minutes="12",
        sensitive_fr="Doux.",
        sensitive_en="Gentle.",
    )
    assert "Enregistré" in page.words
    files = files_of(session, desk.draft.id)
    assert 'title = "Les racines"' in files[f"{ROOTS}.fr.md"]
    assert "Other words." in files[f"{ROOTS}.en.md"]
    step = read_curriculum(files).programmes[0].modules[0].activities[0]
    assert step.minutes == 13
    assert step.sheet["sensitive"] == {"fr": "Doux.", "en": "Gentle."}


def test_half_finished_work_is_kept_and_said(client: Client, desk: Desk, session: Session) -> None:
    sign_in(client, desk)
    page = client.submit(at(desk, STEP), title_en="", text_fr="<script>alert(1)</script>")
    assert "le titre" in page.words
    assert "<script>alert(1)</script>" in files_of(session, desk.draft.id)[f"{ROOTS}.fr.md"]
    assert "&lt;script&gt;" in page.html
    outline = client.read(at(desk)).words
    assert "à corriger" in outline


def test_questions_are_written_with_their_key(client: Client, desk: Desk, session: Session) -> None:
    sign_in(client, desk)
    path = at(desk, "/modules/role/activities/check")
    page = client.read(path)
    more = client.send(page.form(title_fr=""), path, act="add-block")
    fields: dict[str, Any] = {f"block2_words_{loc}": "Et vous ?" for loc in ("fr", "en")}
    for place in (1, 2):
        for loc in ("fr", "en"):
            fields[f"block2_choice{place}_text_{loc}"] = f"Choix {place}"
            fields[f"block2_choice{place}_answer_{loc}"] = "Parce que."
    fields |= {"block2_right": "2", "block2_revisit": "roots", "act": "save"}
    saved = client.send(more.form(title_fr=""), path, **fields)
    assert not saved.errors()
    check = read_curriculum(files_of(session, desk.draft.id)).programmes[0].modules[0].activities[1]
    assert check.key == {"q1": "b", "q2": "b"}
    assert [q["id"] for q in check.bodies["en"]["questions"]] == ["q1", "q2"]


SEVERAL = """
[[question]]
id = "q2"
kind = "several"
text = "Lesquels ?"
revisit = "roots"
[[question.choice]]
id = "a"
text = "Un."
why = "Oui."
[[question.choice]]
id = "b"
text = "Deux."
why = "Oui."
"""


def check_of(session: Session, desk: Desk) -> ActivitySource:
    return read_curriculum(files_of(session, desk.draft.id)).programmes[0].modules[0].activities[1]


def test_questions_that_nobody_touched_stay_as_they_are(
    client: Client, desk: Desk, session: Session
) -> None:
    files = small_folder()
    sheet = "modules/role/module.toml"
    changes: dict[str, str | None] = {sheet: files[sheet] + 'q2 = ["a", "b"]\n'}
    for locale in ("fr", "en"):
        path = f"modules/role/02-check.{locale}.md"
        head, _sep, rest = files[path].rpartition("+++\n")
        changes[path] = f"{head}{SEVERAL}+++\n{rest}"
    replace_files(session, desk.draft, changes, act=desk.act())
    before = (
        read_curriculum(files_of(session, desk.draft.id)).programmes[0].modules[0].activities[1]
    )
    sign_in(client, desk)
    path = at(desk, "/modules/role/activities/check")
    assert 'name="block2_choice1_right"' in client.read(path).html
    client.submit(path, block1_words_fr="Qui donc ?", title_fr="Un quiz", act="save")
    after = check_of(session, desk)
    assert after.key == before.key
    assert after.bodies["fr"]["questions"][1] == before.bodies["fr"]["questions"][1]
    assert after.bodies["fr"]["questions"][0]["text"] == "Qui donc ?"


@pytest.mark.parametrize("kind", [kind.value for kind in QuestionKind])
def test_a_question_of_each_kind_is_added_without_losing_what_was_typed(
    client: Client, desk: Desk, session: Session, kind: str
) -> None:
    sign_in(client, desk)
    path = at(desk, "/modules/role/activities/check")
    page = client.read(path)
    add = "add-block" if kind == "single" else f"add-block-{kind}"
    page = client.send(page.form(title_fr=""), path, act=add, block1_words_fr="Déjà tapé ?")
    assert "Déjà tapé ?" in page.html
    gaps = ("add-choice2-choice", "add-choice2-number") if kind == "gaps" else ()
    for act in gaps:
        page = client.send(page.form(title_fr=""), path, act=act)
    fields: dict[str, Any] = filled(kind, 2)
    saved = client.send(page.form(title_fr=""), path, act="save", **fields)
    assert not saved.errors()
    check = check_of(session, desk)
    assert check.bodies["fr"]["questions"][0]["text"] == "Déjà tapé ?"
    assert check.bodies["fr"]["questions"][1].get("kind", "single") == kind
    assert client.read(path).status == 200


def test_numbers_and_shares_that_are_none_are_refused_beside_their_field(
    client: Client, desk: Desk, session: Session
) -> None:
    sign_in(client, desk)
    path = at(desk, "/modules/role/activities/check")
    page = client.send(client.read(path).form(title_fr=""), path, act="add-block-number")
    fields: dict[str, Any] = filled("number", 2)
    fields |= {"block2_value": "beaucoup", "block1_choice1_percent": "150"}
    refused = client.send(page.form(title_fr=""), path, act="save", status=422, **fields)
    assert len(refused.errors()) == 2
    assert "beaucoup" in refused.html
    assert files_of(session, desk.draft.id) == small_folder()


def test_what_lacks_in_a_question_is_said_in_words(client: Client, desk: Desk) -> None:
    sign_in(client, desk)
    path = at(desk, "/modules/role/activities/check")
    page = client.send(client.read(path).form(title_fr=""), path, act="add-block-matching")
    fields: dict[str, Any] = {f"block2_words_{loc}": "Qui ?" for loc in ("fr", "en")}
    words = client.send(page.form(title_fr=""), path, act="save", **fields).words
    assert "Question 2" in words
    assert "l’explication" in words


@pytest.mark.parametrize("kind", ["situation", "reflection", "practice", "text"])
def test_each_kind_can_be_written_whole(
    client: Client, desk: Desk, session: Session, kind: str
) -> None:
    sign_in(client, desk)
    new = at(desk, "/modules/role/activities/new")
    client.submit(new, title_fr="Un temps", title_en="A time", kind=kind)
    path = at(desk, "/modules/role/activities/un-temps")
    page = client.read(path)
    words: dict[str, Any] = {
        name: "Des mots."
        for name, _value in page.form(title_fr="").form_values()
        if name.endswith(("_fr", "_en")) and not name.startswith("sensitive")
    }
    assert not client.send(page.form(title_fr=""), path, act="save", **words).errors()
    step = read_curriculum(files_of(session, desk.draft.id)).programmes[0].modules[0].activities[2]
    assert (step.kind, step.slug) == (kind, "un-temps")


@pytest.mark.parametrize(
    ("path", "fields", "said"),
    [
        ("/sheet", {"title_fr": "Autre", "aim2_fr": "Un but", "aim2_en": "An aim"}, "Un but"),
        ("/glossary", {"entry1_term_fr": "pair", "entry1_term_en": "peer"}, "pair"),
        ("/modules/role", {"goal_fr": "Un autre but", "session_minutes": "90"}, "Un autre but"),
        ("/modules/role/texts/summary", {"title_fr": "En bref", "text_fr": "Peu."}, "En bref"),
        ("/modules/role/texts/session", {"title_en": "Session", "text_en": "All."}, "Session"),
    ],
)
def test_every_sheet_is_saved(
    client: Client, desk: Desk, session: Session, path: str, fields: dict[str, Any], said: str
) -> None:
    sign_in(client, desk)
    page = client.submit(at(desk, path), **fields, act="save")
    assert "Enregistré" in page.words
    assert any(said in text for text in files_of(session, desk.draft.id).values())


def test_two_authors_who_change_different_fields_are_brought_together(
    client: Client, desk: Desk, session: Session
) -> None:
    sign_in(client, desk)
    mine = client.read(at(desk, STEP)).form(title_fr="")
    sign_in(client, desk, desk.two)
    client.submit(at(desk, STEP), title_en="Theirs", act="save")
    sign_in(client, desk)
    fresh = token_of(client, at(desk, STEP))
    client.send(mine, at(desk, STEP), title_fr="Le mien", act="save", csrf_token=fresh)
    files = files_of(session, desk.draft.id)
    assert 'title = "Le mien"' in files[f"{ROOTS}.fr.md"]
    assert 'title = "Theirs"' in files[f"{ROOTS}.en.md"]


def token_of(client: Client, path: str) -> str:
    return str(dict(client.read(path).form(title_fr="").form_values())["csrf_token"])


@pytest.mark.parametrize(("choice", "kept"), [(0, "Le mien"), (1, "Le leur")])
def test_where_two_texts_met_somebody_chooses(
    client: Client, desk: Desk, session: Session, choice: int, kept: str
) -> None:
    sign_in(client, desk)
    path = at(desk, STEP)
    mine = client.read(path).form(title_fr="")
    sign_in(client, desk, desk.two)
    client.submit(path, title_fr="Le leur", act="save")
    sign_in(client, desk)
    fresh = {"csrf_token": token_of(client, path), "act": "save"}
    asked = client.send(mine, path, status=409, title_fr="Le mien", text_en="Words.", **fresh)
    assert "Le mien" in asked.html
    assert "Le leur" in asked.words
    assert "Le leur" in files_of(session, desk.draft.id)[f"{ROOTS}.fr.md"]
    again = client.send(asked.form(title_fr=""), path, status=409, act="save")
    options = again.tree.xpath("//input[@name='keep-title_fr']/@value")
    client.send(again.form(title_fr=""), path, act="save", **{"keep-title_fr": options[choice]})
    files = files_of(session, desk.draft.id)
    assert f'title = "{kept}"' in files[f"{ROOTS}.fr.md"]
    assert "Words." in files[f"{ROOTS}.en.md"]


def test_what_is_typed_is_kept_until_it_is_saved(
    client: Client, desk: Desk, session: Session
) -> None:
    sign_in(client, desk)
    path = at(desk, STEP)
    form = client.read(path).form(title_fr="")
    values = {**dict(form.form_values()), "title_fr": "Tapé"}
    keep = at(desk, "/typed?page=step+role+roots")
    answer = client.open(keep, method="POST", data=values)
    assert answer.json is not None
    assert answer.json["version"] == 1
    assert client.open(keep, method="POST", data={**values, "title_fr": "x"}).status_code == 409
    page = client.read(path)
    assert "Tapé" in page.html
    assert "Racines" in files_of(session, desk.draft.id)[f"{ROOTS}.fr.md"]
    client.send(page.form(title_fr=""), path, act="save")
    assert "Tapé" in files_of(session, desk.draft.id)[f"{ROOTS}.fr.md"]
    assert "pas encore" not in client.read(path).words


def test_what_is_typed_can_be_taken_away(client: Client, desk: Desk) -> None:
    sign_in(client, desk)
    path = at(desk, STEP)
    values = dict(client.read(path).form(title_fr="").form_values())
    keep = at(desk, "/typed?page=step+role+roots")
    client.open(keep, method="POST", data={**values, "title_fr": "Tapé"})
    page = client.read(path)
    gone = client.send(page.form(at(desk, "/forget-typed")), path)
    assert gone.path == path
    assert "Tapé" not in gone.html


def test_a_part_may_be_called_like_a_page(client: Client, desk: Desk, session: Session) -> None:
    sign_in(client, desk)
    client.submit(at(desk, "/modules/new"), title_fr="New")
    page = client.submit(at(desk, "/modules/new-2/activities/new"), title_fr="New", kind="text")
    assert page.path == at(desk, "/modules/new-2/activities/new-2")


def test_too_much_typing_is_refused_in_words(client: Client, desk: Desk) -> None:
    sign_in(client, desk)
    values = dict(client.read(at(desk, STEP)).form(title_fr="").form_values())
    sent = {**values, "text_fr": "x" * 260_000}
    answer = client.open(at(desk, "/typed?page=step"), method="POST", data=sent)
    assert answer.status_code == 422
    assert client.submit(at(desk, STEP), text_fr="x" * 31_000, act="save", status=422).errors()


def test_a_preview_saves_nothing(client: Client, desk: Desk, session: Session) -> None:
    sign_in(client, desk)
    page = client.submit(at(desk, STEP), text_fr="**Gras** <b>non</b>", act="preview")
    assert page.tree.xpath("//*[@class='prose']//strong")
    assert files_of(session, desk.draft.id) == small_folder()
    token = dict(page.form(title_fr="").form_values())["csrf_token"]
    sent = {"text": "## Titre", "csrf_token": token}
    answer = client.open(at(desk, "/preview"), method="POST", data=sent)
    assert answer.json == {"html": "<h2>Titre</h2>\n"}


def test_the_whole_draft_is_read_and_approved(client: Client, desk: Desk, session: Session) -> None:
    sign_in(client, desk)
    assert "Rien ne vous attend" in client.read("/studio/reviews").words
    client.send(client.read(at(desk)).form(at(desk, "/state"), act=""), at(desk))
    assert state_of(desk) is DraftState.IN_REVIEW
    assert "Votre décision" not in client.read(at(desk, "/read")).words
    sign_in(client, desk, desk.two)
    assert "Petit parcours" in client.read("/studio/reviews").words
    assert "Du texte." in client.read(at(desk, "/read?module=role")).words
    client.submit(at(desk, "/read"), verdict="sent_back", words="", status=422)
    client.submit(at(desk, "/read"), verdict="approved", words="Bien.")
    assert state_of(desk) is DraftState.APPROVED
    sign_in(client, desk)
    assert "Bien." in client.read(at(desk)).words


def test_a_manager_of_the_organisation_reads_and_decides(
    client: Client, desk: Desk, make: Make
) -> None:
    sign_in(client, desk)
    client.send(client.read(at(desk)).form(at(desk, "/state"), act=""), at(desk))
    manager = make.manager(desk.organisation)
    client.sign_in(manager, role=Role.MANAGER, organisation=desk.organisation)
    client.submit(at(desk, "/read"), verdict="sent_back", words="Trop court.")
    assert state_of(desk) is DraftState.DRAFT
    assert client.open(at(desk)).status_code == 403


def test_a_decision_is_on_what_was_read(client: Client, desk: Desk) -> None:
    sign_in(client, desk)
    client.send(client.read(at(desk)).form(at(desk, "/state"), act=""), at(desk))
    sign_in(client, desk, desk.two)
    form = client.read(at(desk, "/read")).form(verdict="")
    page = client.send(form, at(desk, "/read"), status=422, verdict="approved", revision="99")
    assert "entre-temps" in page.words


def test_what_waits_for_review_is_not_written(client: Client, desk: Desk, session: Session) -> None:
    sign_in(client, desk)
    form = client.read(at(desk, STEP)).form(title_fr="")
    client.send(client.read(at(desk)).form(at(desk, "/state"), act=""), at(desk))
    page = client.send(form, at(desk, STEP), title_fr="Trop tard", act="save")
    assert "Trop tard" in page.html
    assert files_of(session, desk.draft.id) == small_folder()
    client.send(client.read(at(desk)).form(at(desk, "/state"), act=""), at(desk))
    assert state_of(desk) is DraftState.DRAFT


def test_a_draft_is_given_up_and_taken_up_again(client: Client, desk: Desk) -> None:
    sign_in(client, desk)
    forms = client.read(at(desk)).tree.xpath("//form[.//input[@value='drop']]")
    assert "Abandonnés" in client.send(forms[0], at(desk)).words
    client.send(client.read(at(desk)).form(at(desk, "/state"), act=""), at(desk))
    assert state_of(desk) is DraftState.DRAFT


def test_nothing_of_another_organisation_is_there(client: Client, desk: Desk, make: Make) -> None:
    elsewhere = make.organisation()
    client.sign_in(make.member(Role.AUTHOR, elsewhere), role=Role.AUTHOR, organisation=elsewhere)
    for path in ("", "/sheet", "/glossary", "/modules/new", "/modules/role", STEP, "/read"):
        assert client.open(at(desk, path)).status_code == 404


def publish_small(session: Session) -> ProgrammeVersion:
    files = small_folder()
    files["programmes/platform/programme.toml"] = files.pop(
        "programmes/small/programme.toml"
    ).replace('"small"', '"platform"')
    source = read_curriculum(files)
    publish(session, source, source.programmes[0], now=now(), public_id=new_token())
    return session.scalars(select(ProgrammeVersion)).one()


def asked(statements: Statements, client: Client, path: str) -> int:
    client.read(path)
    with statements() as seen:
        client.open(path)
    return len(seen)


def test_pages_ask_the_same_however_much_was_written(
    statements: Statements, client: Client, desk: Desk, session: Session
) -> None:
    sign_in(client, desk)
    paths = {
        "/studio": 4,
        "/studio/reviews": 2,
        at(desk): 5,
        at(desk, "/sheet"): 5,
        at(desk, "/glossary"): 5,
        at(desk, "/modules/role"): 5,
        at(desk, STEP): 5,
        at(desk, "/modules/role/texts/summary"): 5,
        at(desk, "/read?module=role"): 5,
    }
    few = {path: asked(statements, client, path) for path in paths}
    for number in range(8):
        title = {"fr": f"Module {number}", "en": f"Module {number}"}
        slug, changes = add_module(desk.files, title, day="2026-11-22")
        replace_files(session, desk.draft, changes, act=desk.act())
        for step in range(6):
            words = {"fr": f"Étape {step}", "en": f"Step {step}"}
            _slug, changes = add_step(desk.files, slug, ActivityKind.TEXT, words)
            replace_files(session, desk.draft, changes, act=desk.act())
    for _ in range(30):
        start_draft(
            session,
            small_folder(),
            organisation_id=desk.organisation.id,
            act=desk.act(),
            public_id=new_token(),
            as_new=True,
        )
    assert {path: asked(statements, client, path) for path in paths} == few
    assert all(few[path] <= most for path, most in paths.items()), few


def test_lists_of_drafts_go_on_on_the_next_page(
    client: Client, desk: Desk, session: Session
) -> None:
    for _ in range(25):
        start_draft(
            session,
            small_folder(),
            organisation_id=desk.organisation.id,
            act=desk.act(),
            public_id=new_token(),
            as_new=True,
        )
    sign_in(client, desk)
    first = client.read("/studio")
    (more,) = first.tree.xpath("//a[starts-with(@href,'/studio?after=')]/@href")
    links = "//main//ul//a[starts-with(@href,'/studio/drafts/')]/@href"
    seen = [*first.tree.xpath(links), *client.read(more).tree.xpath(links)]
    assert len(seen) == len(set(seen)) == 26
