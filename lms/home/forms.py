"""Forms of the roster."""

from __future__ import annotations

from lms.web.form import Form


class ChosenForm(Form):
    """People chosen in the list; asking for their documents twice is no harm."""

    once = False


class EndRoleForm(Form):
    """One press that ends a role, once."""


class SuspendRoleForm(Form):
    """One press that suspends a role or lets it hold again."""


class PauseButton(Form):
    """One press that lets every training wait."""


class ResumeButton(Form):
    """One press that goes on; repeating it does no harm."""

    once = False
