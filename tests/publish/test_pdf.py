"""What is printed and archived, opened and read again."""

import json
import re
from dataclasses import asdict, replace
from itertools import cycle
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.events import NoticePublished, NoticeWritten
from app.core.notice import compose
from app.core.things import Document
from app.i18n import PUBLIC_LANGUAGES, translator
from app.publish.forms import pdf
from app.publish.papers import notice
from app.web.join import qr
from tests.core.given import NOON, NOTICE, planned
from tests.publish.prints import boxes, opened, places, scanned, texts

A4 = (595.28, 841.89)
ADDRESS = "http://192.168.10.117:8765/b"
LONG_ADDRESS = "https://politisk-verksted.nordre-fjordingen.kommune.example/tannhjul/b"
TABLES = [
    "Bord 1",
    "Bord 2 – minnebordet etter bestemor Brunost Eksempelstad, ved vinduet mot parken",
    "Sentrumsplanleggingskommisjonen",
]
PARTIES = [
    "Ap", "H", "FrP", "SV", "Sp", "V", "KrF", "MDG", "R",
    "Folkets tverrpolitiske og partipolitisk uavhengige liste for by, bygd og land", "",
]  # fmt: skip
PEOPLE = [
    {"name": f"{first} {last} nr. {number}", "party": party}
    for number, first, last, party in zip(
        range(67),
        cycle(["Lyng", "Tyttebær Vaffel-Brunost", "Wolfeschlegelsteinhausenbergerdorff"]),
        cycle(["Liksomsen", "Eksempelstad-Påfunn Oppdikt Prøvesund Tenktvik Demodal"]),
        cycle(PARTIES),
        strict=False,
    )
]


def code(number: int) -> str:
    return f"WXYZ MW{number:02}"


def cards(address: str = ADDRESS, tables: list[str] = TABLES) -> bytes:
    made = [
        {"table": table, "code": code(n), "qr": qr(f"{address}/{code(n).replace(' ', '')}")}
        for n, table in enumerate(tables)
    ]
    words = {"qr": "QR", "scan": "Skann", "type": "og skriv", "promise": "Ingen konto."}
    data = {"language": "nb", "title": "Bordkort", "address": address, "cards": made}
    return pdf.render("cards", {**data, "words": words})


