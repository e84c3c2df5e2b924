"""The media of a module as a request finds them, and the files that a request brings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import abort, current_app

from lms.catalogue.forms.media import MediaForm
from lms.catalogue.models import MediaFacts, MediaKind
from lms.catalogue.operations.media import expect_media
from lms.catalogue.queries.media import media_of_draft
from lms.catalogue.rules.drafting.structure import ModulePlan
from lms.catalogue.rules.media import MediaItem
from lms.catalogue.rules.media.facts import FOLDER
from lms.catalogue.rules.media.reading import read_media
from lms.catalogue.rules.media.taking import Taken, take
from lms.catalogue.views.desk import Desk, desk_of
from lms.kernel.refusals import RuleBroken
from lms.storage.operations import Store, keep_from
from lms.web.database import db
from lms.web.page import now


@dataclass(frozen=True, slots=True)
class Shelf:
    """The media of one module of a draft."""

    desk: Desk
    module: ModulePlan
    media: dict[str, MediaFacts]

    @property
    def folder(self) -> str:
        return f"modules/{self.module.slug}"

    @property
    def items(self) -> tuple[MediaItem, ...]:
        return read_media(self.folder, self.desk.files, self.media, [], set())

    def item(self, name: str) -> MediaItem:
        return next((item for item in self.items if item.name == name), None) or abort(404)

    def path(self, name: str) -> str:
        return f"{self.folder}/{FOLDER}/{name}"

    def url(self, endpoint: str, **values: Any) -> str:
        return self.desk.url(endpoint, module=self.module.slug, **values)

    def lacks(self, item: MediaItem) -> bool:
        """Whether nobody can read yet what is heard."""
        kind = item.facts.kind
        said = {MediaKind.AUDIO: item.transcripts, MediaKind.VIDEO: item.captions}.get(kind)
        return said is not None and not said


def shelf_of(public_id: str, module: str) -> Shelf:
    """The media of this module, in a draft of the acting organisation."""
    desk = desk_of(public_id)
    return Shelf(desk, desk.module(module), media_of_draft(db.session, desk.draft.id))


def store() -> Store:
    """Where the bytes are."""
    held: Store = current_app.extensions["sillage.settings"].files
    return held


def taken_of(form: MediaForm) -> Taken | None:
    """The file that a form brings, its bytes kept; None when the form says what is wrong."""
    if not form.validate():
        form.failed = True
        return None
    db.let_go()
    try:
        taken = take(str(form.file.data.filename or ""), form.file.data.stream)
    except RuleBroken as broken:
        form.blame(broken)
        return None
    keep_expected([taken])
    return taken


def keep_expected(taken: Iterable[Taken]) -> None:
    """Keep bytes before their rows, with nothing held; where no row follows, they go again."""
    db.let_go()
    files = {one.facts.digest: one for one in taken}
    with db.writing() as session:
        expect_media(session, files, now=now())
    for one in files.values():
        keep_from(store(), one.content)
