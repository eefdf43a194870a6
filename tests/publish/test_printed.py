"""A paper as PDF: every word, for those who look, who listen and who search."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from app.publish.forms import pdf
from app.publish.minutes import paper
from app.publish.paper import Contents, Items, Paper, Paragraph, Run, Section, own, plain
from tests.publish import documents, papers
from tests.publish.prints import boxes, opened, places, texts
from tests.publish.test_pdf import cards, told
from tests.publish.test_pdf import printed as notice_printed
from tests.publish.verapdf import broken

AT = 1_788_422_400_000
A4 = (595.28, 841.89)
MARGIN = 69


def printed(paper: Paper) -> bytes:
    return pdf.document(paper, at=AT, attached='{"så": 1}')


def short(*blocks: object, language: str = "nb", written: str = "nb") -> Paper:
    whole = (Section(plain("Del"), tuple(blocks), "del"),)  # type: ignore[arg-type]
    return Paper(Run("Tittel"), language, written, "", "", (), whole)


@pytest.fixture(scope="module")
def sample() -> bytes:
    return printed(papers.sample())


@pytest.fixture(scope="module")
def many() -> bytes:
    return printed(papers.many())


def test_the_archive_takes_it(sample: bytes, tmp_path: Path) -> None:
    """V100: by veraPDF, one Java machine for all; what is not made for the archive is not taken.

    Of 1,500 notes the first 60: each is set alike, and all of them take it twenty seconds.
    """
    normal = documents.minutes()
    files = {
        "sample": sample,
        "many": printed(papers.many(60, "nn")),
        "nothing": printed(papers.empty()),
        "normal": printed(paper(normal, "se", documents.ISSUE)),
        "notice": notice_printed(told(place="Bussen 🚌, مرحبا", cancelled="Storm"), "se"),
        "cards": cards(),
    }
    for name, made in files.items():
        (tmp_path / name).write_bytes(made)
    found = dict(zip(files, broken(*(tmp_path / name for name in files)), strict=True))
    assert {line.split()[0] for line in found.pop("cards")} == {"3a", "ua1"}
    assert not any(found.values()), found


def whole(made: bytes) -> str:
    return " ".join(texts(made)).replace("\u200b", "")


def test_every_own_word_stands_there_once(sample: bytes, many: bytes) -> None:
    """V101"""
    text = whole(sample)
    assert [text.count(words) for words in papers.OWN] == [1] * len(papers.OWN)
    for kind in ("typst", "html", "formula", "template"):
        assert text.count(papers.HOSTILE[kind]) >= 3, "words, and no commands"
    assert text.count("Skjult: noen kan kjennes igjen (offl. § 13).") == 3
    assert "Naboen sladdet parkerer" in text
    found = Counter(re.findall(r"Innspill (\d+):", whole(many)))
    assert found == {str(n): 1 for n in range(1_500)}


def test_a_word_without_end_is_broken_and_nothing_stands_outside_the_page(sample: bytes) -> None:
    """V102"""
    without_feet = re.sub(r"Møtebok, versjon 2 \d+ av \d+", "", whole(sample))
    assert papers.ENDLESS in without_feet.replace(" ", "")
    seen = 0
    for page in opened(sample):
        for box in boxes(page):
            if box.top - box.bottom > 2:  # what is for those who listen takes no room
                assert MARGIN < box.left < box.right < A4[0] - MARGIN, box
                assert 0 < box.bottom < box.top < A4[1]
                seen += 1
    assert seen > 500


def test_the_summary_has_the_first_page_and_a_part_begins_on_a_new_one(sample: bytes) -> None:
    """V103"""
    pages = texts(sample)
    assert "Kort sagt" in pages[0]
    assert "Forslag 2" in pages[0]
    assert "Innhold" not in pages[0]
    assert pages[1].startswith("Innhold")
    for part in ("Møtet", "Saker", "Slik har vi forstått dere", "Vedlegg: rare ord"):
        assert any(page.startswith(part) for page in pages), part
    assert f"1 av {len(pages)}" in pages[0]


def test_contents_and_outline_lead_to_the_pages(sample: bytes, many: bytes) -> None:
    """V103: by number, for those who have it on paper."""
    document = opened(sample)
    entries = [(each.get_title(), each.get_dest(), each.level) for each in document.get_toc()]
    titles = [title for title, _, _ in entries]
    assert [title for title, _, level in entries if level == 1] == [
        "Kort sagt", "Møtet", "Saker", "Slik har vi forstått dere", "Vedlegg: rare ord", "Til sist"
    ]  # fmt: skip
    assert {"Bord 1", "Vi vokser i sentrum", "Et tomt avsnitt"} <= set(titles)
    pages = texts(sample)
    for title, there, level in entries:
        if level == 1:
            assert title in pages[there.get_index()]
            assert re.search(rf"{re.escape(title)}[ .]*{there.get_index() + 1}\b", pages[1])
    assert 60 < len(opened(many)) < 130, "1,500 notes"


def test_it_is_tagged_and_says_whose_language_words_are(sample: bytes) -> None:
    """V104"""
    tags = Counter(re.findall(rb"/S/(\w+)", sample))
    assert tags[b"H1"] == 1
    assert tags[b"H2"] == 6 + 1  # and the contents
    assert tags[b"TH"] >= 13
    assert tags[b"LI"] > 85
    assert tags[b"TOCI"] > 20
    languages = Counter(re.findall(rb"/Lang ?\((\w+)\)", sample))
    assert languages[b"nb"] >= 1
    assert languages[b"nn"] > 30
    same = Counter(re.findall(rb"/Lang ?\((\w+)\)", printed(papers.sample("nn", "nn"))))
    assert set(same) == {b"nn"}


def test_what_only_looks_tell_is_told_to_those_who_listen(sample: bytes) -> None:
    """V104: what is put in and taken out, and what a chart shows."""
    text = whole(sample)
    assert "satt inn: lagt til" in text
    assert "tatt ut: tatt bort" in text
    assert "bare for den som lytter" in text
    assert "Prioritert: Forslag 0 fikk flest." in text
    assert "100 prikker" in text


def test_arabic_stands_to_the_right() -> None:
    """V104"""
    made = opened(
        printed(short(Paragraph(own("نريد"), "words"), Paragraph(own("Vi vil"), "words")))
    )
    ((box,),) = places(made[0], "Vi vil")
    assert box.left == pytest.approx(MARGIN + 2, abs=2)
    furthest = max(box.right for box in boxes(made[0]) if box.bottom > 100)
    assert furthest == pytest.approx(A4[0] - MARGIN - 2, abs=3)


def targets(made: bytes) -> list[str]:
    """Where the links lead: "page 3" or an address."""
    found = []
    document = opened(made)
    for page in document:
        at, link = pdfium.c_int(0), pdfium.FPDF_LINK()
        while pdfium.FPDFLink_Enumerate(page, at, link):
            there = pdfium.FPDFLink_GetDest(document, link)
            if there:
                found.append(f"page {pdfium.FPDFDest_GetDestPageIndex(document, there) + 1}")
                continue
            action = pdfium.FPDFLink_GetAction(link)
            size = pdfium.FPDFAction_GetURIPath(document, action, None, 0)
            kept = pdfium.create_string_buffer(size)
            pdfium.FPDFAction_GetURIPath(document, action, kept, size)
            found.append(kept.value.decode())
    return found


def test_links_lead_where_they_say_and_those_that_lead_nowhere_are_words() -> None:
    """V105"""
    ways = ("#her", "#ingen", "#", "https://kommune.example/å b", "javascript:alert(1)", "/v/X", "")
    runs = tuple(Run(f"til {n} ", to=to) for n, to in enumerate(ways))
    twice = tuple(Section(plain(f"Her {n}"), (), "her", "part") for n in range(2))
    made = printed(short(Paragraph(runs), *twice))
    assert targets(made) == ["page 2", "https://kommune.example/å b"]
    assert all(f"til {n}" in whole(made) for n in range(len(ways)))


LOOKS = ("", "strong", "quiet", "code", "tag", "ins", "del", "unseen", "hidden", "cut")
RUNS = st.builds(
    Run,
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    own=st.booleans(),
    look=st.sampled_from(LOOKS),
    to=st.sampled_from(("", "#del", "#nei", "http://x.example/")),
    anchor=st.sampled_from(("", "a")),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(RUNS, max_size=5).map(tuple))
def test_whatever_is_written_can_be_set(runs: tuple[Run, ...]) -> None:
    """V101"""
    made = printed(
        short(Paragraph(runs), Section(runs, (Contents("Innhold"),)), Items(()), written="nn")
    )
    event(f"{len(opened(made))} pages")
    assert opened(made).count_attachments() == 1


def test_the_same_paper_is_the_same_file() -> None:
    """V106"""
    assert printed(papers.empty()) == printed(papers.empty())
    other = replace(papers.empty(), title=Run("Annen", own=True))
    assert printed(papers.empty()) != printed(other)
