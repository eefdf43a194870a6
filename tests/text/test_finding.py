"""What a word that is searched for meets, and which part of a long text is shown."""

import pytest

from app.text.finding import MOST, SNIPPET, asked, marked, meets
from app.text.words import stems, twins

EXACT, TWIN, WITHIN, NONE = 3, 2, 1, 0


def met(question: str, word: str) -> int:
    (one,) = asked(question)
    return meets(one, word, stems([word])[word])


@pytest.mark.parametrize(
    ("question", "word", "how"),
    [
        ("bolig", "bolig", EXACT),
        ("bolig", "boligene", EXACT),
        ("boligene", "bolig", EXACT),
        ("veien", "vei", EXACT),
        ("vei", "veien", EXACT),
        ("by", "byer", EXACT),
        ("byene", "by", EXACT),
        ("bolig", "bustad", TWIN),
        ("bustad", "bolig", TWIN),
        ("bolig", "boligpolitikk", WITHIN),
        ("bolig", "studentbolig", WITHIN),
        ("bolig", "studentboligene", WITHIN),
        ("boligene", "boligpolitikk", WITHIN),
        ("skole", "skolevei", WITHIN),
        ("skole", "skolbxy", WITHIN),  # three letters more than its root are enough,
        ("skole", "skolbx", NONE),  # two are not
        ("skole", "museskole", WITHIN),
        ("skole", "xbskole", NONE),
        ("bolig", "boligbustad", WITHIN),  # its twin stands last in it as well
        ("bolig", "symbol", NONE),
        ("vei", "veiledning", NONE),  # three letters are not looked for within
        ("vei", "skolevei", NONE),
        ("hjem", "trondheim", NONE),  # nor is a short twin
        ("bolig", "hytte", NONE),
    ],
)
def test_what_a_word_meets(question: str, word: str, how: int) -> None:
    """V80."""
    assert met(question, word) == how


def test_one_of_several_words_is_enough_to_be_marked() -> None:
    """V80."""
    assert marked("Båt og skole", asked("skole fjelltopp")) == [
        ("Båt og ", False),
        ("skole", True),
    ]


def test_what_tells_nothing_is_not_looked_for_beside_what_does() -> None:
    """V80: and where nothing tells anything, all of it is."""
    assert [one.word for one in asked("hva med skole og det")] == ["skole"]
    assert [one.word for one in asked("og det")] == ["og", "det"]
    assert len(asked(" ".join(f"ord{chr(97 + n)}{chr(98 + n)}" for n in range(MOST + 1)))) == MOST


def test_a_twin_is_another_word() -> None:
    """V80: what is written alike in both has none."""
    assert twins("bolig") == ["bustad"]
    assert twins("hytte") == []


def test_a_short_text_is_shown_whole() -> None:
    """V80."""
    whole = "b" * (SNIPPET - 6) + " skole"
    assert len(whole) == SNIPPET
    assert marked(whole, asked("skole")) == [(whole[:-5], False), ("skole", True)]
    assert marked("Skolen, veien og skolene", asked("skole")) == [
        ("Skolen", True),
        (", veien og ", False),
        ("skolene", True),
    ]
    assert marked("Ingen treff", asked("skole")) == [("Ingen treff", False)]


@pytest.mark.parametrize("before", [0, 30, 400])
def test_of_a_long_text_the_part_around_the_first_is_shown(before: int) -> None:
    """V80: between two words, with a sign for what is left out, and every word marked in it."""
    text = "fjell og " * before + "skolen " + "fjord og " * 100 + "skolen"
    pieces = marked(text, asked("skole"))
    shown = "".join(piece for piece, _ in pieces)
    assert [piece for piece, hit in pieces if hit] == ["skolen"]
    assert shown.startswith("… ") == (before * 9 > SNIPPET // 3)
    assert shown.endswith(" …")
    within = shown.removeprefix("… ").removesuffix(" …")
    at = text.index(within)
    assert at == 0 or text[at - 1] == " "
    assert text[at + len(within)] == " "
    assert SNIPPET - 10 <= len(within) <= SNIPPET


def test_where_there_is_no_gap_a_text_is_cut_within_a_word() -> None:
    """V80: what was asked for is in what is shown."""
    pieces = marked("x" * 900 + " skolen" + "y" * 900, asked("skoleny" + "y" * 900))
    assert pieces[0] == ("… ", False)
    assert SNIPPET < sum(len(piece) for piece, _ in marked("x" * 2 * SNIPPET, [])) <= SNIPPET + 2
