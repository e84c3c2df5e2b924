"""The form of an activity, for each of its kinds; check questions have a function of their own."""

from __future__ import annotations

from collections.abc import Mapping
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
    whole,
    words,
)
from lms.catalogue.forms.sheets import Built, domains
from lms.catalogue.models import ActivityKind
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
        groups += _questions(fields, module, values, add)
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
    fields: Fields, module: ModulePlan, values: Mapping[str, str], add: str
) -> list[Group]:
    hint = _("One choice is right. Leave every field of a question empty to take it out.")
    groups = [Group(_("Questions"), (), hint, add=("block", _("Add a question")))]
    steps = {
        step.slug: step.title["fr"] or step.title["en"] or step.slug
        for step in module.steps
        if step.kind is not ActivityKind.CHECK
    }
    for number, choices in enumerate(_counts(ActivityKind.CHECK, values, add), 1):
        if values.get(f"block{number}_kind"):
            groups.append(_other(fields, number))
        else:
            groups.append(_question(fields, number, choices, steps))
    return groups


def _other(fields: Fields, number: int) -> Group:
    """A question of a kind that is not written here."""
    for end in ("id", "kind"):
        fields[f"block{number}_{end}"] = HiddenField()
    hint = _("This question is of another kind. It stays as it is.")
    return Group(_("Question %(number)s", number=number), (), hint, inner=True)


def _question(fields: Fields, number: int, choices: int, steps: Mapping[str, Any]) -> Group:
    """One question with a single right choice."""
    name = f"block{number}"
    fields[f"{name}_id"] = HiddenField()
    fields |= pair(words, f"{name}_words", _("Question"), rows=2)
    found = [row(f"{name}_words")]
    for place in range(1, choices + 1):
        at = f"{name}_choice{place}"
        fields[f"{at}_id"] = HiddenField()
        fields |= pair(line, f"{at}_text", _("Choice %(number)s", number=place), longest=400)
        fields |= pair(words, f"{at}_answer", _("Why it is right or not"), rows=2)
        found += rows(f"{at}_text", f"{at}_answer")
    places = {str(place): _("Choice %(number)s", number=place) for place in range(1, choices + 1)}
    fields[f"{name}_right"] = one_of(_("Right choice"), {"": _("Choose"), **places})
    fields[f"{name}_revisit"] = one_of(_("Activity to read again"), {"": _("Choose"), **steps})
    found += singles(f"{name}_right", f"{name}_revisit")
    more = (f"choice{number}", _("Add a choice")) if choices < MOST_CHOICES else None
    return Group(_("Question %(number)s", number=number), tuple(found), add=more, inner=True)


def _counts(kind: ActivityKind, values: Mapping[str, str], add: str) -> list[int]:
    """The choices of each block that is shown; a new block has some places to begin with."""
    counts = list(shape_of(kind, values).blocks)[: MOST_BLOCKS[kind]]
    if not counts or (add == "block" and len(counts) < MOST_BLOCKS[kind]):
        counts.append(FIRST_CHOICES)
    for number, count in enumerate(counts, 1):
        if add == f"choice{number}":
            counts[number - 1] = min(count + 1, MOST_CHOICES)
    return counts
