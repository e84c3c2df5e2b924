"""Going on with a newer version: what is kept and what is new; nothing of the past changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import pytest
from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.catalogue.models import ActivityKind, ProgrammeVersion
from lms.catalogue.queries import outline
from lms.catalogue.rules.outline import ActivityOutline
from lms.drafts.operations import SaveDraft, save_draft
from lms.drafts.queries import drafts_of
from lms.journal.models import JournalEntry
from lms.kernel.keys import Keys
from lms.kernel.refusals import RuleBroken
from lms.learning.models import Answer, Attempt, CarriedStep, Completion, Enrolment
from lms.learning.operations import (
    AnswerQuestion,
    answer_question,
    complete_activity,
    end_enrolment,
    start_attempt,
    submit_attempt,
)
from lms.learning.operations.moves import Moving, held_enrolment, move_enrolment
from lms.learning.queries import open_attempt, progress_of
from lms.learning.queries.moves import MovePlan, Outcome, moves_of, plan_of
from lms.learning.rules import Progress
from lms.web.database import Application
from lms.web.page import new_token, now
from tests.catalogue.folders import TEXT, small_folder
from tests.catalogue.versions import REFLECTION, publish_files, replaced, with_step
from tests.make import Make

THEN = date(2026, 3, 2)
TODAY = date(2026, 11, 22)
ROOTS = "modules/role/01-roots.fr.md"
CHECKS = [f"modules/role/02-check.{locale}.md" for locale in ("fr", "en")]


@dataclass
class Scene:
    """Somebody in training on the first version."""

    session: Session
    keys: Keys
    person: Person
    enrolment: Enrolment
    files: dict[str, str]
    first: ProgrammeVersion

    @property
    def who(self) -> dict[str, Any]:
        return {"person_id": self.person.id, "now": now()}

    def step(self, version: ProgrammeVersion, slug: str) -> ActivityOutline:
        module = outline(self.session, version.id).module("role")
        assert module is not None
        found = module.named(slug)
        assert found is not None
        return found

    def finish(self, *slugs: str) -> None:
        for slug in slugs:
            step = self.step(self.first, slug)
            complete_activity(self.session, step, person_id=self.person.id, today=THEN, now=now())

    def take(self, choice: str) -> None:
        """Take the one question of the check."""
        check, who = self.step(self.first, "check"), self.who
        start_attempt(self.session, check, questions=1, public_id=new_token(), **who)
        answer = AnswerQuestion(question="q1", choice=choice)
        attempt = open_attempt(self.session, self.person.id, check.id, to_write=True)
        assert attempt is not None
        answer_question(self.session, answer, attempt, now=now())
        version = outline(self.session, self.first.id)
        submit_attempt(self.session, version, check, today=THEN, **who)

    def progress(self, version: ProgrammeVersion) -> Progress:
        where = self.enrolment.organisation_id
        shown = outline(self.session, version.id)
        return progress_of(self.session, self.person.id, shown, organisation_id=where)

    def plan(self, version: ProgrammeVersion) -> MovePlan:
        where = self.enrolment.organisation_id
        was = self.enrolment.version_id
        return plan_of(self.session, self.person.id, was, version.id, organisation_id=where)

    def move(self, version: ProgrammeVersion, by: int | None = None) -> None:
        moving = Moving(by=by or self.person.id, today=TODAY, now=now(), token=new_token)
        held = held_enrolment(self.session, self.enrolment.id)
        move_enrolment(self.session, self.keys, held, version.id, moving)
        self.session.expire_all()


@pytest.fixture
def scene(app: Application, session: Session, make: Make) -> Scene:
    files = with_step(small_folder(), "think", REFLECTION, kind="reflection")
    first = publish_files(session, files)
    person = make.person("Nadia", "Benali")
    enrolment = make.enrolment(person, make.organisation(specimen=True), version=first)
    keys: Keys = app.extensions["sillage.keys"]
    return Scene(session, keys, person, enrolment, files, first)


def outcomes(plan: MovePlan) -> dict[str, Outcome]:
    return {each.step.slug: each.outcome for each in plan.steps}


def rows(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that was done so far, exactly."""
    tables = [cast(Table, kept.__table__) for kept in (Completion, Attempt, Answer)]
    return {t.name: [tuple(row) for row in session.execute(select(t))] for t in tables}


def test_steps_are_matched_by_name_and_compared_by_text(scene: Scene) -> None:
    scene.finish("roots", "think")
    changed = replaced(scene.files, ROOTS, "Du texte.", "Un autre texte.")
    second = publish_files(scene.session, with_step(changed, "more", TEXT))
    assert outcomes(scene.plan(second)) == {
        "roots": Outcome.CHANGED,
        "check": Outcome.OPEN,
        "think": Outcome.KEPT,
        "more": Outcome.NEW,
    }


def test_what_was_done_counts_in_the_newer_version_with_its_day(scene: Scene) -> None:
    scene.finish("roots", "think")
    changed = replaced(scene.files, ROOTS, "Du texte.", "Un autre texte.")
    second = publish_files(scene.session, changed)
    before = rows(scene.session)
    scene.move(second)
    progress = scene.progress(second)
    roots, think = scene.step(second, "roots"), scene.step(second, "think")
    assert progress.done == {roots.id: THEN, think.id: THEN}
    carried = {row.activity_id: row for row in scene.session.scalars(select(CarriedStep))}
    assert carried[roots.id].text_changed
    assert not carried[think.id].text_changed
    assert carried[roots.id].from_activity_id == scene.step(scene.first, "roots").id
    after = rows(scene.session)
    assert all(row in after[name] for name, held in before.items() for row in held)


