"""Lists as they come: each test makes a file that somebody's municipality might have sent."""

import io
import json
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from app.roster import parties
from app.roster.people import DEPUTY, Person, Read, Unreadable
from app.roster.reader import read
from app.roster.sheets import LARGEST

Rows = list[list[object]]


def xlsx(*sheets: Sequence[Sequence[object]], names: Sequence[str] = (), merge: str = "") -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for i, rows in enumerate(sheets):
        sheet: Worksheet = book.create_sheet(names[i] if names else f"Ark{i + 1}")
        for row in rows:
            sheet.append(list(row))
        if merge and i == 0:
            sheet.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def lines(text: str, encoding: str = "utf-8") -> Read:
    return read(text.encode(encoding))


def told(read: Read) -> list[tuple[int, str]]:
    return [(remark.row, remark.words.format_map(remark.holes)) for remark in read.unread]


WHOLE = Person(
    "Lyng Liksomsen", "Ap", "chair", "position", "K", True, False, "Helse", True, "access", None,
    "lyng@example.no",
)  # fmt: skip


THE_SAME = """\
Navn;Parti;Verv;Posisjon/opposisjon;Kjønn;Heltid/deltid;Første periode;Utvalg;Bordvert;\
Tilrettelegging;E-post
Lyng Liksomsen;Ap;Ordfører;posisjon;K;heltid;nei;Helse;ja;rullestol;lyng@example.no
---
e-post,UTVAL,namn,bordvert,KJØNN,parti,rolle,posisjon,heiltid,fyrste periode,tilrettelegging
lyng@example.no,Helse,Lyng Liksomsen,x,kvinne,Arbeidarpartiet,leiar,ja,100 %,usant,må ha heis
---
sep=;
party;name;role;bloc;gender;full time;first term;committee;host;access;email
DNA;Liksomsen, Lyng;mayor;pos;female;1;false;Helse;true;wheelchair;lyng@example.no
---
Fornavn	Etternavn	Partinavn	Verv	Blokk	Kjønn (K/M)	Heltid	Antall perioder	Komité	\
Bordvert	Behov	Epost
Lyng	Liksomsen	Arbeiderpartiet (Ap)	leder	posisjon	kv	ja	3	Helse	1	trapp	\
lyng@example.no
"""


@pytest.mark.parametrize("text", THE_SAME.split("---\n"))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_headings_in_any_language_order_and_case(text: str, encoding: str) -> None:
    """L1: and any separator and alphabet."""
    found = lines(text, encoding)
    assert found.people == [WHOLE]
    assert (found.unread, found.remarks) == ((), ())


@pytest.mark.parametrize(
    ("called", "short"),
    [
        ("A", "Ap"), ("AP", "Ap"), ("Arbeiderpartiet", "Ap"), ("DNA", "Ap"), ("høgre", "H"),
        ("FRP", "FrP"), ("Framstegspartiet", "FrP"), ("Raudt", "R"), ("RØDT", "R"),
        ("Kristeleg Folkeparti", "KrF"), ("SV - Sosialistisk Venstreparti", "SV"),
        ("Venstre", "V"), ("Industri- og Næringspartiet", "INP"), ("MDG", "MDG"),
        ("Miljøpartiet De Grønne", "MDG"), ("Bygdelista for Øvre Li", "Bygdelista for Øvre Li"),
    ],
)  # fmt: skip
def test_a_party_by_any_name(called: str, short: str) -> None:
    """L1: and a local list by its own."""
    assert lines(f"Navn;Parti\nLyng Liksomsen;{called}").people[0].party == short


def test_the_parties_have_the_codes_of_the_elections() -> None:
    """Every party of the demonstration councils is known by code, short form and name."""
    facts = json.loads(
        (Path(__file__).parents[2] / "app/demo/councils.json").read_text(encoding="utf-8")
    )
    for code, short in facts["parties"].items():
        if code not in ("BERGENSLISTEN", "ANDRE"):
            found = parties.national(code)
            assert found is not None
            assert (found.code, found.short) == (code, short)
            assert parties.national(found.name) == parties.national(found.short) == found


def test_a_title_above_a_blank_line_within_and_a_total_below() -> None:
    """L1, L2: the total is told, and is nobody."""
    found = lines(
        "Medlemmer i kommunestyret 2023–2027;;\n;;\nNavn;Parti;Kjønn\nLyng Liksomsen;Ap;K\n;;\n"
        "Bekk Påfunn;H;M\nSum;;2\n"
    )
    assert [person.name for person in found.people] == ["Lyng Liksomsen", "Bekk Påfunn"]
    assert told(found) == [(7, "A line with totals: «Sum 2».")]


