"""The document for Word, read back: its headings, styles, lists, tables and pages."""

import re
from io import BytesIO
from itertools import pairwise

import pytest
import typst
from docx import Document

from app.publish.forms import word
from app.publish.paper import (
    Bar,
    Box,
    Chart,
    Facts,
    Item,
    Items,
    Paper,
    Paragraph,
    People,
    Table,
    own,
    plain,
)
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


@pytest.fixture(scope="module", params=PAPERS)
def each(request: pytest.FixtureRequest) -> tuple[Paper, bytes]:
    """A paper of each kind, and its document."""
    told = PAPERS[request.param]
    return told, made(told)


def test_headings_go_down_by_one(each: tuple[Paper, bytes]) -> None:
    """V110: under one title; a heading has the level of its section."""
    document = Document(BytesIO(each[1]))
    styles = [style for style, _ in paragraphs(document)]
    assert styles.count("Title") == 1
    levels = [int(style[-1]) for style in styles if style.startswith("Heading")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_word_is_there_once() -> None:
    """V110: what people wrote, in whatever block it stands."""
    text = whole(opened(papers.sample()))
    for words in papers.OWN:
        assert text.count(words) == 1, words
    for words in papers.HOSTILE.values():
        for line in re.split(r"[\n\t\x00-\x1f\ufffe]", words):
            assert line in text
    assert papers.ENDLESS in text
    assert "[31m" in text
    assert "\x07" not in text


def test_what_a_style_can_do_no_paragraph_does_itself(each: tuple[Paper, bytes]) -> None:
    """V111: each style is there, and nothing is empty to make room."""
    found = parts(each[1])
    defined = {style.get(f"{W}styleId") for style in found["word/styles.xml"].iter(f"{W}style")}
    seen = set()
    for name, root in found.items():
        for properties in root.iter(f"{W}pPr", f"{W}rPr", f"{W}tblPr"):
            if name in ("word/styles.xml", "word/numbering.xml"):
                continue
            kinds = [child.tag.removeprefix(W) for child in properties]
            seen.update(kinds)
            styled = [c.get(f"{W}val") for c in properties if c.tag.endswith("Style")]
            assert set(styled) <= defined
        if name != "word/header2.xml":
            for line in root.iter(f"{W}p"):
                assert "".join(line.itertext()).strip(), f"an empty paragraph in {name}"
    here = {"pStyle", "pageBreakBefore", "numPr", "tabs", "bidi", "rStyle", "b", "rtl", "lang"}
    there = {"tblStyle", "tblW", "tblLayout", "tblLook", "tblCaption", "tblDescription"}
    assert seen <= here | there


def test_each_list_of_numbers_begins_with_one() -> None:
    """V112: bullets and numbers are Word's own, also in a list in a list."""
    line = Paragraph(own("en"))
    inner = Items((Item((line,)),), "numbers")
    listed = Items((Item((line, line, inner)), Item((line,))), "numbers")
    bullets = Items((Item((line, Items((Item((line,)),)))), Item(())))
    document = opened(small(listed, listed, bullets))
    told = [
        (p.style, *(int(n.get(f"{W}val")) for n in p.iter(f"{W}ilvl", f"{W}numId")))
        for p in document.element.body.iter(f"{W}p")
    ][1:]
    first = [("ListNumber", 0, 3), ("ListContinue",), ("ListNumber2", 1, 4), ("ListNumber", 0, 3)]
    second = [("ListNumber", 0, 5), ("ListContinue",), ("ListNumber2", 1, 6), ("ListNumber", 0, 5)]
    assert told == [*first, *second, ("ListBullet",), ("ListBullet2",)]
    numbering = document.part.numbering_part.element
    for number in (3, 4, 5, 6):
        starts = numbering.num_having_numId(number).iter(f"{W}startOverride")
        assert [start.get(f"{W}val") for start in starts] == ["1", "1"]


def test_tables_have_headings_that_come_again() -> None:
    """V113: a row of them, on each page anew; the first column is headings too; no cell is bare."""
    document = opened(papers.sample())
    assert len(document.tables) > 5
    for table in document.tables:
        rows = table._tbl.tr_lst
        assert ["tblHeader" in row.xml for row in rows] == [True] + [False] * (len(rows) - 1)
        assert table._tbl.tblPr.find(f"{W}tblLook").get(f"{W}firstColumn") == "1"
        assert all(cell.text for row in table.rows for cell in row.cells)
    answers = next(t for t in document.tables if t.cell(0, 0).text == "Svar")
    assert [c.text for c in answers.rows[1].cells] == ["Forstått", "31", "–"]
    assert "Hva møtet svarte" in answers._tbl.getprevious().xml, "its caption"
    (bare,) = opened(small(Table("", ("A", "B"), ((plain("1"), plain(" ")),)))).tables
    assert [c.text for c in bare.rows[1].cells] == ["1", "–"]
    assert bare.columns[0].width == bare.columns[1].width, "their words are as long"


def test_a_chart_is_a_table_with_bars() -> None:
    """V113: as long as the numbers are, which stand beside them; told to those who do not see."""
    bars = tuple(Bar(own(f"{n}"), n, f"{n} av 50", 2 * n) for n in (50, 25, 0))
    document = opened(small(Chart("Prikker", "50, 25 og 0.", ("Hva", "Antall"), bars)))
    (table,) = document.tables
    assert [[c.text for c in row.cells] for row in table.rows] == [
        ["Hva", "Antall"], ["50", "\t 50 av 50"], ["25", "\t 25 av 50"], ["0", "0 av 50"],
    ]  # fmt: skip
    stops = [int(tab.get(f"{W}pos")) for tab in table._tbl.iter(f"{W}tab") if tab.get(f"{W}pos")]
    assert stops[0] == 2 * stops[1] > 0
    drawn = [run for run in table._tbl.iter(f"{W}r") if "Bar" in run.xml]
    assert len(drawn) == len(stops) == 2
    (told,) = table._tbl.iter(f"{W}tblDescription")
    assert told.get(f"{W}val") == "50, 25 og 0."


def test_tables_that_meet_stay_two() -> None:
    """V113: Word makes one of them else."""
    table = Table("", ("A",), ((plain("1"),),))
    body = opened(small(table, table)).element.body
    assert [child.tag.removeprefix(W) for child in body][1:] == ["tbl", "p", "tbl", "sectPr"]


def test_head_and_foot_of_each_page() -> None:
    """V116: what it is, and the page of how many; the first has its title."""
    document = opened(papers.sample("nn"))
    (section,) = document.sections
    assert section.header.paragraphs[0].text == "Møtebok · Nordre Eksempel kommune"
    assert section.different_first_page_header_footer
    assert section.first_page_header.is_linked_to_previous
    for foot in (section.footer, section.first_page_footer):
        xml = foot.paragraphs[0]._p.xml
        assert "Møtebok, versjon 2" in xml
        pieces = re.findall(r">(Side | PAGE | av | NUMPAGES )<", xml)
        assert pieces == ["Side ", " PAGE ", " av ", " NUMPAGES "]


def test_the_summary_has_its_page_and_parts_begin_anew() -> None:
    """V116: by a property of the heading, and not by lines."""
    document = opened(papers.sample())
    fresh = [
        said(p)
        for p in document.element.body.iter(f"{W}p")
        if p.find(f".//{W}pageBreakBefore") is not None
    ]
    assert fresh == ["Innhold", "Møtet", "Saker", "Slik har vi forstått dere", "Vedlegg: rare ord"]


def test_looks_are_styles_and_tags_stand_apart() -> None:
    """V116: what is put in and taken out, what is hidden; and no two tags run together."""
    document = opened(small(Paragraph(papers.LOOKS)))
    line = document.paragraphs[1]
    styles = {run.text: run._r.style for run in line.runs}
    assert styles["lagt til"] == "Inserted"
    assert styles["tatt bort"] == "Deleted"
    assert styles["Nytt"] == "TagInfo"
    assert "Utkast Nytt Enig Mindretall lagt til" in line.text
    assert "bare for den som lytter" not in line.text
    cut = opened(papers.sample()).element.body.xpath('.//w:r[w:rPr/w:rStyle/@w:val="Cut"]')
    assert [said(run) for run in cut] == ["sladdet"]


def test_a_dissent_stands_apart_and_names_in_a_row() -> None:
    """V116: and a fact has its name before it."""
    box = Box((Paragraph(plain("Mindretall"), "label"), Paragraph(own("Nei"), "words")), "dissent")
    people = People(((plain("Liste"), (plain("A B"), plain("C D"))),))
    facts = Facts((("Sted", own("Salen")), ("Tid", ())))
    ranked = Item((Paragraph(own("Banen"), "words"),), bar=Bar(plain("Bord 1"), 9, "9 prikker", 90))
    found = [*paragraphs(opened(small(box, people, facts, Items((ranked,), "ranking"))))][1:]
    assert found == [
        ("Dissent", "Mindretall"), ("Dissent", "Nei"), ("Label", "Liste"), ("People", "A B; C D"),
        ("Fact", "StedSalen"), ("Fact", "Tid"), ("Label", "Bord 1"), ("Bars", " 9 prikker"),
        ("Quote", "Banen"),
    ]  # fmt: skip


def test_the_mark_of_the_municipality_is_small_and_named() -> None:
    """V116: whatever its size."""
    drawing = b"#set page(width: 600pt, height: 100pt)"
    mark = typst.compile(drawing, format="png", ppi=72.0)
    assert isinstance(mark, bytes)
    told = word.document(papers.empty(), at=AT, author=AUTHOR, crest=mark)
    (shape,) = Document(BytesIO(told)).inline_shapes
    assert (round(shape.width.cm, 1), round(shape.height.cm, 1)) == (6, 1)
    assert shape._inline.docPr.get("descr") == AUTHOR
