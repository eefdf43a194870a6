"""The hints of the editor are those of the tablet, on the same notes."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.text.hints import Roster, hints, lexicon

THERE = Path(__file__).parents[2] / "frontend/src/tablet/hints"
NOTES = json.loads((THERE / "notes.json").read_text(encoding="utf-8"))
ROSTER = Roster(NOTES["roster"])


def seen(text: str, roster: Roster = ROSTER) -> list[str]:
    return [f"{hint.kind}: {text[hint.start : hint.end]}" for hint in hints(text, roster)]


@pytest.mark.parametrize("marked", NOTES["marked"])
def test_what_is_hinted_at_on_the_tablet(marked: str) -> None:
    """F12: «{name:Kari} sa det» is to give one hint, at those four letters."""
    text, expected = "", []
    for part in re.split(r"(\{\w+:[^}]+\})", marked):
        told = re.fullmatch(r"\{(\w+):(.+)\}", part)
        if told:
            expected.append((told[1], len(text), len(text) + len(told[2])))
        text += told[2] if told else part
    assert [(hint.kind, hint.start, hint.end) for hint in hints(text, ROSTER)] == expected


@pytest.mark.parametrize("text", NOTES["plain"])
def test_what_is_not(text: str) -> None:
    """F12."""
    assert seen(text) == []


def test_the_words_are_those_of_the_tablet() -> None:
    """F12: one lexicon written twice, in Python and in TypeScript."""
    source = (THERE / "lexicon.ts").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for name, body in re.findall(r"const (\w+) =(.*?);\n", source, re.DOTALL):
        literals = re.findall(r'"((?:[^"\\]|\\.)*)"|`([^`]*)`', body)
        text = "".join(plain or template for plain, template in literals).replace(r"\\", "\\")
        found[name] = re.sub(r"\$\{(\w+)\}", lambda hole: found[hole[1]], text)
    given_names = found.pop("GIVEN").removesuffix(" ")
    assert frozenset(given_names.split()) == lexicon.GIVEN
    assert len(found) > 10
    for name, text in found.items():
        assert getattr(lexicon, name) == text, name


def test_a_national_identity_number_is_known_by_its_last_two_digits() -> None:
    """F12."""
    found = [seen(f"Sak om 0181450018{digit}.") for digit in range(10)]
    assert [one for each in found for one in each] == ["id_number: 01814500183"]
    assert seen("00000000000") == []


def test_a_hint_is_where_the_words_are() -> None:
    """F12: in characters, whatever is written before them."""
    for before in ("🌱👩‍👩‍👧 ", "İSTANBUL: ", "Čáhci ja eanan. ", "A\u030a \n\n", "سلام – "):
        assert seen(f"{before}Enig med Kari Eksempelstad!") == ["name: Kari Eksempelstad"]
        assert seen(f"{before}som sagt. Som ordfører sier jeg nei.") == ["self: Som ordfører"]
    assert seen("Ha\u030akon Tøysæther tar feil.") == ["name: Ha\u030akon Tøysæther"]


def test_what_is_longer_than_a_note_is_looked_at_to_its_end() -> None:
    """F12: and quickly; a million letters without a space are no word."""
    long = "Skolen skal bestå. " * 1_000
    assert seen(f"{long}Enig med Kari Eksempelstad! {long}Ring 412 34 567") == [
        "name: Kari Eksempelstad",
        "phone: 412 34 567",
    ]
    assert seen("x" * 1_000_000) == []


def test_without_a_roster_what_shows_by_itself() -> None:
    """F12."""
    nobody = Roster([])
    assert seen("Ring 412 34 567 eller kari@eksempel.no", nobody) == [
        "phone: 412 34 567",
        "email: kari@eksempel.no",
    ]
    assert seen("Dag Demodal sa det.", nobody) == []


_PIECES = """
Kari Eksempelstad Dag sa som ordfører jeg vi i Høyre 412 34 567 @ kr 01814500183 Storgata 14 B.
SV 12345 , . - İ A\u030a 🌱 \ud83d ß ﬁ Ǆ
"""
PIECES = _PIECES.split()


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES) | st.text(st.characters(codec=None), max_size=5), max_size=25)
)
def test_hints_come_in_order_and_none_lies_over_another(pieces: list[str]) -> None:
    """F12."""
    text = " ".join(pieces)
    end = 0
    for hint in hints(text, ROSTER):
        assert end <= hint.start < hint.end <= len(text)
        end = hint.end
