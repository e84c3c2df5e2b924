"""Forms of the portfolio."""

from __future__ import annotations

from typing import Any

from wtforms import FileField, SelectMultipleField, StringField
from wtforms.validators import Optional

from lms.assessment.rules.files import ACCEPT, MOST_MEGABYTES
from lms.portfolio.queries.pieces import Piece
from lms.portfolio.rules import LONGEST_TITLE, LONGEST_WORDS
from lms.web.fields import FreeText, short
from lms.web.form import Form
from lms.web.i18n import lazy as _
from lms.web.versioned import VersionedForm


class PressForm(Form):
    """One press whose repetition does no harm: it says what shall be, not what changes."""

    once = False


class MoveForm(Form):
    """Up or down by one place: pressed twice by mistake, once."""


class AskForm(Form):
    """A single press: nothing to fill in."""


class PutInForm(Form):
    """What was ticked; what is there already stays as it is."""

    once = False

    pieces = SelectMultipleField(_("What you put in"), choices=[], validate_choice=False)


class WriteForm(VersionedForm):
    """A text of one's own, with a file where it may have one."""

    files = frozenset({"document"})

    words = FreeText(_("Your text"), longest=LONGEST_WORDS, rows=10)

    def __init__(self, piece: Piece | None, **kwargs: Any) -> None:
        given = (
            {"title": piece.title, "words": piece.words, "version": piece.version} if piece else {}
        )
        super().__init__(data=given, **kwargs)


class IntroductionForm(WriteForm):
    """The introduction of a portfolio."""


class OwnPieceForm(WriteForm):
    """A piece of one's own: title, text, a file."""

    title = StringField(
        _("Title"),
        [short(LONGEST_TITLE)],
        render_kw={"autocomplete": "off"},
        filters=[lambda value: " ".join(value.split()) if value else ""],
    )
    document = FileField(
        _("A file, if you wish"),
        [Optional()],
        description=_(
            "%(most)s MB at most: PDF, image, odt, docx, text or sound (mp3, m4a, ogg, wav)."
            " Pictures are drawn anew, so that nothing of the place or the device stays in them.",
            most=MOST_MEGABYTES,
        ),
        render_kw={"accept": ACCEPT},
    )


class NewPieceForm(OwnPieceForm):
    """The same for a piece that is not there yet: pressed twice, it is one."""

    once = True
