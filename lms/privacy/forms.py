"""Forms of privacy."""

from __future__ import annotations

from lms.web.form import Form


class PressForm(Form):
    """A single press: nothing to fill in."""
