"""Images, sounds, films and documents of a published version, for those who may read it."""

from __future__ import annotations

from flask import Response, current_app, url_for
from flask.typing import ResponseReturnValue

from lms.catalogue import queries as catalogue
from lms.catalogue.models import MediaKind
from lms.catalogue.render import Gallery
from lms.catalogue.rules.media import MediaItem
from lms.catalogue.rules.outline import ModuleOutline, VersionOutline
from lms.kernel.refusals import NotThere
from lms.learning.queries.media import version_seen_by
from lms.learning.views.blueprint import bp
from lms.storage.operations import Store
from lms.web.database import db
from lms.web.guard import actor, anyone, requires
from lms.web.stored import FOR_EVER, as_file, stored_file


@bp.get("/media/<version>/<slug>/<name>")
@requires(anyone)
def media(version: str, slug: str, name: str) -> ResponseReturnValue:
    """A file of a module, or the captions of one."""
    version_id = version_seen_by(db.session, actor, version)
    if version_id is None:
        raise NotThere
    module = catalogue.outline(db.session, version_id).module(slug)
    items = module.media if module else ()
    item = next((item for item in items if item.name == name), None)
    return _file(item) if item else _captions(items, name)


def gallery_of(version: VersionOutline, module: ModuleOutline, *, paper: bool = False) -> Gallery:
    """What the pages of a module may show beside words."""
    address = url_for("learning.media", version=version.public_id, slug=module.slug, name="-")
    return Gallery(address.removesuffix("-"), module.media, paper=paper)


def _file(item: MediaItem) -> Response:
    store: Store = current_app.extensions["sillage.settings"].files
    facts = item.facts
    try:
        return stored_file(
            store,
            facts.digest,
            size=facts.bytes,
            media_type=facts.type,
            download=item.name if facts.kind is MediaKind.DOCUMENT else "",
            keep=FOR_EVER,
        )
    except FileNotFoundError:
        raise NotThere from None


def _captions(items: tuple[MediaItem, ...], name: str) -> Response:
    for item in items:
        for locale, text in item.captions.items():
            if name == f"{item.name}.{locale}.vtt":
                content = text.encode()
                answer = Response(content, mimetype="text/vtt")
                return as_file(answer, f"{item.facts.digest}.{locale}", len(content), keep=FOR_EVER)
    raise NotThere
