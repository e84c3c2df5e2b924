"""A trainee's and a supervisor's first page, shaped from outlines, deeds and proofs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for

from lms.catalogue.rules.outline import ActivityOutline, ModuleOutline, VersionOutline
from lms.home.queries.training import Deeds, TrainingRow
from lms.home.render.words import StepItem, steps_words, titles
from lms.home.rules import Next, Stage, next_action
from lms.learning.render import also_exempted
from lms.learning.rules import ModuleState, Progress, exemption_facts, learning_facts
from lms.learning.rules.pace import Absence, civil_day
from lms.requirements.models import Facts, Proof
from lms.requirements.render import Line, Reader, missing_sentences
from lms.requirements.rules import evaluate
from lms.supervision.rules.minutes import Totals, ledger_minutes, totals
from lms.web.i18n import day, duration, ngettext, said
from lms.web.i18n import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One training as its person's first page shows it."""

    training: TrainingRow
    version: VersionOutline
    progress: Progress
    next: Next
    supervision: Totals
    missing: tuple[Line, ...]
    several: bool
    today: date
    """Where the organisation is."""

    @property
    def paused(self) -> bool:
        """Whether the training waits today."""
        return self.training.paused_on(self.today)

    @property
    def back(self) -> Absence | None:
        """The pause that ran out by itself, until a step is done after it."""
        pause = self.training.pause
        if pause is None or self.paused or pause.returns_on is None:
            return None
        since = (day for day in self.progress.done.values() if day >= pause.returns_on)
        return None if any(since) else pause

    @property
    def counted(self) -> int:
        """Minutes that both sides signed; those left unanswered are told apart."""
        return self.supervision.counted

    def url(self, endpoint: str, **values: Any) -> str:
        """An address inside this training; it names the training when there are several."""
        if self.several:
            values["programme"] = self.training.public_id
        return url_for(endpoint, **values)

    def step_url(self, step: ActivityOutline, anchor: str | None = None) -> str:
        where = {"slug": step.module_slug, "number": step.position}
        return self.url("learning.step", **where, _anchor=anchor)

    @property
    def modules_done(self) -> str:
        """How many modules are completed, in words."""
        over = [m for m in self.version.modules if self.progress.state_of(m) is ModuleState.DONE]
        done = sum(self.progress.steps_done(module) > 0 for module in over)
        words = ngettext(
            "%(num)d module completed of %(total)d",
            "%(num)d modules completed of %(total)d",
            done,
            total=len(self.version.modules),
        )
        return f"{words}, {also_exempted(len(over) - done)}" if len(over) > done else words

    @property
    def path(self) -> list[StepItem]:
        """The modules in words: state, title, address, remarks."""
        return [self._module(module) for module in self.version.modules]

    def _module(self, module: ModuleOutline) -> StepItem:
        state = self.progress.state_of(module)
        current = self.next.module == module
        over = "exempted" if self.progress.steps_exempted(module) else "done"
        look = over if state is ModuleState.DONE else "now" if current else "todo"
        href = self.url("learning.module", slug=module.slug)
        return look, said(module.title), href, module_words(module, self.progress)

    @property
    def hours(self) -> list[tuple[int, str, int, int | None]]:
        """The two ledgers with what the programme plans and asks."""
        planned = (1, _("Training (planned length)"), self.progress.minutes(self.version))
        signed = (3, _("Signed supervision"), self.counted)
        asked = self.version.supervision_minutes or None
        return [(*planned, self.version.minutes), (*signed, asked)]


def desk_of(
    training: TrainingRow, version: VersionOutline, deeds: Deeds, *, now: datetime, several: bool
) -> Desk:
    """Judge a training from its deeds and say what comes next."""
    progress = deeds.progress(version, training.organisation_id)
    parts = deeds.parts_in(training.organisation_id)
    modules, checks, planned = learning_facts(progress, version)
    minutes = (planned, ledger_minutes(parts, now=now))
    facts = Facts(modules, checks, minutes, exemption_facts(progress, version))
    proof = evaluate(version.rule_set, facts)
    todo = next_action(version, progress, proof, issued=training.certificate is not None)
    return Desk(
        training=training,
        version=version,
        progress=progress,
        next=todo,
        supervision=totals(parts, now=now),
        missing=_missing(version, progress, proof) if todo.stage is Stage.REMAINS else (),
        several=several,
        today=civil_day(now, training.time_zone),
    )


def _missing(version: VersionOutline, progress: Progress, proof: Proof) -> tuple[Line, ...]:
    names = {one.public_id: one.by for one in progress.exempted.values() if one.by}
    return missing_sentences(proof, titles(version), Reader.PERSON, names)


def module_words(module: ModuleOutline, progress: Progress) -> list[str]:
    """How far a module is: what is done, and about how long the rest is."""
    state = progress.state_of(module)
    exempted, last = progress.steps_exempted(module), progress.last_day_in(module)
    if state is ModuleState.DONE and last:
        return _over(progress.steps_done(module), exempted, day(last))
    left = duration(progress.minutes_left_in(module))
    if state is ModuleState.TODO:
        return [_("About %(length)s", length=left)]
    steps = steps_words(progress.steps_done(module), len(module.activities), exempted)
    return [steps, _left(left)]


def _over(done: int, exempted: int, last: str) -> list[str]:
    """A module where nothing is left to do."""
    if not exempted:
        return [_("Completed on %(day)s", day=last)]
    if not done:
        return [_("Exempted on %(day)s", day=last)]
    return [_("Completed, with an exemption, on %(day)s", day=last)]


def _left(length: str) -> str:
    return _("about %(length)s left", length=length)


def day_heading(today: date) -> str:
    """Lundi 23 novembre 2026."""
    return _capital(day(today, "full"))


def day_lead(to_sign: int, to_answer: int) -> str:
    """What waits for a supervisor, in one sentence."""
    parts = []
    if to_sign:
        parts.append(ngettext("%(num)d session to sign", "%(num)d sessions to sign", to_sign))
    if to_answer:
        parts.append(
            ngettext("%(num)d agreement to answer", "%(num)d agreements to answer", to_answer)
        )
    return _capital(", ".join(parts)) + "." if parts else _("Nothing waits for you.")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
