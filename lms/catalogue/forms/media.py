"""Forms of the media of a module: add a file, say what is heard, show it in an activity."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from lms.catalogue.rules.media import KINDS
from lms.web.fields import short
from lms.web.form import Form
from lms.web.i18n import lazy as _

LONGEST_WORDS = 250
LONGEST_SAID = 100_000
ACCEPTED = ",".join(f".{ending}" for ending in KINDS)


class MediaForm(Form):
    """A form that brings a file."""

    files = frozenset({"file"})
    file: FileField


class AddMediaForm(MediaForm):
    """A file, taken from the computer or the telephone."""

    file = FileField(
        _("File"),
        [FileRequired(_("Choose a file."))],
        description=_(
            "Images up to 15 MB are made smaller and lose the place and the camera. Sounds up to"
            " 30 MB, films up to 100 MB, documents up to 15 MB."
        ),
        render_kw={"accept": ACCEPTED},
    )


class ReplaceMediaForm(MediaForm):
    """Another file of the same kind, and which one its author had before the eyes."""

    file = FileField(_("Another file"), [FileRequired(_("Choose a file."))])
    seen = HiddenField()

    def only(self, endings: Sequence[str]) -> None:
        """Let the browser offer files of these endings."""
        self.file.render_kw = {"accept": ",".join(f".{ending}" for ending in endings)}


class SaidForm(Form):
    """What is said in a sound (Markdown), or the captions of a film (WebVTT)."""

    said_fr = TextAreaField(_("In French"), [short(LONGEST_SAID)], render_kw={"rows": 8})
    said_en = TextAreaField(_("In English"), [short(LONGEST_SAID)], render_kw={"rows": 8})


class ShowMediaForm(Form):
    """The activity at whose end the file is shown, with its words in both languages."""

    step = SelectField(
        _("Activity"), [InputRequired(_("Choose an activity."))], validate_choice=True
    )
    words_fr = StringField(_("Words in French"), [short(LONGEST_WORDS)])
    words_en = StringField(_("Words in English"), [short(LONGEST_WORDS)])
    decorative = BooleanField(_("This image is only decorative: it says nothing."))

    def __init__(self, steps: Sequence[tuple[str, str]], image: bool) -> None:
        super().__init__()
        self.step.choices = list(steps)
        if not image:
            del self.decorative
