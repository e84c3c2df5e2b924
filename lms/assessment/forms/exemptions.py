"""Forms of exemptions: what is not asked, why, what it rests on, and why it is withdrawn."""

from __future__ import annotations

from typing import Any

from wtforms import FileField, SelectField
from wtforms.validators import Optional

from lms.assessment.rules.files import ACCEPT, MOST_MEGABYTES
from lms.catalogue.rules.outline import VersionOutline
from lms.drafts.rules import LONGEST
from lms.learning.rules import Progress
from lms.web.fields import FreeText
from lms.web.form import Form
from lms.web.i18n import gettext, said
from lms.web.i18n import lazy as _


class ExemptForm(Form):
    """See `exempt_form`, which fills the scopes."""

    files = frozenset({"document"})

    scope = SelectField(_("What is not asked"), validate_choice=False)
    reason = FreeText(_("Why"), longest=LONGEST, rows=4)
    evidence = FreeText(_("What it rests on"), longest=LONGEST, rows=4)
    document = FileField(
        _("A file that shows it"),
        [Optional()],
        description=_(
            "If you wish, %(most)s MB at most: PDF, image, odt, docx, text or sound.",
            most=MOST_MEGABYTES,
        ),
        render_kw={"accept": ACCEPT},
    )


class WithdrawForm(Form):
    """Withdrawing one."""

    reason = FreeText(_("Why it is withdrawn"), longest=LONGEST, rows=4)


def exempt_form(version: VersionOutline, progress: Progress) -> ExemptForm:
    """With what is neither done nor exempted yet, module by module."""
    form = ExemptForm()
    choices: dict[str, list[tuple[str, Any]]] = {}
    for module in version.modules:
        left = [step for step in module.activities if not progress.settles(step)]
        if left:
            title = said(module.title)
            whole = (module.slug, gettext("All of “%(module)s” that is left", module=title))
            steps = [(f"{module.slug}/{one.position}", _numbered(one)) for one in left]
            choices[f"{module.position}. {title}"] = [whole, *steps]
    form.scope.choices = {
        gettext("Choose"): [("", gettext("Choose a module or a step"))],
        **choices,
    }
    return form


def _numbered(step: Any) -> str:
    return f"{step.position}. {said(step.title)}"
