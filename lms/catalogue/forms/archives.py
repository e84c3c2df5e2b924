"""The form that takes an archive."""

from __future__ import annotations

from wtforms import FileField, StringField
from wtforms.validators import InputRequired, Optional

from lms.catalogue.rules.places import LONGEST_SLUG
from lms.web.fields import short
from lms.web.form import Form
from lms.web.i18n import lazy as _


class ArchiveForm(Form):
    """A ZIP archive, and the name of a programme where it has several."""

    files = frozenset({"archive"})

    archive = FileField(
        _("The archive (ZIP)"),
        [InputRequired(_("Choose a file."))],
        description=_("32 MB at most. It has the files that “Download” gives."),
        render_kw={"accept": ".zip,application/zip"},
    )
    programme = StringField(
        _("Name of the programme"),
        [Optional(), short(LONGEST_SLUG)],
        description=_("Only where the archive has several programmes: the name of its folder."),
        render_kw={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"},
    )
