"""Papers set for Word, and how tests read them back."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from docx import Document
from docx.document import Document as Word
from lxml import etree  # type: ignore[import-untyped]

from app.publish.forms import word
from app.publish.minutes import paper
from app.publish.paper import Paper
from tests.core.series import SERIES
from tests.publish import documents, papers

AT = 1_788_422_400_000
AUTHOR = "Nordre Eksempel kommune"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PAPERS = {
    "sample": papers.sample(),
    "empty": papers.empty(),
    "ordinary": paper(documents.minutes(), "nb", documents.ISSUE),
    "largest": paper(documents.largest(), "nn", documents.ISSUE),
    "loop": paper(SERIES[-1].minutes, "en"),
}


def made(told: Paper) -> bytes:
    return word.document(told, at=AT, author=AUTHOR)


def opened(told: Paper) -> Word:
    return Document(BytesIO(made(told)))


def parts(document: bytes) -> dict[str, Any]:
    """Each file in it, by its path, as XML: all are, but for pictures."""
    with ZipFile(BytesIO(document)) as package:
        names = [name for name in package.namelist() if name.endswith((".xml", ".rels"))]
        return {name: etree.fromstring(package.read(name)) for name in names}


def small(*blocks: Any, **changes: Any) -> Paper:
    return replace(papers.empty(), head=(), blocks=blocks, **changes)


def said(inside: Any) -> str:
    """The words in an element."""
    return "".join(text.text or "" for text in inside.iter(f"{W}t"))


def paragraphs(document: Word) -> Iterator[tuple[str, str]]:
    """Style and words of all of them, in tables and contents too, in their order."""
    for each in document.element.body.iter(f"{W}p"):
        yield each.style, said(each)


def whole(document: Word) -> str:
    return "\n".join(text for _, text in paragraphs(document))
