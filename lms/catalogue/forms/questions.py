"""The fields of a question of each kind, for checks and for the bank."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wtforms import HiddenField

from lms.catalogue.forms.fields import (
    Fields,
    Group,
    decimal,
    line,
    one_of,
    pair,
    row,
    share,
    text,
    tick,
    words,
)
from lms.catalogue.rules.checks.kinds import GapKind, QuestionKind
from lms.catalogue.rules.drafting.question_fields import gap_named
from lms.web.i18n import lazy as _

KINDS: Mapping[QuestionKind, Any] = {
    QuestionKind.SINGLE: _("One choice"),
    QuestionKind.SEVERAL: _("Several choices"),
    QuestionKind.TRUE_FALSE: _("True or false"),
    QuestionKind.SHORT: _("Short answer"),
    QuestionKind.NUMBER: _("Number"),
    QuestionKind.MATCHING: _("Matching"),
    QuestionKind.ORDERING: _("Ordering"),
    QuestionKind.GAPS: _("Gaps in a text"),
    QuestionKind.OPEN: _("Open text, read by a tutor"),
}
FIRST = {
    QuestionKind.SINGLE: 3,
    QuestionKind.SEVERAL: 3,
    QuestionKind.MATCHING: 3,
    QuestionKind.ORDERING: 3,
    QuestionKind.GAPS: 1,
}
MOST = {
    QuestionKind.SINGLE: 6,
    QuestionKind.SEVERAL: 6,
    QuestionKind.SHORT: 6,
    QuestionKind.NUMBER: 6,
    QuestionKind.MATCHING: 12,
    QuestionKind.ORDERING: 12,
    QuestionKind.GAPS: 10,
}
"""How many parts a question has at most; further answers of a short one or a number among them."""
HINTS: Mapping[QuestionKind, Any] = {
    QuestionKind.SINGLE: _("A share is only for a choice that is right in part."),
    QuestionKind.SEVERAL: _(
        "Without any share, all right choices count the same. A share below 0 takes away."
    ),
    QuestionKind.SHORT: _("Accents and capitals do not count, unless you say so. “*” is anything."),
    QuestionKind.MATCHING: _(
        "What goes together stands on one line. A line without its first half"
        " is only there to be confused with."
    ),
    QuestionKind.ORDERING: _("Write the lines in their right order: they are always shuffled."),
    QuestionKind.GAPS: _("Write [[1]], [[2]]… in the question where something is missing."),
    QuestionKind.OPEN: _("A tutor reads the answer: until then no result is given."),
}
EXPLAINED = _("What is said to everybody, whatever they answered.")
Names = Mapping[str, Any]


@dataclass(slots=True)
class Asked:
    """A question while its fields are put together; `name` begins them all."""

    fields: Fields
    name: str
    values: Mapping[str, str]
    count: int
    new_gap: str = ""
    gaps_with_accents: bool = True
    """Whether accents may count in a gap; the bank's formats cannot say it."""
    rows: list[tuple[str, ...]] = field(default_factory=list)

    def both(self, kind: Any, end: str, label: Any, **more: Any) -> None:
        """A field in both languages."""
        self.fields |= pair(kind, f"{self.name}_{end}", label, **more)
        self.rows.append(row(f"{self.name}_{end}"))

    def one(self, end: str, made: Any) -> None:
        """A field on its own."""
        self.fields[f"{self.name}_{end}"] = made
        self.rows.append((f"{self.name}_{end}",))

    def together(self, **made: Any) -> None:
        """Short fields on one row."""
        self.fields |= {f"{self.name}_{end}": one for end, one in made.items()}
        self.rows.append(tuple(f"{self.name}_{end}" for end in made))

    def hidden(self, end: str, default: str = "") -> None:
        self.fields[f"{self.name}_{end}"] = HiddenField(default=default)

    @property
    def places(self) -> range:
        return range(1, self.count + 1)


