"""Why a training is not complete yet, in sentences: the same for its person and their tutor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lms.catalogue.models import ActivityKind
from lms.catalogue.rules.outline import ActivityOutline, ModuleOutline
from lms.certification.queries.missing import Unfinished
from lms.kernel.text import Text
from lms.learning.render import exempted_words, result_words, steps_words
from lms.requirements.models import CheckPassed
from lms.requirements.render import Line, Reader, missing_sentences, summary
from lms.requirements.rules import missing_leaves
from lms.web.i18n import day, duration, language, nested, ngettext, said
from lms.web.i18n import gettext as _

StepItem = tuple[str, str, str | None, list[str]]
"""State, title, address and remarks, for the component that draws steps."""


@dataclass(frozen=True, slots=True)
class ModuleFold:
    """One module: how far it is, and what completes each of its steps."""

    slug: str
    title: str
    done: bool
    words: str
    steps: list[StepItem]


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that the page says."""

    programme: str
    met: bool
    summary: Text
    missing: tuple[Line, ...]
    waiting: list[str]
    modules: list[ModuleFold]
    exempted: bool


def told(facts: Unfinished, step_url: Callable[[ActivityOutline], str] | None = None) -> Told:
    """The facts in words; steps are linked where the reader may open them."""
    judged = facts.judged
    teller = _Teller(facts, step_url)
    return Told(
        programme=said(judged.version.title),
        met=judged.proof.met,
        summary=summary(judged.proof),
        missing=missing_sentences(
            judged.proof, judged.titles(language()), Reader.PERSON, judged.names
        ),
        waiting=_waiting(facts),
        modules=[teller.fold(module) for module in judged.version.modules],
        exempted=bool(judged.progress.exempted),
    )


def _waiting(facts: Unfinished) -> list[str]:
    lines = [
        ngettext(
            "Quiz “%(module)s”: %(num)d text waits for a tutor’s reading; the result comes after",
            "Quiz “%(module)s”: %(num)d texts wait for a tutor’s reading; the result comes after",
            facts.texts[module.slug],
            module=nested(said(module.title)),
        )
        for module in facts.judged.version.modules
        if module.slug in facts.texts
    ]
    minutes = facts.supervision
    if minutes.logged:
        length = duration(minutes.logged)
        lines.append(_("%(length)s of supervision to be signed by the supervisor", length=length))
    if minutes.signed:
        length = duration(minutes.signed)
        lines.append(
            _("%(length)s of supervision to be answered by the person in training", length=length)
        )
    return lines


@dataclass(frozen=True, slots=True)
class _Teller:
    facts: Unfinished
    step_url: Callable[[ActivityOutline], str] | None

    def fold(self, module: ModuleOutline) -> ModuleFold:
        progress, total = self.facts.judged.progress, len(module.activities)
        settled = progress.steps_done(module) + progress.steps_exempted(module)
        steps = [self._step(step) for step in module.activities]
        return ModuleFold(
            module.slug, said(module.title), settled == total, steps_words(module, progress), steps
        )

    def _step(self, step: ActivityOutline) -> StepItem:
        progress = self.facts.judged.progress
        done_on, exempted = progress.done.get(step.id), progress.exempted.get(step.id)
        if exempted:
            remarks = [exempted_words(exempted)]
        else:
            remarks = [_("Completed on %(day)s", day=day(done_on)) if done_on else self._by(step)]
        if step.kind is ActivityKind.CHECK:
            remarks += self._results(step.module_slug)
        href = self.step_url(step) if self.step_url else None
        state = "done" if done_on else "exempted" if exempted else "todo"
        return state, said(step.title), href, remarks

    def _by(self, step: ActivityOutline) -> str:
        """What completes a step."""
        if step.kind is ActivityKind.PRACTICE:
            return _("Completed by the button “I have done this task”, at the end of the step")
        if step.kind is not ActivityKind.CHECK:
            return _("Completed by the button at the end of the step")
        percent = self._percent(step.module_slug)
        if not percent:
            return _("Completed by taking the quiz")
        return _("Completed by the quiz, with %(percent)s%% of right answers", percent=percent)

    def _percent(self, slug: str) -> int:
        leaves = (node.rule for node in missing_leaves(self.facts.judged.proof))
        asked = (rule for rule in leaves if isinstance(rule, CheckPassed) and rule.module == slug)
        return max((rule.percent for rule in asked), default=0)

    def _results(self, slug: str) -> list[str]:
        """The best result of a quiz, and what waits to be read."""
        best, version = self.facts.judged.progress.best.get(slug), self.facts.judged.version
        lines = []
        if best:
            needed = version.right_needed(slug, best.total)
            lines.append(result_words(best.right, best.total, needed))
        if slug in self.facts.texts:
            number = self.facts.texts[slug]
            lines.append(
                ngettext(
                    "%(num)d text waits for a tutor’s reading",
                    "%(num)d texts wait for a tutor’s reading",
                    number,
                )
            )
        return lines
