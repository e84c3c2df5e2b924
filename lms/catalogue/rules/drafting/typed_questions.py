"""The fields of a form back into one question for each language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lms.catalogue.rules.checks.kinds import QuestionKind
from lms.catalogue.rules.checks.reading import GAP
from lms.catalogue.rules.drafting.banked_fields import BLOCK, shown
from lms.catalogue.rules.drafting.merging import Values
from lms.catalogue.rules.drafting.question_fields import YES, kind_named
from lms.catalogue.rules.drafting.question_files import lines_in, number_in, used
from lms.catalogue.rules.places import LANGUAGES
from lms.catalogue.rules.questions import model
from lms.catalogue.rules.questions.model import ALL, NONE, Choice, NumberAnswer, Question, Words
from lms.catalogue.rules.questions.reasons import Why
from lms.catalogue.rules.questions.soundness import faults
from lms.catalogue.rules.questions.texts import name_of, plainly, trim
from lms.kernel.folding import fold
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import Text, _


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of a question in one language; words that nobody touched keep their format."""

    values: Values
    locale: str
    held: Mapping[str, Words]

    def text(self, name: str) -> str:
        return trim(self.values.get(f"{name}_{self.locale}", ""))

    def words(self, name: str) -> Words:
        return self.as_words(self.text(name))

    def as_words(self, text: str) -> Words:
        return self.held.get(text) or Words(text, _format_of(text))

    def lines(self, name: str) -> list[str]:
        return lines_in(self.text(name))

    def ticked(self, name: str) -> bool:
        return self.values.get(name) == YES

    def share(self, name: str) -> Decimal | None:
        return _decimal(self.values.get(name, ""))

    @property
    def parts(self) -> list[str]:
        return used(self.values)


def _format_of(text: str) -> model.TextFormat:
    plain = set("<&") & set(text)
    return model.TextFormat.PLAIN if plain else model.TextFormat.MOODLE


def _decimal(text: str) -> Decimal | None:
    value = number_in(text)
    return None if value is None else plainly(Decimal(str(value)))


def banked_question(values: Values, locale: str, held: Question | None) -> Question | None:
    """The question in this language; nothing where it was not written in it."""
    typed = Typed(values, locale, _words_in(held) if held else {})
    text = typed.words("words")
    if not text:
        return None
    kind = kind_named(values.get("kind", ""))
    common: dict[str, Any] = {
        "name": held.name if held and text == held.text else name_of(text),
        "text": text,
        "general": typed.words("general"),
    }
    if held is not None:
        kept = ("category", "tags", "code", "points", "outcomes")
        common |= {name: getattr(held, name) for name in kept}
    return MADE[kind](typed, common)


def _words_in(held: Any) -> dict[str, Words]:
    """Every text of a question as a form shows it."""
    found: dict[str, Words] = {}
    waiting = [held]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Words):
            found[shown(one)] = one
        elif isinstance(one, tuple):
            waiting += one
        elif hasattr(one, "__dataclass_fields__"):
            waiting += [getattr(one, name) for name in one.__dataclass_fields__]
    return found


Made = Callable[[Typed, dict[str, Any]], Question]


def _made_single(typed: Typed, common: dict[str, Any]) -> Question:
    right = f"choice{typed.values.get('right', '')}"
    choices = tuple(
        _made_choice(typed, at, ALL if at == right else typed.share(f"{at}_percent") or NONE)
        for at in typed.parts
    )
    return model.SingleChoice(choices=choices, **common)


def _made_choice(typed: Typed, at: str, percent: Decimal) -> Choice:
    words = typed.words(f"{at}_text")
    return Choice(words=words, percent=percent, feedback=typed.words(f"{at}_answer"))


def _made_several(typed: Typed, common: dict[str, Any]) -> Question:
    shares = {at: typed.share(f"{at}_percent") for at in typed.parts}
    right = [at for at in shares if typed.ticked(f"{at}_right")]
    if all(share is None for share in shares.values()):
        part = plainly(round(ALL / max(len(right), 1), 5))
        worth = {at: part if at in right else -part for at in shares}
    else:
        worth = {
            at: share if share is not None else ALL if at in right else NONE
            for at, share in shares.items()
        }
    choices = tuple(_made_choice(typed, at, worth[at]) for at in shares)
    return model.SeveralChoices(choices=choices, **common)


def _made_true_false(typed: Typed, common: dict[str, Any]) -> Question:
    right = typed.values.get("right", "")
    if not right:
        raise RuleBroken(f"{BLOCK}right", _("Say which answer is right."))
    return model.TrueFalse(
        right=right == "true",
        if_true=typed.words("if_true"),
        if_false=typed.words("if_false"),
        **common,
    )


def _made_accepted(typed: Typed, at: str) -> tuple[Choice, ...]:
    lines = typed.lines(f"{at}accepted")
    return tuple(Choice(words=model.plain(line), percent=ALL) for line in lines)


def _made_short(typed: Typed, common: dict[str, Any]) -> Question:
    partly = tuple(
        Choice(
            words=model.plain(line),
            percent=_partly_worth(typed, at),
            feedback=typed.words(f"{at}_answer"),
        )
        for at in typed.parts
        for line in typed.lines(f"{at}_accepted")
    )
    return model.ShortAnswer(
        answers=_made_accepted(typed, "") + partly,
        case_matters=typed.ticked("case"),
        accents_matter=typed.ticked("accents"),
        **common,
    )


