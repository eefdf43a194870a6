"""Which passwords are refused, and why."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.passwords import LONGEST, SHORTEST, Weakness, normal, weakness

KNOWN = ("kari.leder@nordvik.example", "Kari Leder", "Nordvik kommune")


@pytest.mark.parametrize(
    "password",
    [
        "fire gule hester spiser",
        "correct horse battery staple",
        "blåbær under trappa",
        "سلام عليكم ورحمة الله",
        "84917263940182736",
        "2f7k9m3x8w5q1t6z",
        "🦔🦊🐿️🦫🦥🦦🦨🦡🐁🐀🐇🐓🦚🦜🦢",
    ],
)
def test_what_nobody_expects_is_taken(password: str) -> None:
    """V205: whatever signs it is made of."""
    assert weakness(password, KNOWN) is None


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("fjorten tegn.!", Weakness.SHORT),
        ("å" * 7 + "b" * 7, Weakness.SHORT),
        ("Velkommen2026!!!", Weakness.EXPECTED),
        ("P@ssw0rd12345678", Weakness.EXPECTED),
        ("Pa55ord-19751105", Weakness.EXPECTED),
        ("qwertyuiop12345", Weakness.EXPECTED),
        ("1qaz2wsx3edc4rfv", Weakness.EXPECTED),
        ("æøåæøåæøåæøåæøå", Weakness.EXPECTED),
        ("hestehestehestehest", Weakness.EXPECTED),
        ("kommunestyret2026", Weakness.EXPECTED),
        ("Tannhjul-Tannhjul", Weakness.EXPECTED),
        ("kari.leder.2026!", Weakness.PERSONAL),
        ("NordvikKommune1!", Weakness.PERSONAL),
        ("x" * (LONGEST + 1), Weakness.LONG),
    ],
)
def test_what_is_guessed_first_is_refused(password: str, why: Weakness) -> None:
    """V205: and it is told why."""
    assert weakness(password, KNOWN) is why


@given(st.text(max_size=40), st.lists(st.text(max_size=10), max_size=3))
def test_any_text_has_an_answer_and_the_same_however_it_is_composed(
    text: str, known: list[str]
) -> None:
    """V205: a keyboard may send å as one sign or as two."""
    apart = unicodedata.normalize("NFD", text)
    assert normal(apart) == normal(text)
    assert weakness(apart, known) is weakness(text, known)
    assert (len(normal(text)) < SHORTEST) == (weakness(text, known) is Weakness.SHORT)


def test_the_longest_are_looked_through_at_once() -> None:
    """V205: words and rows without end are no way to stop the server."""
    assert weakness("qwerty1passord" * 71) is Weakness.EXPECTED
    assert weakness("aåaå" * 250, ["å" * 500]) is Weakness.EXPECTED
