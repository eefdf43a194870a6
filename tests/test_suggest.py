"""`tannhjul suggest`: notes from a file, and one line about any file that cannot be read."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import Answer, tannhjul

NOTES = (
    "id,text\na,Flere busser om kvelden\nb,flere busser om kvelden!\nc,Færre busser om kvelden\n"
)
THEMES = "theme,name,keywords\nSAM,Samferdsel,buss og vei\nSKO,Skole,elever\n"


Suggest = Callable[..., Answer]


@pytest.fixture
def suggest(tmp_path: Path) -> Suggest:
    """`suggest(notes, themes)`, as the command would."""

    def run(notes: str | bytes, themes: str | bytes = THEMES, *options: str) -> Answer:
        files = {"notes.csv": notes, "themes.csv": themes}
        for name, content in files.items():
            raw = content if isinstance(content, bytes) else content.encode()
            (tmp_path / name).write_bytes(raw)
        notes_at, themes_at = (tmp_path / name for name in files)
        return tannhjul("suggest", notes_at, "--themes", themes_at, *options)

    return run


def test_what_it_says(suggest: Suggest) -> None:
    """F13: the shape that others read."""
    answer = suggest(NOTES + "d,Ring Torhild på 412 34 567\n", THEMES, "--json")
    assert answer.status == 0
    assert answer.err == ""
    said = answer.json
    assert [*said] == ["notes", "near_duplicates", "possible_opposites", "names"]
    assert [note["id"] for note in said["notes"]] == ["a", "b", "c", "d"]
    first = said["notes"][0]["themes"]
    assert [one["theme"] for one in first] == ["SAM", "SKO"]
    assert 0.5 < first[0]["confidence"] <= 1
    assert said["near_duplicates"] == [["a", "b"]]
    assert said["possible_opposites"] == [["a", "c"]]
    assert said["names"] == [
        {"id": "d", "start": 5, "end": 12, "kind": "name"},
        {"id": "d", "start": 16, "end": 26, "kind": "phone"},
    ]


def test_in_words(suggest: Suggest) -> None:
    """F13."""
    answer = suggest(NOTES + "d,Ring 412 34 567\n")
    assert "a: Flere busser om kvelden\n  Samferdsel 0." in answer.out
    assert "nearly the same: a: Flere busser om kvelden | b: flere busser" in answer.out
    assert "perhaps against: a: Flere busser om kvelden | c: Færre" in answer.out
    assert "phone in d: 412 34 567" in answer.out


@pytest.mark.parametrize(
    "notes",
    [
        "\ufeff" + NOTES,
        NOTES.replace(",", ";"),
        NOTES.replace(",", "\t").replace("\n", "\r\n"),
        NOTES.encode("latin-1"),
        NOTES.encode("utf-16"),
    ],
)
def test_a_file_as_spreadsheets_write_it(suggest: Suggest, notes: str | bytes) -> None:
    """F13."""
    answer = suggest(notes, THEMES, "--json")
    assert answer.err == ""
    assert answer.json["near_duplicates"] == [["a", "b"]]


def test_columns_in_any_order_and_more_of_them(suggest: Suggest) -> None:
    """F13."""
    notes = 'Party, Text ,ID\nAp,"Skole, elever\nog lærere",x\n,Buss,y\n'
    answer = suggest(notes, THEMES, "--json")
    assert [note["themes"][0]["theme"] for note in answer.json["notes"]] == ["SKO", "SAM"]


def test_notes_that_are_placed_teach(suggest: Suggest) -> None:
    """F6, F13."""
    notes = "id,text,placed\na,Snurrebasser,SKO\nb,Flere snurrebasser,\n"
    assert suggest(notes, THEMES, "--json").json["notes"][1]["themes"][0]["theme"] == "SKO"


@pytest.mark.parametrize(
    ("notes", "themes", "told"),
    [
        ("", THEMES, "notes.csv has nothing in it"),
        ("id,text\n", THEMES, "notes.csv has nothing in it"),
        ("id,words\na,b\n", THEMES, "notes.csv has no column «text»"),
        ("id,text\na,b\n\n,c\n", THEMES, "line 4 of {notes} has no id"),
        ('id,text\na,"b\nc"\na,d\n', THEMES, "line 4 of {notes} has the id «a» again"),
        ('id,text\na,b\nc,"d\n', THEMES, "line 3 of {notes} cannot be read"),
        (b"id,text\na,\0\n", THEMES, "notes.csv is not text"),
        (b"PK\x03\x04\0\0", THEMES, "notes.csv is not text"),
        (NOTES, "theme,name\nA,B\n", "themes.csv has no column «keywords»"),
        (NOTES, THEMES + "SKO,Skule,elevar\n", "line 4 of {themes} has the theme «SKO» again"),
        ("id,text,placed\na,b,VEI\n", THEMES, "line 2 of {notes} is placed in «VEI»"),
        ("id,text\na," + "x" * 200_000 + "\n", THEMES, "line 2 of {notes} cannot be read"),
        ("id,text\n" + "".join(f"{i},a\n" for i in range(5001)), THEMES, "more than 5000 notes"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(
    suggest: Suggest, tmp_path: Path, notes: str | bytes, themes: str, told: str
) -> None:
    """F14."""
    answer = suggest(notes, themes, "--json")
    assert answer.status == 1
    assert answer.out == ""
    assert answer.err.count("\n") == 1
    assert told.format(notes=tmp_path / "notes.csv", themes=tmp_path / "themes.csv") in answer.err


def test_a_file_that_is_not_there(suggest: Suggest, monkeypatch: pytest.MonkeyPatch) -> None:
    """F14."""
    answer = suggest(NOTES, THEMES, "--roster", "/nowhere/at/all.txt")
    assert answer.status == 1
    assert answer.err == "tannhjul: /nowhere/at/all.txt cannot be read: No such file or directory\n"


def test_a_note_without_words_is_told_and_kept(suggest: Suggest) -> None:
    """F14."""
    answer = suggest(NOTES + "d,\ne,  \nf\n", THEMES, "--json")
    assert answer.status == 0
    assert "line 5" in answer.err
    assert "and 2 more" in answer.err
    assert len(answer.json["notes"]) == 6


@pytest.mark.parametrize(
    "roster",
    ["Dag Demodal\nLiv Påfunn\n", "navn;parti\nDag Demodal;Ap\nLiv Påfunn;H\n"],
)
def test_names_of_a_roster(suggest: Suggest, tmp_path: Path, roster: str) -> None:
    """F13."""
    (tmp_path / "roster.csv").write_text(roster, encoding="utf-8")
    notes = "id,text\na,Dag sa det som det er\nb,Dag og natt\n"
    answer = suggest(notes, THEMES, "--json", "--roster", str(tmp_path / "roster.csv"))
    assert answer.json["names"] == [{"id": "a", "start": 0, "end": 3, "kind": "name"}]


def test_a_roster_that_is_none(suggest: Suggest, tmp_path: Path) -> None:
    """F14."""
    (tmp_path / "roster.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    answer = suggest(NOTES, THEMES, "--roster", str(tmp_path / "roster.csv"))
    assert answer.status == 1
    assert "is no list of names" in answer.err


def test_a_note_of_ten_thousand_words(suggest: Suggest) -> None:
    """F13."""
    long = "skolen er " * 5_000
    answer = suggest(f"id,text\na,{long}\nb,{long}!\nc,skole\n", THEMES, "--json").json
    assert [note["themes"][0]["theme"] for note in answer["notes"]] == ["SKO", "SKO", "SKO"]
    assert answer["near_duplicates"] == [["a", "b"]]
