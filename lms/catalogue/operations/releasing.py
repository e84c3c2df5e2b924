"""An approved draft becomes the next version of its programme, once."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalogue.models import (
    DraftFile,
    DraftReview,
    DraftState,
    ProgrammeDraft,
    ProgrammeVersion,
    Verdict,
)
from lms.catalogue.operations.drafts import Act, mark_published
from lms.catalogue.operations.publishing import publish
from lms.catalogue.queries.drafts import files_of
from lms.catalogue.queries.media import media_of_draft
from lms.catalogue.rules.curriculum import CurriculumFaulty, read_curriculum
from lms.catalogue.rules.sources import CurriculumSource
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _, ngettext


def publish_draft(
    session: Session, draft: ProgrammeDraft, *, act: Act, public_id: str
) -> ProgrammeVersion:
    """The version that the draft becomes; pressing twice gives the same one.

    Refused unless somebody else than its only author approved it as it is now.
    """
    session.refresh(draft, with_for_update=True)
    if draft.state is DraftState.PUBLISHED and draft.version_id is not None:
        return session.get_one(ProgrammeVersion, draft.version_id)
    refuse_unapproved(session, draft)
    source = _read(session, draft)
    made = publish(
        session,
        source,
        source.programmes[0],
        now=act.now,
        public_id=public_id,
        organisation_id=draft.organisation_id,
        by=act.by,
    )
    if not made.new:
        raise RuleBroken(
            "publish",
            _(
                "Nothing differs from version %(number)s: there is nothing to publish.",
                number=made.number,
            ),
        )
    version = session.scalars(
        select(ProgrammeVersion).where(ProgrammeVersion.public_id == public_id)
    ).one()
    mark_published(session, draft, version, act=act)
    return version


def refuse_unapproved(session: Session, draft: ProgrammeDraft) -> None:
    """Raise RuleBroken unless a second person approved the draft as it is."""
    if draft.state is not DraftState.APPROVED:
        raise RuleBroken("publish", _("A second person has not approved this draft yet."))
    approved = select(DraftReview.reviewer_id).where(
        DraftReview.draft_id == draft.id,
        DraftReview.verdict == Verdict.APPROVED,
        DraftReview.revision == draft.revision,
        DraftReview.reviewer_id != draft.sent_by,
    )
    approvers = set(session.scalars(approved))
    if not approvers:
        raise RuleBroken("publish", _("The draft has changed since it was approved."))
    writers = select(DraftFile.changed_by).where(DraftFile.draft_id == draft.id).distinct()
    if approvers == set(session.scalars(writers)):
        raise RuleBroken(
            "publish", _("Who approved this draft wrote all of it: somebody else must read it.")
        )


def _read(session: Session, draft: ProgrammeDraft) -> CurriculumSource:
    try:
        return read_curriculum(files_of(session, draft.id), media_of_draft(session, draft.id))
    except CurriculumFaulty as faulty:
        words = ngettext(
            "%(num)d thing must be mended first: take the draft back to write on.",
            "%(num)d things must be mended first: take the draft back to write on.",
            len(faulty.faults),
        )
        raise RuleBroken("publish", words) from None
