"""Pages: what a draft would change, for whom, and the press that publishes it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from lms.catalogue.models import DraftState, ProgrammeDraft
from lms.catalogue.operations import Act, publish_draft, refuse_unapproved
from lms.catalogue.queries import outline
from lms.catalogue.queries.drafts import draft_at, files_of, reviews_of_draft
from lms.catalogue.queries.findings import findings_in
from lms.catalogue.queries.media import media_of_draft
from lms.catalogue.queries.sources import files_of_version
from lms.catalogue.rules.curriculum import CurriculumFaulty, read_curriculum
from lms.catalogue.rules.differences import Change, FileChange, changed_files, differences
from lms.catalogue.rules.lint.findings import Finding
from lms.catalogue.rules.lint.told import finding_words
from lms.catalogue.rules.outline import VersionOutline
from lms.catalogue.rules.reviews import Reviewed, reviews_in
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import Text, _
from lms.learning import policies
from lms.learning.forms import ConfirmForm
from lms.learning.queries.programmes import Taken, taken_of
from lms.learning.render.files import file_words, title_in
from lms.learning.render.findings import code_words
from lms.learning.views.blueprint import bp
from lms.web.database import db
from lms.web.guard import acting_in, actor, requires
from lms.web.page import done, form_page, new_token, now, page

PASSAGES = 30
"""Of a file on one page."""
LINTED_AT_ONCE = 250_000
"""Signs of the modules that are looked at for one page; the others have a page of their own."""
LONGEST_NUMBER = 7


@dataclass(frozen=True)
class Proposal:
    """A draft beside the version that it began from."""

    draft: ProgrammeDraft

    @cached_property
    def base(self) -> VersionOutline | None:
        found = self.draft.base_version_id
        return outline(db.session, found) if found is not None else None

    @cached_property
    def old(self) -> dict[str, str]:
        found = self.draft.base_version_id
        return files_of_version(db.session, found) if found is not None else {}

    @cached_property
    def new(self) -> dict[str, str]:
        return files_of(db.session, self.draft.id)

    @cached_property
    def changes(self) -> tuple[FileChange, ...]:
        return changed_files(self.old, self.new)

    @property
    def modules(self) -> tuple[str, ...]:
        """The modules in which something changed and that are still there."""
        parts = (change.path.split("/") for change in self.changes)
        touched = dict.fromkeys(p[1] for p in parts if p[0] == "modules" and len(p) > 2)
        return tuple(slug for slug in touched if f"modules/{slug}/module.toml" in self.new)

    def findings(self) -> dict[str, tuple[Finding, ...] | None]:
        """By module; None for those that would make this page slow."""
        left, told = LINTED_AT_ONCE, dict[str, tuple[Finding, ...] | None]()
        for slug in self.modules:
            left -= sum(len(t) for p, t in self.new.items() if p.startswith(f"modules/{slug}/"))
            told[slug] = findings_in(self.new, slug) if left > 0 else None
        return told

    def reviews(self) -> tuple[Reviewed, ...] | None:
        """Who read its modules over; None while it cannot be read."""
        try:
            source = read_curriculum(self.new, media_of_draft(db.session, self.draft.id))
        except CurriculumFaulty:
            return None
        return reviews_in(source.programmes[0].modules)

    def obstacle(self) -> Text | None:
        """Why it cannot be published now."""
        try:
            refuse_unapproved(db.session, self.draft)
        except RuleBroken as broken:
            return broken.sentence
        return None

    def people(self) -> tuple[Taken, ...]:
        """Who is in training on which version of what it changes."""
        here = self.draft.organisation_id
        return taken_of(db.session, here, [self.draft.programme_id]).get(
            self.draft.programme_id, ()
        )


def proposal(org: str, public_id: str) -> Proposal:
    """The draft of this address in the acting organisation."""
    found = draft_at(db.session, acting_in(org), public_id)
    if found is None:
        raise NotThere
    return Proposal(found)


@bp.route("/orgs/<org>/programmes/drafts/<public_id>/publish", methods=["GET", "POST"])
@requires(policies.may_publish)
def publish(org: str, public_id: str) -> ResponseReturnValue:
    """Everything that a decision needs on one page, then one press."""
    found = proposal(org, public_id)
    form = ConfirmForm()
    if form.accepted():
        try:
            act = Act(by=actor.person_id, now=now())
            made = publish_draft(db.session, found.draft, act=act, public_id=new_token())
        except RuleBroken as broken:
            form.blame(broken)
        else:
            words = _(
                "Version %(number)s is published. Trainings under way stay on their version.",
                number=made.number,
            )
            return done(words, to=url_for(".publish", org=org, public_id=public_id))
    if found.draft.state is DraftState.PUBLISHED:
        return _published(org, found)
    return form_page(
        "learning/publish.html",
        form,
        org=org,
        found=found,
        states=DraftState,
        changes=found.changes,
        findings=found.findings(),
        reviewed=found.reviews(),
        obstacle=found.obstacle(),
        decisions=reviews_of_draft(db.session, found.draft.id),
        people=found.people(),
        file_words=file_words,
        title_in=title_in,
        Change=Change,
    )


def _published(org: str, found: Proposal) -> ResponseReturnValue:
    version = outline(db.session, found.draft.version_id or 0)
    return page("learning/published.html", org=org, version=version, people=found.people())


@bp.get("/orgs/<org>/programmes/drafts/<public_id>/changes/<path:path>")
@requires(policies.may_publish)
def changes(org: str, public_id: str, path: str) -> ResponseReturnValue:
    """One file of a draft: the passages that differ, word by word."""
    found = proposal(org, public_id)
    if path not in {change.path for change in found.changes}:
        abort(404)
    old, new = found.old.get(path, ""), found.new.get(path, "")
    passages = differences(path, old, new)
    begin = _number(request.args.get("from", ""))
    return page(
        "learning/changes.html",
        org=org,
        found=found,
        path=path,
        words=file_words(path),
        title=title_in(new) or title_in(old),
        passages=passages[begin : begin + PASSAGES],
        total=len(passages),
        begin=begin,
        step=PASSAGES,
        Change=Change,
    )


@bp.get("/orgs/<org>/programmes/drafts/<public_id>/findings/<module>")
@requires(policies.may_publish)
def findings(org: str, public_id: str, module: str) -> ResponseReturnValue:
    """What a reader of one module would stumble over."""
    found = proposal(org, public_id)
    if f"modules/{module}/module.toml" not in found.new:
        abort(404)
    return page(
        "learning/findings.html",
        org=org,
        found=found,
        module=module,
        told=findings_in(found.new, module),
        file_words=file_words,
        code_words=code_words,
        finding_words=finding_words,
    )


def _number(written: str) -> int:
    return int(written) if written.isdecimal() and len(written) < LONGEST_NUMBER else 0
