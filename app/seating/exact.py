"""One round as an integer program, solved by HiGHS: a seating that keeps all rules, or the proof
that there is none."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import highspy
import numpy as np

from app.seating.hard import most_of_a_party
from app.seating.model import OPPOSITION, POSITION, Id, Kind, Problem, Undecided

PATIENCE = 10.0
"""Seconds after which a round counts as undecided."""


def seat_round(
    problem: Problem,
    number: int,
    worth: Callable[[Id, Id], float] | None = None,
    seconds: float = PATIENCE,
) -> dict[Id, Id] | None:
    """Person → table with every rule of the round kept, or None if there is no such seating.

    `worth(person, table)`: the seating of the greatest sum is found. Raises `Undecided`.
    """
    if not problem.rounds[number].present:
        return {}
    model = _Model(problem, number)
    found = solve(model.rows, model.columns(worth), seconds)
    return None if found is None else model.read(found)


Row = tuple[float, float, Mapping[int, float]]
"""Least, most, and the columns with what they count for."""


def solve(
    rows: Sequence[Row],
    columns: Sequence[tuple[float, float]],
    seconds: float = PATIENCE,
    whole: bool = True,
) -> list[float] | None:
    """Columns (cost, most), each from 0 and in `whole` numbers, of the least cost within the rows;
    None: there are none. Raises `Undecided`."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("threads", 1)
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(columns), len(rows)
    program.col_cost_ = np.array([cost for cost, _ in columns], dtype=np.float64)
    program.col_lower_ = np.zeros(len(columns))
    program.col_upper_ = np.array([most for _, most in columns], dtype=np.float64)
    program.row_lower_ = np.array([least for least, _, _ in rows], dtype=np.float64)
    program.row_upper_ = np.array([most for _, most, _ in rows], dtype=np.float64)
    if whole:
        program.integrality_ = [highspy.HighsVarType.kInteger] * len(columns)
    matrix = program.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = np.cumsum([0, *(len(terms) for _, _, terms in rows)])
    matrix.index_ = np.array([column for _, _, terms in rows for column in terms], dtype=np.int32)
    matrix.value_ = np.array(
        [by for _, _, terms in rows for by in terms.values()], dtype=np.float64
    )
    solver.passModel(program)
    solver.run()
    match solver.getModelStatus():
        case highspy.HighsModelStatus.kOptimal | highspy.HighsModelStatus.kModelEmpty:
            return list(solver.getSolution().col_value)
        case highspy.HighsModelStatus.kInfeasible:
            return None
        case _:
            raise Undecided


class _Model:
    """A column for each unit – those who must sit together – at each table; rows for the rules."""

    def __init__(self, problem: Problem, number: int) -> None:
        self._problem = problem
        self._tables = problem.rounds[number].tables
        self._wishes = list(problem.asked(number))
        self._units = units(
            problem.rounds[number].present,
            (people for wish, people in self._wishes if wish.kind is Kind.TOGETHER),
        )
        self._unit = {one: index for index, those in enumerate(self._units) for one in those}
        self.rows: list[Row] = [
            (1, 1, {self._column(unit, table): 1 for table in range(len(self._tables))})
            for unit in range(len(self._units))
        ]
        # A table that may stay empty has one more column: whether it is open.
        self._opens = {
            table: len(self._units) * len(self._tables) + index
            for index, table in enumerate(
                table for table, each in enumerate(self._tables) if each.min == 0
            )
        }
        for table in range(len(self._tables)):
            self._table_rows(table)
        for wish, people in self._wishes:
            if wish.kind is Kind.APART:
                self._apart(people)

    def columns(self, worth: Callable[[Id, Id], float] | None) -> list[tuple[float, float]]:
        """Cost and possibility of each column."""
        shut = {
            (self._unit[one], table)
            for wish, people in self._wishes
            for one in people
            for table, each in enumerate(self._tables)
            if (wish.kind is Kind.FIX and each.id != wish.table)
            or (wish.kind is Kind.FORBID and each.id == wish.table)
        }
        columns: list[tuple[float, float]] = []
        for unit, those in enumerate(self._units):
            needs = frozenset().union(*(self._problem.people[one].needs for one in those))
            for table, each in enumerate(self._tables):
                cost = -sum(worth(one, each.id) for one in those) if worth else 0.0
                columns.append((cost, needs <= each.offers and (unit, table) not in shut))
        return columns + [(0.0, 1.0)] * len(self._opens)

    def read(self, found: Sequence[float]) -> dict[Id, Id]:
        tables = len(self._tables)
        return {
            one: self._tables[column % tables].id
            for column, chosen in enumerate(found[: len(self._units) * tables])
            if chosen > 0.5
            for one in self._units[column // tables]
        }

    def _column(self, unit: int, table: int) -> int:
        return unit * len(self._tables) + table

    def _sum(self, table: int, people: Iterable[Id], by: float = 1) -> dict[int, float]:
        counted = Counter(self._unit[one] for one in people)
        return {self._column(unit, table): by * times for unit, times in counted.items()}

    def _table_rows(self, table: int) -> None:
        each, rules, people = self._tables[table], self._problem.rules, self._problem.people
        everyone = self._sum(table, self._unit)
        opens = self._opens.get(table)
        if opens is None:
            self.rows.append((each.min, each.max, everyone))
        else:
            self.rows.append((-highspy.kHighsInf, 0, {**everyone, opens: -each.max}))
        wanted = [(rules.host, [one for one in self._unit if people[one].host])]
        for bloc in (POSITION, OPPOSITION):
            wanted.append((rules.both_blocs, [o for o in self._unit if people[o].bloc == bloc]))
        for holds, those in wanted:
            if holds and opens is None:
                self.rows.append((1, highspy.kHighsInf, self._sum(table, those)))
            elif holds and opens is not None:
                self.rows.append((0, highspy.kHighsInf, {**self._sum(table, those), opens: -1}))
        for party in sorted({people[one].party for one in self._unit}):
            those = [one for one in self._unit if people[one].party == party]
            if rules.no_party_majority:
                row = self._sum(table, self._unit, -1)
                for column, by in self._sum(table, those, 2).items():
                    row[column] += by
                self.rows.append((-highspy.kHighsInf, 0, row))
            if rules.max_same_party is not None:
                most = most_of_a_party(rules, each.max)
                self.rows.append((-highspy.kHighsInf, most, self._sum(table, those)))

    def _apart(self, people: tuple[Id, ...]) -> None:
        for table in range(len(self._tables)):
            self.rows.append((-highspy.kHighsInf, 1, self._sum(table, people)))


def units(present: Iterable[Id], groups: Iterable[tuple[Id, ...]]) -> list[tuple[Id, ...]]:
    """People by whom they must sit with, in the order they come; most sit with whom they like."""
    member: dict[Id, list[Id]] = {one: [one] for one in present}
    for group in groups:
        for one in group[1:]:
            first, other = member[group[0]], member[one]
            if first is not other:
                first += other
                member.update(dict.fromkeys(other, first))
    return [tuple(those) for those in {id(those): those for those in member.values()}.values()]
