"""Forms of an organisation's settings."""

from __future__ import annotations

from wtforms import SelectMultipleField

from lms.kernel.actor import Role
from lms.web.fields import options
from lms.web.form import Form
from lms.web.i18n import lazy as _


class SecondFactorForm(Form):
    """The roles that sign in in two steps."""

    roles = SelectMultipleField(
        _("Who signs in in two steps"),
        choices=options(
            {
                Role.TRAINEE: _("People in training"),
                Role.SUPERVISOR: _("Supervisors"),
                Role.TUTOR: _("Tutors"),
                Role.TRAINER: _("Trainers"),
                Role.AUTHOR: _("Authors"),
                Role.MANAGER: _("Managers"),
            }
        ),
        coerce=Role,
        description=_("Whoever has no second step yet chooses one at their next page."),
    )
