"""The best that any seating could have: bounds, so that a page can say when nothing is better.

Each holds for every seating with tables of these sizes, whatever else is asked of it.
"""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from itertools import accumulate, combinations
from math import comb

from app.seating.exact import Row, solve
from app.seating.model import Id, Kind, Problem

Counts = tuple[int, ...]


@cache
def least_spread(counts: Counts, sizes: Counts) -> Fraction:
    """The least sum, over groups and tables, of |seats - the group's share of the table|.

    `counts`: people in each group; `sizes`: of the tables. Both sum to the same. Begin with every
    share rounded down: the first seat more takes the remainder away, each after it costs one, and
    going below never pays. That is a transport problem, whose best is in whole numbers.
    """
    total, tables = sum(counts), len(sizes)
    rest = [[size * count % total for size in sizes] for count in counts]
    columns: list[tuple[float, float]] = []
    by_group: list[dict[int, float]] = [{} for _ in counts]
    by_table: list[dict[int, float]] = [{} for _ in sizes]
    for group, rests in enumerate(rest):
        for table in range(tables):
            for seat in ((total - 2 * rests[table], 1), (total, sizes[table])):
                by_group[group][len(columns)] = by_table[table][len(columns)] = 1
                columns.append(seat)
    left = [count - sum(size * count // total for size in sizes) for count in counts]
    free = [size - sum(size * count // total for count in counts) for size in sizes]
    rows: list[Row] = [
        (due, due, terms) for due, terms in zip(left + free, by_group + by_table, strict=True)
    ]
    found = solve(rows, columns, whole=False)
    assert found is not None
    cost = sum(cost * seats for (cost, _), seats in zip(columns, found, strict=True))
    return Fraction(sum(map(sum, rest)) + round(cost), total)


def least_share(counts: Counts, sizes: Counts) -> Fraction:
    """The least that the largest share of one group at any table can be.

    Groups may have `most[t]` seats at table t if and only if the k largest groups fit into k times
    as many, for every k (Gale and Ryser).
    """
    heads = list(accumulate(sorted(counts, reverse=True)))
    for share in sorted({Fraction(seats, size) for size in sizes for seats in range(1, size + 1)}):
        most = [int(share * size) for size in sizes]
        if all(
            head <= sum(min(size, k * at) for size, at in zip(sizes, most, strict=True))
            for k, head in enumerate(heads, start=1)
        ):
            return share
    return Fraction(1)


def least_one_bloc(blocs: tuple[int, int], sizes: Counts) -> int:
    """Tables that must do without one bloc: for lack of people of it, or of seats."""
    return len(sizes) - min(*blocs, sum(size > 1 for size in sizes))


def least_lonely(blocs: tuple[int, int], sizes: Counts) -> int:
    """Tables where one bloc must be alone, when both are to sit at each."""
    roomy = sum(size > 3 for size in sizes)
    return len(sizes) - max(0, min(*(count - len(sizes) for count in blocs), roomy))


def least_repeats(problem: Problem, sizes: Sequence[Counts]) -> int:
    """Meetings of people who met before that cannot be avoided: the best of three reasons."""
    present = [frozenset(each.present) for each in problem.rounds]
    return max(
        _for_lack_of_pairs(problem, present, sizes),
        _by_rounds(present, sizes),
        _must_meet(problem),
    )


def _for_lack_of_pairs(
    problem: Problem, present: Sequence[frozenset[Id]], sizes: Sequence[Counts]
) -> int:
    """All meetings, less the pairs there are: two who are ever there at once, and may meet."""
    alike = Counter(tuple(one in those for those in present) for one in frozenset().union(*present))
    pairs = sum(comb(count, 2) for pattern, count in alike.items() if any(pattern)) + sum(
        alike[one] * alike[other]
        for one, other in combinations(alike, 2)
        if any(a and b for a, b in zip(one, other, strict=True))
    )
    together: Counter[frozenset[Id]] = Counter()
    for number in range(len(present)):
        apart = {
            frozenset(pair)
            for wish, people in problem.asked(number)
            if wish.kind is Kind.APART
            for pair in combinations(people, 2)
        }
        together.update(apart)
    never = sum(
        times == sum(pair <= those for those in present) for pair, times in together.items()
    )
    return sum(comb(size, 2) for each in sizes for size in each) - pairs + never


def _by_rounds(present: Sequence[frozenset[Id]], sizes: Sequence[Counts]) -> int:
    """People of one table are spread over the tables of another round; some meet again. Rounds in
    a tree, each with one before it, count no meeting twice: the heaviest tree."""
    weights = {
        (one, other): max(
            _met_again(sizes[a], len(sizes[b]), len(present[a] - present[b]))
            for a, b in ((one, other), (other, one))
        )
        for one, other in combinations(range(len(present)), 2)
    }
    tree, total = {0}, 0
    while len(tree) < len(present):
        edge = max(
            (e for e in weights if (e[0] in tree) != (e[1] in tree)), key=weights.__getitem__
        )
        tree.update(edge)
        total += weights[edge]
    return total


def _met_again(sizes: Counts, tables: int, gone: int) -> int:
    """The fewest pairs of tables of these sizes that sit at one of so many tables later, when so
    many are `gone`, who count for the most."""
    left = sorted(sizes)
    for _ in range(min(gone, sum(left))):
        left[-1] -= 1
        left.sort()
    return sum(_pairs(size, tables) for size in left)


def _pairs(people: int, tables: int) -> int:
    """Pairs at one table when people are spread as evenly as can be."""
    each, more = divmod(people, tables)
    return more * comb(each + 1, 2) + (tables - more) * comb(each, 2)


def _must_meet(problem: Problem) -> int:
    """Two who are to sit together, or for whom there is one and the same table only, meet in each
    such round; once more in all but the first."""
    times: Counter[frozenset[Id]] = Counter()
    for number, each in enumerate(problem.rounds):
        groups = {table.id: set[Id]() for table in each.tables}
        for one in each.present:
            if needs := problem.people[one].needs:
                fitting = [table.id for table in each.tables if needs <= table.offers]
                if len(fitting) == 1:
                    groups[fitting[0]].add(one)
        for wish, people in problem.asked(number):
            if wish.kind is Kind.TOGETHER:
                groups[f"together {wish.id}"] = set(people)
            elif wish.kind is Kind.FIX and wish.table in groups:
                groups[wish.table].update(people)
        times.update(
            {frozenset(two) for those in groups.values() for two in combinations(those, 2)}
        )
    return sum(count - 1 for count in times.values())