@pytest.mark.parametrize("address", [ADDRESS, LONG_ADDRESS])
def test_a_table_card_has_its_name_its_code_and_the_address_whole(address: str) -> None:
    made, pages = opened(cards(address)), texts(cards(address))
    assert len(made) == 2, "two on a sheet"
    for n, table in enumerate(TABLES):
        page = made[n // 2]
        assert page.get_size() == pytest.approx(A4, abs=0.1)
        assert pages[n // 2].count(table) == 1
        assert {len(lines) for lines in places(page, address)} == {1}, "never broken"
        ((here,),) = places(page, code(n))
        upper = here.bottom > A4[1] / 2
        assert upper == (n % 2 == 0)
        assert here.top - here.bottom > 20, "to be read across a table"
        half = A4[1] / 2
        cut = (0, half, A4[0] / 2, 0) if upper else (0, 0, A4[0] / 2, half)
        assert scanned(page, cut) == f"{address}/{code(n).replace(' ', '')}"


def test_all_stands_on_its_own_card() -> None:
    for page in opened(cards(LONG_ADDRESS, [*TABLES, "B" * 60])):
        for box in boxes(page):
            assert 0 < box.left < box.right < A4[0]
            assert not box.bottom < A4[1] / 2 < box.top, "nothing is cut in two"


def test_a_name_sign_for_each_of_67_long_names() -> None:
    made = pdf.render("signs", {"language": "nb", "title": "Navneskilt", "signs": PEOPLE})
    pages = texts(made)
    assert len(pages) == 34
    for number, person in enumerate(PEOPLE):
        assert pages[number // 2].count(f"nr. {number}") >= 2, "to both sides"
        assert person["party"] in pages[number // 2]
    quarter = A4[1] / 4
    for page in opened(made):
        for box in boxes(page):
            assert 20 < box.left < box.right < A4[0] - 20
            assert box.bottom // quarter == (box.top - 0.01) // quarter, "neither folded nor cut"


def test_a_name_with_one_line_is_large() -> None:
    one = {"name": "Lyng Liksomsen", "party": "Ap"}
    made = pdf.render("signs", {"language": "nb", "title": "Navneskilt", "signs": [one]})
    for (box,) in places(opened(made)[0], "Lyng Liksomsen"):
        assert box.top - box.bottom > 36


def test_the_place_list_has_everybody_once_and_a_head_on_each_page() -> None:
    rows = [{**one, "tables": [f"Bord {n % 9}", "Bord 12", "–"]} for n, one in enumerate(PEOPLE)]
    data = {
        "language": "nb", "title": "Verksted", "when": "i dag", "rows": rows,
        "rounds": ["Runde 1", "Runde 2", "Runde 3"],
        "words": {"heading": "Hvor sitter jeg?", "name": "Navn"},
    }  # fmt: skip
    pages = texts(pdf.render("door", data))
    assert all("Navn" in page and "Runde 3" in page for page in pages)
    whole = " ".join(pages)
    for number, one in enumerate(PEOPLE):
        assert len(re.findall(rf"nr\. {number}\b", whole)) == 1
        assert one["party"] in whole


# ---------------------------------------------------------------- for the archive


def told(**changes: Any) -> NoticePublished:
    papers = tuple(
        Document(f"Notat {n}", "vekst", file="f" * 32, name=f"{n}.pdf", size=340_000)
        for n in range(20)
    )
    written = NoticeWritten(replace(NOTICE, documents=papers))
    return NoticePublished(3, replace(compose(planned(written).state), **changes), NOON)


def printed(out: NoticePublished, language: str = "nb") -> bytes:
    return notice.as_pdf(
        out.announcement, translator(language), lambda d: f"http://x/{d.name}", out
    )


@pytest.mark.parametrize("language", PUBLIC_LANGUAGES)
def test_the_notice_for_the_archive(language: str) -> None:
    out = told()
    made = printed(out, language)
    text = " ".join(texts(made))
    for words in ("Hvor skal vi vokse?", "Ordføreren", "Langs veggen", "Notat 19", "§ 11-6"):
        assert words in text
    document = opened(made)
    assert document.get_metadata_value("Title") == out.announcement.title
    assert f"/Lang({language})".encode() in made or f"/Lang ({language})".encode() in made
    assert re.search(rb"pdfaid:part>3<.*pdfaid:conformance>A<", made, re.DOTALL)
    assert b"pdfuaid:part>1<" in made
    (tree,) = (document.get_attachment(n) for n in range(document.count_attachments()))
    assert json.loads(bytes(tree.get_data())) == json.loads(json.dumps(asdict(out.announcement)))
    assert len(made) < 120_000, "of the letters only those that are used"


def test_the_same_notice_is_the_same_file() -> None:
    assert printed(told()) == printed(told())


def test_what_people_write_is_words_and_not_commands() -> None:
    odd = '#panic("x") *fet* $x^2$ @kilde <merke> \\ `kode` // nei /* nei */ = Overskrift'
    assert odd in texts(printed(told(place=odd)))[0]


def test_a_character_without_a_shape_stands_as_its_name() -> None:
    text = " ".join(texts(printed(told(place="Bussen 🚌, «中» og \ue000, men مرحبا"))))
    assert "Bussen [bus], «[cjk unified ideograph-4e2d]» og [u+e000]" in text


def test_a_bus_does_not_have_it_all_set_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled, made = pdf._compile, list[str]()

    def counted(template: str, *args: Any, **more: Any) -> bytes:
        made.append(template)
        return compiled(template, *args, **more)

    monkeypatch.setattr(pdf, "_compile", counted)
    printed(told(place="Bussen 🚌 med familien 👨‍👩‍👧‍👦"))
    assert made == ["characters", "notice"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), st.text(max_size=8))
def test_whatever_is_typed_can_be_archived(place: str, chair: str) -> None:
    made = printed(told(place=place, chair=chair))
    assert opened(made).count_attachments() == 1


def test_nothing_is_fetched() -> None:
    for template in pdf.TEMPLATES.glob("*.typ"):
        imports = re.findall(r'#(?:import|include) "([^"]+)"', template.read_text(encoding="utf-8"))
        assert set(imports) <= {"common.typ"}, template.name


def test_a_fault_in_a_template_is_told_by_its_name() -> None:
    with pytest.raises(pdf.NotSet, match="cards"):
        pdf.render("cards", {"language": "nb", "title": "Uten kort"})
