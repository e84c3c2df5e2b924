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
from lms.learning.rules import ModuleState, Progress, learning_facts
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
        done = sum(self.progress.state_of(m) is ModuleState.DONE for m in self.version.modules)
        return ngettext(
            "%(num)d module completed of %(total)d",
            "%(num)d modules completed of %(total)d",
            done,
            total=len(self.version.modules),
        )

    @property
    def path(self) -> list[StepItem]:
        """The modules in words: state, title, address, remarks."""
        return [self._module(module) for module in self.version.modules]

    def _module(self, module: ModuleOutline) -> StepItem:
        state = self.progress.state_of(module)
        current = self.next.module == module
        look = "done" if state is ModuleState.DONE else "now" if current else "todo"
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
    progress = deeds.progress(version)
    parts = deeds.parts_in(training.organisation_id)
    modules, checks, planned = learning_facts(progress, version)
    facts = Facts(modules, checks, (planned, ledger_minutes(parts, now=now)))
    proof = evaluate(version.rule_set, facts)
    todo = next_action(version, progress, proof, issued=training.certificate is not None)
    return Desk(
        training=training,
        version=version,
        progress=progress,
        next=todo,
        supervision=totals(parts, now=now),
        missing=_missing(version, proof) if todo.stage is Stage.REMAINS else (),
        several=several,
        today=civil_day(now, training.time_zone),
    )


def _missing(version: VersionOutline, proof: Proof) -> tuple[Line, ...]:
    return missing_sentences(proof, titles(version), Reader.PERSON)


def module_words(module: ModuleOutline, progress: Progress) -> list[str]:
    """How far a module is: what is done, and about how long the rest is."""
    state = progress.state_of(module)
    if state is ModuleState.DONE:
        return [_("Completed on %(day)s", day=day(_last_day(module, progress)))]
    left = duration(module.minutes - progress.minutes_in(module))
    if state is ModuleState.TODO:
        return [_("About %(length)s", length=left)]
    return [steps_words(progress.steps_done(module), len(module.activities)), _left(left)]


def _left(length: str) -> str:
    return _("about %(length)s left", length=length)


def _last_day(module: ModuleOutline, progress: Progress) -> date:
    return max(progress.done[step.id] for step in module.activities)


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
