"""Lists by points, ten each: what always holds, from the definitions, and a slow second opinion."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain, combinations
from random import Random
from typing import TypeAlias, TypeVar

from hypothesis import event, given
from hypothesis import strategies as st

from app.core.shares import Spent, count_dots, equal_shares, most_dots, uncovered

Points: TypeAlias = Mapping[str, int]
T = TypeVar("T")

CHOICES = "abcde"


@st.composite
def spread(draw: st.DrawFn) -> Points:
    """At most ten points, on as many choices as one likes."""
    points: dict[str, int] = {}
    for choice in draw(st.permutations(CHOICES)):
        if left := 10 - sum(points.values()):
            given_ = draw(st.integers(0, left))
            points |= {choice: given_} if given_ else {}
    return points or {CHOICES[0]: 10}


@st.composite
def halls(draw: st.DrawFn, bloc: int = 3, blocs: int = 4) -> tuple[list[Points], int]:
    """Ballots and places. Blocs, of at most so many, spread alike, as they do in a council."""
    alike = draw(st.lists(st.tuples(spread(), st.integers(1, bloc)), min_size=1, max_size=blocs))
    return [each for each, size in alike for _ in range(size)], draw(st.integers(1, 5))


def subsets(of: Sequence[T], least: int = 0) -> Iterator[tuple[T, ...]]:
    return chain.from_iterable(combinations(of, size) for size in range(least, len(of) + 1))


# ---------------------------------------------------------------- what is promised


def fails_up_to(spare: int, ballots: Sequence[Points], places: int, chosen: Sequence[str]) -> bool:
    """Whether some group deserves more than all in it have, even with `spare` choices more.

    Straight from the definition (D. Peters, G. Pierczyński and P. Skowron, NeurIPS 2021): a group
    and a set T of choices that its part of the places is enough for; each choice in T counts for
    what the one in the group who gives it least gives it. Then somebody in the group has on the
    list as many points as T counts (EJR), or, up to one, would have more with one more choice.
    """
    worth = [sum(ballot.get(choice, 0) for choice in chosen) for ballot in ballots]
    for group in subsets(range(len(ballots)), least=1):
        for of in subsets(CHOICES, least=1):
            if len(of) * len(ballots) > len(group) * places:
                continue
            asked = sum(min(ballots[i].get(choice, 0) for i in group) for choice in of)
            if all(_short(ballots[i], worth[i], chosen, asked, spare) for i in group):
                return True
    return False


def _short(ballot: Points, worth: int, chosen: Sequence[str], asked: int, spare: int) -> bool:
    if not spare:
        return worth < asked
    more = max((mark for choice, mark in ballot.items() if choice not in chosen), default=0)
    return worth < asked and worth + more <= asked


@given(halls(bloc=2, blocs=3))
def test_whoever_deserves_a_place_gets_it_up_to_one(hall: tuple[list[Points], int]) -> None:
    """X9: EJR up to one choice, among all groups and all sets of choices."""
    ballots, places = hall
    chosen = equal_shares(ballots, places, CHOICES).choices
    assert not fails_up_to(1, ballots, places, chosen)
    if fails_up_to(1, ballots, places, most_dots(ballots, places, CHOICES).choices):
        event("most points pass somebody over")
    if fails_up_to(0, ballots, places, chosen):
        event("up to one, and not wholly")


def test_the_judge_can_say_no() -> None:
    """X9: most points pass three over who have points enough together; equal shares do not."""
    hall = [*[{"a": 4, "b": 3, "c": 3}] * 6, *[{"d": 10}] * 2, {"d": 4, "e": 6}]
    assert most_dots(hall, 3, CHOICES).choices == ("a", "d", "b")
    hall = [*[{"a": 4, "b": 3, "c": 3}] * 6, *[{"d": 5, "e": 5}] * 3]
    assert most_dots(hall, 3, CHOICES).choices == ("a", "b", "c")
    assert fails_up_to(1, hall, 3, "abc")
    assert equal_shares(hall, 3, CHOICES).choices == ("a", "b", "d")


# ---------------------------------------------------------------- a slow second opinion


def outcomes(ballots: Sequence[Points], places: int) -> set[frozenset[str]]:
    """Every list that the method allows, whichever way each tie goes; voter by voter."""
    budgets = tuple(Fraction(places, len(ballots)) for _ in ballots)
    return set(_share_out(ballots, places, frozenset(), budgets))


def _price(purses: Sequence[tuple[Fraction, int]]) -> Fraction | None:
    """The least for each point, tried with every set of those who give all that they have."""
    prices = []
    for poor in subsets(range(len(purses))):
        rest = sum(mark for i, (_, mark) in enumerate(purses) if i not in poor)
        price = (1 - sum((purses[i][0] for i in poor), Fraction(0))) / (rest or 1)
        if rest and sum(min(purse, price * mark) for purse, mark in purses) == 1:
            prices.append(price)
    if not prices and sum(purse for purse, _ in purses) == 1:
        prices = [max(purse / mark for purse, mark in purses)]
    return min(prices, default=None)


def _share_out(
    ballots: Sequence[Points], places: int, chosen: frozenset[str], budgets: tuple[Fraction, ...]
) -> Iterator[frozenset[str]]:
    price = {}
    for choice in set(count_dots(ballots)) - chosen:
        purses = [(budgets[i], b[choice]) for i, b in enumerate(ballots) if choice in b]
        if (cost := _price(purses)) is not None:
            price[choice] = cost
    if not price or len(chosen) == places:
        yield from _top_up(ballots, places, chosen, budgets)
        return
    for choice, cost in price.items():
        if cost == min(price.values()):
            paid = tuple(
                budget - min(budget, cost * b.get(choice, 0))
                for budget, b in zip(budgets, ballots, strict=True)
            )
            yield from _share_out(ballots, places, chosen | {choice}, paid)


def _top_up(
    ballots: Sequence[Points], places: int, chosen: frozenset[str], budgets: tuple[Fraction, ...]
) -> Iterator[frozenset[str]]:
    """All get more by the same, until somewhere those behind a choice have 1; these pay it all."""
    waiting = set(count_dots(ballots)) - chosen
    if not waiting or len(chosen) == places:
        yield chosen
        return
    more = {}
    for choice in waiting:
        theirs = [budgets[i] for i, b in enumerate(ballots) if choice in b]
        more[choice] = (1 - sum(theirs)) / Fraction(len(theirs))
    for choice, gift in more.items():
        if gift == min(more.values()):
            after = tuple(
                Fraction(0) if choice in b else budget + gift
                for budget, b in zip(budgets, ballots, strict=True)
            )
            yield from _top_up(ballots, places, chosen | {choice}, after)


@given(halls(bloc=2, blocs=3))
def test_the_second_opinion_agrees(hall: tuple[list[Points], int]) -> None:
    """X4, X9: it is one of the lists that are allowed; where no tie is told, there is no other."""
    ballots, places = hall
    found = equal_shares(ballots, places, CHOICES)
    allowed = outcomes(ballots, places)
    assert frozenset(found.choices) in allowed
    event(f"{min(len(found.ties), 2)} ties told")
    if not found.ties:
        assert len(allowed) == 1
    if any(spent.topped_up for spent in found.spent):
        event("topped up")


# ---------------------------------------------------------------- what always holds


@given(st.lists(st.frozensets(st.sampled_from(CHOICES)), max_size=8), st.integers(1, 5))
def test_one_point_on_each_is_a_dot_on_each(dotted: list[frozenset[str]], places: int) -> None:
    """X9: ties, payers and prices are those of dots."""
    ballots = [dict.fromkeys(ballot, 1) for ballot in dotted]
    for method in (most_dots, equal_shares):
        assert method(ballots, places, CHOICES) == method(dotted, places, CHOICES)
    assert len(uncovered(ballots, "ab")) == len(uncovered(dotted, "ab"))


@given(halls())
def test_for_every_ten_points_a_dot_comes_to_the_same(hall: tuple[list[Points], int]) -> None:
    """X9: what counts is how the points of one compare with another's, not how large they are."""
    ballots, places = hall
    tenfold = [{choice: 10 * mark for choice, mark in ballot.items()} for ballot in ballots]
    for method in (most_dots, equal_shares):
        assert method(tenfold, places, CHOICES) == method(ballots, places, CHOICES)


