"""A question of any kind as its reader meets it: its form, and answers put into words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from lms.catalogue.rules.checks.kinds import GapKind, QuestionKind, kind_of
from lms.catalogue.rules.checks.reading import GAP
from lms.catalogue.rules.questions.spelling import number_said
from lms.web.fields import FreeLine, options, short
from lms.web.form import Form
from lms.web.i18n import gettext, in_type
from lms.web.i18n import lazy as _

Question = Mapping[str, Any]
LONGEST_WORDS = 200
LONGEST_NUMBER = 40
CHOOSE = _("Choose an answer, or skip this question for now.")
WRITE = _("Write an answer, or skip this question for now.")
TYPING = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
YES, NO = "true", "false"


class QuestionForm(Form):
    """The answer to one question of a check; see `question_form`."""

    once = False
    kind: QuestionKind
    parts: tuple[str, ...] = ()
    """The ids of lines, items or places of gaps, in the order of their fields."""

    def given(self) -> Any:
        """What was answered, as it is kept."""
        return GIVEN[self.kind](self)

    def part(self, number: int) -> Any:
        """The field of a line or a gap (from 1)."""
        return self[f"part_{number}"]

    def show(self, given: Any) -> None:
        """Fill the fields with an earlier answer."""
        SHOW[self.kind](self, given)

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field, and then the whole."""
        fine = bool(super().validate(extra_validators))
        words = WHOLE[self.kind](self) if fine and self.kind in WHOLE else None
        if words is not None:
            first = self.part(1)
            first.errors = [*first.errors, words]
        return fine and words is None


def question_form(question: Question, *, prefix: str = "") -> QuestionForm:
    """The form of a question whose answer is not an open text; shown twice, with a prefix."""
    kind = kind_of(question)
    fields = {"kind": kind, **FIELDS[kind](question)}
    made: QuestionForm = type("AnswerToQuestion", (QuestionForm,), fields)(prefix=prefix)
    return made


# The fields of each kind.


def _words(parts: Sequence[Mapping[str, str]]) -> dict[str, str]:
    return {part["id"]: in_type(part["text"]) for part in parts}


def _single(question: Question) -> dict[str, Any]:
    choices = options(_words(question["choices"]))
    return {"choice": RadioField(_("Your answer"), [InputRequired(CHOOSE)], choices=choices)}


