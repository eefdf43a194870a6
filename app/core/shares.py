"""Which choices come on a list of so many places: by most dots or points, or by equal shares.

By most dots a narrow majority that thinks alike takes every place. By equal shares everybody has
equally much influence to use, and uses it up on what they get (decision 16). Counted in whole
fractions: nothing is level, or not level, because of rounding.

Where choices stand level, the one with most dots goes first, then the first in the order that the
caller gives; and it is told (`Tie`).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

Ballot: TypeAlias = Collection[str]
"""What somebody has put a dot on, one on each; or a mapping: how many points on each, from 1 up.
A blank ballot is no ballot."""


@dataclass(frozen=True, slots=True)
class Tie:
    """These stood `level`, and getting in cost the others their turn or found the list full."""

    level: tuple[str, ...]
    chosen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spent:
    """What a place cost: its `payers`, and the most that any of them used, of 1 from the start.

    By dots those behind it pay alike, by points as many times as much as they gave it points; and
    who has less gives all they have.

    `topped_up`: paid after everybody had got more, and with all that they then had left.
    """

    choice: str
    payers: int
    share: Fraction
    topped_up: bool = False


@dataclass(frozen=True, slots=True)
class Selection:
    """A list: `choices` in the order in which they came on it. By most dots nothing is spent.

    Without a tie it is the only list that the method allows, whatever order the choices have. A
    choice without dots is never on it, so it may be shorter than its places.
    """

    choices: tuple[str, ...]
    ties: tuple[Tie, ...] = ()
    spent: tuple[Spent, ...] = ()


def count_dots(ballots: Iterable[Ballot]) -> Counter[str]:
    dots: Counter[str] = Counter()
    for ballot in ballots:
        dots.update(_marks(ballot))
    return dots


def _marks(ballot: Ballot) -> Mapping[str, int]:
    return ballot if isinstance(ballot, Mapping) else dict.fromkeys(ballot, 1)


def uncovered(ballots: Iterable[Ballot], chosen: Iterable[str]) -> list[Ballot]:
    """The ballots that have none of their dots on the list."""
    there = frozenset(chosen)
    return [ballot for ballot in ballots if ballot and there.isdisjoint(ballot)]


def most_dots(ballots: Iterable[Ballot], places: int, order: Sequence[str]) -> Selection:
    """The choices with most dots. `order` holds all choices that there are."""
    dots = count_dots(ballots)
    ranked = sorted(filter(dots.get, order), key=lambda choice: -dots[choice])
    chosen, rest = tuple(ranked[:places]), ranked[places:]
    if not chosen or not rest or dots[rest[0]] < dots[chosen[-1]]:
        return Selection(chosen)
    level = tuple(choice for choice in ranked if dots[choice] == dots[rest[0]])
    return Selection(chosen, (Tie(level, tuple(c for c in level if c in chosen)),))


def equal_shares(ballots: Iterable[Ballot], places: int, order: Sequence[str]) -> Selection:
    """The method of equal shares, completed by sequential Phragmén. `order` holds all choices.

    A place costs 1, and everybody has `places` / ballots. In each turn that choice comes on the
    list whose supporters can pay with the least for each dot or point, where who has less gives all
    they have (D. Peters and P. Skowron, Proportionality and the limits of welfarism, EC 2020; for
    points D. Peters, G. Pierczyński and P. Skowron, Proportional participatory budgeting with
    additive utilities, NeurIPS 2021). When nobody can pay any more, all get equally more until some
    choice can be paid, with all that its supporters have; and so on until the list is full
    (L. E. Phragmén 1894; M. Brill and others, Phragmén's voting methods and justified
    representation, Mathematical Programming 2024).

    What holds by dots (EJR+: M. Brill and J. Peters, EC 2023): no choice is left out that
    l / `places` of the ballots have a dot on, all of them with fewer than l of their dots on the
    list. By points EJR up to one choice, as in the paper.
    """
    alike = Counter(frozenset(_marks(ballot).items()) for ballot in ballots if ballot)
    purse = Fraction(places, alike.total() or 1)
    behind: dict[str, list[_Backers]] = defaultdict(list)
    dots: Counter[str] = Counter()
    for marks, size in alike.items():
        group = _Alike(size, purse)
        for choice, mark in marks:
            behind[choice].append(_Backers(group, mark))
            dots[choice] += size * mark
    waiting = sorted(filter(dots.get, order), key=lambda choice: -dots[choice])
    ties: list[Tie] = []
    spent: list[Spent] = []

    def fill(price: Callable[[list[_Backers]], Fraction | None], topped_up: bool) -> None:
        while len(spent) < places:
            asked = {c: cost for c in waiting if (cost := price(behind[c])) is not None}
            if not asked:
                return
            least = min(asked.values())
            level = still = [choice for choice in waiting if asked.get(choice) == least]
            taken: list[str] = []
            while still and len(spent) < places:
                choice = still[0]
                most = _pay(behind[choice], least, all_they_have=topped_up)
                spent.append(Spent(choice, _payers(behind[choice]), most / purse, topped_up))
                taken.append(choice)
                still = [other for other in still[1:] if price(behind[other]) == least]
            if len(taken) < len(level):
                ties.append(Tie(tuple(level), tuple(taken)))
            waiting[:] = [choice for choice in waiting if choice not in taken]

    fill(_share, topped_up=False)
    fill(_wait, topped_up=True)
    return Selection(tuple(one.choice for one in spent), tuple(ties), tuple(spent))


@dataclass(slots=True)
class _Alike:
    """Ballots with the same marks: they pay alike. `left` of each, less what all got meanwhile."""

    size: int
    left: Fraction


@dataclass(frozen=True, slots=True)
class _Backers:
    """Those who put the same on a choice, and otherwise too."""

    group: _Alike
    mark: int


def _payers(backers: Iterable[_Backers]) -> int:
    return sum(each.group.size for each in backers)


def _share(backers: Collection[_Backers]) -> Fraction | None:
    """The least for each mark that makes 1 together; None where they have not so much."""
    due, marks = Fraction(1), sum(each.mark * each.group.size for each in backers)
    for each in sorted(backers, key=lambda each: each.group.left / each.mark):
        if each.group.left * marks >= due * each.mark:
            return due / marks
        due -= each.group.left * each.group.size
        marks -= each.mark * each.group.size
    return None


def _wait(backers: Collection[_Backers]) -> Fraction:
    """How much more everybody must get, from the first turn on, for these to have 1 together."""
    there = sum((each.group.left * each.group.size for each in backers), Fraction(0))
    return (1 - there) / _payers(backers)


def _pay(backers: Iterable[_Backers], price: Fraction, all_they_have: bool) -> Fraction:
    """At most the price for each mark; or all, once each got so much more. The most one paid."""
    most = Fraction(0)
    for each in backers:
        group = each.group
        paid = group.left + price if all_they_have else min(group.left, price * each.mark)
        group.left -= paid
        most = max(most, paid)
    return most
