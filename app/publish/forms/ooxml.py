"""Pieces of a Word document (WordprocessingML, ECMA-376 part 1): elements, words, fields.

`word.py` makes a document of them. The order of what stands in a `pPr` and an `rPr` is the
standard's: Word does not open what stands otherwise.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any, TypeAlias
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from app.publish.fit import fit

#: An element of lxml's. Its subclasses by python-docx have no types worth naming.
Element: TypeAlias = Any

_RIGHT_TO_LEFT = re.compile(
    r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]+"
    r"(?:[\W\d_]+[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff"
    r"\U0001e800-\U0001efff]+)*"
)
"""Letters of scripts that go from right to left, and what stands between two of them."""

_PIECES = re.compile(r"([\n\t])")
_BREAKS = {"\n": "br", "\t": "tab"}


def element(tag: str, *children: Element, **attributes: str | int) -> Element:
    """`<w:tag>` with attributes of the same namespace."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def paragraph(style: str, *runs: Element, tab: int = 0, rtl: bool = False) -> Element:
    """A paragraph in a style, by its id. `tab`: where its only tab stop is, in twips."""
    told = (
        element("pStyle", val=style),
        element("tabs", element("tab", val="left", pos=tab)) if tab else None,
        element("bidi") if rtl else None,
    )
    return element("p", element("pPr", *(each for each in told if each is not None)), *runs)


def words(
    text: str, style: str = "", *, strong: bool = False, language: str = ""
) -> Iterator[Element]:
    """Runs of this text, one for each direction; newlines and tabs are Word's own."""
    for piece, rtl in _directions(fit(text.replace("\r\n", "\n").replace("\r", "\n"))):
        told = (
            element("rStyle", val=style) if style else None,
            element("b") if strong else None,
            element("rtl") if rtl else None,
            element("lang", val=language) if language else None,
        )
        made = [each for each in told if each is not None]
        yield element("r", *([element("rPr", *made)] if made else []), *_text(piece))


def _text(text: str) -> Iterator[Element]:
    for piece in _PIECES.split(text):
        if piece in _BREAKS:
            yield element(_BREAKS[piece])
        elif piece:
            made = element("t")
            made.text = piece
            made.set(qn("xml:space"), "preserve")
            yield made


def _directions(text: str) -> Iterator[tuple[str, bool]]:
    at = 0
    for found in _RIGHT_TO_LEFT.finditer(text):
        if text[at : found.start()]:
            yield text[at : found.start()], False
        yield found[0], True
        at = found.end()
    if text[at:]:
        yield text[at:], False


def from_right(text: str) -> bool:
    """Whether its first letter with a direction goes from right to left (dir="auto" in HTML)."""
    kinds = map(unicodedata.bidirectional, text)
    return next((kind in ("R", "AL") for kind in kinds if kind in ("L", "R", "AL")), False)


def field(instruction: str, shown: str) -> Iterator[Element]:
    """A field, such as PAGE, and what it shows until Word has computed it."""
    code = element("instrText")
    code.text = f" {instruction} "
    code.set(qn("xml:space"), "preserve")
    yield _mark("begin")
    yield element("r", code)
    yield _mark("separate")
    yield from words(shown)
    yield _mark("end")


def _mark(kind: str) -> Element:
    return element("r", element("fldChar", fldCharType=kind))


def contents(instruction: str, lines: Iterable[Element]) -> Iterator[Element]:
    """The field of a table of contents around the lines that it shows until it is updated."""
    every = list(lines)
    begin, code, separate, end = field(instruction, "")
    first, last = every[0], every[-1]
    for at, mark in enumerate((begin, code, separate), start=1):
        first.insert(at, mark)
    last.append(end)
    yield from every


def gallery(kind: str, *inside: Element) -> Element:
    """A piece that Word knows as one of its own: a table of contents has a button to update it."""
    part = element("docPartObj", element("docPartGallery", val=kind), element("docPartUnique"))
    return element("sdt", element("sdtPr", part), element("sdtContent", *inside))


def tabled(
    title: str, alt: str, head: Sequence[str], rows: Iterable[list[Element]], widths: Sequence[int]
) -> Iterator[Element]:
    """A title, and a table with a row of headings that comes again on each page.

    The cells are paragraphs; `widths` those of the columns, in twips. `alt` tells those who do not
    see it what it shows.
    """
    if title:
        yield paragraph("Caption", *words(title))
    told = [element("tblCaption", val=fit(title))] if title else []
    told += [element("tblDescription", val=fit(alt))] if alt else []
    properties = element(
        "tblPr",
        element("tblStyle", val="Ruled"),
        element("tblW", w=sum(widths), type="dxa"),
        element("tblLayout", type="fixed"),
        element("tblLook", val="06A0", firstRow=1, firstColumn=1, noHBand=1, noVBand=1),
        *told,
    )
    grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
    names = [paragraph("Cell", *words(name)) for name in head]
    yield element(
        "tbl",
        properties,
        grid,
        _row(names, widths, element("tblHeader")),
        *(_row(row, widths) for row in rows),
    )


def _row(cells: Iterable[Element], widths: Iterable[int], *more: Element) -> Element:
    made = (
        element("tc", element("tcPr", element("tcW", w=width, type="dxa")), cell)
        for cell, width in zip(cells, widths, strict=True)
    )
    return element("tr", element("trPr", element("cantSplit"), *more), *made)


def bookmark(name: str, number: int) -> tuple[Element, Element]:
    """Where a bookmark begins and ends. `number` is its own in the document."""
    return element("bookmarkStart", id=number, name=name), element("bookmarkEnd", id=number)


def renewed(package: bytes) -> bytes:
    """The same package with the time of writing taken out: the same paper gives the same bytes."""
    made = BytesIO()
    with ZipFile(BytesIO(package)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for each in old.infolist():
            new.writestr(ZipInfo(each.filename), old.read(each), ZIP_DEFLATED)
    return made.getvalue()
