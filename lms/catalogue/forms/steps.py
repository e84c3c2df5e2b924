"""The form of an activity, for each of its kinds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from wtforms import HiddenField

from lms.catalogue.forms.fields import (
    Fields,
    Group,
    line,
    one_of,
    pair,
    row,
    rows,
    singles,
    some_of,
    text,
    tick,
    whole,
    words,
)
from lms.catalogue.forms.questions import (
    FIRST,
    MOST,
    Asked,
    question_group,
    question_rows,
)
from lms.catalogue.forms.questions import KINDS as QUESTION_KINDS
from lms.catalogue.forms.sheets import Built, domains
from lms.catalogue.models import ActivityKind
from lms.catalogue.rules.checks.kinds import QuestionKind
from lms.catalogue.rules.drafting.checks import DOMAIN, DRAW
from lms.catalogue.rules.drafting.question_fields import kind_named
from lms.catalogue.rules.drafting.steps import MOST_PROMPTS, shape_of
from lms.catalogue.rules.drafting.structure import ModulePlan, Plan, StepPlan
from lms.web.form import Form
from lms.web.i18n import lazy as _

KINDS: Mapping[str, Any] = {
    ActivityKind.TEXT: _("Text to read"),
    ActivityKind.SITUATION: _("Situation with choices"),
    ActivityKind.REFLECTION: _("Reflection"),
    ActivityKind.PRACTICE: _("Practice task"),
    ActivityKind.CHECK: _("Check with questions"),
}
MOST_BLOCKS = {ActivityKind.SITUATION: 6, ActivityKind.CHECK: 40}
MOST_CHOICES = 6
FIRST_CHOICES = 3


class TitleForm(Form):
    """A title in both languages, for something new."""

    title_fr = line(_("Title (French)"))
    title_en = line(_("Title (English)"))


class NewStepForm(TitleForm):
    """A new activity."""

    kind = one_of(_("What people do in it"), KINDS)


def step_form(
    plan: Plan, module: ModulePlan, step: StepPlan, values: Mapping[str, str], add: str
) -> Built:
    """The fields of an activity in both languages, and how they are grouped."""
    fields: Fields = {
        **pair(line, "title", _("Title")),
        **pair(words, "summary", _("Summary"), rows=2),
        **pair(text, "text", _("Text"), rows=18),
    }
    groups = [Group(_("What is read"), rows("title", "summary", "text"))]
    if step.kind is ActivityKind.REFLECTION:
        groups.append(_prompts(fields))
    elif step.kind is ActivityKind.SITUATION:
        groups += _turns(fields, values, add)
    elif step.kind is ActivityKind.CHECK:
        groups += _questions(fields, plan, module, values, add)
    fields |= {
        "exercise_minutes": whole(
            _("Minutes of the exercise"),
            description=_("The honest time of what is asked for, beside reading."),
        ),
        "domains": some_of(_("Competence domains"), domains(plan)),
        **pair(words, "sensitive", _("Content note"), rows=2),
    }
    hint = _("A content note is shown before a text that may touch somebody. Most texts have none.")
    groups.append(
        Group(_("Around it"), (*singles("exercise_minutes", "domains"), row("sensitive")), hint)
    )
    return fields, tuple(groups)


def easy_form(plan: Plan, module: ModulePlan, step: StepPlan, values: Mapping[str, str]) -> Built:
    """The words of an activity alone: its turns and choices are those of the ordinary text."""
    fields, groups = step_form(plan, module, step, values, "")
    *spoken, around = (replace(group, add=None) for group in groups)
    beside = {name for names in around.rows for name in names}
    hint = _("Leave everything in a language empty to have no such text in it.")
    first = replace(spoken[0], title=_("What is read, easy to read"), hint=hint)
    rest = [replace(g, hint="") if g.title == _("Turns") else g for g in spoken[1:]]
    return {n: f for n, f in fields.items() if n not in beside}, (first, *rest)


def _prompts(fields: Fields) -> Group:
    names = [f"prompt{number}" for number in range(1, MOST_PROMPTS + 1)]
    for number, name in enumerate(names, 1):
        fields.update(pair(words, name, _("Prompt %(number)s", number=number), longest=400, rows=2))
    hint = _("One to three questions. What people write to them is seen by nobody else.")
    return Group(_("Prompts"), rows(*names), hint)


def _turns(fields: Fields, values: Mapping[str, str], add: str) -> list[Group]:
    groups = [Group(_("Turns"), (), _("Leave every field of a turn empty to take it out."))]
    for number, choices in enumerate(_counts(ActivityKind.SITUATION, values, add), 1):
        name = f"block{number}"
        fields |= pair(text, f"{name}_words", _("What happens"), rows=5)
        found = [row(f"{name}_words")]
        for place in range(1, choices + 1):
            at = f"{name}_choice{place}"
            fields[f"{at}_id"] = HiddenField()
            fields |= pair(line, f"{at}_text", _("Choice %(number)s", number=place), longest=400)
            fields |= pair(text, f"{at}_answer", _("What it leads to"), rows=3)
            found += rows(f"{at}_text", f"{at}_answer")
        more = (f"choice{number}", _("Add a choice")) if choices < MOST_CHOICES else None
        groups.append(
            Group(_("Turn %(number)s", number=number), tuple(found), add=more, inner=True)
        )
    fields |= pair(text, "closing", _("Closing text"), rows=6)
    groups.append(Group(_("At the end"), rows("closing"), add=("block", _("Add a turn"))))
    return groups


def _questions(
    fields: Fields, plan: Plan, module: ModulePlan, values: Mapping[str, str], add: str
) -> list[Group]:
    hint = _("Leave every field of a question empty to take it out.")
    groups = [Group(_("Questions"), (), hint)]
    counted = _kinds_and_counts(values, add)
    for number, (kind, count) in enumerate(counted, 1):
        added = add.partition("-")
        new_gap = added[2] if added[0] == f"choice{number}" else ""
        asked = Asked(fields, f"block{number}", values, count, new_gap)
        question_rows(asked, kind)
        _placed(asked, plan, module)
        groups.append(question_group(asked, number, kind))
    more = tuple(
        ("block" if kind is QuestionKind.SINGLE else f"block-{kind}", said)
        for kind, said in QUESTION_KINDS.items()
    )
    if len(counted) < MOST_BLOCKS[ActivityKind.CHECK]:
        leads_to = f"question-{len(counted) + 1}"
        groups.append(Group(_("Add a question"), (), adds=more, leads_to=leads_to))
    groups.append(_drawing(fields, plan))
    return groups


def _placed(asked: Asked, plan: Plan, module: ModulePlan) -> None:
    """Where a question sends back to, and from which domain it may be drawn."""
    steps = {
        step.slug: step.title["fr"] or step.title["en"] or step.slug
        for step in module.steps
        if step.kind is not ActivityKind.CHECK
    }
    asked.together(
        revisit=one_of(_("Activity to read again"), {"": _("Choose"), **steps}),
        pool=one_of(_("When it is asked"), {"": _("Always"), **_drawn_from(plan)}),
    )


def _drawn_from(plan: Plan) -> dict[str, Any]:
    names = {code: name for code, name in domains(plan).items() if DOMAIN.fullmatch(code)}
    return {code: _("Drawn from “%(domain)s”", domain=name) for code, name in names.items()}


def _drawing(fields: Fields, plan: Plan) -> Group:
    """How an attempt is put together."""
    fields["shuffled"] = tick(_("Questions and choices are shuffled in each attempt"))
    names = []
    for code, title in domains(plan).items():
        if DOMAIN.fullmatch(code):
            names.append(f"{DRAW}{code}")
            fields[names[-1]] = whole(_("How many to draw from “%(domain)s”", domain=title))
    hint = _(
        "The share of right answers that passes the check stands on the page of the programme."
        " A domain draws among the questions that name it; left empty, it draws them all."
    )
    return Group(_("What an attempt asks"), singles("shuffled", *names), hint)


def _kinds_and_counts(values: Mapping[str, str], add: str) -> list[tuple[QuestionKind, int]]:
    """The kind of each question that is shown, and how many parts it shows."""
    blocks = shape_of(ActivityKind.CHECK, values).blocks[: MOST_BLOCKS[ActivityKind.CHECK]]
    kinds = [kind_named(values.get(f"block{n}_kind", "")) for n in range(1, len(blocks) + 1)]
    found = [
        (kind, min(count, MOST.get(kind, 0))) for kind, count in zip(kinds, blocks, strict=True)
    ]
    verb, _sep, code = add.partition("-")
    if not found or (verb == "block" and len(found) < MOST_BLOCKS[ActivityKind.CHECK]):
        new = kind_named(code)
        found.append((new, FIRST.get(new, 0)))
    return [
        (kind, min(count + (verb == f"choice{number}"), MOST.get(kind, 0)))
        for number, (kind, count) in enumerate(found, 1)
    ]


def _counts(kind: ActivityKind, values: Mapping[str, str], add: str) -> list[int]:
    """The choices of each block that is shown; a new block has some places to begin with."""
    counts = list(shape_of(kind, values).blocks)[: MOST_BLOCKS[kind]]
    if not counts or (add == "block" and len(counts) < MOST_BLOCKS[kind]):
        counts.append(FIRST_CHOICES)
    for number, count in enumerate(counts, 1):
        if add == f"choice{number}":
            counts[number - 1] = min(count + 1, MOST_CHOICES)
    return counts
