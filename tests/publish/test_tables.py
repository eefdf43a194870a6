"""The minutes as tables, opened again as a spreadsheet opens them."""

import csv
import json
from collections import Counter
from dataclasses import replace
from io import StringIO
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.core.discussion import LaidAside, Reasoned, TableStatement
from app.core.evaluation import Evaluated, Line, Measured
from app.core.frozen import to_json
from app.core.minutes import Case, Chosen, Minutes, Prioritisation, Ranked
from app.core.things import MASK, Measure, Parking, Reason, Side
from app.i18n import translator
from app.publish.fit import fit
from app.publish.opendata.spreadsheet import Cell, Sheet, as_csv
from app.publish.opendata.tables import contributions, sheets
from app.publish.phrases.understood import Register
from tests.publish.documents import minutes, note
from tests.publish.test_understood import SECRET, composed, wrote_up

NB = translator("nb")
FORMULA = "=+-@\t\r\n＝＋－＠"


def opened(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf"), "or Excel reads it as Latin-1"
    text = content.decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline=""), delimiter=";", strict=True))


def rows(tree: Minutes, name: str) -> list[dict[str, str]]:
    """The rows of one table, by heading."""
    (sheet,) = (each for each in sheets(tree, NB) if each.name == name)
    head, *rest = opened(as_csv(sheet, NB))
    assert len({*head}) == len(head), "no two headings are alike"
    return [dict(zip(head, row, strict=True)) for row in rest]


@given(st.lists(st.text(max_size=12) | st.sampled_from(["=1+1", "'", " -2", 'a;b\n"c"', "@x"])))
def test_no_cell_is_carried_out_and_no_word_is_lost(words: list[str]) -> None:
    """V125: without the apostrophe it is what was written, but for what a file cannot hold."""
    cells: tuple[Cell, ...] = ("x", *words)
    (row,) = opened(as_csv(Sheet("ord", "Ord", (), (cells,)), NB))[1:]
    for told, written in zip(row[1:], words, strict=True):
        assert told.lstrip(" ")[:1] not in tuple(FORMULA)
        assert told.removeprefix("'") == fit(written)


def test_what_is_no_words_stands_plain() -> None:
    """V125: a number can be counted with, and yes is a word."""
    row = opened(as_csv(Sheet("ord", "Ord", (), ((-1, True, False, None),)), NB))[1]
    assert row == ["-1", "Ja", "Nei", ""]


def test_lines_end_and_are_quoted_by_the_standard() -> None:
    """V125: RFC 4180."""
    sheet = Sheet("ord", "Ord", ("a", "b"), (('én "to"', "tre\nfire"),))
    assert as_csv(sheet, NB) == '\ufeffa;b\r\n"én ""to""";"tre\nfire"\r\n'.encode()


def marks(tree: Any) -> list[str]:
    """The fingerprint of everything that has words, a way of its own to count them."""
    if isinstance(tree, dict):
        own = [tree["fingerprint"]] if "fingerprint" in tree else []
        own = [] if "bearing" in tree or tree.get("laid") else own
        return own + [mark for each in tree.values() for mark in marks(each)]
    return [mark for each in tree for mark in marks(each)] if isinstance(tree, list) else []


def test_every_contribution_stands_once_with_what_became_of_it() -> None:
    """V124."""
    aside = LaidAside(Parking.CHAIR, "a" * 32, "Når?", "b" * 64, settled="I vår")
    came = Evaluated(6, 5, True, lines=(Line("c" * 32, "Takk", "d" * 64),))
    tree = replace(composed(wrote_up()), parked=(aside,), evaluation=came)
    laid = Reasoned(Side.FOR, "", "", tree.cases[0].notes[0].fingerprint, laid=True)
    said = tree.cases[0].statements[0]
    said = replace(said, arguments=(*said.arguments, laid))
    first = replace(tree.cases[0], statements=(said,))
    tree = replace(tree, cases=(first, *tree.cases[1:]))
    told = rows(tree, "innspill")
    assert Counter(row["Fingeravtrykk"] for row in told) == Counter(
        marks(json.loads(to_json(tree)))
    )
    assert tree.synthesis
    by_mark = {row["Fingeravtrykk"]: row for row in told}
    numbers = Register(tree, NB).number
    for end in tree.synthesis.ends:
        if end.ref in by_mark:
            row = by_mark[end.ref]
            points = sorted(numbers[each] for each in end.statements)
            assert row["Formuleringer det er brukt i"] == ", ".join(map(str, points))
            assert row["Slått sammen med"] == end.into
            assert row["Begrunnelse"] == end.words
    assert {row["Hva det ble av det"] for row in told} >= {"Brukt", "Skjult"}
    kinds = {row["Type"] for row in told}
    assert kinds == {
        "Innspill", "Argument", "Reaksjon", "Rettelse", "Spørsmål til møtelederen",
        "Linje fra evalueringen",
    }  # fmt: skip