def test_the_history_says_from_where_to_where_and_whose_choice_it_was(
    scene: Scene, make: Make
) -> None:
    changed = replaced(scene.files, ROOTS, "Du texte.", "Un autre texte.")
    second = publish_files(scene.session, changed)
    third = publish_files(scene.session, with_step(changed, "more", TEXT))
    scene.move(second)
    scene.move(third, by=make.manager().id)
    history = moves_of(scene.session, scene.enrolment.id)
    assert [(m.from_number, m.to_number, m.own_choice) for m in history] == [
        (2, 3, False),
        (1, 2, True),
    ]
    acts = select(JournalEntry.details).where(JournalEntry.action == "learning.move_enrolment")
    assert [act["number"] for act in scene.session.scalars(acts)] == [2, 3]


def test_a_pass_is_kept_while_the_questions_are_the_same(scene: Scene) -> None:
    scene.take("b")
    changed = scene.files
    for path in CHECKS:
        changed = replaced(changed, path, "\nUne question.\n", "\nUne seule question.\n")
    second = publish_files(scene.session, changed)
    assert outcomes(scene.plan(second))["check"] is Outcome.KEPT
    scene.move(second)
    best = scene.progress(second).best
    assert (best["role"].right, best["role"].submitted_on) == (1, THEN)
    check = scene.step(second, "check")
    taken = scene.session.scalars(select(Attempt).where(Attempt.activity_id == check.id)).one()
    answers = select(Answer.choice).where(Answer.attempt_id == taken.id)
    assert scene.session.scalars(answers).all() == ["b"]


def test_changed_questions_are_taken_again(scene: Scene) -> None:
    scene.take("b")
    changed = scene.files
    for path in CHECKS:
        changed = replaced(changed, path, "Qui ?", "Qui donc ?")
    second = publish_files(scene.session, changed)
    assert outcomes(scene.plan(second))["check"] is Outcome.AGAIN
    scene.move(second)
    progress = scene.progress(second)
    assert progress.done == {}
    assert progress.best == {}


def test_what_was_not_passed_stays_behind(scene: Scene) -> None:
    scene.take("a")
    second = publish_files(scene.session, with_step(scene.files, "more", TEXT))
    assert outcomes(scene.plan(second))["check"] is Outcome.OPEN
    before = rows(scene.session)
    scene.move(second)
    assert rows(scene.session) == before


def test_a_step_that_is_gone_is_named(scene: Scene) -> None:
    longer = publish_files(scene.session, with_step(scene.files, "more", TEXT))
    scene.move(longer)
    more = scene.step(longer, "more")
    complete_activity(scene.session, more, person_id=scene.person.id, today=THEN, now=now())
    other = publish_files(scene.session, replaced(scene.files, ROOTS, "Du texte.", "Autre."))
    assert [step.slug for step in scene.plan(other).gone] == ["more"]


def test_notes_of_a_reflection_are_found_again(scene: Scene) -> None:
    old = scene.step(scene.first, "think")
    assert old.kind is ActivityKind.REFLECTION
    note = SaveDraft(form="reflection", subject=f"{old.id}.1", text="À moi.", version=0)
    save_draft(scene.session, scene.keys, note, public_id=new_token(), **scene.who)
    second = publish_files(scene.session, with_step(scene.files, "more", TEXT))
    scene.move(second)
    here = f"{scene.step(second, 'think').id}.1"
    found = drafts_of(
        scene.session, scene.keys, scene.person.id, "reflection", [here, f"{old.id}.1"]
    )
    assert {subject: draft.text for subject, draft in found.items()} == {
        here: "À moi.",
        f"{old.id}.1": "À moi.",
    }


def test_a_training_goes_forward_only_and_only_once(scene: Scene) -> None:
    second = publish_files(scene.session, with_step(scene.files, "more", TEXT))
    scene.move(second)
    for version in (scene.first, second):
        with pytest.raises(RuleBroken, match="already on this version"):
            scene.move(version)


def test_a_training_that_has_ended_stays(scene: Scene) -> None:
    second = publish_files(scene.session, with_step(scene.files, "more", TEXT))
    end_enrolment(scene.session, scene.enrolment, by=scene.person.id, on=TODAY, now=now())
    with pytest.raises(RuleBroken, match="has ended"):
        scene.move(second)


def test_the_same_role_is_not_put_twice_on_a_version(scene: Scene, make: Make) -> None:
    second = publish_files(scene.session, with_step(scene.files, "more", TEXT))
    scene.session.add(
        Enrolment(
            public_id=new_token(),
            membership_id=scene.enrolment.membership_id,
            organisation_id=scene.enrolment.organisation_id,
            person_id=scene.person.id,
            version_id=second.id,
            enrolled_on=TODAY,
            facts_changed_at=now(),
        )
    )
    scene.session.flush()
    with pytest.raises(RuleBroken, match="already there"):
        scene.move(second)


def test_reviews_are_a_gate_here_too(scene: Scene, make: Make) -> None:
    organisation = make.organisation("Réelle", specimen=False)
    scene.enrolment = make.enrolment(make.person(), organisation, version=scene.first)
    second = publish_files(scene.session, with_step(scene.files, "more", TEXT))
    with pytest.raises(RuleBroken, match="reviews of this programme"):
        scene.move(second, by=scene.enrolment.person_id)