def test_headings_on_two_lines_with_merged_cells() -> None:
    """L1: Name over First and Last, and a group name over the rest."""
    rows: Rows = [
        ["Navn", None, "Parti", "Kjennetegn", None],
        ["Fornavn", "Etternavn", None, "Kjønn", "Telefon"],
        ["Lyng", "Liksomsen", "Ap", "K", 12345678],
    ]
    found = read(xlsx(rows, merge="A1:B1"))
    assert found.people == [
        Person("Lyng Liksomsen", "Ap", gender="K", more={"Telefon": "12345678"})
    ]


def test_one_merged_heading_over_both_names() -> None:
    """L1."""
    rows: Rows = [["Navn", None, "Parti"], ["Lyng", "Liksomsen", "Ap"], ["Bekk", "Påfunn", "H"]]
    found = read(xlsx(rows, merge="A1:B1"))
    assert [person.name for person in found.people] == ["Lyng Liksomsen", "Bekk Påfunn"]


def test_deputies_in_a_second_sheet_in_their_order() -> None:
    """L1: list by list."""
    heads = ["Navn", "Parti"]
    members = [heads, ["Lyng Liksomsen", "Ap"], ["Bekk Påfunn", "H"]]
    deputies = [heads, ["Gran Demodal", "H"], ["Snø Oppdikt", "Ap"], ["Regn Tenktvik", "H"]]
    found = read(xlsx(members, deputies, [], names=["Medlemmer", "Varamedlemmer", "Ark3"]))
    assert [(p.name, p.role, p.deputy_no) for p in found.people] == [
        ("Lyng Liksomsen", "member", None),
        ("Bekk Påfunn", "member", None),
        ("Gran Demodal", DEPUTY, 1),
        ("Snø Oppdikt", DEPUTY, 1),
        ("Regn Tenktvik", DEPUTY, 2),
    ]


def test_sections_by_party_and_deputies_under_a_heading_line() -> None:
    """L1: as politicians' lists on the web often are."""
    found = lines(
        "Navn;E-post\nArbeiderpartiet;\nLyng Liksomsen;\nBekk Påfunn;\nHøyre;\nGran Demodal;\n"
        "Varamedlemmer Arbeiderpartiet;\nSnø Oppdikt;\nVaramedlemmer Høyre:;\nRegn Tenktvik;\n"
    )
    assert [(p.name, p.party, p.role, p.deputy_no) for p in found.people] == [
        ("Lyng Liksomsen", "Ap", "member", None),
        ("Bekk Påfunn", "Ap", "member", None),
        ("Gran Demodal", "H", "member", None),
        ("Snø Oppdikt", "Ap", DEPUTY, 1),
        ("Regn Tenktvik", "H", DEPUTY, 1),
    ]


def test_a_party_that_stands_once_for_many_lines() -> None:
    """L1: merged cells down the side."""
    rows: Rows = [["Parti", "Navn"], ["Ap", "A Aa"], [None, "B Bb"], [None, "C Cc"], ["H", "D Dd"],
            [None, "E Ee"]]  # fmt: skip
    assert [p.party for p in read(xlsx(rows, merge="A2:A4")).people] == ["Ap"] * 3 + ["H"] * 2


def test_deputies_by_their_office_or_by_whom_they_stand_for() -> None:
    """L1."""
    found = lines(
        "Navn;Parti;Verv;Vara for\nA Aa;Ap;2. vara;\nB Bb;Ap;1. varamedlem;\nC Cc;;;Høyre\n"
        "D Dd;H;Gruppeleder;nei\nE Ee;H;varaordfører;"
    )
    assert [(p.party, p.role, p.deputy_no) for p in found.people] == [
        ("Ap", DEPUTY, 2),
        ("Ap", DEPUTY, 1),
        ("H", DEPUTY, None),
        ("H", "member", None),
        ("H", "deputy_chair", None),
    ]
    assert found.people[3].more == {"Verv": "Gruppeleder"}


def test_dates_numbers_booleans_and_formulas_are_read_as_they_look() -> None:
    """L1: a formula by its value."""
    heads = ["Navn", "Parti", "Heltid", "Første periode", "Valgt", "Møtt", "Medlemsnr", "Sum"]
    met = datetime(2026, 1, 2, 18, 30)  # noqa: DTZ001  # as a spreadsheet has it
    row = ["Lyng Liksomsen", "Ap", 0.4, True, date(2023, 9, 11), met,
           7.0, "=1+1"]  # fmt: skip
    (person,) = read(xlsx([heads, row])).people
    assert (person.full_time, person.first_term) == (False, True)
    assert person.more == {"Valgt": "2023-09-11", "Møtt": "2026-01-02 18:30", "Medlemsnr": "7"}


