"""Forms of the bank of questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import HiddenField, IntegerField, RadioField, SearchField, SelectField, TextAreaField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import HiddenInput

from lms.catalogue.forms.fields import Fields, Group, said
from lms.catalogue.forms.questions import (
    FIRST,
    MOST,
    Asked,
    question_group,
    question_rows,
)
from lms.catalogue.models import ActivityKind
from lms.catalogue.rules.drafting.banked_fields import BLOCK
from lms.catalogue.rules.drafting.merging import Values
from lms.catalogue.rules.drafting.question_fields import kind_named
from lms.catalogue.rules.drafting.steps import shape_of
from lms.web.fields import options, short
from lms.web.form import Form
from lms.web.i18n import lazy as _

LONGEST_SOURCE = 20_000
LONGEST_FILE = 400_000
NO_DOMAIN = {"": _("No particular domain")}
WRITING = {"rows": 10, "spellcheck": "true", "dir": "ltr"}


class BankSearchForm(Form):
    """A search that lives in the address."""

    once = False

    class Meta(Form.Meta):
        csrf = False

    q = SearchField(_("Words"), [Length(max=100)])
    domain = SelectField(_("Domain"))
    kind = SelectField(_("Kind"))

    def __init__(self, domains: dict[str, str], kinds: dict[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.domain.choices = options({"": _("All"), **domains})
        self.kind.choices = options({"": _("All"), **kinds})


class QuestionSourceForm(Form):
    """A question written in GIFT, or in Moodle XML, in one language or two."""

    domain = SelectField(_("Domain"))
    fr = TextAreaField(_("In French"), [short(LONGEST_SOURCE)], render_kw=WRITING)
    en = TextAreaField(_("In English"), [short(LONGEST_SOURCE)], render_kw=WRITING)
    version = IntegerField(default=0, widget=HiddenInput())

    def __init__(self, domains: dict[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.domain.choices = options({**NO_DOMAIN, **domains})


class BankForm(Form):
    """A question in the fields of its kind, which `bank_form` adds."""

    domain = SelectField(_("Domain"))
    version = IntegerField(default=0, widget=HiddenInput())

    def __init__(self, domains: dict[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.domain.choices = options({**NO_DOMAIN, **domains})

    def values(self) -> Values:
        """The fields of the question as the rules know them."""
        return {field.name: said(field.data) for field in self if field.name.startswith(BLOCK)}


def bank_form(
    kind: str, values: Mapping[str, str], add: str
) -> tuple[type[BankForm], Fields, Group]:
    """The form of one question, as a check would show it, and its group."""
    code = kind_named(kind)
    there = shape_of(ActivityKind.CHECK, values).blocks
    count = there[0] if there else FIRST.get(code, 0)
    verb, _sep, gap = add.partition("-")
    count = min(count + (verb == "choice1"), MOST.get(code, 0))
    fields: Fields = {}
    asked = Asked(fields, BLOCK.removesuffix("_"), values, count, gap, gaps_with_accents=False)
    question_rows(asked, code)
    return type("BankForm", (BankForm,), fields), fields, question_group(asked, 1, code, alone=True)


class ImportForm(Form):
    """A file, or its text; first looked at, then kept."""

    domain = SelectField(_("Domain"))
    locale = RadioField(
        _("Language of the questions"), choices={"fr": "Français", "en": "English"}, default="fr"
    )
    text = TextAreaField(
        _("Questions"),
        [DataRequired(_("Choose a file, or paste its text.")), short(LONGEST_FILE)],
        render_kw={"rows": 14, "spellcheck": "false"},
    )
    name = HiddenField()

    def __init__(self, domains: dict[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.domain.choices = options({**NO_DOMAIN, **domains})

    def looked_at(self) -> bool:
        """True when the form was sent and has the right shape; it can still be sent again."""
        if not self.is_submitted():
            return False
        self.failed = not self.validate()
        return not self.failed


class DropForm(Form):
    """One press."""
