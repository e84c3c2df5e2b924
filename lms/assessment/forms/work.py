"""Forms of work: what is handed in, the answer to it, and drafts on their way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import IntegerField, MultipleFileField, RadioField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from lms.assessment.models import Level, WorkState
from lms.assessment.rules.files import ACCEPT, MOST_FILES, MOST_MEGABYTES
from lms.assessment.rules.levels import LEVEL_WORDS, NOTHING, levels_in
from lms.drafts.queries import OpenDraft
from lms.drafts.rules import LONGEST
from lms.web.fields import FreeText, options
from lms.web.form import Form
from lms.web.i18n import lazy as _
from lms.web.i18n import sentence
from lms.web.versioned import VersionedForm


class PressForm(Form):
    """One press whose repetition does no harm: the database decides what was first."""

    once = False


class AutosaveForm(Form):
    """A text on its way to the server while it is being written."""

    once = False

    version = IntegerField(default=0, widget=HiddenInput())
    text = FreeText()


class DraftedForm(VersionedForm):
    """A form whose long text is kept as a draft."""

    written = ""
    """The name of the field with the text."""

    def __init__(self, draft: OpenDraft | None, otherwise: str = "", **kwargs: Any) -> None:
        text = draft.text if draft else otherwise
        given = {self.written: text, "version": draft.version if draft else 0}
        super().__init__(data=given, **kwargs)

    @property
    def text(self) -> str:
        """What was typed."""
        return self[self.written].data or ""


class WorkForm(DraftedForm):
    """What somebody hands in."""

    written = "words"
    files = frozenset({"documents"})

    words = FreeText(_("Your work"), longest=LONGEST, rows=12)
    documents = MultipleFileField(
        _("Files"),
        [Optional()],
        description=_(
            "%(files)s at most, %(most)s MB each: PDF, image, odt, docx, text or sound (mp3, m4a,"
            " ogg, wav). Pictures are drawn anew, so that nothing of the place or the device stays"
            " in them.",
            files=MOST_FILES,
            most=MOST_MEGABYTES,
        ),
        render_kw={"accept": ACCEPT},
    )


class AnswerForm(DraftedForm):
    """The feedback, what was observed by domain, and the answer; see `answer_form`."""

    written = "feedback"
    domains: tuple[str, ...] = ()

    feedback = FreeText(_("Your feedback"), longest=LONGEST, rows=9)
    state = RadioField(
        _("Your answer"),
        [InputRequired(_("Choose an answer."))],
        choices=options(
            {
                WorkState.ACCEPTED: _("Accepted: nothing more is needed"),
                WorkState.RETURNED: _("Returned for another go"),
            }
        ),
        coerce=WorkState,
    )

    @property
    def levels(self) -> dict[str, Level]:
        """What was observed, by the code of the domain; what was not chosen says nothing."""
        return levels_in({code: self[f"level_{code}"].data for code in self.domains})


def answer_form(domains: Mapping[str, str], draft: OpenDraft | None) -> AnswerForm:
    """The form with a line for each domain of the step."""
    fields: dict[str, Any] = {"domains": tuple(domains)}
    levels = {str(level): sentence(words) for level, words in LEVEL_WORDS.items()}
    for code, title in domains.items():
        fields[f"level_{code}"] = RadioField(
            title,
            [Optional()],
            choices=options({NOTHING: _("Nothing to say"), **levels}),
            default=NOTHING,
        )
    made: AnswerForm = type("AnswerOfWork", (AnswerForm,), fields)(draft)
    return made
