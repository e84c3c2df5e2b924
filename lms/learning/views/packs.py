"""Page: a whole module on paper, to be read and written on away from any screen."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from lms.catalogue import queries as catalogue
from lms.learning import policies
from lms.learning.render import kind_words
from lms.learning.views.blueprint import bp
from lms.learning.views.media import gallery_of
from lms.learning.views.notices import held_in
from lms.learning.views.reading import has_easy
from lms.learning.views.training import training
from lms.web.database import db
from lms.web.guard import requires
from lms.web.i18n import language, reading_locale
from lms.web.page import page


@bp.get("/modules/<slug>/print")
@requires(policies.may_learn)
def print_module(slug: str) -> ResponseReturnValue:
    """Everything that the module shows but the questions of its check, and nothing private."""
    found = training()
    shown = found.module(slug)
    texts = {
        kind.value: catalogue.module_text(db.session, shown.id, kind, language())
        for kind in shown.texts
    }
    return page(
        "learning/print_module.html",
        training=found,
        module=shown,
        bodies=catalogue.bodies_in(db.session, shown.id, reading_locale()),
        texts=texts,
        kind_words=kind_words,
        held=held_in(shown),
        gallery=gallery_of(found.version, shown, paper=True),
        offers_easy=any(map(has_easy, shown.activities)),
    )
