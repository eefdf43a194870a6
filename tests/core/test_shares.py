"""Lists by most dots and by equal shares: what always holds, and a slow second opinion."""

from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from random import Random
from string import ascii_lowercase

from hypothesis import event, given
from hypothesis import strategies as st

from app.core.shares import (
    Ballot,
    Selection,
    Tie,
    count_dots,
    equal_shares,
    most_dots,
    uncovered,
)

CHOICES = "abcdefg"


@st.composite
def halls(
    draw: st.DrawFn, bloc: int = 4, choices: str = CHOICES
) -> tuple[list[frozenset[str]], int]:
    """Ballots and places. Blocs, of at most so many, dot alike, as they do in a council."""
    ballot = st.frozensets(st.sampled_from(choices), min_size=1, max_size=5)
    blocs = draw(st.lists(st.tuples(ballot, st.integers(1, bloc)), min_size=1, max_size=5))
    ballots = [each for each, size in blocs for _ in range(size)]
    return ballots, draw(st.integers(1, 7))


def fails_ejr_plus(
    ballots: Sequence[Ballot], places: int, chosen: Collection[str]
) -> tuple[str, int] | None:
    """A choice left out, and the l by which it deserved a place; straight from the definition.

    M. Brill and J. Peters, Robust and verifiable proportionality axioms, EC 2023.
    """
    for choice in count_dots(ballots):
        for level in range(1, places + 1):
            poor = [b for b in ballots if choice in b and len(set(b) & set(chosen)) < level]
            if choice not in chosen and len(poor) * places >= level * len(ballots):
                return choice, level
    return None


# ---------------------------------------------------------------- a slow second opinion


def outcomes(ballots: Sequence[Ballot], places: int) -> set[frozenset[str]]:
    """Every list that the method allows, whichever way each tie goes; voter by voter."""
    budgets = tuple(Fraction(places, len(ballots)) for _ in ballots)
    return set(_share_out(ballots, places, frozenset(), budgets))


def _share_out(
    ballots: Sequence[Ballot], places: int, chosen: frozenset[str], budgets: tuple[Fraction, ...]
) -> Iterator[frozenset[str]]:
    price = {}
    for choice in set(count_dots(ballots)) - chosen:
        purses = [budgets[i] for i, b in enumerate(ballots) if choice in b]
        if sum(purses) >= 1:
            price[choice] = next(
                cost
                for full in range(len(purses), 0, -1)
                if (cost := (1 - sum(sorted(purses)[: len(purses) - full])) / Fraction(full))
                and sum(min(purse, cost) for purse in purses) == 1
            )
    if not price or len(chosen) == places:
        yield from _phragmen(ballots, places, chosen, tuple(-budget for budget in budgets))
        return
    for choice in price:
        if price[choice] == min(price.values()):
            paid = tuple(
                budget - min(budget, price[choice]) if choice in b else budget
                for budget, b in zip(budgets, ballots, strict=True)
            )
            yield from _share_out(ballots, places, chosen | {choice}, paid)


def _phragmen(
    ballots: Sequence[Ballot], places: int, chosen: frozenset[str], loads: tuple[Fraction, ...]
) -> Iterator[frozenset[str]]:
    left = set(count_dots(ballots)) - chosen
    if not left or len(chosen) == places:
        yield chosen
        return
    load = {}
    for choice in left:
        carried = [loads[i] for i, b in enumerate(ballots) if choice in b]
        load[choice] = (1 + sum(carried)) / Fraction(len(carried))
    for choice in left:
        if load[choice] == min(load.values()):
            now = tuple(
                load[choice] if choice in b else old for old, b in zip(loads, ballots, strict=True)
            )
            yield from _phragmen(ballots, places, chosen | {choice}, now)


@given(halls(bloc=2, choices="abcdef"))
def test_the_second_opinion_agrees(hall: tuple[list[frozenset[str]], int]) -> None:
    """X2, X4: it is one of the lists that are allowed; where no tie is told, there is no other."""
    ballots, places = hall
    found = equal_shares(ballots, places, "abcdef")
    allowed = outcomes(ballots, places)
    assert frozenset(found.choices) in allowed
    event(f"{min(len(found.ties), 2)} ties told")
    if not found.ties:
        assert len(allowed) == 1
    if any(spent.topped_up for spent in found.spent):
        event("topped up")


# ---------------------------------------------------------------- what always holds


@given(halls(bloc=30, choices=ascii_lowercase[:15]))
def test_whoever_deserves_a_place_gets_it(hall: tuple[list[frozenset[str]], int]) -> None:
    """X2: EJR+."""
    ballots, places = hall
    chosen = equal_shares(ballots, places, ascii_lowercase).choices
    assert fails_ejr_plus(ballots, places, chosen) is None
    if fails_ejr_plus(ballots, places, most_dots(ballots, places, ascii_lowercase).choices):
        event("most dots pass somebody over")


def test_the_judge_can_say_no() -> None:
    """X2: the check of EJR+ finds who is passed over."""
    hall = [*["abc"] * 6, *["xyz"] * 3]
    assert most_dots(hall, 3, "abcxyz").choices == ("a", "b", "c")
    assert fails_ejr_plus(hall, 3, "abc") in {("x", 1), ("y", 1), ("z", 1)}
    assert equal_shares(hall, 3, "abcxyz").choices == ("a", "b", "x")