def _several(question: Question) -> dict[str, Any]:
    field = SelectMultipleField(
        _("Your answers"),
        [InputRequired(CHOOSE)],
        choices=options(_words(question["choices"])),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    return {"choice": field}


def _true_false(question: Question) -> dict[str, Any]:
    choices = options({YES: gettext("True"), NO: gettext("False")})
    return {"choice": RadioField(_("Your answer"), [InputRequired(CHOOSE)], choices=choices)}


def _short(question: Question) -> dict[str, Any]:
    checks = [DataRequired(WRITE), short(LONGEST_WORDS)]
    return {"text": FreeLine(_("Your answer"), checks, render_kw=TYPING)}


def _number(question: Question) -> dict[str, Any]:
    typing = {**TYPING, "inputmode": "decimal"}
    checks = [DataRequired(WRITE), short(LONGEST_NUMBER), _is_number]
    label = _("Your answer")
    if question.get("unit"):
        label = _("Your answer, in %(unit)s", unit=question["unit"])
    return {"text": FreeLine(label, checks, render_kw=typing)}


def _is_number(_form: Form, field: Any) -> None:
    if (field.data or "").strip() and number_said(field.data, ()) is None:
        raise ValidationError(gettext("Write a number alone, for example 12 or 12.5."))


def _matching(question: Question) -> dict[str, Any]:
    matches = {"": gettext("Choose"), **_words(question["matches"])}
    fields = {
        f"part_{number}": SelectField(in_type(item["text"]), choices=options(matches))
        for number, item in enumerate(question["items"], 1)
    }
    return {"parts": _ids(question["items"]), **fields}


def _ordering(question: Question) -> dict[str, Any]:
    total = len(question["items"])
    places = {"": gettext("Place"), **{str(place): str(place) for place in range(1, total + 1)}}
    fields = {
        f"part_{number}": SelectField(in_type(item["text"]), choices=options(places))
        for number, item in enumerate(question["items"], 1)
    }
    return {"parts": _ids(question["items"]), **fields}


def _gaps(question: Question) -> dict[str, Any]:
    fields = {f"part_{n}": _gap(n, gap) for n, gap in enumerate(question["gaps"], 1)}
    return {"parts": tuple(str(n) for n in range(1, len(fields) + 1)), **fields}


def _gap(number: int, gap: Mapping[str, Any]) -> Any:
    label = _("Gap %(number)s", number=number)
    if gap["kind"] == GapKind.CHOICE:
        choices = options({"": gettext("Choose"), **_words(gap["choices"])})
        return SelectField(label, choices=choices)
    if gap["kind"] == GapKind.NUMBER:
        typing = {**TYPING, "inputmode": "decimal", "size": 8}
        return FreeLine(label, [short(LONGEST_NUMBER), _is_number], render_kw=typing)
    return FreeLine(label, [short(LONGEST_WORDS)], render_kw={**TYPING, "size": 18})


def _ids(parts: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    return tuple(part["id"] for part in parts)


FIELDS: dict[QuestionKind, Callable[[Question], dict[str, Any]]] = {
    QuestionKind.SINGLE: _single,
    QuestionKind.SEVERAL: _several,
    QuestionKind.TRUE_FALSE: _true_false,
    QuestionKind.SHORT: _short,
    QuestionKind.NUMBER: _number,
    QuestionKind.MATCHING: _matching,
    QuestionKind.ORDERING: _ordering,
    QuestionKind.GAPS: _gaps,
}


# What only the whole form can say.


def _any_part(form: QuestionForm) -> str | None:
    filled = any((form.part(n).data or "").strip() for n in range(1, len(form.parts) + 1))
    return None if filled else gettext("Answer one line at least, or skip this question for now.")


def _each_place_once(form: QuestionForm) -> str | None:
    total = len(form.parts)
    places = sorted(form.part(number).data or "" for number in range(1, total + 1))
    if places == sorted(str(place) for place in range(1, total + 1)):
        return None
    return gettext("Give each line a place of its own, from 1 to %(total)s.", total=total)


WHOLE: dict[QuestionKind, Callable[[QuestionForm], str | None]] = {
    QuestionKind.MATCHING: _any_part,
    QuestionKind.GAPS: _any_part,
    QuestionKind.ORDERING: _each_place_once,
}


# From the fields to what is kept, and back.


def _chosen(form: QuestionForm) -> Any:
    return form["choice"].data


def _typed(form: QuestionForm) -> Any:
    return " ".join((form["text"].data or "").split())


def _matched(form: QuestionForm) -> dict[str, str]:
    lines = {item: form.part(n).data for n, item in enumerate(form.parts, 1)}
    return {item: match for item, match in lines.items() if match}


def _placed(form: QuestionForm) -> list[str]:
    places = {int(form.part(n).data): item for n, item in enumerate(form.parts, 1)}
    return [places[place] for place in sorted(places)]


def _filled(form: QuestionForm) -> list[str]:
    return [(form.part(n).data or "").strip() for n in range(1, len(form.parts) + 1)]


GIVEN: dict[QuestionKind, Callable[[QuestionForm], Any]] = {
    QuestionKind.SINGLE: _chosen,
    QuestionKind.SEVERAL: lambda form: list(_chosen(form)),
    QuestionKind.TRUE_FALSE: lambda form: _chosen(form) == YES,
    QuestionKind.SHORT: _typed,
    QuestionKind.NUMBER: _typed,
    QuestionKind.MATCHING: _matched,
    QuestionKind.ORDERING: _placed,
    QuestionKind.GAPS: _filled,
}


def _show_choice(form: QuestionForm, given: Any) -> None:
    form["choice"].data = given


def _show_truth(form: QuestionForm, given: Any) -> None:
    form["choice"].data = YES if given else NO


def _show_text(form: QuestionForm, given: Any) -> None:
    form["text"].data = given


def _show_matches(form: QuestionForm, given: Any) -> None:
    for number, item in enumerate(form.parts, 1):
        form.part(number).data = given.get(item, "")


def _show_places(form: QuestionForm, given: Any) -> None:
    for number, item in enumerate(form.parts, 1):
        form.part(number).data = str(given.index(item) + 1) if item in given else ""


def _show_gaps(form: QuestionForm, given: Any) -> None:
    for number, text in enumerate(given[: len(form.parts)], 1):
        form.part(number).data = text


SHOW: dict[QuestionKind, Callable[[QuestionForm, Any], None]] = {
    QuestionKind.SINGLE: _show_choice,
    QuestionKind.SEVERAL: _show_choice,
    QuestionKind.TRUE_FALSE: _show_truth,
    QuestionKind.SHORT: _show_text,
    QuestionKind.NUMBER: _show_text,
    QuestionKind.MATCHING: _show_matches,
    QuestionKind.ORDERING: _show_places,
    QuestionKind.GAPS: _show_gaps,
}


def pieces_of(text: str) -> list[tuple[str, int]]:
    """A text with gaps in pieces: words, and the number of the gap that follows (0: none)."""
    parts = GAP.split(in_type(text))
    words, numbers = parts[::2], [int(number) for number in parts[1::2]]
    return [(piece, number) for piece, number in zip(words, [*numbers, 0], strict=True)]
