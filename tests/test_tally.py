"""`tannhjul tally`: ballots from a file, and one line about any that cannot be counted."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import Answer, tannhjul

Tally = Callable[..., Answer]

HALL = "a b c\n" * 6 + "x y z\n" * 3


@pytest.fixture
def tally(tmp_path: Path) -> Tally:
    """`tally(ballots, places)`, as the command would."""

    def run(ballots: str | bytes, places: int = 3, *options: str) -> Answer:
        file = tmp_path / "ballots.csv"
        file.write_bytes(ballots if isinstance(ballots, bytes) else ballots.encode())
        return tannhjul("tally", file, "--places", places, *options)

    return run


def test_both_lists_and_the_uncovered(tally: Tally) -> None:
    """X7."""
    answer = tally(HALL, 3, "--json")
    assert (answer.status, answer.err) == (0, "")
    assert answer.json == {
        "places": 3,
        "ballots": 9,
        "equal_shares": ["a", "b", "x"],
        "most_dots": ["a", "b", "c"],
        "dots": {"a": 6, "b": 6, "c": 6, "x": 3, "y": 3, "z": 3},
        "uncovered": {"equal_shares": 0, "most_dots": 3},
        "ties": {
            "equal_shares": [
                {"level": ["a", "b", "c"], "chosen": ["a", "b"]},
                {"level": ["x", "y", "z"], "chosen": ["x"]},
            ]
        },
    }


def test_without_a_tie_nothing_is_said_of_ties(tally: Tally) -> None:
    """X7: the answer is as it is described."""
    answer = tally("a b\na\nb a\nc\n", 2, "--json").json
    assert list(answer) == [
        "places", "ballots", "equal_shares", "most_dots", "dots", "uncovered",
    ]  # fmt: skip
    assert answer["most_dots"] == ["a", "b"]


def test_in_words(tally: Tally) -> None:
    """X7."""
    said = tally(HALL).out
    assert "9 ballots, 6 choices, 3 places" in said
    assert "equal shares: a b x\n  without any of their dots on the list: 0" in said
    assert "  level: x y z; came on the list: x" in said


def test_points(tally: Tally) -> None:
    """X7: the same answer, with totals that are points."""
    hall = "a:4 b:3 c:3\n" * 6 + "\n" + "x:5 y:5\n" * 3
    answer = tally(hall, 3, "--json").json
    assert list(answer) == [
        "places", "ballots", "equal_shares", "most_dots", "points", "uncovered", "ties",
    ]  # fmt: skip
    assert answer["equal_shares"] == ["a", "b", "x"]
    assert answer["most_dots"] == ["a", "b", "c"]
    assert answer["points"] == {"a": 24, "b": 18, "c": 18, "x": 15, "y": 15}
    assert answer["uncovered"] == {"equal_shares": 0, "most_dots": 3}
    said = tally(hall).out
    assert "most points: a b c\n  without any of their points on the list: 3" in said
    assert "points: a 24, b 18" in said


@pytest.mark.parametrize(
    "written",
    [
        b"\xef\xbb\xbfskog \xc3\xa5\r\n\r\n\r\nskog\r\n",
        "skog  a\u030a\n \nskog".encode(),
        "\n\nskog\tå\rskog\r".encode(),
    ],
    ids=["Windows", "decomposed", "tabs and old lines"],
)
def test_files_as_they_come(tally: Tally, written: bytes) -> None:
    """X7: blank ballots are no ballots, and a letter is the same however it is composed."""
    answer = tally(written, 1, "--json").json
    assert (answer["ballots"], answer["dots"]) == (2, {"skog": 2, "å": 1})


@pytest.mark.parametrize(
    ("written", "places", "word"),
    [
        ("skog å\n".encode("latin-1"), 1, "UTF-8"),
        ("a b\n".encode("utf-16"), 1, "UTF-8"),
        (b"a b\na b a\n", 1, "line 2 "),
        (b"a,b\n", 1, "line 1 "),
        (b"a\na\x00\n", 1, "line 2 "),
        ("a\u200b b\n".encode(), 1, "line 1 "),
        (b"a:6 b:4\na:6 b\n", 1, "line 2 "),
        (b"a b\na:6\n", 1, "line 1 "),
        (b"a:6 b:5\n", 1, "11 points"),
        (b"a:11\n", 1, "from 1 to 10"),
        (b"a:0\n", 1, "line 1 "),
        (b"a:06\n", 1, "line 1 "),
        (b"a:1.5\n", 1, "line 1 "),
        (b"a:-1\n", 1, "line 1 "),
        (b":6\n", 1, "line 1 "),
        ("a:\u0666\n".encode(), 1, "line 1 "),
        (b"a:4\na:4 a:5\n", 1, "line 2 "),
        (b"a b\n", 3, "from 1 to 2"),
        (b"a b\n", 0, "from 1 to 2"),
        (b"a b\n", -1, "from 1 to 2"),
        (b"", 1, "no ballots"),
        (b"\n \n", 1, "no ballots"),
        (b"a " * 2_500_001, 1, "5 MB"),
    ],
)
def test_what_cannot_be_counted_is_one_line(
    tally: Tally, written: bytes, places: int, word: str
) -> None:
    """X7."""
    answer = tally(written, places, "--json")
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.count("\n") == 1
    assert word in answer.err


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """X7."""
    for path in (tmp_path, tmp_path / "nowhere.csv"):
        answer = tannhjul("tally", path, "--places", 1)
        assert answer.status == 1
        assert answer.err.count("\n") == 1
