"""Words in the document for Word: where links lead, in which language and direction, and whatever
is written."""

import re
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.i18n import PUBLIC_LANGUAGES
from app.publish.forms import word
from app.publish.forms.wordstyles import NAMES
from app.publish.paper import Bar, Box, Chart, Contents, Paragraph, Run, Section, Table, own
from tests.publish import papers
from tests.publish.wordfiles import (
    AT,
    AUTHOR,
    PAPERS,
    W,
    made,
    opened,
    paragraphs,
    parts,
    said,
    small,
    whole,
)

ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore numPr pBdr shd tabs bidi spacing ind "
    "contextualSpacing outlineLvl",
    "rPr": "rStyle rFonts b bCs i iCs strike noProof color sz szCs u bdr shd rtl lang",
}
"""ECMA-376 part 1, 17.3.1.26 and 17.3.2.28: of all that may stand there, what we use."""


def bookmarks(body: Any) -> set[str]:
    """Their names, each as Word takes it, and no two alike but for their capitals."""
    starts = [*body.iter(f"{W}bookmarkStart")]
    names = {start.get(f"{W}name") for start in starts}
    ids = {start.get(f"{W}id") for start in starts}
    assert len({name.lower() for name in names}) == len(ids) == len(starts)
    assert all(re.fullmatch(r"[a-z]\w{0,39}", name, re.ASCII) for name in names)
    return names


@pytest.mark.parametrize("kind", PAPERS)
def test_contents_are_filled_in_and_links_lead_somewhere(kind: str) -> None:
    """V114: the contents name the sections; every link inside has its bookmark, each once."""
    told, document = PAPERS[kind], opened(PAPERS[kind])
    body = document.element.body
    codes = "".join(code.text for code in body.iter(f"{W}instrText"))
    assert codes.count("TOC ") == 1
    marks = [one.get(f"{W}fldCharType") for one in body.iter(f"{W}fldChar")]
    assert marks.count("begin") == marks.count("separate") == marks.count("end") > 1
    lines = [text for style, text in paragraphs(document) if style == "TOC1"]
    titles = ["".join(run.text for run in section.title) for section in told.sections]
    assert lines == titles
    names = bookmarks(body)
    targets = {link.get(f"{W}anchor") for link in body.iter(f"{W}hyperlink")} - {None}
    pages = set(re.findall(r"PAGEREF (\w+)", codes))
    assert pages <= targets <= names
    assert len(pages) == len(lines)


def test_a_link_leads_to_its_words() -> None:
    """V114: whatever the anchor is called; one that leads to nothing is words."""
    anchors = ["Bord 1/ÆØÅ", "bord 1/æøå", "Bord 1/ææå", "x" * 60, "x" * 61, "1"]
    links = tuple(Run(f"til {a}", to=f"#{a}") for a in [*anchors, "borte"])
    blocks = [Section(own(f"Der {a}"), (), a) for a in anchors]
    mark = Run("kode", look="code", anchor="kode")
    code = Paragraph((mark, Run("til koden", to="#kode")))
    body = opened(small(Paragraph(links), *blocks, code)).element.body
    assert len(bookmarks(body)) == len(anchors) + 1
    there = {}
    for start in body.iter(f"{W}bookmarkStart"):
        there[start.get(f"{W}name")] = said(start.getnext())
    told = {said(k): k.get(f"{W}anchor") for k in body.iter(f"{W}hyperlink")}
    assert {text: there[to] for text, to in told.items()} == {
        **{f"til {a}": f"Der {a}" for a in anchors}, "til koden": "kode",
    }  # fmt: skip
    nowhere = Paragraph((Run("til שלום og סוף borte", to="#borte"),))
    assert "til שלום og סוף borte" in whole(opened(small(nowhere)))


def test_addresses_are_kept_outside_the_words() -> None:
    """V114: as Word can read them."""
    document = opened(small(Paragraph((Run("hit", to="https://x.example/å b?c=%20&d#e"),))))
    links = [rel.target_ref for rel in document.part.rels.values() if rel.is_external]
    assert links == ["https://x.example/%C3%A5%20b?c=%20&d#e"]