@given(halls(), st.randoms(), st.permutations(CHOICES))
def test_neither_the_order_of_the_ballots_nor_the_names_matter(
    hall: tuple[list[frozenset[str]], int], dice: Random, names: list[str]
) -> None:
    """X3."""
    ballots, places = hall
    called = dict(zip(CHOICES, names, strict=True))
    renamed = [frozenset(called[choice] for choice in ballot) for ballot in ballots]
    dice.shuffle(renamed)
    for method in (most_dots, equal_shares):
        once = method(ballots, places, CHOICES)
        again = method(renamed, places, names)
        assert tuple(called[choice] for choice in once.choices) == again.choices
        assert [spent.share for spent in once.spent] == [spent.share for spent in again.spent]


@given(halls())
def test_another_dot_takes_nobody_off_the_list(hall: tuple[list[frozenset[str]], int]) -> None:
    """X5: who is on the list, and gets a dot more from somebody there, stays."""
    ballots, places = hall
    for method in (most_dots, equal_shares):
        for choice in method(ballots, places, CHOICES).choices:
            for who in {i for i, ballot in enumerate(ballots) if choice not in ballot}:
                more = [*ballots[:who], ballots[who] | {choice}, *ballots[who + 1 :]]
                assert choice in method(more, places, CHOICES).choices
                event("a dot more")


@given(halls())
def test_by_most_dots_a_place_more_takes_nobody_off(
    hall: tuple[list[frozenset[str]], int],
) -> None:
    """X5. By equal shares it may: who could not pay alone may have to with smaller places."""
    ballots, places = hall
    fewer = most_dots(ballots, places, CHOICES).choices
    assert most_dots(ballots, places + 1, CHOICES).choices[: len(fewer)] == fewer


@given(halls())
def test_the_list_is_full_and_nobody_pays_more_than_they_have(
    hall: tuple[list[frozenset[str]], int],
) -> None:
    """X1, X6."""
    ballots, places = hall
    dots = count_dots(ballots)
    for found in (equal_shares(ballots, places, CHOICES), most_dots(ballots, places, CHOICES)):
        assert len(set(found.choices)) == len(found.choices) == min(places, len(dots))
        assert set(found.choices) <= dots.keys()
    found = equal_shares(ballots, places, CHOICES)
    assert [spent.choice for spent in found.spent] == list(found.choices)
    for spent in found.spent:
        assert spent.payers == dots[spent.choice]
        assert spent.topped_up or 0 < spent.share <= 1
        # What they pay together is a place: no more than the most times all of them.
        assert spent.share * Fraction(places, len(ballots)) * spent.payers >= 1


@given(halls())
def test_ties_are_told(hall: tuple[list[frozenset[str]], int]) -> None:
    """X4: of those that stood level some came on the list at once, and not all."""
    ballots, places = hall
    dots = count_dots(ballots)
    found = most_dots(ballots, places, CHOICES)
    edge = {c for c in CHOICES if dots[c] and dots[c] == dots[found.choices[-1]]}
    assert bool(found.ties) == (not edge <= set(found.choices))
    for tie in (*found.ties, *equal_shares(ballots, places, CHOICES).ties):
        assert set(tie.chosen) < set(tie.level)
        assert tie.chosen


# ---------------------------------------------------------------- by hand


def test_a_tie_goes_to_most_dots_and_then_to_the_order() -> None:
    """X4."""
    assert most_dots(["a", "b", "c"], 2, "cba") == Selection(
        ("c", "b"), (Tie(("c", "b", "a"), ("c", "b")),)
    )
    # c and d cost each the same, once a is paid: c has more dots, so c goes first.
    shared = equal_shares(["a", "b", "c"], 2, "cba")
    assert shared.choices == ("c", "b")
    assert shared.ties == (Tie(("c", "b", "a"), ("c", "b")),)


def test_by_hand() -> None:
    """X2: six and three for three places: two and one. Each of the six uses half on each."""
    found = equal_shares([*["abc"] * 6, *["xyz"] * 3], 3, "abcxyz")
    assert [(s.choice, s.payers, s.share) for s in found.spent] == [
        ("a", 6, Fraction(1, 2)),
        ("b", 6, Fraction(1, 2)),
        ("x", 3, Fraction(1)),
    ]
    assert uncovered([*["abc"] * 6, *["xyz"] * 3, ""], "abc") == ["xyz"] * 3


def test_nobody_and_nothing() -> None:
    """X1: blank ballots only, or no ballots: an empty list."""
    for method in (most_dots, equal_shares):
        assert method([], 7, CHOICES) == Selection(())
        assert method([frozenset(), frozenset()], 7, CHOICES) == Selection(())


def test_every_tie_of_two_is_seen_among_small_halls() -> None:
    """X4: of all halls of three with one dot or two, those that allow two lists tell a tie."""
    ballots = [frozenset(b) for size in (1, 2) for b in combinations("abcd", size)]
    told = 0
    for i, one in enumerate(ballots):
        for j, two in enumerate(ballots[i:], i):
            for three in ballots[j:]:
                for places in (1, 2, 3):
                    ties = equal_shares([one, two, three], places, "abcd").ties
                    if len(outcomes([one, two, three], places)) > 1:
                        assert ties
                        told += 1
    assert told > 100
