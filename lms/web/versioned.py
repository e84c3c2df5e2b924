"""The form of a text that may meet a newer one: its version, and the choice between the two."""

from __future__ import annotations

from wtforms import IntegerField, RadioField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from lms.web.fields import options
from lms.web.form import Form
from lms.web.i18n import lazy as _

LONGEST_NUMBER = 10
OTHER = "other"


class VersionedForm(Form):
    """A text with the version that its writer had read, and the choice where two of them met.

    The version and the database keep it from being doubled, not a one-time key.
    """

    once = False

    version = IntegerField(validators=[Optional()], default=0, widget=HiddenInput())
    keep = RadioField(_("Which text do you keep?"), choices=[], validate_choice=False)

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

    def offer(self, newer: int) -> None:
        """Ask which text to keep (`newer` is a version); nothing is replaced unless chosen."""
        self.keep.data = None
        self.keep.choices = options(
            {str(newer): _("The text written here"), OTHER: _("The newer text")}
        )