@pytest.mark.parametrize("language", PUBLIC_LANGUAGES)
def test_words_are_in_their_language(language: str) -> None:
    """V115: the document in ours, people's in theirs, and both told to who reads aloud."""
    document = opened(papers.sample(language, "nn"))
    spoken = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB", "se": "se-NO"}[language]
    default = document.styles.element.find(f"{W}docDefaults").find(f".//{W}lang")
    assert default.get(f"{W}val") == document.core_properties.language == spoken
    told = {}
    for run in document.element.body.iter(f"{W}r"):
        for text in run.iter(f"{W}t"):
            told[text.text] = [lang.get(f"{W}val") for lang in run.iter(f"{W}lang")]
    assert told[papers.OWN[0]] == ([] if language == "nn" else ["nn-NO"])
    assert told["Det viktigste først."] == []
    names = [style.name for style in document.styles]
    assert len(set(names)) == len(names)
    ours = {e.get(f"{W}styleId") for e in document.styles.element if e.get(f"{W}customStyle")}
    assert ours == set(NAMES)


def test_what_goes_from_right_to_left_does() -> None:
    """V115: a paragraph by its first letter, and in any the words of such a script."""
    mixed = "Vi sa שלום 12 עולם til dem"
    lines = [Paragraph(own(each)) for each in (papers.HOSTILE["arabic"], mixed, "123 שלום")]
    found = [*opened(small(*lines)).element.body.iter(f"{W}p")][1:]
    assert [p.find(f".//{W}bidi") is not None for p in found] == [True, False, True]
    runs = [(said(r), r.find(f".//{W}rtl") is not None) for r in found[1].r_lst]
    assert runs == [("Vi sa ", False), ("שלום 12 עולם", True), (" til dem", False)]


# ---------------------------------------------------------------- bad input


def in_order(document: bytes) -> None:
    """What has an order in the standard has it: Word opens nothing else."""
    for name, root in parts(document).items():
        for tag, order in ORDER.items():
            for properties in root.iter(f"{W}{tag}"):
                kinds = [child.tag.removeprefix(W) for child in properties]
                assert kinds == [kind for kind in order.split() if kind in kinds], name


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(st.characters(), max_size=30), min_size=6, max_size=6))
def test_whatever_is_written_can_be_opened(texts: list[str]) -> None:
    """V117: in any place, and comes out again but for what XML has no room for."""
    title, line, cell, anchor, address, alt = texts
    section = Section(
        own(title),
        (
            Paragraph((Run(line, own=True), Run(line, to=f"#{anchor}"), Run("x", to=address))),
            Table(cell, (cell, "b"), ((own(cell), own(line)),)),
            Chart(title, alt, (cell, "b"), (Bar(own(cell), 1, line, 50),)),
        ),
        anchor,
    )
    told = word.document(small(Contents("I"), section, title=Run(title)), at=AT, author=title + alt)
    in_order(told)
    document = Document(BytesIO(told))
    kept = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "\ufffd", line)
    assert re.sub(r"[\n\r\t]", "", kept) in whole(document)


def test_the_order_of_the_standard() -> None:
    """V117: in all that a paper may hold."""
    in_order(made(papers.sample()))
    label = Paragraph((Run("שלום", own=True, look="quiet"),), "label")
    in_order(made(small(Box((label,), "dissent"), written="nn")))


def test_the_same_paper_is_the_same_file() -> None:
    """V118: and it tells nothing of the machine that made it."""
    told = made(papers.sample())
    assert made(papers.sample()) == told
    about = Document(BytesIO(told)).core_properties
    assert (about.author, about.last_modified_by) == (AUTHOR, AUTHOR)
    assert about.title == papers.sample().title.text
    assert about.created == about.modified
    assert about.created is not None
    assert about.created.timestamp() * 1000 == AT
    with ZipFile(BytesIO(told)) as package:
        assert {each.date_time for each in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        every = b"".join(package.read(name) for name in package.namelist())
    assert b"python-docx" not in every
    assert b"updateFields" not in every, "Word would ask who opens it"


def test_a_title_of_any_length() -> None:
    """V118: of which a property takes the beginning."""
    document = opened(small(title=Run("Å" * 500)))
    assert document.core_properties.title == "Å" * 255
    assert document.paragraphs[0].text == "Å" * 500


def test_1500_notes() -> None:
    """V118: all of them, each with its bookmark."""
    document = opened(papers.many())
    assert sum(text.startswith("Innspill ") for _, text in paragraphs(document)) == 1_500
    assert len([*document.element.body.iter(f"{W}bookmarkStart")]) == 1_500 + 12 + 2
