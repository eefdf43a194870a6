"""Which choices come on a list of so many places: by most dots, or by equal shares.

By most dots a narrow majority that thinks alike takes every place. By equal shares everybody has
equally much influence to use, and uses it up on what they get (`synthesis.md`). Counted in whole
fractions: nothing is level, or not level, because of rounding.

Where choices stand level, the one with most dots goes first, then the first in the order that the
caller gives; and it is told (`Tie`).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

Ballot: TypeAlias = Collection[str]
"""What somebody has put a dot on, at most one on each. A blank ballot is no ballot."""


@dataclass(frozen=True, slots=True)
class Tie:
    """These stood `level`, and getting in cost the others their turn or found the list full."""

    level: tuple[str, ...]
    chosen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spent:
    """What a place cost: its `payers`, and the most that any of them used, of 1 from the start.

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
    return Counter(choice for ballot in ballots for choice in ballot)


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
    list whose supporters can pay with the least from each, where who has less gives all they have
    (D. Peters and P. Skowron, Proportionality and the limits of welfarism, EC 2020). When nobody
    can pay any more, all get equally more until some choice can be paid, with all that its
    supporters have; and so on until the list is full (L. E. Phragmén 1894; M. Brill and others,
    Phragmén's voting methods and justified representation, Mathematical Programming 2024).

    What holds (EJR+: M. Brill and J. Peters, EC 2023): no choice is left out that l / `places` of
    the ballots have a dot on, all of them with fewer than l of their dots on the list.
    """
    alike = Counter(frozenset(ballot) for ballot in ballots if ballot)
    purse = Fraction(places, alike.total() or 1)
    behind: dict[str, list[_Alike]] = defaultdict(list)
    for choices, size in alike.items():
        group = _Alike(size, purse)
        for choice in choices:
            behind[choice].append(group)
    dots = {choice: _payers(behind[choice]) for choice in order}
    waiting = sorted(filter(dots.get, order), key=lambda choice: -dots[choice])
    ties: list[Tie] = []
    spent: list[Spent] = []

    def fill(price: Callable[[list[_Alike]], Fraction | None], topped_up: bool) -> None:
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
                spent.append(Spent(choice, dots[choice], most / purse, topped_up))
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
    """Ballots with the same dots: they pay alike. `left` of each, less what all got meanwhile."""

    size: int
    left: Fraction


def _payers(groups: Iterable[_Alike]) -> int:
    return sum(group.size for group in groups)


def _share(groups: Collection[_Alike]) -> Fraction | None:
    """The least from each that makes 1 together; None where they have not so much."""
    due, payers = Fraction(1), _payers(groups)
    for group in sorted(groups, key=lambda group: group.left):
        if group.left * payers >= due:
            return due / payers
        due -= group.left * group.size
        payers -= group.size
    return None


def _wait(groups: Collection[_Alike]) -> Fraction:
    """How much more everybody must get, from the first turn on, for these to have 1 together."""
    there = sum((group.left * group.size for group in groups), Fraction(0))
    return (1 - there) / _payers(groups)


def _pay(groups: Iterable[_Alike], price: Fraction, all_they_have: bool) -> Fraction:
    """At most the price from each; or all, once each got so much more. The most that one paid."""
    most = Fraction(0)
    for group in groups:
        paid = group.left + price if all_they_have else min(group.left, price)
        group.left -= paid
        most = max(most, paid)
    return most
