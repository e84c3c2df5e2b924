"""Forms of cohorts: what they are, and who accompanies them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from lms.kernel.actor import Role
from lms.web.fields import DayField, NumberField, name_field, options
from lms.web.form import Form
from lms.web.i18n import gettext
from lms.web.i18n import lazy as _

PLACES = NumberRange(1, 500, _("Write a number between 1 and 500."))
DAYS = NumberRange(1, 20, _("Write a number of days between 1 and 20."))


class CohortForm(Form):
    """Name, programme, dates and places of a cohort."""

    name = name_field(_("Name of the cohort"), missing=_("Write a name."))
    version_id = SelectField(_("Programme"), coerce=int)
    starts_on = DayField(_("First day"), [InputRequired(_("Write the first day."))])
    ends_on = DayField(_("Last day"), [InputRequired(_("Write the last day."))])
    deadline = DayField(
        _("Day by which the steps are to be done"),
        [Optional()],
        description=_("A pause or an adjustment shifts it for each person."),
    )
    capacity = NumberField(_("Number of places"), [Optional(), PLACES])
    place = name_field(_("Venue"))
    answer_days = NumberField(
        _("A tutor answers within how many working days?"),
        [InputRequired(_("Write a number of days between 1 and 20.")), DAYS],
        default=2,
    )

    def __init__(self, versions: Mapping[int, str] | None, **kwargs: Any) -> None:
        """Without `versions`: a cohort that exists, whose programme stays."""
        super().__init__(**kwargs)
        if versions is None:
            del self.version_id
        else:
            self.version_id.choices = options(versions)


class AppointForm(Form):
    """Somebody to accompany the cohort."""

    member = SelectField(
        _("Trainer or tutor"),
        [InputRequired(_("Choose a trainer or a tutor."))],
        validate_choice=False,  # the operation looks, and a second press finds the first answer
    )

    def __init__(self, people: Mapping[str, tuple[str, Role]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        roles = {Role.TRAINER: gettext("trainer"), Role.TUTOR: gettext("tutor")}
        named = {key: f"{name}, {roles[role]}" for key, (name, role) in people.items()}
        self.member.choices = options(named)
