"""A step as its reader meets it: where it stands, what it shows, how it is completed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask.typing import ResponseReturnValue

from lms.catalogue import queries as catalogue
from lms.catalogue.render import Linked
from lms.catalogue.rules.outline import ActivityOutline, ModuleOutline
from lms.kernel.refusals import NotThere
from lms.kernel.text import Text, _
from lms.learning import operations, queries
from lms.learning.queries.comments import ShownAnswer, answers_at
from lms.learning.queries.progress import DoneSteps
from lms.learning.render import (
    StepItem,
    exempted_words,
    kind_words,
    step_items,
    steps_words,
)
from lms.learning.rules import Exempted, Progress
from lms.learning.views.media import gallery_of
from lms.learning.views.training import Training, training
from lms.web.database import db
from lms.web.guard import actor
from lms.web.i18n import EASY, language, reading_locale
from lms.web.page import done, form_page, now, today_for


@dataclass(frozen=True, slots=True)
class Reading:
    """A step as its reader meets it."""

    training: Training
    module: ModuleOutline
    step: ActivityOutline
    done: DoneSteps
    body: dict[str, Any]

    @property
    def previous_url(self) -> str:
        """The step before, or the module."""
        before = self.module.step(self.step.position - 1)
        return self.training.step_url(before) if before else self.module_url

    @property
    def next_url(self) -> str:
        """The step after; after the last one, the module's page, which says what follows."""
        after = self.module.step(self.step.position + 1)
        return self.training.step_url(after) if after else self.module_url

    @property
    def module_url(self) -> str:
        return self.training.module_url(self.module)

    @property
    def notice_url(self) -> str:
        """Where one asks for a text that a content note holds back."""
        where = {"slug": self.module.slug, "number": self.step.position}
        return self.training.url("learning.notice", **where)

    def comments_url(self, passage: int, anchor: str = "") -> str:
        """Where one comments on a passage; 0 is the step as a whole."""
        where = {"slug": self.module.slug, "number": self.step.position}
        more = {"passage": passage} if passage else {}
        return self.training.url("learning.comments", **where, **more, _anchor=anchor or None)

    @property
    def place_url(self) -> str:
        """Where the script sends the passage before the reader's eyes."""
        where = {"slug": self.module.slug, "number": self.step.position}
        return self.training.url("learning.place", **where)

    @property
    def answers(self) -> dict[int, list[ShownAnswer]]:
        """What authors answered to readers, by the number of the passage; one statement."""
        where = self.training.enrolment.organisation_id
        locale = self.step.locale(reading_locale())
        found: dict[int, list[ShownAnswer]] = {}
        for answer in answers_at(db.session, self.step.id, where, locale):
            found.setdefault(answer.passage, []).append(answer)
        return found

    @property
    def items(self) -> list[StepItem]:
        """The steps of the module for the list beside the text."""
        return step_items(self.module, self.progress, self.step, self.training.step_url)

    @property
    def linked(self) -> Linked:
        """The terms of the glossary, which the step's text links where they first stand."""
        found = catalogue.terms(db.session, self.training.version, language())
        return Linked(found, self.training.url("learning.glossary"))

    @property
    def has_easy(self) -> bool:
        """Whether the step has an easy-to-read text in the reader's language."""
        return has_easy(self.step)

    @property
    def offers_easy(self) -> bool:
        """Whether the switch changes something here, or is on: it promises nothing that lacks."""
        return self.has_easy or actor.easy_reading

    @property
    def done_on(self) -> date | None:
        return self.done.get(self.step.id)

    @property
    def changed_since(self) -> bool:
        """Whether the person completed it with another text, in an earlier version."""
        return self.step.id in self.done.changed

    @property
    def exempted(self) -> Exempted | None:
        """The exemption from this step, where it was not done."""
        return self.done.exempted.get(self.step.id)

    @property
    def progress(self) -> Progress:
        """How far the person is, without results of checks."""
        return Progress(self.done, exempted=self.done.exempted)

    @property
    def steps_words(self) -> str:
        """How far the module is, in words."""
        return steps_words(self.module, self.progress)

    @property
    def exempted_words(self) -> str:
        """Since when the person is exempted, and who said so."""
        return exempted_words(self.exempted) if self.exempted else ""

    @property
    def steps_done(self) -> int:
        return self.progress.steps_done(self.module)

    @property
    def steps_asked(self) -> int:
        """The steps of the module without those from which the person is exempted."""
        return len(self.module.activities) - self.progress.steps_exempted(self.module)


def has_easy(step: ActivityOutline) -> bool:
    """Whether there is an easy-to-read text in the reader's language."""
    return f"{language()}{EASY}" in step.title


def reading_of(slug: str, number: int) -> Reading:
    """The step of this address in the reader's training; three statements once it was read."""
    found = training()
    module = found.module(slug)
    step = module.step(number)
    if step is None:
        raise NotThere
    where = found.enrolment.organisation_id
    done = queries.done_in(db.session, actor.person_id, found.version, organisation_id=where)
    body = catalogue.body_of(db.session, step.id, step.locale(reading_locale()))
    return Reading(found, module, step, done, body)


def complete(reading: Reading) -> ResponseReturnValue:
    """Record the step and go on."""
    first = operations.complete_activity(
        db.session,
        reading.step,
        person_id=actor.person_id,
        today=today_for(actor),
        now=now(),
    )
    return done(_completed(reading) if first else None, to=reading.next_url)


def _completed(reading: Reading) -> Text:
    if reading.steps_done + 1 == reading.steps_asked + bool(reading.exempted):
        return _("Last step completed. This module is done.")
    return _("Step completed.")


def step_page(
    reading: Reading, form: Any, *, template: str = "", **context: Any
) -> ResponseReturnValue:
    """The page of a step, by its kind, unless another template is named."""
    return form_page(
        f"learning/{template or f'{reading.step.kind.value}_step'}.html",
        form,
        reading=reading,
        training=reading.training,
        module=reading.module,
        step=reading.step,
        body=reading.body,
        kind=kind_words(reading.step.kind),
        gallery=gallery_of(reading.training.version, reading.module),
        **context,
    )
