"""A draft as a request finds it: its files, its plan, its faults, addresses of its pages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import abort, url_for

from lms.catalogue.models import DraftState, MediaFacts, ProgrammeDraft
from lms.catalogue.operations import Act
from lms.catalogue.queries.drafts import draft_at, files_of
from lms.catalogue.queries.faults import faults_of
from lms.catalogue.queries.media import media_of_draft
from lms.catalogue.render import Gallery
from lms.catalogue.rules.curriculum import FRAMEWORK
from lms.catalogue.rules.drafting.activities import pieces_of
from lms.catalogue.rules.drafting.easy import may_be_easy
from lms.catalogue.rules.drafting.merging import mark_of
from lms.catalogue.rules.drafting.pages import Page
from lms.catalogue.rules.drafting.sentences import said_of
from lms.catalogue.rules.drafting.structure import ModulePlan, Plan, StepPlan, plan_of
from lms.catalogue.rules.easy import is_easy
from lms.catalogue.rules.media.reading import read_media
from lms.catalogue.rules.places import Fault
from lms.kernel.text import Text
from lms.web.database import db
from lms.web.guard import actor
from lms.web.page import now


@dataclass(frozen=True)
class Desk:
    """One draft of the acting organisation."""

    draft: ProgrammeDraft

    @cached_property
    def files(self) -> dict[str, str]:
        return files_of(db.session, self.draft.id)

    @cached_property
    def media(self) -> dict[str, MediaFacts]:
        return media_of_draft(db.session, self.draft.id)

    @cached_property
    def plan(self) -> Plan:
        return plan_of(self.files)

    @property
    def open(self) -> bool:
        """Whether it is being written."""
        return self.draft.state is DraftState.DRAFT

    @property
    def studio(self) -> str:
        return url_for("catalogue.studio")

    @cached_property
    def mark(self) -> str:
        """What stands for the plan as it is: a press on an older one moves nothing."""
        steps = [(m.slug, *(step.slug for step in m.steps)) for m in self.plan.modules]
        return mark_of(str(steps)) or "-"

    def url(self, endpoint: str, **values: Any) -> str:
        return url_for(f"catalogue.{endpoint}", public_id=self.draft.public_id, **values)

    def module(self, slug: str) -> ModulePlan:
        return self.plan.module(slug) or abort(404)

    def step(self, module: str, slug: str) -> StepPlan:
        return self.module(module).step(slug) or abort(404)

    @cached_property
    def faults(self) -> tuple[tuple[str, Text], ...]:
        """What must be mended, each with the address of the page that mends it."""
        told = (
            (self._page_of(fault), said_of(fault, self.files.get(fault.file, "")))
            for fault in self._faults
        )
        seen: dict[tuple[str, str], tuple[str, Text]] = {}
        for address, words in told:
            seen.setdefault((address, str(words)), (address, words))
        return tuple(seen.values())

    def faults_at(self, address: str) -> tuple[Text, ...]:
        """Those that the page at this address mends."""
        return tuple(words for at, words in self.faults if at == address)

    def gallery(self, module: str) -> Gallery:
        """What previews may show of a module's media beside words."""
        items = read_media(f"modules/{module}", self.files, self.media, [], set())
        address = self.url("draft_media", module=module, name="-")
        return Gallery(address.removesuffix("-"), items, stamp=str(self.draft.revision))

    @property
    def _faults(self) -> tuple[Fault, ...]:
        return faults_of(self.draft, self.files, self.media)

    def _page_of(self, fault: Fault) -> str:
        parts = fault.file.split("/")
        if parts[0] == "programmes":
            return self.url("sheet")
        if fault.file == "glossary.toml":
            return self.url("glossary")
        if fault.file == FRAMEWORK:
            return self.url("framework")
        module = self.plan.module(parts[1]) if parts[0] == "modules" and len(parts) > 2 else None
        if module is None:
            return self.url("draft")
        return self._page_in(module, parts[-1], fault)

    def _page_in(self, module: ModulePlan, name: str, fault: Fault) -> str:
        if name.startswith(("summary.", "session.")):
            return self.url("module_text", module=module.slug, kind=name.split(".")[0])
        if name == "module.toml":
            return self._page_at(module, fault)
        step = next((s for s in module.steps if name[3:].startswith(f"{s.slug}.")), None)
        if step is None:
            return self.url("module", module=module.slug)
        simple = is_easy(name.split(".")[1]) and may_be_easy(step.kind)
        page = "easy_step" if simple else "step"
        return self.url(page, module=module.slug, step=step.slug)

    def _page_at(self, module: ModulePlan, fault: Fault) -> str:
        """The activity whose entry stands at this line, or the module's own page."""
        head, pieces = pieces_of(self.files[fault.file])
        line = head.count("\n") + 1
        for piece in pieces:
            end = line + piece.text.count("\n")
            if line <= fault.line < max(end, line + 1) and piece.slug:
                return self.url("step", module=module.slug, step=piece.slug)
            line = end
        return self.url("module", module=module.slug)


def desk_of(public_id: str) -> Desk:
    """A draft of the acting organisation, or 404."""
    return Desk(draft_at(db.session, actor.organisation_id, public_id) or abort(404))


def act() -> Act:
    """Who acts, now."""
    return Act(by=actor.person_id, now=now())


def subject_of(desk: Desk, page: Page) -> str:
    """What the autosaved text of a page is called among the person's drafts."""
    return f"{desk.draft.public_id} {page.name}"