@given(halls(), st.randoms(), st.permutations(CHOICES))
def test_neither_the_order_of_the_ballots_nor_the_names_matter(
    hall: tuple[list[Points], int], dice: Random, names: list[str]
) -> None:
    """X3."""
    ballots, places = hall
    called = dict(zip(CHOICES, names, strict=True))
    renamed = [{called[choice]: mark for choice, mark in ballot.items()} for ballot in ballots]
    dice.shuffle(renamed)
    for method in (most_dots, equal_shares):
        once = method(ballots, places, CHOICES)
        again = method(renamed, places, names)
        assert tuple(called[choice] for choice in once.choices) == again.choices
        assert [spent.share for spent in once.spent] == [spent.share for spent in again.spent]


@given(halls())
def test_another_point_takes_nobody_off_the_list(hall: tuple[list[Points], int]) -> None:
    """X5: a choice that is on the list, and gets a point more from anybody, stays."""
    ballots, places = hall
    for method in (most_dots, equal_shares):
        for choice in method(ballots, places, CHOICES).choices:
            for who, ballot in enumerate(ballots):
                better = {**ballot, choice: ballot.get(choice, 0) + 1}
                more = [*ballots[:who], better, *ballots[who + 1 :]]
                assert choice in method(more, places, CHOICES).choices
                event("a point more")


