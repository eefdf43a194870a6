"""Which files are taken in: by what they are, whatever they are called."""

import random

import pytest

from app.store import intake
from app.store.intake import Refusal, media_of, rows
from tests.store.bad_files import BAD, GOOD, pdf, png, xlsx

SUFFIX = {suffix: media for media, suffix in intake.SUFFIXES.items()}


@pytest.mark.parametrize("name", sorted(GOOD))
def test_a_file_is_taken_for_what_it_is(name: str) -> None:
    """C5."""
    assert media_of(GOOD[name]) == SUFFIX["." + name.split(".")[1]]


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_bad_file_is_refused_and_why(name: str) -> None:
    """C5."""
    content, why = BAD[name]
    with pytest.raises(Refusal) as refused:
        media_of(content)
    assert refused.value.why is why


@pytest.mark.parametrize("whole", [pdf(), png(), xlsx()], ids=["pdf", "png", "xlsx"])
def test_whatever_is_done_to_a_file_it_is_taken_or_refused(whole: bytes) -> None:
    """C5: cut anywhere, or with bytes turned anywhere; nothing else is ever raised."""
    chance = random.Random(5)
    taken = refused = 0
    for _ in range(400):
        broken = bytearray(
            whole[: chance.randrange(len(whole))] if chance.random() < 0.3 else whole
        )
        for _ in range(chance.randrange(1, 4) if broken else 0):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        try:
            media_of(bytes(broken))
            taken += 1
        except Refusal:
            refused += 1
    assert refused > 200 or whole == pdf()
    assert taken + refused == 400


def test_a_table_is_read_as_it_stands() -> None:
    """C6."""
    assert rows(GOOD["a.csv"]) == [["år", "innbyggere"], ["2026", "1"]]
    assert rows(GOOD["latin.csv"]) == [["år", "innbyggere"], ["2026", "«tolv»"]]
    assert rows(GOOD["regne.csv"])[1] == ["x < y, og y > x", "2"]
