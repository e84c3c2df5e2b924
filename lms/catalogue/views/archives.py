"""A programme as one archive: taken into a new draft, and handed out."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from flask import Response, abort, flash, url_for
from flask.typing import ResponseReturnValue

from lms.catalogue import operations, policies
from lms.catalogue.forms.archives import ArchiveForm
from lms.catalogue.models import MediaFacts
from lms.catalogue.queries.drafts import draft_at, files_of
from lms.catalogue.queries.faults import faults_of
from lms.catalogue.queries.media import media_of_draft, media_of_version
from lms.catalogue.queries.sources import files_of_version
from lms.catalogue.queries.studio import version_to_copy
from lms.catalogue.rules.archive import (
    Archive,
    ArchiveFault,
    ArchiveRefused,
    one_programme,
    read_archive,
    write_archive,
)
from lms.catalogue.rules.archive.faults import fault
from lms.catalogue.rules.archive.reader import MOST_BYTES, MOST_UNPACKED
from lms.catalogue.rules.drafting.sentences import sentence_of
from lms.catalogue.rules.media.facts import name_of
from lms.catalogue.rules.media.taking import Taken, take
from lms.catalogue.views.blueprint import bp
from lms.catalogue.views.desk import act, desk_of
from lms.catalogue.views.shelf import keep_expected, store
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _, ngettext
from lms.storage.operations import read
from lms.web.bodies import takes_files
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.i18n import sentence
from lms.web.page import done, form_page, new_token, page

AROUND = 256 * 1024
"""Of a body, beside the archive itself."""
TOLD = 20


@bp.route("/studio/drafts/from-archive", methods=["GET", "POST"])
@takes_files(MOST_BYTES + AROUND)
@requires(policies.may_write)
def take_archive() -> ResponseReturnValue:
    """A new draft from an archive, or every reason why not; nothing is kept of what is refused."""
    form, faults, media = ArchiveForm(), tuple[ArchiveFault, ...](), dict[str, Taken]()
    if form.is_submitted() and form.validate():
        # Nothing is held in the database while the archive is read.
        db.let_go()
        try:
            archive = one_programme(
                read_archive(form.archive.data.stream), (form.programme.data or "").strip()
            )
            media = _taken(archive.media)
        except RuleBroken as broken:
            form.blame(broken)
        except ArchiveRefused as refused:
            faults = refused.faults
            form.blame(RuleBroken("archive", _("Nothing was taken of this archive.")))
        else:
            return _begin(form, archive, media)
    form.failed = form.failed or bool(form.errors)
    return form_page("catalogue/take_archive.html", form, faults=faults[:TOLD], more=len(faults))


def _begin(form: ArchiveForm, archive: Archive, media: Mapping[str, Taken]) -> ResponseReturnValue:
    keep_expected(media.values())
    if form.accepted():
        try:
            draft = operations.start_draft(
                db.session,
                archive.texts,
                organisation_id=actor.organisation_id or 0,
                act=act(),
                public_id=new_token(),
                media={path: one.facts for path, one in media.items()},
            )
        except RuleBroken as broken:
            form.blame(broken)
        else:
            if archive.left:
                words = ngettext(
                    "%(num)d file was left: no programme needs it, or another one does.",
                    "%(num)d files were left: no programme needs them, or another one does.",
                    len(archive.left),
                )
                flash(sentence(words), "ok")
            return done(
                _("The draft is there."), to=url_for(".archive_report", public_id=draft.public_id)
            )
    return form_page("catalogue/take_archive.html", form, faults=(), more=0)


@bp.get("/studio/drafts/<public_id>/report")
@requires(policies.may_write)
def archive_report(public_id: str) -> ResponseReturnValue:
    """What is in a draft, and each fault with its file and line, for who writes files."""
    desk = desk_of(public_id)
    told = faults_of(desk.draft, desk.files, desk.media)
    return page(
        "catalogue/archive_report.html",
        desk=desk,
        files=len(desk.files),
        media=len(desk.media),
        faults=[(f"{one.file}:{one.line}", sentence_of(one)) for one in told[:200]],
        more=len(told) - 200,
    )


@bp.get("/studio/drafts/<public_id>/archive")
@requires(policies.may_review)
def draft_archive(public_id: str) -> ResponseReturnValue:
    """A draft with its media as one archive."""
    draft = draft_at(db.session, actor.organisation_id, public_id) or abort(404)
    texts = files_of(db.session, draft.id)
    return _handed_out(texts, media_of_draft(db.session, draft.id), "brouillon")


@bp.get("/studio/versions/<public_id>/archive")
@requires(policies.may_review)
def version_archive(public_id: str) -> ResponseReturnValue:
    """A published version as it was published: the same bytes each time."""
    version = version_to_copy(db.session, actor.organisation_id, public_id) or abort(404)
    texts = files_of_version(db.session, version.id)
    media = media_of_version(db.session, version.id)
    return _handed_out(texts, media, f"version-{version.number}")


def _handed_out(
    texts: Mapping[str, str], media: Mapping[str, MediaFacts], name: str
) -> ResponseReturnValue:
    if sum(facts.bytes for facts in media.values()) > MOST_UNPACKED:
        abort(413)
    contents = {path: read(store(), facts.digest) for path, facts in media.items()}
    programme = next((path.split("/")[1] for path in texts if path.startswith("programmes/")), "")
    answer = Response(write_archive(texts, contents), mimetype="application/zip")
    filename = f"{programme}-{name}.zip"
    answer.headers.set("Content-Disposition", "attachment", filename=filename)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _taken(media: Mapping[str, bytes]) -> dict[str, Taken]:
    """Each file as it is known by its bytes; images that were made here stay as they are."""
    taken, faults = {}, []
    for path, content in media.items():
        try:
            taken[path] = take(name_of(path), BytesIO(content), as_it_is=True)
        except RuleBroken as broken:
            faults.append(fault(path, broken.sentence))
    if faults:
        raise ArchiveRefused(faults)
    return taken
