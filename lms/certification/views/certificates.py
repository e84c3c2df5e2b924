"""Pages: a person's own certificates, the organisation's register, and single documents."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue

from lms.certification import policies, queries
from lms.certification.forms import ChosenForm
from lms.certification.models import FileState
from lms.certification.operations.filing import reader_of
from lms.certification.queries.certificates import FileRow
from lms.certification.views.blueprint import bp
from lms.certification.views.noting import note_certificate
from lms.journal.operations import record
from lms.kernel.refusals import NotThere
from lms.printing.operations import missing_packages
from lms.requirements.render import Reader, sentences, summary
from lms.web.database import db
from lms.web.guard import acting_in, actor, anyone, requires
from lms.web.i18n import language
from lms.web.page import keys, now, page

LONGEST_SEARCH = 100


@bp.get("/certificates")
@requires(anyone)
def certificates() -> ResponseReturnValue:
    """What the person received, and what is still missing where nothing was issued yet."""
    moment = now()
    own = queries.certificates_of(db.session, actor.person_id)
    paths = []
    for waiting in queries.enrolments_without_certificate(db.session, actor.person_id):
        judged = queries.judgement_of(db.session, waiting, now=moment)
        lines = sentences(judged.proof, judged.titles(language()), Reader.PERSON, judged.names)
        paths.append((waiting, judged, lines, summary(judged.proof)))
    others = queries.downloads_by_others(db.session, actor.person_id) if own else {}
    return page(
        "certification/certificates.html",
        own=own,
        paths=paths,
        others=others,
        lacking=_lacking(file.file_state for file in own),
    )


@bp.get("/certificates/<public_id>/file")
@requires(anyone)
def download(public_id: str) -> ResponseReturnValue:
    """The document, for the person and for managers of the issuing organisation; journaled."""
    found = queries.file_open_to(db.session, actor, public_id)
    if not found.ready:
        raise NotThere
    store = current_app.extensions["sillage.settings"].files
    content = reader_of(db.session, keys(), store, [found])(found)
    answer = Response(content, mimetype="application/pdf")
    answer.set_etag(str(found.sha256))
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers.set("Content-Disposition", "attachment", filename=found.file_name)
    answer.make_conditional(request)
    if answer.status_code == 200:
        _note(found)
    return answer


@bp.get("/orgs/<org>/certificates")
@requires(policies.may_keep_register)
def register(org: str) -> ResponseReturnValue:
    """Everything the organisation issued: newest first, searched, filtered, chosen for a ZIP."""
    organisation_id = acting_in(org)
    words = request.args.get("q", "")[:LONGEST_SEARCH].strip()
    shown, after = request.args.get("state", ""), request.args.get("after", "")
    found = queries.register_page(
        db.session, organisation_id, search=words, shown=shown, after=after
    )
    return page(
        "certification/register.html",
        org=org,
        found=found,
        counts=queries.register_counts(db.session, organisation_id),
        many=queries.COUNTED_UP_TO,
        words=words,
        shown=shown,
        after=after,
        form=ChosenForm(),
    )


@bp.get("/orgs/<org>/certificates/<public_id>")
@requires(policies.may_keep_register)
def certificate(org: str, public_id: str) -> ResponseReturnValue:
    """One certificate as the organisation that issued it sees it."""
    found = queries.certificate_in(db.session, acting_in(org), public_id)
    note_certificate(found)
    return page(
        "certification/certificate.html",
        org=org,
        certificate=found,
        paper=queries.paper_of(found),
        around=queries.neighbours_of(db.session, found),
        own=policies.issues_to_self(actor.person_id, found.person_id),
        lacking=_lacking([found.file_state]),
    )


def _lacking(states: Iterable[FileState]) -> tuple[str, ...]:
    """The packages to install, looked for only while a document waits to be drawn."""
    return missing_packages() if FileState.REQUESTED in states else ()


def _note(found: FileRow) -> None:
    # A small transaction of its own: the request only reads.
    with db.writing() as session:
        record(
            session,
            queries.DOWNLOADED,
            now=now(),
            actor_id=actor.person_id,
            subject=("certificate", found.public_id),
            about=found.person_id,
            organisation_id=found.organisation_id,
            role=str(actor.role or ""),
        )
