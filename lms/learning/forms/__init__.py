"""Forms of invitations, of reviews, of reflections and of open texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SearchField,
    SelectField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from lms.accounts.rules import LONGEST_PASSWORD
from lms.drafts.queries import OpenDraft
from lms.drafts.rules import LONGEST
from lms.kernel.actor import Role
from lms.learning.models import CommentState, Judgement
from lms.learning.operations.readings import LONGEST_REPLY
from lms.web.fields import FreeText, address_field, name_field, options, short
from lms.web.form import Form
from lms.web.i18n import lazy as _

LONGEST_NUMBER = 10
OTHER = "other"


class InviteForm(Form):
    """Somebody to invite, the role, and the programme when it is a training."""

    given_name = name_field(_("Given name"))
    family_name = name_field(_("Family name"), missing=_("Write the family name."))
    email = address_field(_("E-mail address"))
    role = RadioField(
        _("Role"),
        [InputRequired(_("Choose a role."))],
        choices=options(
            {
                Role.TRAINEE: _("In training"),
                Role.SUPERVISOR: _("Supervisor"),
                Role.TUTOR: _("Tutor"),
                Role.TRAINER: _("Trainer"),
                Role.AUTHOR: _("Author"),
                Role.MANAGER: _("Manager"),
            }
        ),
        coerce=Role,
        default=Role.TRAINEE,
    )
    version_id = SelectField(_("Programme"), coerce=int, description=_("For a person in training."))
    cohort_id = SelectField(
        _("Cohort"), coerce=int, description=_("Its programme then counts, whatever is above.")
    )
    site_id = SelectField(_("Site"), coerce=int)
    locale = RadioField(
        _("Language of the message"),
        choices={"fr": "Français", "en": "English"},
        default="fr",
    )

    def __init__(
        self,
        versions: dict[int, str],
        sites: dict[int, str],
        cohorts: Mapping[int, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.version_id.choices = options(versions)
        self.cohort_id.choices = options({0: _("No cohort"), **cohorts})
        if not cohorts:
            del self.cohort_id
        self.site_id.choices = options({0: _("No particular site"), **sites})
        if not sites:
            del self.site_id


class AcceptForm(Form):
    """The names to use and a password, for somebody without an account."""

    given_name = name_field(_("Given name"), autocomplete="given-name")
    family_name = name_field(
        _("Family name"), missing=_("Write your family name."), autocomplete="family-name"
    )
    password = PasswordField(
        _("Choose a password"),
        [InputRequired(_("Choose a password.")), short(LONGEST_PASSWORD)],
        description=_("At least 12 characters. A short sentence that only you know works well."),
        render_kw={"autocomplete": "new-password"},
    )


class ConfirmForm(Form):
    """One press."""


class ResponsibilityForm(Form):
    """Somebody represents the organisation and says so."""

    agreed = BooleanField(
        _(
            "I represent the organisation, and I take the responsibility of offering this version"
            " before its reviews are complete"
        ),
        validators=[InputRequired(_("Tick this box to go on."))],
    )


class InvitationSearchForm(Form):
    """A search that lives in the address."""

    once = False

    class Meta(Form.Meta):
        csrf = False

    q = SearchField(_("Name or e-mail address"), [Length(max=100)])


class PressForm(Form):
    """One press whose repetition does no harm: the database decides what was first."""

    once = False


class NoticeForm(Form):
    """What a reader asks of a content note: this text, all of the module's, or none."""

    once = False

    show = HiddenField()


class PlaceForm(Form):
    """The passage that a reader has before their eyes, sent by the script."""

    once = False

    passage = IntegerField(validators=[Optional(), NumberRange(0, 9_999)], widget=HiddenInput())


class CommentForm(Form):
    """What a reader says of a passage; how long it may be is the operation's to say."""

    text = FreeText(
        _("Your comment"),
        rows=6,
        description=_("A mistake, a sentence that loses you, something that is missing…"),
    )
    named = BooleanField(_("Show my name to the authors"))
    passage = HiddenField()


class DecideCommentForm(Form):
    """What becomes of a comment, and the answer for readers."""

    state = RadioField(
        _("What becomes of this comment"),
        [InputRequired(_("Choose what becomes of this comment."))],
        choices=options(
            {
                CommentState.ANSWERED: _("The answer below is enough"),
                CommentState.TAKEN: _("Taken into account in the next version"),
                CommentState.SET_ASIDE: _("Set aside: not about the text"),
            }
        ),
        coerce=CommentState,
    )
    text = FreeText(
        _("Answer for readers"),
        rows=6,
        description=_(
            "Everybody who reads this version in your organisation sees it beside the passage,"
            " without the comment. Recall the question, and name nobody."
        ),
    )


class ReadAnswerForm(Form):
    """What a tutor says of an open text."""

    judgement = RadioField(
        _("What does this text reach?"),
        [InputRequired(_("Choose what fits best."))],
        choices=options(
            {
                Judgement.REACHED: _("What was looked for is there"),
                Judgement.PARTLY: _("A part of it is there"),
                Judgement.NOT_YET: _("Not yet: another try will help"),
            }
        ),
        coerce=Judgement,
    )
    reply = FreeText(
        _("Your reply"),
        longest=LONGEST_REPLY,
        rows=6,
        description=_("What is there already, and one thing that would help next."),
    )


class AutosaveForm(Form):
    """A text on its way to the server while it is being written."""

    once = False

    version = IntegerField(default=0, widget=HiddenInput())
    text = FreeText()


class NotesForm(Form):
    """The answers to the prompts of a reflection; see `notes_form`."""

    once = False
    prompts = 0

    def note(self, number: int) -> str:
        """What is written to a prompt (from 1)."""
        return self[f"note_{number}"].data or ""

    def version(self, number: int) -> int:
        """The version that the writer had read, or the newer one that they chose to replace."""
        chosen = self[f"keep_{number}"].data or ""
        if chosen.isdecimal() and len(chosen) < LONGEST_NUMBER:
            return int(chosen)
        return self[f"version_{number}"].data or 0

    def gives_way(self, number: int) -> bool:
        """Whether the person chose the newer text instead of the one sent."""
        return bool(self[f"keep_{number}"].data == OTHER)

    def offer(self, number: int, version: int) -> None:
        """Ask which text to keep; nothing is replaced while nobody has chosen."""
        field = self[f"keep_{number}"]
        field.data = None
        field.choices = options(
            {str(version): _("The text written here"), OTHER: _("The newer text")}
        )


def notes_form(prompts: Sequence[str], drafts: Mapping[int, OpenDraft]) -> NotesForm:
    """A text area for each prompt, filled with its draft."""
    fields: dict[str, Any] = {"prompts": len(prompts)}
    for number, prompt in enumerate(prompts, 1):
        draft = drafts.get(number)
        fields[f"note_{number}"] = FreeText(
            prompt,
            longest=LONGEST,
            # The box around the notes says it once for all of them.
            description="",
            default=draft.text if draft else "",
        )
        fields[f"version_{number}"] = IntegerField(
            validators=[Optional()], default=draft.version if draft else 0, widget=HiddenInput()
        )
        fields[f"keep_{number}"] = RadioField(
            _("Which text do you keep?"), choices=[], validate_choice=False
        )
    made: NotesForm = type("NotesOfStep", (NotesForm,), fields)()
    return made
