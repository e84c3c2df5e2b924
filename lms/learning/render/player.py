"""What the player's pages show, shaped from outlines, bodies and answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lms.catalogue.models import ActivityKind, ModuleTextKind
from lms.catalogue.rules.outline import ActivityOutline, ModuleOutline
from lms.catalogue.rules.search.library import Shelved
from lms.learning.queries.progress import DoneSteps
from lms.learning.rules import Exempted, Progress
from lms.web.i18n import day, duration, ngettext, said
from lms.web.i18n import gettext as _

StepItem = tuple[str, str, str | None, list[str]]


def step_items(
    module: ModuleOutline,
    progress: Progress,
    now: ActivityOutline | None,
    href: Callable[[ActivityOutline], str],
) -> list[StepItem]:
    """The steps of a module for the list beside the text."""
    return [_step_item(step, progress, step == now, href(step)) for step in module.activities]


def _step_item(step: ActivityOutline, progress: Progress, current: bool, href: str) -> StepItem:
    done = progress.done
    exempted = progress.exempted.get(step.id)
    over = "done" if step.id in done else "exempted" if exempted else "todo"
    state = "now" if current else over
    meta = [duration(step.minutes), kind_words(step.kind)]
    if exempted:
        meta.insert(0, exempted_words(exempted))
    if current and step.id in done:
        meta.insert(0, _("completed"))
    if isinstance(done, DoneSteps) and step.id in done.changed:
        meta.append(_("text changed since"))
    if step.sheet.get("sensitive"):
        meta.append(_("sensitive topic"))
    return state, said(step.title), href, [words for words in meta if words]


def steps_words(module: ModuleOutline, progress: Progress) -> str:
    """3 steps completed out of 9, 2 exempted."""
    words = ngettext(
        "%(num)d step completed out of %(total)d",
        "%(num)d steps completed out of %(total)d",
        progress.steps_done(module),
        total=len(module.activities),
    )
    exempted = progress.steps_exempted(module)
    return f"{words}, {also_exempted(exempted)}" if exempted else words


def also_exempted(number: int) -> str:
    """How many steps are exempted, after how many are done."""
    return ngettext("%(num)d exempted", "%(num)d exempted", number)


def exempted_words(exempted: Exempted) -> str:
    """Since when, and who said so."""
    if not exempted.by:
        return _("Exempted on %(day)s", day=day(exempted.on))
    return _("Exempted on %(day)s by %(name)s", day=day(exempted.on), name=exempted.by)


def kind_words(kind: ActivityKind) -> str:
    """What one does in a step; a text needs no word."""
    return {
        ActivityKind.TEXT: "",
        ActivityKind.SITUATION: _("situation"),
        ActivityKind.REFLECTION: _("reflection"),
        ActivityKind.CHECK: _("quiz"),
        ActivityKind.PRACTICE: _("to do where you are"),
    }[kind]


def place_words(found: Shelved) -> list[str]:
    """Where a page stands that was found: its module, then what it is there."""
    module = found.module
    place = [_("Module %(number)s, %(title)s", number=module.position, title=said(module.title))]
    if found.beside is ModuleTextKind.SUMMARY:
        place.append(_("the main points on one page"))
    elif found.beside is ModuleTextKind.SESSION:
        place.append(_("the group session"))
    elif found.step is not None:
        place.append(_("step %(number)s", number=found.step.position))
        place.append(kind_words(found.step.kind) or _("text"))
        if found.step.sheet.get("sensitive"):
            place.append(_("sensitive topic"))
    return place


@dataclass(frozen=True, slots=True)
class Turn:
    """A moment of a situation: `chosen` is the choice that was opened, `others` the rest."""

    number: int
    prompt: str
    choices: tuple[Mapping[str, str], ...]
    chosen: Mapping[str, str] | None

    @property
    def name(self) -> str:
        """Its name in the address and its anchor."""
        return f"turn-{self.number}"

    @property
    def others(self) -> tuple[Mapping[str, str], ...]:
        return tuple(choice for choice in self.choices if choice is not self.chosen)


def turns_shown(body: Mapping[str, Any], chosen: Mapping[str, str]) -> tuple[Turn, ...]:
    """The turns up to the first one where nothing was chosen yet."""
    shown: list[Turn] = []
    for number, turn in enumerate(body["turns"], 1):
        choices = tuple(turn["choices"])
        asked = chosen.get(f"turn-{number}")
        opened = next((choice for choice in choices if choice["id"] == asked), None)
        shown.append(Turn(number, turn["prompt"], choices, opened))
        if opened is None:
            break
    return tuple(shown)