def test_moving_a_point_may_take_a_choice_off() -> None:
    """X5: b gets one more, taken from a; a is dearer to the others, and b comes too late."""
    rest = [{"d": 2, "a": 1}, {"c": 3, "a": 1}, {"b": 2, "c": 1}, {"c": 3, "a": 1}]
    before = equal_shares([{"a": 1, "b": 1, "c": 1, "d": 1}, *rest], 3, CHOICES)
    after = equal_shares([{"b": 2, "c": 1, "d": 1}, *rest], 3, CHOICES)
    assert (before.choices, after.choices) == (("c", "a", "b"), ("c", "d", "a"))


@given(halls())
def test_the_list_is_full_and_nobody_pays_more_than_they_have(
    hall: tuple[list[Points], int],
) -> None:
    """X1, X6."""
    ballots, places = hall
    there = count_dots(ballots)
    found = equal_shares(ballots, places, CHOICES)
    assert len(set(found.choices)) == len(found.choices) == min(places, len(there))
    for spent in found.spent:
        assert spent.payers == sum(spent.choice in ballot for ballot in ballots)
        assert spent.topped_up or 0 < spent.share <= 1
        assert spent.share * Fraction(places, len(ballots)) * spent.payers >= 1


@given(halls())
def test_ties_are_told(hall: tuple[list[Points], int]) -> None:
    """X4: of those that stood level some came on the list at once, and not all."""
    ballots, places = hall
    points = count_dots(ballots)
    found = most_dots(ballots, places, CHOICES)
    edge = {c for c in CHOICES if points[c] and points[c] == points[found.choices[-1]]}
    assert bool(found.ties) == (not edge <= set(found.choices))
    for tie in (*found.ties, *equal_shares(ballots, places, CHOICES).ties):
        assert tie.chosen
        assert set(tie.chosen) < set(tie.level)


# ---------------------------------------------------------------- by hand


def test_by_hand() -> None:
    """X9: who gives more points pays as many times more; who has less gives all they have.

    Five, and two places: 2/5 each. Behind a are 20 points: a point is 1/20, so 6/20 from each of
    three and 1/20 from each of two. Left are 1/10 and 7/20 each. With that b has 3/10 behind it and
    c 7/10, and neither can be paid. All get more, alike: c has 1 when each has got 3/20.
    """
    hall = [*[{"a": 6, "b": 4}] * 3, *[{"a": 1, "c": 9}] * 2]
    found = equal_shares(hall, 2, CHOICES)
    assert found.spent == (
        Spent("a", 5, Fraction(6, 20) / Fraction(2, 5)),
        Spent("c", 2, Fraction(1, 2) / Fraction(2, 5), topped_up=True),
    )
    assert count_dots(hall) == {"a": 20, "b": 12, "c": 18}


def test_a_tie_goes_to_most_points() -> None:
    """X4: each of two has half a place, and gives it all."""
    found = equal_shares([{"a": 3}, {"b": 7}], 1, CHOICES)
    assert found.choices == ("b",)
    assert [(tie.level, tie.chosen) for tie in found.ties] == [(("b", "a"), ("b",))]


def test_twelve_level() -> None:
    """X4: each for one's own, ten points: seven come by the order, and all are told."""
    names = "abcdefghijkl"
    for method in (most_dots, equal_shares):
        found = method([{name: 10} for name in names], 7, names)
        assert found.choices == tuple("abcdefg")
        assert [(tie.level, tie.chosen) for tie in found.ties] == [(tuple(names), tuple("abcdefg"))]
