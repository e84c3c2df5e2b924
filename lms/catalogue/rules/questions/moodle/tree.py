"""XML as a tree with lines: no document type, no entity, nothing from elsewhere, no great depth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat  # nosec B407

from lms.catalogue.rules.questions.reasons import Why
from lms.catalogue.rules.questions.report import Unreadable
from lms.catalogue.rules.questions.texts import line_feeds, refuse_large, trim
from lms.kernel.text import _

MOST_DEEP = 30
MOST_ELEMENTS = 400_000
UNDEFINED_ENTITY = 11
"""Expat's number for `&nbsp;` and its like, which HTML has and XML has not."""
FAULTS = {
    expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]: _("no element found"),
    expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN]: _("a sign that XML does not allow"),
    expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN]: _("something is not closed"),
    expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH]: _("mismatched tag"),
    expat.errors.codes[expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE]: _("an attribute stands twice"),
    expat.errors.codes[expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]: _(
        "something follows the end"
    ),
    expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING]: _("its encoding is not known"),
    expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION]: _("CDATA is not closed"),
}
"""What expat says most often, for people who do not read English."""


@dataclass(slots=True)
class Element:
    """An element with its line, its attributes, its own characters and what is inside."""

    name: str
    line: int
    attributes: dict[str, str]
    parts: list[str] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)

    @property
    def own_text(self) -> str:
        return trim(line_feeds("".join(self.parts)))

    def first(self, name: str) -> Element | None:
        return next(self.each(name), None)

    def each(self, *names: str) -> Iterator[Element]:
        return (child for child in self.children if child.name in names)

    def said(self, name: str, default: str = "") -> str:
        """The characters of a child, or of the <text> in it."""
        child = self.first(name)
        if child is None:
            return default
        text = child.first("text")
        return (text.own_text if text else "") or child.own_text or default

    def inside(self) -> Iterator[Element]:
        """Everything below, in the order of the file."""
        waiting = self.children[::-1]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += element.children[::-1]


def parsed(content: bytes) -> Element:
    """The first element of the file, or `Unreadable` with the line."""
    refuse_large(content)
    kept = content.lstrip()
    skipped = content[: len(content) - len(kept)].count(b"\n")
    grown = _Growing(skipped)
    try:
        grown.parser.Parse(kept, True)
    except expat.ExpatError as broken:
        if broken.code == UNDEFINED_ENTITY:
            raise Unreadable(broken.lineno + skipped, Why.UNKNOWN_ENTITY) from None
        said = FAULTS.get(broken.code) or expat.ErrorString(broken.code)
        raise Unreadable(broken.lineno + skipped, Why.NOT_XML, said=said) from None
    except (LookupError, ValueError) as broken:
        # An encoding that Python does not know, or that has more than one byte to a sign.
        raise Unreadable(1 + skipped, Why.NOT_XML, said=broken) from None
    return grown.root.children[0]


class _Growing:
    """The tree while the parser reads; expat is told to refuse every declaration."""

    def __init__(self, skipped: int) -> None:
        self.skipped = skipped
        self.root = Element("", 0, {})
        self.open = [self.root]
        self.count = 0
        self.parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        parser.StartDoctypeDeclHandler = self.refuse
        parser.EntityDeclHandler = self.refuse
        parser.UnparsedEntityDeclHandler = self.refuse
        parser.NotationDeclHandler = self.refuse
        parser.ExternalEntityRefHandler = self.refuse

    @property
    def line(self) -> int:
        return self.parser.CurrentLineNumber + self.skipped

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if len(self.open) > MOST_DEEP:
            raise Unreadable(self.line, Why.TOO_DEEP, most=MOST_DEEP)
        if self.count > MOST_ELEMENTS:
            raise Unreadable(self.line, Why.TOO_MANY_ELEMENTS, most=MOST_ELEMENTS)
        element = Element(name, self.line, attributes)
        self.open[-1].children.append(element)
        self.open.append(element)

    def end(self, _name: str) -> None:
        self.open.pop()

    def text(self, text: str) -> None:
        self.open[-1].parts.append(text)

    def refuse(self, *_declared: object) -> NoReturn:
        raise Unreadable(self.line, Why.HAS_DTD)
