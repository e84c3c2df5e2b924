"""Drafts that a second person approved."""

from __future__ import annotations

from collections.abc import Mapping

from lms.catalogue.models import ProgrammeDraft, ProgrammeVersion
from lms.catalogue.operations import Act, approve, send_for_review, start_draft
from lms.kernel.actor import Role
from lms.organisations.models import Organisation
from lms.web.page import new_token, now
from tests.catalogue.folders import small_folder
from tests.make import Make


def sent_draft(
    make: Make,
    organisation: Organisation,
    files: Mapping[str, str] | None = None,
    base: ProgrammeVersion | None = None,
) -> ProgrammeDraft:
    """A draft that an author of the organisation wrote and sent for review."""
    author = make.member(Role.AUTHOR, organisation)
    act = Act(by=author.id, now=now())
    draft = start_draft(
        make.session,
        files or small_folder(),
        organisation_id=organisation.id,
        act=act,
        public_id=new_token(),
        base_version_id=base.id if base else None,
    )
    send_for_review(make.session, draft, act=act)
    return draft


def approved_draft(
    make: Make,
    organisation: Organisation,
    files: Mapping[str, str] | None = None,
    base: ProgrammeVersion | None = None,
) -> ProgrammeDraft:
    """The same, approved by another author."""
    draft = sent_draft(make, organisation, files, base)
    reader = make.member(Role.AUTHOR, organisation)
    approve(make.session, draft, words="Rien à changer.", act=Act(by=reader.id, now=now()))
    make.session.flush()
    return draft
