"""What comes from outside: read as it is written, or refused in words."""

from typing import Any

import pytest

from app.i18n import translator
from app.seating import (
    Broken,
    Kind,
    Person,
    Rules,
    Unreadable,
    broken_in_words,
    conflicts,
    in_words,
    lay,
    read_problem,
    read_seating,
    with_rules,
)
from tests.seating.problems import data

PEOPLE = [Person(f"p{n}", "Ap" if n % 2 else "H", name=f"Person {n}") for n in range(9)]

RULES = """
together: [[Person 1, person  2]]
apart: [[p3, Person 4], [p5, p6, p7]]
fixed: {Person 1: T2}
forbidden: {p8: [1, T2]}
max_same_party: 3
host: true
tables: {T1: [quiet]}
"""


def test_rules_are_read() -> None:
    """Q8."""
    problem = with_rules(lay(PEOPLE, tables=3), RULES)
    assert [(wish.id, wish.kind, wish.people, wish.table) for wish in problem.wishes] == [
        ("together:1", Kind.TOGETHER, ("p1", "p2"), ""),
        ("apart:1", Kind.APART, ("p3", "p4"), ""),
        ("apart:2", Kind.APART, ("p5", "p6", "p7"), ""),
        ("fixed:1", Kind.FIX, ("p1",), "T2"),
        ("forbidden:1", Kind.FORBID, ("p8",), "T1"),
        ("forbidden:2", Kind.FORBID, ("p8",), "T2"),
    ]
    assert problem.rules == Rules(True, True, True, 3)
    assert problem.rounds[0].tables[0].offers == {"quiet"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("together: [[Kari, p1]]", "nobody is called Kari"),
        ("fixed: {p1: T9}", "there is no table T9"),
        ("nearby: [[p1, p2]]", "no such rule: nearby"),
        ("host: perhaps", "host is true or false"),
        ("max_same_party: 0", "max_same_party is a number from 1"),
        ("together: p1", "together should be a list"),
        ("apart: [p1, p2]", "each of apart should be a list"),
        ("fixed: [p1]", "the rules file is not as it should be"),
        ("tables: {T7: [quiet]}", "there is no table T7"),
        ("- p1", "names of rules"),
        ("a: [", "not YAML"),
        ("!!python/object/apply:os.getcwd []", "not YAML"),
        ("x" * 1_000_001, "too large"),
    ],
)
def test_rules_that_cannot_be_read_are_refused_in_words(text: str, why: str) -> None:
    """Q8."""
    with pytest.raises(Unreadable, match=why):
        with_rules(lay(PEOPLE, tables=3), text)


def without_people(found: Any) -> None:
    del found["people"]


def twice(found: Any) -> None:
    found["people"].append(found["people"][0])


def from_nowhere(found: Any) -> None:
    found["rounds"][0]["present"].append("nobody")


def there_twice(found: Any) -> None:
    found["rounds"][0]["present"] *= 2


def strange_wish(found: Any) -> None:
    found["constraints"][0]["type"] = "near"


def wish_for_nobody(found: Any) -> None:
    found["constraints"][0]["people"] = ["nobody"]


def no_room(found: Any) -> None:
    found["rounds"][0]["tables"][0]["max"] = 1


def words_for_a_number(found: Any) -> None:
    found["rounds"][0]["tables"][0]["max"] = "many"


def no_rounds(found: Any) -> None:
    found["rounds"] = []


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (without_people, "'people' is missing"),
        (twice, "is on the roster twice"),
        (from_nowhere, "nobody is present in round 1, and is not on the roster"),
        (there_twice, "is present twice in round 1"),
        (strange_wish, "no such kind of wish: near"),
        (wish_for_nobody, "nobody is named by"),
        (no_room, "table T1 has room for"),
        (words_for_a_number, "not a seating problem"),
        (no_rounds, "no rounds"),
    ],
)
def test_problems_that_cannot_be_read_are_refused_in_words(spoil: Any, why: str) -> None:
    """Q8."""
    found = data("small19_r1")
    spoil(found)
    with pytest.raises(Unreadable, match=why):
        read_problem(found)


@pytest.mark.parametrize("found", [None, [], "x", {}, {"rounds": 3}, {"rounds": [["T1"]]}])
def test_what_is_neither_is_refused(found: Any) -> None:
    """Q8."""
    with pytest.raises(Unreadable):
        read_problem(found)
    with pytest.raises(Unreadable):
        read_seating(found)


def test_a_conflict_is_told_with_names() -> None:
    """Q3: as sentences."""
    problem = with_rules(lay(PEOPLE, tables=3), "together: [[p1, p2]]\napart: [[p2, p1]]")
    problem = with_rules(problem, "both_blocs: false\nno_party_majority: false")
    (conflict,) = conflicts(problem)
    assert in_words(translator("nb"), problem, conflict) == (
        "Runde 1: Disse kan ikke holdes samtidig: Person 2 og Person 1 skal ikke sitte sammen; "
        "Person 1 og Person 2 skal sitte sammen."
    )


@pytest.mark.parametrize(
    ("rule", "words"),
    [("rule:host", "T1: ingen bordvert"), ("doubled", "Person 1: mer enn én plass")],
)
def test_what_a_hand_broke_is_told(rule: str, words: str) -> None:
    """Q1: as a sentence."""
    problem = lay(PEOPLE, tables=3)
    told = broken_in_words(translator("nb"), problem, Broken(0, rule, "T1", ("p1",)))
    assert told == words


@pytest.mark.parametrize("asked", [{"tables": 10}, {"tables": 0}, {"size": 0}, {"rounds": 0}])
def test_a_hall_that_cannot_be_laid_is_refused(asked: dict[str, int]) -> None:
    """Q8."""
    with pytest.raises(ValueError, match=r"cannot sit|there must be"):
        lay(PEOPLE, **asked)  # type: ignore[arg-type]
