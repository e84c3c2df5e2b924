"""Forms of the portfolio."""

from __future__ import annotations

from typing import Any

from wtforms import FileField, IntegerField, RadioField, SelectMultipleField, StringField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from lms.assessment.rules.files import ACCEPT, MOST_MEGABYTES
from lms.drafts.queries import OpenDraft
from lms.portfolio.queries.pieces import Piece
from lms.portfolio.rules import LONGEST_TITLE, LONGEST_WORDS
from lms.web.fields import FreeText, options, short
from lms.web.form import Form
from lms.web.i18n import lazy as _

LONGEST_NUMBER = 10
OTHER = "other"


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


class WriteForm(Form):
    """A text with the version that its writer had read, and the choice where two of them met.

    The version and the database keep it from being doubled, not a one-time key.
    """

    once = False
    files = frozenset({"document"})

    version = IntegerField(validators=[Optional()], default=0, widget=HiddenInput())
    words = FreeText(_("Your text"), longest=LONGEST_WORDS, rows=10)
    keep = RadioField(_("Which text do you keep?"), choices=[], validate_choice=False)

    def __init__(self, piece: Piece | None, **kwargs: Any) -> None:
        given = (
            {"title": piece.title, "words": piece.words, "version": piece.version} if piece else {}
        )
        super().__init__(data=given, **kwargs)

    @property
    def known_version(self) -> int:
        """The version that the writer had read, or the newer one that they chose to replace."""
        chosen = self.keep.data or ""
        if chosen.isdecimal() and len(chosen) < LONGEST_NUMBER:
            return int(chosen)
        return self.version.data or 0

    @property
    def gives_way(self) -> bool:
        """Whether the person chose the newer text instead of the one sent."""
        return bool(self.keep.data == OTHER)

    def offer(self, newer: OpenDraft) -> None:
        """Ask which text to keep; nothing is replaced while nobody has chosen."""
        self.keep.data = None
        self.keep.choices = options(
            {str(newer.version): _("The text written here"), OTHER: _("The newer text")}
        )


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
