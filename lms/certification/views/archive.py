"""The ZIP of chosen certificates: streamed file by file, with an index."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response, current_app, request, url_for
from flask.typing import ResponseReturnValue
from zipstream import ZIP_STORED, ZipStream

from lms.certification import policies, queries
from lms.certification.forms import ChosenForm
from lms.certification.operations.filing import Reader, length_of, reader_of
from lms.certification.queries.certificates import FileRow
from lms.certification.render import index_of
from lms.certification.rules.naming import distinct_names
from lms.certification.views.blueprint import bp
from lms.journal.operations import record
from lms.kernel.text import _
from lms.storage.operations import Store
from lms.web.addresses import local_address
from lms.web.database import db
from lms.web.guard import acting, acting_in, actor, requires
from lms.web.page import done, form_page, keys, now, today_for

MOST_AT_ONCE = 1_000


@bp.post("/orgs/<org>/certificates/zip")
@requires(policies.may_keep_register)
def zip_files(org: str) -> ResponseReturnValue:
    """The chosen documents (`certificate` or `enrolment` fields hold public ids) in one ZIP.

    When some are still in preparation, a page names them first and offers the others.
    """
    organisation_id = acting_in(org)
    form = ChosenForm()
    form.accepted()
    chosen = request.form.getlist("certificate"), request.form.getlist("enrolment")
    back = local_address(request.form.get("back"), url_for(".register", org=org))
    if form.failed or not any(chosen):
        return done(_("Choose at least one person."), to=back)
    if sum(map(len, chosen)) > MOST_AT_ONCE:
        return done(_("Choose at most %(most)s people at once.", most=MOST_AT_ONCE), to=back)
    files = queries.files_of(
        db.session, organisation_id, certificates=chosen[0], enrolments=chosen[1]
    )
    ready = [file for file in files if file.ready]
    if not ready or (len(ready) < len(files) and "anyway" not in request.form):
        waiting = [file for file in files if not file.ready]
        return form_page(
            "certification/zip.html", form, org=org, ready=ready, waiting=waiting, back=back
        )
    _note(ready)
    return _archive(files, ready, org)


def _archive(files: tuple[FileRow, ...], ready: list[FileRow], org: str) -> Response:
    store: Store = current_app.extensions["sillage.settings"].files
    names = dict(
        zip(
            (file.public_id for file in ready),
            distinct_names(file.file_name for file in ready),
            strict=True,
        )
    )
    archive = ZipStream(compress_type=ZIP_STORED, sized=True)
    archive.add(index_of((names.get(file.public_id, ""), file) for file in files), "index.csv")
    content = reader_of(db.session, keys(), store, ready)
    for file in ready:
        size = length_of(store, file)
        archive.add(_bytes(content, file), names[file.public_id], size=size)
    answer = Response(iter(archive), mimetype="application/zip")
    answer.content_length = len(archive)
    named = f"attestations_{org}_{today_for(acting()):%Y-%m-%d}.zip"
    answer.headers.set("Content-Disposition", "attachment", filename=named)
    return answer


def _bytes(content: Reader, file: FileRow) -> Iterator[bytes]:
    """Read when its turn comes, so that a thousand documents take the memory of one."""
    yield content(file)


def _note(files: list[FileRow]) -> None:
    moment = now()
    for file in files:
        record(
            db.session,
            queries.DOWNLOADED,
            now=moment,
            actor_id=actor.person_id,
            subject=("certificate", file.public_id),
            about=file.person_id,
            organisation_id=file.organisation_id,
            role=str(actor.role or ""),
        )