def _partly_worth(typed: Typed, at: str) -> Decimal:
    share = typed.share(f"{at}_percent")
    return Decimal(50) if share is None else share


def _made_number(typed: Typed, common: dict[str, Any]) -> Question:
    best = _made_around(typed, "", ALL)
    partly = (_made_around(typed, f"{at}_", _partly_worth(typed, at)) for at in typed.parts)
    unit = typed.text("unit")
    return model.Number(
        answers=tuple(one for one in (best, *partly) if one is not None),
        units=(model.Unit(unit),) if unit else (),
        **common,
    )


def _made_around(typed: Typed, at: str, percent: Decimal) -> NumberAnswer | None:
    value = typed.share(f"{at}value")
    if value is None:
        return None
    tolerance = typed.share(f"{at}tolerance") or NONE
    feedback = typed.words(f"{at}answer") if at else Words()
    return NumberAnswer(value=value, tolerance=tolerance, percent=percent, feedback=feedback)


def _made_matching(typed: Typed, common: dict[str, Any]) -> Question:
    pairs = tuple(
        model.Pair(typed.words(f"{at}_text"), typed.text(f"{at}_match"))
        for at in typed.parts
        if typed.text(f"{at}_match")
    )
    return model.Matching(pairs=pairs, **common)


def _made_ordering(typed: Typed, common: dict[str, Any]) -> Question:
    items = tuple(typed.words(f"{at}_text") for at in typed.parts)
    return model.Ordering(items=tuple(item for item in items if item), **common)


def _made_gaps(typed: Typed, common: dict[str, Any]) -> Question:
    gaps = tuple(_made_gap(typed, f"{at}_") for at in typed.parts)
    wanted = [str(number) for number in range(1, len(gaps) + 1)]
    if GAP.findall(common["text"].text) != wanted:
        words = _(
            "Write the signs of the gaps in the text, from [[1]] to [[%(count)s]], once, in order.",
            count=max(len(gaps), 1),
        )
        raise RuleBroken(f"{BLOCK}words_{typed.locale}", words)
    return model.Gaps(gaps=gaps, **common)


def _made_gap(typed: Typed, at: str) -> model.Gap:
    kind = typed.values.get(f"{at}kind") or "short"
    if kind == "number":
        counted = _made_around(typed, at, ALL)
        return model.Gap(kind=model.GapKind.NUMBER, numbers=(counted,) if counted else ())
    if kind == "short":
        accepted = _made_accepted(typed, at)
        case = typed.ticked(f"{at}case")
        return model.Gap(kind=model.GapKind.SHORT, choices=accepted, case_matters=case)
    form = typed.words("words").format
    choices = [
        Choice(words=Words(line, form), percent=NONE if place else ALL)
        for place, line in enumerate(typed.lines(f"{at}lines"))
    ]
    choices.sort(key=lambda one: fold(one.words.text))
    return model.Gap(kind=model.GapKind.CHOICE, choices=tuple(choices))


def _made_open(typed: Typed, common: dict[str, Any]) -> Question:
    return model.OpenText(guide=typed.words("guide"), **common)


MADE: Mapping[QuestionKind, Made] = {
    QuestionKind.SINGLE: _made_single,
    QuestionKind.SEVERAL: _made_several,
    QuestionKind.TRUE_FALSE: _made_true_false,
    QuestionKind.SHORT: _made_short,
    QuestionKind.NUMBER: _made_number,
    QuestionKind.MATCHING: _made_matching,
    QuestionKind.ORDERING: _made_ordering,
    QuestionKind.GAPS: _made_gaps,
    QuestionKind.OPEN: _made_open,
}


def asked_here(values: Values, held: Mapping[str, Question]) -> dict[str, Question]:
    """The question in each language in which it was written; refused where nobody could answer."""
    said = {n.removeprefix(BLOCK): v for n, v in values.items() if n.startswith(BLOCK)}
    found = {
        locale: question
        for locale in LANGUAGES
        if (question := banked_question(said, locale, held.get(locale))) is not None
    }
    if not found:
        raise RuleBroken(f"{BLOCK}words_fr", _("Write the question, in one language at least."))
    for locale, question in found.items():
        for why in faults(question):
            raise RuleBroken(_field_of(question, why, locale), SAID.get(why, why.value))
    return found


def _field_of(question: Question, why: Why, locale: str) -> str:
    """The field where something lacks."""
    end = ENDS.get(type(question), f"words_{locale}") if why in SAID else f"words_{locale}"
    return f"{BLOCK}{end.replace('@', locale)}"


ENDS: Mapping[type[Question], str] = {
    model.SingleChoice: "right",
    model.SeveralChoices: "choice1_text_@",
    model.ShortAnswer: "accepted_@",
    model.Number: "value",
    model.Matching: "choice1_text_@",
    model.Ordering: "choice1_text_@",
}
SAID: Mapping[Why, Text] = {
    Why.FEW_CHOICES: _("Write two choices at least."),
    Why.FEW_PAIRS: _("Write two lines at least, and what goes with each."),
    Why.FEW_ITEMS: _("Write two lines at least."),
    Why.NO_ANSWER: _("Say which answer is right."),
    Why.NO_RIGHT: _("Say which answer is right."),
    Why.NO_POSITIVE: _("Say which choices are right."),
    Why.NO_GAP: _("Write [[1]], [[2]]… in the question where something is missing."),
}