def test_what_is_hidden_is_not_there() -> None:
    """V122: and where some words are, that is said in their place, why, and by which provision."""
    tree = composed(wrote_up())
    whole = b"".join(as_csv(sheet, NB) for sheet in sheets(tree, NB)).decode()
    assert not any(words in whole for words in SECRET)
    some = replace(
        note("a" * 32, f"{MASK} eier tomta"), hidden=Reason.NAME, basis="Offentleglova § 13"
    )
    statement = TableStatement("Bord 1", "Ja", f"Ikke {MASK}", dissent_hidden=Reason.INSULT)
    tree = minutes(cases=(Case("Hvor?", "", (statement,), (some,)),))
    (row,) = rows(tree, "innspill")
    assert row["Ord"] == "[sladdet] eier tomta"
    assert (row["Skjult fordi"], row["Hjemmel"]) == ("noen kan kjennes igjen", "Offentleglova § 13")
    (said,) = rows(tree, "utsagn")
    assert (said["Dissens"], said["Dissens skjult fordi"]) == (
        "Ikke [sladdet]",
        "det er en fornærmelse",
    )
    assert (said["Ord"], said["Skjult fordi"]) == ("Ja", "")


def test_the_loop_is_there() -> None:
    """V124: points, what lies behind them, and what the hall answered."""
    tree = composed(wrote_up())
    points = rows(tree, "oppsummering")
    assert [(row["Nummer"], row["Politisk føring"]) for row in points] == [
        ("1", "Ja"),
        ("2", "Nei"),
    ]
    assert points[1]["Slik salen fikk se det"] == "Dere vil skjerme skolen."
    assert tree.synthesis
    behind = Counter(row["Formulering"] for row in rows(tree, "koblinger"))
    assert [*behind.values()] == [len(each.links) for each in tree.synthesis.statements]
    answered = rows(tree, "verifisering")[0]
    assert [answered[name] for name in ("Forstått", "Delvis", "Feil", "Mangler noe")] == list(
        "6210"
    )


def test_what_was_counted_is_there() -> None:
    """V124: both lists of a prioritising, grades, who met."""
    ranked = tuple(Ranked(text, dots, "Bord 1") for text, dots in (("I sentrum", 9), ("Ute", 3)))
    done = Prioritisation(
        "Først", 5, 12, 5, True, ranked, 2, Chosen((1, 2), (), 0, ()), Chosen((2,), (), 0, ())
    )
    graded = Prioritisation(
        "", 5, 7, 5, True, (Ranked("Ja", 0, graded=(1, 0, 0, 2, 4)),), method="scale"
    )
    came = Evaluated(6, 5, True, (Measured(Measure.TRUST, (0, 1, 0, 2, 3)),))
    tree = minutes(prioritisations=(done, graded), evaluation=came)
    first, second, third = rows(tree, "prioriteringer")
    places = ("Plass etter flest prikker eller poeng", "Plass etter lik innflytelse")
    assert [first[name] for name in places] == ["1", ""]
    assert [second[name] for name in places] == ["2", "1"]
    assert (first["Prikker eller poeng"], third["Prikker eller poeng"]) == ("9", "")
    assert [third[f"Karakter {n}"] for n in range(1, 6)] == list("10024")
    (measure,) = rows(tree, "evaluering")
    assert [measure[f"Karakter {n}"] for n in range(1, 6)] == list("01023")
    assert [row["Frammøte"] for row in rows(tree, "oppmote")] == ["Til stede", "Fraværende"]


def test_without_a_row_there_are_headings() -> None:
    """V124: in the language of the minutes; the names of the files are always the same."""
    bare = minutes(cases=(), prioritisations=(), present=(), absent=())
    some, others = (sheets(bare, translator(language)) for language in ("nb", "nn"))
    assert [each.name for each in some] == [each.name for each in others]
    for sheet in some:
        assert opened(as_csv(sheet, NB)) == [[*sheet.head]]
    assert contributions(bare, translator("nn")).head[0:2] == ("Type", "Sak")
    assert "Kva det vart av det" in others[0].head
