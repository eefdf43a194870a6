"""A paper for Word (DOCX): what a secretary goes on with.

Real styles, headings, lists and tables, so that contents, screen readers and the next person find
their way. How things look is in `docx/`, an empty document written by hand; nothing is set by hand
here that a style can set (decision 32).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from itertools import pairwise
from pathlib import Path

from docx import Document
from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.shared import Cm, Emu

from app.core.things import Millis
from app.i18n import translator
from app.publish.fit import fit
from app.publish.forms.ooxml import (
    Element,
    contents,
    field,
    gallery,
    paragraph,
    renewed,
    tabled,
    words,
)
from app.publish.forms.wordlines import SPOKEN, Lines, Place, first, nth
from app.publish.forms.wordstyles import NAMES
from app.publish.paper import (
    Bar,
    Block,
    Box,
    Chart,
    Contents,
    Facts,
    Fold,
    Item,
    Items,
    Numbers,
    Paper,
    Paragraph,
    People,
    Run,
    Runs,
    Section,
    Table,
)

MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_TEMPLATE = Path(__file__).parent / "docx"
_WIDTH = 9070
"""Of the text on a page, in twips: 16 cm."""
_LABELS = 3600
_BAR = 3700
"""Of the column of labels in a chart, and of the widest bar beside it."""
_LETTER, _CELL = 135, 85
"""A broad letter, and the space at each side of a cell."""
_DEEP = 5
_LONG = 255
"""What Word takes in a property of the document."""


def document(paper: Paper, *, at: Millis, author: str, crest: bytes | None = None) -> bytes:
    """The paper as a DOCX. `at`: when it was made; the same paper of the same time gives the same
    bytes. `author`: the municipality; `crest`: its mark, as PNG or JPEG.
    """
    word = Document(str(_TEMPLATE))
    spoken = SPOKEN[paper.language]
    styles = word.styles.element
    styles.find(f".//{qn('w:lang')}").set(qn("w:val"), spoken)
    for style, name in NAMES.items():
        styles.get_by_id(style).name_val = translator(paper.language)(name)
    about = word.core_properties
    about.title, about.language = fit(paper.title.text)[:_LONG], spoken
    about.author = about.last_modified_by = fit(author)[:_LONG]
    about.created = about.modified = datetime.fromtimestamp(at / 1000, UTC)
    if crest:
        mark = word.add_picture(BytesIO(crest))
        scale = min(Cm(2) / mark.height, Cm(6) / mark.width)
        mark.height, mark.width = Emu(mark.height * scale), Emu(mark.width * scale)
        mark._inline.docPr.set("descr", fit(author))  # noqa: SLF001  # no other way to tell it
    setter = _Setter(word, paper)
    setter.body()
    setter.margins()
    made = BytesIO()
    word.save(made)
    return renewed(made.getvalue())


class _Setter:
    """Sets one paper in one document."""

    def __init__(self, word: Word, paper: Paper) -> None:
        self.word, self.paper, self.lines = word, paper, Lines(word, paper)

    # ------------------------------------------------------------ the whole

    def body(self) -> None:
        """All of it, in order; then what can only be told from the whole."""
        paper, end = self.paper, self.word.element.body.sectPr
        if paper.kicker:
            end.addprevious(paragraph("Kicker", *words(paper.kicker)))
        end.addprevious(self.lines.line("Title", (paper.title,)))
        fresh = False
        for block in (*paper.head, *paper.blocks):
            made = [*self.set(block, Place())]
            here = block.look if isinstance(block, Section) else ""
            if made and (fresh or here == "part"):
                first(made).get_or_add_pPr().get_or_add_pageBreakBefore()
            fresh = here == "summary" or (fresh and not made)
            for each in made:
                end.addprevious(each)
        self.lines.loosen(self.word.element.body)
        self._tables_that_meet()

    def margins(self) -> None:
        """At the head of each page but the first what this is; at the foot of all, and the page."""
        section = self.word.sections[0]
        section.different_first_page_header_footer = True
        if self.paper.kicker:
            section.header.paragraphs[0]._p.extend(words(self.paper.kicker))  # noqa: SLF001
        for foot in (section.footer, section.first_page_footer):
            foot.paragraphs[0]._p.extend(self._foot())  # noqa: SLF001

    def _foot(self) -> Iterator[Element]:
        yield from words(f"{self.paper.foot}\t")
        told = translator(self.paper.language)("Page {n} of {of}")
        for piece in re.split(r"(\{\w+\})", told):
            match piece:
                case "{n}":
                    yield from field("PAGE", "1")
                case "{of}":
                    yield from field("NUMPAGES", "1")
                case _:
                    yield from words(piece)

    def _tables_that_meet(self) -> None:
        """Word makes one of two tables with nothing between them."""
        for one, other in pairwise([*self.word.element.body]):
            if one.tag == other.tag == qn("w:tbl"):
                one.addnext(paragraph("Cell"))

    # ------------------------------------------------------------ blocks

    def set(self, block: Block, place: Place) -> Iterator[Element]:
        match block:
            case Paragraph():
                yield from self._paragraph(block, place)
            case Facts():
                for name, what in block.rows:
                    yield self.lines.line("Fact", (Run(f"{name}\t", look="strong"), *what))
            case Numbers():
                for n, told in block.rows:
                    number = words(str(n), "BigNumber")
                    yield paragraph("Figure", *words("\t"), *number, *words(f"\t{told}"))
            case Chart():
                yield from self._chart(block)
            case Table():
                yield from self._table(block)
            case Items():
                yield from self._items(block, place)
            case People():
                yield from self._people(block)
            case Box():
                if block.look:
                    place = replace(place, inside=block.look)
                made = self.all(block.blocks, place)
                yield from self.lines.anchored(made, block.anchor)
            case Fold():
                yield from self.set(Paragraph((Run(block.summary),), "label"), place)
                yield from self.all(block.blocks, place)
            case Section():
                style = f"Heading{min(place.level, _DEEP)}"
                yield from self.lines.anchored([self.lines.line(style, block.title)], block.anchor)
                yield from self.all(block.blocks, Place(place.level + 1))
            case Contents():
                yield from self._contents(block)

    def all(self, blocks: Iterable[Block], place: Place) -> list[Element]:
        return [made for block in blocks for made in self.set(block, place)]

    def _paragraph(self, block: Paragraph, place: Place) -> Iterator[Element]:
        if _says(block.runs):
            style = place.style(block.look)
            strong = block.look == "label" and style != "Label"
            yield self.lines.line(style, block.runs, strong=strong)

    def _people(self, block: People) -> Iterator[Element]:
        for name, people in block.rows:
            if name:
                yield self.lines.line("Label", name)
            told: list[Run] = []
            for one in people:
                told += (Run("; "), *one) if told else one
            yield self.lines.line("People", tuple(told))

    def _items(self, block: Items, place: Place) -> Iterator[Element]:
        if block.look in ("notes", "ranking"):
            for item in block.items:
                yield from self._item(item, replace(place, inside="notes"))
            return
        inner = replace(place, lists=place.lists + 1, inside="list")
        number = self._numbered() if block.look == "numbers" else None
        style = nth("ListBullet" if number is None else "ListNumber", inner.lists)
        for item in block.items:
            made = self._item(item, inner)
            if made:
                marked = first(made)
                marked.style = style
                if number is not None:
                    told = marked.pPr.get_or_add_numPr()
                    told.get_or_add_ilvl().val = min(inner.lists, 2) - 1
                    told.get_or_add_numId().val = number
            yield from made

    def _item(self, item: Item, place: Place) -> list[Element]:
        made = self.all(item.blocks, place)
        if item.bar:
            label = self.lines.line("Label", item.bar.label)
            made = [label, self._bar(item.bar, "Bars", _WIDTH // 2), *made]
        return self.lines.anchored(made, item.anchor)

    def _numbered(self) -> int:
        """A numbering that begins with 1, by its id."""
        made = self.word.part.numbering_part.element.add_num(2)
        for level in (0, 1):
            made.add_lvlOverride(ilvl=level).add_startOverride(1)
        number: int = made.numId
        return number

    # ------------------------------------------------------------ tables, charts, contents

    def _table(self, block: Table) -> Iterator[Element]:
        texts = [block.head, *(["".join(run.text for run in c) for c in row] for row in block.rows)]
        widths = _widths([*zip(*texts, strict=True)])
        nothing = (Run("–"),)
        rows = (
            [self.lines.line("Cell", cell if _says(cell) else nothing) for cell in row]
            for row in block.rows
        )
        yield from tabled(block.title, "", block.head, rows, widths)

    def _chart(self, block: Chart) -> Iterator[Element]:
        """A table in which each number stands at the end of its bar."""
        rows = (
            [self.lines.line("Cell", bar.label), self._bar(bar, "Cell", _BAR)] for bar in block.bars
        )
        widths = (_LABELS, _WIDTH - _LABELS)
        yield from tabled(block.title, block.alt, block.head, rows, widths)

    def _bar(self, bar: Bar, style: str, widest: int) -> Element:
        """A shaded tab, as long as the bar, and the number in words."""
        long = widest * bar.percent // 100
        drawn = words("\t", "Bar") if long else ()
        told = words(f" {bar.words}" if long else bar.words, "Strong")
        return paragraph(style, *drawn, *told, tab=long)

    def _contents(self, block: Contents) -> Iterator[Element]:
        """The field and what it will say. The numbers of pages come when Word counts them: who
        prints, or asks for it; to make Word do it at once it has to ask the reader something."""
        lines = [
            paragraph("TOC1", self.lines.link(f"#{each.anchor}", self._entry(each)))
            for each in self.paper.sections
        ]
        if lines:
            entries = contents(r'TOC \o "1-1" \h \z', lines)
            title = paragraph("TOCHeading", *words(block.title))
            yield gallery("Table of Contents", title, *entries)

    def _entry(self, section: Section) -> Iterator[Element]:
        yield from self.lines.runs([replace(run, to="", anchor="") for run in section.title])
        yield from words("\t")
        yield from field(rf"PAGEREF {self.lines.name(section.anchor)} \h", "")


def _says(runs: Runs) -> bool:
    return any(run.text.strip() for run in runs)


def _widths(columns: list[tuple[str, ...]]) -> list[int]:
    """Of columns with these texts, in twips: room for the longest word, and the rest by length."""
    least, long = [], []
    for texts in columns:
        longest = max((len(word) for text in texts for word in text.split()), default=0)
        least.append(min(longest, 18) * _LETTER + 2 * _CELL)
        long.append(min(max(map(len, texts)), 60) + 1)
    spare = max(_WIDTH - sum(least), 0)
    wanted = [n + spare * share // sum(long) for n, share in zip(least, long, strict=True)]
    return [_WIDTH * n // sum(wanted) for n in wanted]
