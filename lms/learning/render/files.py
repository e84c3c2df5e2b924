"""What the files of a programme are called for people who see none."""

from __future__ import annotations

import re

from lms.web.i18n import gettext as _

STEP = re.compile(r"(?P<number>\d\d)-.+\.(?P<locale>fr|en|fr-easy|en-easy)\.md")
BESIDE = re.compile(r"(?P<kind>summary|session)\.(?P<locale>fr|en|fr-easy|en-easy)\.md")
TITLE = re.compile(r'^title = "((?:[^"\\]|\\.)*)"', re.MULTILINE)


def file_words(path: str) -> str:
    """The place of a file in the programme: "module role, step 3, in French"."""
    parts = path.split("/")
    if parts[0] == "programmes":
        return _("The sheet of the programme")
    if parts[0] == "modules" and len(parts) > 2:
        return _module_words(parts[1], "/".join(parts[2:]))
    return {
        "framework.toml": _("The competence framework"),
        "glossary.toml": _("The glossary"),
        "lint.toml": _("What is asked of the modules"),
        "LICENSE": _("The licence"),
    }.get(path, path)


def title_in(text: str) -> str:
    """The title that a text gives itself, if it does; sheets have titles of other things."""
    found = TITLE.search(text) if text.startswith("+++") else None
    return found[1].replace('\\"', '"') if found else ""


def _module_words(module: str, name: str) -> str:
    if name == "module.toml":
        return _("Module %(module)s, its sheet", module=module)
    if step := STEP.fullmatch(name):
        place = _("Module %(module)s, step %(number)s", module=module, number=int(step["number"]))
        return f"{place}, {_language(step['locale'])}"
    if beside := BESIDE.fullmatch(name):
        session = beside["kind"] == "session"
        what = _("the group session") if session else _("the main points on one page")
        place = _("Module %(module)s, %(what)s", module=module, what=what)
        return f"{place}, {_language(beside['locale'])}"
    return _("Module %(module)s, %(what)s", module=module, what=name)


def _language(locale: str) -> str:
    return {
        "fr": _("in French"),
        "en": _("in English"),
        "fr-easy": _("in easy-to-read French"),
        "en-easy": _("in easy-to-read English"),
    }[locale]
