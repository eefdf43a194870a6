"""Words in a Word document: runs in their language and direction, links, and where links lead."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from docx.document import Document as Word
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from app.publish.fit import fit
from app.publish.forms.ooxml import Element, bookmark, element, from_right, paragraph, words
from app.publish.paper import Paper, Run, Runs

SPOKEN = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB", "se": "se-NO"}

_WORDS = {
    "strong": "Strong",
    "quiet": "QuietWords",
    "code": "Code",
    "tag": "Tag",
    "ins": "Inserted",
    "del": "Deleted",
    "hidden": "Hidden",
    "cut": "Cut",
}

_PARAGRAPHS = {
    "": "Normal",
    "lead": "Subtitle",
    "quiet": "Quiet",
    "label": "Label",
    "words": "Quote",
    "end": "Note",
    "outcome": "Outcome",
    "link": "Normal",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: under how many headings, in how many lists, and in what."""

    level: int = 1
    lists: int = 0
    inside: Literal["", "list", "notes", "columns", "dissent", "notice", "warning"] = ""

    def style(self, look: str) -> str:
        """The style of a paragraph that looks like this here."""
        match self.inside:
            case "list":
                return nth("ListContinue", self.lists)
            case "dissent" | "notice" | "warning":
                return self.inside.capitalize()
            case "notes" if look not in ("words", "label"):
                return "Note"
        return _PARAGRAPHS[look]


def nth(style: str, depth: int) -> str:
    """The style of a list in so many lists: Word has a style for each."""
    return f"{style}2" if depth > 1 else style


class Lines:
    """Makes paragraphs of one paper, for one document."""

    def __init__(self, word: Word, paper: Paper) -> None:
        self._part = word.part
        self._foreign = SPOKEN[paper.written] if paper.written != paper.language else ""
        self._names: dict[str, str] = {}
        self._taken: set[str] = set()
        self._placed: set[str] = set()

    def line(self, style: str, runs: Runs, strong: bool = False) -> Element:
        """A paragraph of these runs, from the side that its first letter asks for."""
        rtl = from_right("".join(run.text for run in runs))
        return paragraph(style, *self.runs(runs, strong), rtl=rtl)

    def runs(self, runs: Sequence[Run], strong: bool = False) -> Iterator[Element]:
        """What is for those who listen is left out: Word has no such words."""
        before = Run(" ")
        for run in runs:
            if not run.text or run.look == "unseen":
                continue
            apart = before.text[-1].isspace() or run.text[0].isspace()
            if "tag" in (before.look, run.look) and not apart:
                yield from words(" ")
            before = run
            yield from self.anchored([*self._run(run, strong)], run.anchor)

    def _run(self, run: Run, strong: bool) -> Iterator[Element]:
        language = self._foreign if run.own else ""
        if run.to:
            strong = strong or run.look == "strong"
            yield self.link(run.to, words(run.text, "Hyperlink", strong=strong, language=language))
        else:
            style = _WORDS.get(run.look, "")
            if run.look == "tag":
                style += run.tone.capitalize()
            yield from words(run.text, style, strong=strong, language=language)

    # ------------------------------------------------------------ links, and where they lead

    def link(self, to: str, runs: Iterable[Element]) -> Element:
        """A link to an anchor of the paper, or to an address, around these runs."""
        if to.startswith("#"):
            return element("hyperlink", *runs, anchor=self.name(to[1:]), history=1)
        made = element("hyperlink", *runs, history=1)
        address = quote(fit(to), safe="%/:?#[]@!$&'()*+,;=~")
        kind = RELATIONSHIP_TYPE.HYPERLINK
        made.set(qn("r:id"), self._part.relate_to(address, kind, is_external=True))
        return made

    def anchored(self, made: list[Element], anchor: str) -> list[Element]:
        """With a bookmark around them, or in the first paragraph where they are blocks."""
        if not made or not anchor or anchor in self._placed:
            return made
        start, end = bookmark(self.name(anchor), len(self._placed))
        self._placed.add(anchor)
        if made[0].tag in (qn("w:r"), qn("w:hyperlink")):
            return [start, *made, end]
        there = first(made)
        there.pPr.addnext(start)
        there.append(end)
        return made

    def name(self, anchor: str) -> str:
        """The bookmark's name, as Word wants it: letters, digits and lines, at most forty, and no
        two alike but for their capitals."""
        if anchor not in self._names:
            name = plain = re.sub(r"\W", "_", f"at_{anchor}".lower(), flags=re.ASCII)[:34]
            if name in self._taken:
                name = f"{plain}_{len(self._taken)}"
            self._taken.add(name)
            self._names[anchor] = name
        return self._names[anchor]

    def loosen(self, body: Element) -> None:
        """Takes away the links that lead to nothing, and leaves their words."""
        there = {self._names[anchor] for anchor in self._placed}
        for link in [*body.iter(qn("w:hyperlink"))]:
            if link.get(qn("w:anchor"), "") not in ("", *there):
                for run in [*link]:
                    link.addprevious(run)
                link.getparent().remove(link)


def first(made: Iterable[Element]) -> Element:
    """The first paragraph of some blocks, which may be in a table."""
    return next(each for one in made for each in one.iter(qn("w:p")))
