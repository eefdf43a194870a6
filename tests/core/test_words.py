"""Text as people paste it."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.core.receipts import fingerprint, root
from app.core.words import clean, whole

WORD = (
    "Satsingsområder\u00a0:\r\n\r\n\uf0b7\tFlere \u201cvarme\u201d bolig\u00ad er\u2028"
    "1.\u2003Kollektiv\u2011trafikk \u2013 også på kveld\x0b\x0b\x0b\x0b\u200bSlutt\u2029\x85"
)

#: What `clean` and the fingerprints on a device are held to as well (frontend/src/receipts.ts).
VECTORS = json.loads((Path(__file__).parents[2] / "frontend/src/vectors.json").read_text())


def test_pasted_from_word() -> None:
    """N4."""
    assert clean(WORD) == (
        "Satsingsområder :\n\n\uf0b7 Flere “varme” bolig er\n"
        "1. Kollektiv\u2011trafikk – også på kveld\n\nSlutt"
    )


@pytest.mark.parametrize("mark", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_no_mark_turns_the_text_around_it(mark: str) -> None:
    """N4."""
    assert clean(f"a{mark}b") == "ab"


def test_half_a_character_and_composed_letters() -> None:
    """N4: what is kept can be written to disk, and is composed (NFC)."""
    assert clean("a\ud800b") == "a?b"
    assert clean("A\u030a") == "Å"


@pytest.mark.parametrize(("typed", "kept"), VECTORS["clean"])
def test_the_same_words_as_on_a_device(typed: str, kept: str) -> None:
    """R4, N4."""
    assert clean(typed) == clean(kept) == kept


def test_the_same_sums_as_on_a_device() -> None:
    """R4."""
    for note, text, mark in VECTORS["fingerprints"]:
        assert fingerprint(note, text) == mark
    for marks, expected in VECTORS["roots"]:
        assert root(marks) == expected


@given(st.text(st.characters(codec=None), max_size=60))
@example(WORD)
@example("\u2000\u0301 \u1680\n\n\n\u0344")
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    """N5."""
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode()


@given(st.text(max_size=12) | st.integers(0).map(str))
@example("9" * 5_000)
@example("-1")
@example("٣")
def test_a_number_that_is_typed_is_read_or_is_none(typed: str) -> None:
    """V220: of thousands of digits too, where Python itself gives up."""
    number = whole(typed)
    assert number == (int(typed) if typed.isdecimal() and len(typed) <= 9 else None)