def test_ticks_mean_that_the_others_are_not() -> None:
    """L1: but a blank beside yes and no means that nobody said."""
    assert [p.first_term for p in lines("Navn;Parti;Ny\nA Aa;Ap;x\nB Bb;Ap;").people] == [
        True,
        False,
    ]
    assert [p.first_term for p in lines("Navn;Parti;Ny\nA Aa;Ap;ja\nB Bb;Ap;").people] == [
        True,
        None,
    ]


def test_a_need_in_free_words() -> None:
    """L1: what is not recognised is kept as it was written."""
    found = lines("Navn;Parti;Tilrettelegging\nA Aa;Ap;rullestol, teleslynge og blendefritt lys")
    assert found.people[0].needs == "access quiet"
    assert found.people[0].more == {"Tilrettelegging": "blendefritt lys"}


def test_columns_we_do_not_know_are_kept() -> None:
    """L2: also without a heading, and twice with the same."""
    found = lines("Navn;Parti;Telefon;;Telefon\nA Aa;Ap;1;2;3")
    assert found.people[0].more == {"Telefon": "1", "D": "2", "Telefon (E)": "3"}
    assert set(found.extra) == {"Telefon", "D", "Telefon (E)"}


def test_what_is_not_taken_in_is_told_by_line_and_reason() -> None:
    """L2."""
    found = lines(
        "Navn;Parti;Posisjon;E-post\nUten Parti;;;\n;Ap;;\nVakant;Ap;;\n123;H;;\n#REF!;H;;\n"
        "A Aa;Ap;kanskje;ikke en adresse\nB Bb;-;;\nFotnote her\n"
    )
    assert [person.name for person in found.people] == ["A Aa"]
    assert [row for row, _ in told(found)] == [2, 3, 4, 5, 6, 8, 9]
    assert [(remark.row, remark.holes["text"]) for remark in found.remarks] == [
        (7, "kanskje"),
        (7, "ikke en adresse"),
    ]


def test_the_same_person_twice() -> None:
    """L2: equal is taken once; with another party or other details, a person must say."""
    found = lines("Navn;Parti;Utvalg\nA Aa;Ap;X\nB Bb;H;\na aa;AP;X\nB Bb;SV;\nC Cc;H;\nC Cc;H;Y")
    assert [person.name for person in found.people] == ["A Aa", "B Bb", "B Bb", "C Cc", "C Cc"]
    assert [row for row, _ in told(found)] == [4]
    doubted = [(e.row, e.doubt.holes["row"]) for e in found.entries if e.doubt]
    assert doubted == [(3, 5), (5, 3), (6, 7), (7, 6)]


def test_identity_numbers_are_not_kept() -> None:
    """L2: by their heading, or by what they look like; and it is told."""
    found = lines("Navn;Parti;Fødselsnummer;Annet\nA Aa;Ap;1;010190 12345")
    assert found.people[0].more == {}
    assert len(found.remarks) == 2


def test_three_hundred_lines() -> None:
    """L1."""
    rows = [["Navn", "Parti"], *([f"Navn N{chr(97 + i % 26)}{i}", "Ap"] for i in range(300))]
    assert len(read(xlsx(rows)).people) == 300


def test_a_list_without_headings() -> None:
    """L1: names beside parties, or with the party behind the name."""
    for text in (
        "A Aa\tArbeiderpartiet\nB Bb\tH\n",
        "A Aa (Ap)\nB Bb (Høyre)\n",
        "Ap,A Aa\nH,B Bb",
    ):
        found = lines(text)
        assert [(p.name, p.party) for p in found.people] == [("A Aa", "Ap"), ("B Bb", "H")]
        assert len(found.remarks) == 1


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        for i in range(7):
            packed.writestr(f"xl/{i}.xml", b" " * 10_000_000)
    return out.getvalue()


def packed(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "nothing"),
        (b"\xef\xbb\xbf\r\n;;;\r\n", "no line with headings"),
        (b"MZ\x90\0\x03\0\0\0", "not a spreadsheet"),
        (b"%PDF-1.7\n", "not a spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "locked"),
        (xlsx([["Navn", "Parti"], ["A Aa", "Ap"]])[:900], "damaged"),
        (packed("xl/workbook.xml"), "damaged"),
        (packed("mimetype"), "not a spreadsheet"),
        (bomb(), "larger than"),
        (b"a" * (LARGEST + 1), "larger than"),
        (b"Navn;Parti\n" + b"A;Ap\n" * 2_001, "lines"),
        (b";" * 200 + b"x", "columns"),
        (b"Hei, dette er et brev.\nDet har ingen medlemmer.", "no line with headings"),
        ("Navn;Parti\nÅse;Ap".encode("utf-16")[:-1], "not a spreadsheet"),
    ],
)
def test_what_is_no_list_is_refused_in_words(data: bytes, says: str) -> None:
    """L3."""
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert says in refused.value.words.format_map(refused.value.holes)
