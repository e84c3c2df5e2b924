"""What the PDF writer leaves out: the mark of PDF/UA-1, languages inside the page, table headers.

The writer makes an archival file (PDF/A-3a) or an accessible one (PDF/UA-1), never both at once,
and forgets `lang` below the root. This is the public hook it offers for such additions.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf
from weasyprint.formatting_structure.boxes import LineBox, TextBox
from weasyprint.layout.absolute import AbsolutePlaceholder

from lms.printing.models import PrintingFailed, UnprintableText

_TAGGED = {"p": "/P", "span": "/Span"}
"""The HTML elements that may carry `lang` below the root, and the tag each becomes."""

_ACCESSIBLE = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>\
<rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed\
</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>"""


def finish(document: Any, pdf: Any) -> None:
    """Complete the written PDF; raises rather than leaving it half accessible."""
    _refuse_missing_glyphs(document)
    tree = _Tree(pdf)
    _declare_accessible(pdf)
    _mark_languages(document, tree)
    _mark_headers(pdf, tree)


def finish_plain(document: Any, pdf: Any) -> None:
    """Complete a paper in one language without tables: its languages and headers are whole."""
    _declare_accessible(pdf)


def _refuse_missing_glyphs(document: Any) -> None:
    """An empty box instead of a letter of somebody's name is worse than no paper."""
    for font in document.fonts.values():
        if font.missing:
            signs = ", ".join(f"U+{sign:04X}" for sign in sorted(font.missing))
            raise UnprintableText(f"no typeface draws: {signs}")


def _declare_accessible(pdf: Any) -> None:
    """In the one rdf:RDF there is, with the schema PDF/A asks for: apart, neither would pass."""
    for stream in pdf.objects:
        if isinstance(stream, pydyf.Stream) and stream.extra.get("Type") == "/Metadata":
            stream.stream = [
                part.replace(b"</rdf:RDF>", _ACCESSIBLE) if isinstance(part, bytes) else part
                for part in stream.stream
            ]


class _Tree:
    """The tags of the page, walked in reading order."""

    def __init__(self, pdf: Any) -> None:
        kinds: list[Any] = [o for o in pdf.objects if isinstance(o, dict)]
        self._elements = {o.number: o for o in kinds if o.get("Type") == "/StructElem"}
        self.root = next(o for o in kinds if o.get("Type") == "/StructTreeRoot")
        self._top = next(n for n, o in self._elements.items() if o["S"] == "/Document")

    def walk(self) -> Iterator[tuple[Any, bool]]:
        """Each element, and whether it stands in the head of a table."""
        return self._below(self._top, in_head=False)

    def _below(self, number: int, *, in_head: bool) -> Iterator[tuple[Any, bool]]:
        element = self._elements.get(number)
        if element is None:
            return
        in_head = in_head or element["S"] == "/THead"
        yield element, in_head
        for kid in element["K"]:
            if not isinstance(kid, int):
                yield from self._below(_number(kid), in_head=in_head)


def _number(reference: str | bytes) -> int:
    return int(reference.split()[0])


def _mark_languages(document: Any, tree: _Tree) -> None:
    """Pair boxes and tags by their order, which is one; lines of text are leaves, not elements."""
    boxes = [box for page in document.pages for box in _boxes(page._page_box)]
    for name, tag in _TAGGED.items():
        drawn = [box.element for box in boxes if box.element_tag == name]
        tags = [o for o, _ in tree.walk() if o["S"] == tag and not _is_text(o)]
        if len(drawn) != len(tags):
            raise PrintingFailed(f"{len(drawn)} {name} boxes became {len(tags)} tags")
        for element, tagged in zip(drawn, tags, strict=True):
            if element.get("lang"):
                tagged["Lang"] = pydyf.String(element.get("lang"))


def _boxes(box: Any) -> Iterator[Any]:
    """The boxes of elements, as the writer walks them to make its tags."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    if not isinstance(box, (LineBox, TextBox)):
        yield box
    for child in getattr(box, "children", ()):
        yield from _boxes(child)


def _is_text(element: Any) -> bool:
    return len(element["K"]) == 1 and isinstance(element["K"][0], int)


def _mark_headers(pdf: Any, tree: _Tree) -> None:
    """Say what each header heads, and list the headers where readers look them up."""
    headers = [(o, head) for o, head in tree.walk() if o["S"] == "/TH" and "ID" in o]
    for header, in_head in headers:
        header["A"]["Scope"] = "/Column" if in_head else "/Row"
    listed = sorted((header for header, _ in headers), key=lambda o: str(o["ID"].string))
    names = [part for header in listed for part in (header["ID"], header.reference)]
    node = pydyf.Dictionary({"Names": pydyf.Array(names)})
    node["Limits"] = pydyf.Array([listed[0]["ID"], listed[-1]["ID"]])
    pdf.add_object(node)
    tree.root["IDTree"] = pydyf.Dictionary({"Kids": pydyf.Array([node.reference])})