def question_rows(asked: Asked, kind: QuestionKind) -> None:
    """What every kind has, and what is its own."""
    asked.hidden("id")
    asked.hidden("kind", "" if kind is QuestionKind.SINGLE else kind.value)
    if kind is QuestionKind.GAPS:
        asked.both(words, "words", _("Text with gaps"), rows=4)
    else:
        asked.both(words, "words", _("Question"), rows=2)
    FIELDS[kind](asked)
    asked.both(words, "general", _("Explanation"), rows=2, description=EXPLAINED)


def _choices(asked: Asked, label: Any, most: Callable[[int], None]) -> None:
    for place in asked.places:
        at = f"choice{place}"
        asked.hidden(f"{at}_id")
        asked.both(line, f"{at}_text", _("Choice %(number)s", number=place), longest=400)
        asked.both(words, f"{at}_answer", label, rows=2)
        most(place)


def _single(asked: Asked) -> None:
    def partly(place: int) -> None:
        label = _("Share of choice %(number)s, in per cent", number=place)
        asked.one(f"choice{place}_percent", share(label))

    _choices(asked, _("Why it is right or not"), partly)
    places = {str(place): _("Choice %(number)s", number=place) for place in asked.places}
    asked.one("right", one_of(_("Right choice"), {"": _("Choose"), **places}))


def _several(asked: Asked) -> None:
    def right(place: int) -> None:
        at = f"choice{place}"
        label = _("Share of choice %(number)s, in per cent", number=place)
        asked.together(
            **{
                f"{at}_right": tick(_("Choice %(number)s is right", number=place)),
                f"{at}_percent": share(label, -100),
            }
        )

    _choices(asked, _("Why it is right or not"), right)


def _true_false(asked: Asked) -> None:
    answers = {"": _("Choose"), "true": _("True"), "false": _("False")}
    asked.one("right", one_of(_("Right answer"), answers))
    asked.both(words, "if_true", _("What is said to whoever answers true"), rows=2)
    asked.both(words, "if_false", _("What is said to whoever answers false"), rows=2)


def _strict(at: str) -> Fields:
    return {
        f"{at}case": tick(_("Capitals count")),
        f"{at}accents": tick(_("Accents count")),
    }


def _short(asked: Asked) -> None:
    asked.both(words, "accepted", _("Accepted answers, one on each line"), rows=3)
    asked.together(**_strict(""))
    for place in asked.places:
        at = f"choice{place}"
        label = _("Answers that are right in part (%(number)s)", number=place)
        asked.both(words, f"{at}_accepted", label, rows=2)
        _partly(asked, at)


def _partly(asked: Asked, at: str) -> None:
    asked.one(f"{at}_percent", share(_("Their share, in per cent")))
    asked.both(words, f"{at}_answer", _("What is said to them"), rows=2)


def _around(at: str) -> Fields:
    return {
        f"{at}value": decimal(_("Expected number")),
        f"{at}tolerance": decimal(_("Give or take"), signed=False),
    }


def _number(asked: Asked) -> None:
    asked.together(**_around(""))
    asked.both(line, "unit", _("Unit"), longest=60)
    for place in asked.places:
        asked.together(**_around(f"choice{place}_"))
        _partly(asked, f"choice{place}")


def _matching(asked: Asked) -> None:
    for place in asked.places:
        at = f"choice{place}"
        asked.hidden(f"{at}_id")
        asked.hidden(f"{at}_match_id")
        asked.both(line, f"{at}_text", _("Line %(number)s", number=place), longest=400)
        label = _("What goes with line %(number)s", number=place)
        asked.both(line, f"{at}_match", label, longest=400)


def _ordering(asked: Asked) -> None:
    for place in asked.places:
        asked.hidden(f"choice{place}_id")
        label = _("Place %(number)s", number=place)
        asked.both(line, f"choice{place}_text", label, longest=400)


