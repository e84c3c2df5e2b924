"""The catalogues: extract the words of code and templates, update, compile, and tell what lacks.

`python -m lms.web.catalogues` does all of it; `compile` only compiles, `check` only tells. English
is written in the code: its catalogue holds the plurals.
"""

from __future__ import annotations

import sys
from copy import deepcopy
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent / "translations"
LANGUAGES = ("fr", "en")
KEYWORDS = {"_": None, "lazy": None, "gettext": None, "ngettext": (1, 2)}
SOURCES = (
    ("lms", [("**.py", "python")]),
    ("templates", [("**.html", "jinja2")]),
)
JINJA = {"**.html": {"silent": "false", "extensions": "jinja2.ext.i18n"}}


def extracted() -> Catalog:
    """Every sentence of the code and the templates, without translation."""
    found = Catalog(charset="utf-8")
    for folder, methods in SOURCES:
        for name, _line, msgid, comments, context in extract_from_dir(
            ROOT / folder, methods, JINJA, keywords=KEYWORDS
        ):
            place = (f"{folder}/{name}", 0)
            found.add(msgid, None, [place], auto_comments=comments, context=context)
    return found


def path_of(language: str) -> Path:
    """Where a catalogue stands."""
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def catalogue(language: str) -> Catalog:
    """The catalogue as it is kept."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    return read_po(BytesIO(path.read_bytes()), locale=language)


def updated(language: str, template: Catalog) -> Catalog:
    """The kept catalogue with the template's sentences: new ones empty, old ones gone."""
    kept = catalogue(language)
    # A catalogue takes the template's own messages: each must have its own.
    kept.update(deepcopy(template), no_fuzzy_matching=True)
    kept.obsolete.clear()
    if language == "en":
        for message in kept:
            if message.id:
                message.string = tuple(message.id) if message.pluralizable else ""
    return kept


def as_po(found: Catalog) -> bytes:
    """The text of a catalogue: sorted, without dates or places, so that only words change it."""
    out = BytesIO()
    write_po(out, found, omit_header=True, sort_output=True, no_location=True, width=100)
    header = f'msgid ""\nmsgstr ""\n"Language: {found.locale}\\n"\n'
    header += '"Content-Type: text/plain; charset=utf-8\\n"\n'
    header += f'"Plural-Forms: {found.plural_forms}\\n"\n\n'
    return header.encode() + out.getvalue()


def lacking(found: Catalog) -> list[Message]:
    """The sentences without translation, or with one that nobody has confirmed."""
    return [message for message in found if message.id and (message.fuzzy or not _full(message))]


def _full(message: Message) -> bool:
    words = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return all(words) and (not message.pluralizable or len(words) > 1)


def compile_all() -> None:
    """Write the binary catalogues beside the texts."""
    for language in LANGUAGES:
        out = BytesIO()
        write_mo(out, catalogue(language))
        path_of(language).with_suffix(".mo").write_bytes(out.getvalue())


def update_all() -> int:
    """Extract, update and write every catalogue; the number of French sentences that lack."""
    template = extracted()
    for language in LANGUAGES:
        path_of(language).parent.mkdir(parents=True, exist_ok=True)
        path_of(language).write_bytes(as_po(updated(language, template)))
    compile_all()
    missing = lacking(catalogue("fr"))
    for message in missing:
        print(f"no French for: {message.id}", file=sys.stderr)
    return len(missing)


def stale() -> list[str]:
    """What `make translations` would change or could not fill, a line each."""
    template = extracted()
    lines = [
        f"{path_of(language)} is not up to date: make translations"
        for language in LANGUAGES
        if as_po(updated(language, template)) != path_of(language).read_bytes()
    ]
    for language in LANGUAGES:
        found = catalogue(language)
        wanted = [m for m in lacking(found) if language == "fr" or m.pluralizable]
        lines += [f"no {language} for: {message.id}" for message in wanted]
    return lines


def main(words: list[str]) -> int:
    """The status for the shell."""
    if words == ["compile"]:
        compile_all()
        return 0
    if words == ["check"]:
        lines = stale()
        for line in lines:
            print(line, file=sys.stderr)
        return 1 if lines else 0
    return 1 if update_all() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
