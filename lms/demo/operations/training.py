"""Steps completed, checks attempted, notes written."""

from __future__ import annotations

from lms.catalogue.models import ActivityKind
from lms.catalogue.queries import ActivityOutline, keys_of
from lms.catalogue.rules.outline import ModuleOutline
from lms.demo.operations.stage import Stage
from lms.demo.rules.training import NOTES, UNDER_WAY, WALKS, Note, UnderWay, Walk
from lms.drafts.operations import SaveDraft, save_draft
from lms.learning.operations import (
    AnswerQuestion,
    answer_question,
    complete_activity,
    start_attempt,
    submit_attempt,
)
from lms.learning.queries import open_attempt


def train(stage: Stage) -> None:
    """Everybody walks as far as they have come."""
    for walk in WALKS:
        _walk(stage, walk, stage.version.modules[walk.module])
    _leave_under_way(stage, UNDER_WAY)
    for note in NOTES:
        _write(stage, note, stage.version.modules[note.module])


def _walk(stage: Stage, walk: Walk, module: ModuleOutline) -> None:
    steps = module.activities[: walk.steps]
    pace = (walk.first_day - walk.last_day) / max(1, len(steps) - 1)
    for number, step in enumerate(steps):
        days = walk.first_day - number * pace
        if step.kind is ActivityKind.CHECK:
            for turn, right in enumerate(walk.right, 1):
                # The last attempt is on the last day; earlier ones a day before each other.
                _attempt(stage, walk.who, step, right, days + len(walk.right) - turn)
        else:
            complete_activity(
                stage.session,
                step,
                person_id=stage.people[walk.who].id,
                today=stage.on(days),
                now=stage.at(days),
            )


def _attempt(stage: Stage, who: str, check: ActivityOutline, right: int, days: float) -> None:
    """A whole attempt, with so many right answers."""
    key = _begin(stage, who, check, days)
    chosen = {
        question: choice if number < right else _another(choice)
        for number, (question, choice) in enumerate(key.items())
    }
    _answer(stage, who, check, chosen, days)
    submit_attempt(
        stage.session,
        stage.version,
        check,
        person_id=stage.people[who].id,
        today=stage.on(days),
        now=stage.at(days),
    )


def _leave_under_way(stage: Stage, left: UnderWay) -> None:
    check = stage.version.modules[left.module].check
    if check is not None:
        key = _begin(stage, left.who, check, left.days)
        _answer(stage, left.who, check, dict(list(key.items())[: left.answered]), left.days)


def _begin(stage: Stage, who: str, check: ActivityOutline, days: float) -> dict[str, str]:
    """Open an attempt; the expected choices."""
    key = {name: str(choice) for name, choice in keys_of(stage.session, check.id).items()}
    start_attempt(
        stage.session,
        check,
        questions=len(key),
        person_id=stage.people[who].id,
        now=stage.at(days),
        public_id=stage.token(),
    )
    # In the order of the questions: q2 comes before q10.
    return dict(sorted(key.items(), key=lambda item: (len(item[0]), item[0])))


def _answer(
    stage: Stage, who: str, check: ActivityOutline, chosen: dict[str, str], days: float
) -> None:
    attempt = open_attempt(stage.session, stage.people[who].id, check.id, to_write=True)
    if attempt is None:
        return
    for question, choice in chosen.items():
        order = AnswerQuestion(question=question, choice=choice)
        answer_question(stage.session, order, attempt, now=stage.at(days))


def _another(choice: str) -> str:
    return "b" if choice == "a" else "a"


def _write(stage: Stage, note: Note, module: ModuleOutline) -> None:
    step = next(s for s in module.activities if s.kind is ActivityKind.REFLECTION)
    order = SaveDraft(form="reflection", subject=f"{step.id}.1", text=note.words, version=0)
    save_draft(
        stage.session,
        stage.keys,
        order,
        person_id=stage.people[note.who].id,
        now=stage.at(note.days),
        public_id=stage.token(),
    )