def _gaps(asked: Asked) -> None:
    for place in asked.places:
        at = f"choice{place}_"
        is_new = place == asked.count and bool(asked.new_gap)
        kind = asked.values.get(f"{asked.name}_{at}kind") or (asked.new_gap if is_new else "")
        named = gap_named(kind)
        asked.hidden(f"{at}kind", named.value)
        GAP_FIELDS[named](asked, at, place)


def _gap_short(asked: Asked, at: str, place: int) -> None:
    label = _("Gap %(number)s: accepted words, one on each line", number=place)
    asked.both(words, f"{at}accepted", label, rows=2)
    strict = _strict(at)
    if not asked.gaps_with_accents:
        del strict[f"{at}accents"]
    asked.together(**strict)


def _gap_choice(asked: Asked, at: str, place: int) -> None:
    label = _("Gap %(number)s: its choices, one on each line", number=place)
    hint = _("The right one first: readers see them in the order of the alphabet.")
    asked.both(words, f"{at}lines", label, rows=3, description=hint)


def _gap_number(asked: Asked, at: str, place: int) -> None:
    asked.together(
        **{
            f"{at}value": decimal(_("Gap %(number)s: expected number", number=place)),
            f"{at}tolerance": decimal(_("Give or take"), signed=False),
        }
    )


def _open(asked: Asked) -> None:
    asked.both(text, "guide", _("What the tutor looks for"), rows=4, longest=1_000)


GAP_FIELDS: Mapping[GapKind, Callable[[Asked, str, int], None]] = {
    GapKind.SHORT: _gap_short,
    GapKind.CHOICE: _gap_choice,
    GapKind.NUMBER: _gap_number,
}
FIELDS: Mapping[QuestionKind, Callable[[Asked], None]] = {
    QuestionKind.SINGLE: _single,
    QuestionKind.SEVERAL: _several,
    QuestionKind.TRUE_FALSE: _true_false,
    QuestionKind.SHORT: _short,
    QuestionKind.NUMBER: _number,
    QuestionKind.MATCHING: _matching,
    QuestionKind.ORDERING: _ordering,
    QuestionKind.GAPS: _gaps,
    QuestionKind.OPEN: _open,
}
MORE: Mapping[QuestionKind, Any] = {
    QuestionKind.SINGLE: _("Add a choice"),
    QuestionKind.SEVERAL: _("Add a choice"),
    QuestionKind.SHORT: _("Add answers that are right in part"),
    QuestionKind.NUMBER: _("Add a number that is right in part"),
    QuestionKind.MATCHING: _("Add a line"),
    QuestionKind.ORDERING: _("Add a line"),
}
GAPS_MORE: Mapping[GapKind, Any] = {
    GapKind.SHORT: _("Add a gap: a word"),
    GapKind.CHOICE: _("Add a gap: a choice"),
    GapKind.NUMBER: _("Add a gap: a number"),
}


def buttons(number: int, kind: QuestionKind, count: int) -> tuple[tuple[str, Any], ...]:
    """What can be added to a question: the names of the buttons, and their words."""
    if count >= MOST.get(kind, 0):
        return ()
    if kind is QuestionKind.GAPS:
        return tuple((f"choice{number}-{gap}", said) for gap, said in GAPS_MORE.items())
    return ((f"choice{number}", MORE[kind]),)


def question_group(asked: Asked, number: int, kind: QuestionKind, *, alone: bool = False) -> Group:
    """The group of a question, once its rows are there; `alone` on its page, it has no number."""
    title = _("Question %(number)s: %(kind)s", number=number, kind=KINDS[kind])
    anchor = f"question-{number}"
    return Group(
        _("The question") if alone else title,
        tuple(asked.rows),
        HINTS.get(kind, ""),
        inner=not alone,
        adds=buttons(number, kind, asked.count),
        anchor=anchor,
        leads_to=anchor,
    )
