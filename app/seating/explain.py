"""Why no seating keeps all rules: which of them conflict, in words, and which to give up.

A conflict is minimal: give up any one of its rules, and the others can hold. It is found by
halving (Junker's QuickXplain), asking each time whether a seating is left; what only a count tells
is tried first. What to give up is the cheapest set that meets every conflict: conflicts are
collected until giving it up leaves a seating.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence

from app.seating.exact import Row, solve
from app.seating.hard import most_of_a_party
from app.seating.laying import rule_ids, without
from app.seating.model import (
    OPPOSITION,
    POSITION,
    Conflict,
    Kind,
    Problem,
    Undecided,
)
from app.seating.start import possible

COSTS = {"need": 20, "size": 12, "rule": 8, Kind.FIX: 3, Kind.FORBID: 3}
"""What it costs to give up a rule, by what it begins with or its kind of wish; any other 2."""


def conflicts(problem: Problem) -> list[Conflict]:
    """Sets of rules that cannot all hold, each minimal; none if there is a seating.

    In each round sets that have no rule in common; what was told of an earlier round is not told
    again. Raises `Undecided` if it is not known in time whether there is a seating.
    """
    found: list[Conflict] = []
    for number in range(len(problem.rounds)):
        here = rule_ids(problem, number)
        gone = [set(each.rules) for each in found if set(each.rules) <= set(here)]
        left = [rule for rule in here if not any(rule in rules for rules in gone)]
        while (conflict := _conflict(problem, number, left)) is not None:
            found.append(Conflict(number, conflict))
            left = [rule for rule in left if rule not in conflict]
    return found


def _conflict(problem: Problem, number: int, rules: Sequence[str]) -> tuple[str, ...] | None:
    """A minimal set of these rules that cannot hold in this round."""
    every = rule_ids(problem, number)

    def holds(kept: Collection[str]) -> bool:
        return possible(without(problem, set(every).difference(kept)), number)

    for suspects in _counted(problem, number, frozenset(rules)):
        if not holds(suspects):
            return tuple(sorted(_minimal(holds, suspects)))
    if holds(rules):
        return None
    # What was asked by name is told before what concerns everybody.
    by_name = [rule for rule in rules if rule != "size" and not rule.startswith("rule:")]
    sized = [*by_name, *(rule for rule in rules if rule == "size")]
    suspects = next((those for those in (by_name, sized) if not holds(those)), list(rules))
    return tuple(sorted(_minimal(holds, suspects)))


def _minimal(holds: Callable[[Collection[str]], bool], rules: Sequence[str]) -> list[str]:
    """The fewest of these that still cannot hold: none of them can be left out."""

    def among(background: list[str], fresh: bool, rules: Sequence[str]) -> list[str]:
        if fresh and not holds(background):
            return []
        if len(rules) == 1:
            return list(rules)
        half = len(rules) // 2
        one, other = rules[:half], rules[half:]
        needed = among([*background, *one], True, other)
        return needed + among([*background, *needed], bool(needed), one)

    if not holds([]):
        raise Undecided  # more people than seats even without rules: not ours to name
    return among([], False, rules)


def _counted(problem: Problem, number: int, rules: frozenset[str]) -> Iterator[list[str]]:
    """Sets of rules that a count casts suspicion on, the fewest first."""
    each = problem.rounds[number]
    people = [problem.people[one] for one in each.present]
    tables = sum(table.min > 0 for table in each.tables)
    kept = problem.rules
    suspects: list[list[str]] = []
    if sum(one.host for one in people) < tables and kept.host:
        suspects.append(["rule:host"])
    blocs = Counter(one.bloc for one in people)
    if min(blocs[POSITION], blocs[OPPOSITION]) < tables and kept.both_blocs:
        suspects.append(["rule:both_blocs"])
    if not sum(t.min for t in each.tables) <= len(people) <= sum(t.max for t in each.tables):
        suspects.append(["size"])
    largest = max(Counter(one.party for one in people).values())
    if largest > sum(most_of_a_party(kept, table.max) for table in each.tables):
        suspects.append(["rule:max_same_party", "rule:no_party_majority", "size"])
    for those in suspects:
        if left := [rule for rule in those if rule in rules]:
            yield left


def cheapest(problem: Problem) -> tuple[str, ...]:
    """Rule ids that cost the least to give up so that there is a seating; see `without`.

    Raises `Undecided` if it is not known in time.
    """
    known: list[Conflict] = []
    given_up: tuple[str, ...] = ()
    while found := conflicts(without(problem, given_up)):
        known += found
        given_up = _meeting(problem, known)
    return given_up


def relaxed(problem: Problem) -> tuple[Problem, tuple[str, ...]]:
    """The problem without the cheapest rules, and which those are. Where the sizes of the tables
    are among them, tables get as few chairs more or fewer as will do. Raises `Undecided`."""
    given_up, chairs = cheapest(problem), 1
    while conflicts(found := without(problem, given_up, chairs)):
        chairs *= 2
    return found, given_up


def _meeting(problem: Problem, known: Sequence[Conflict]) -> tuple[str, ...]:
    """The cheapest rules with at least one from each conflict."""
    kinds = {wish.id: wish.kind for wish in problem.wishes}
    rules = sorted({rule for each in known for rule in each.rules})
    costs = [COSTS.get(kinds.get(rule, rule.partition(":")[0]), 2) for rule in rules]
    rows: list[Row] = [
        (1, len(rules), {rules.index(rule): 1 for rule in each.rules}) for each in known
    ]
    chosen = solve(rows, [(cost, 1) for cost in costs])
    assert chosen is not None
    return tuple(rule for rule, gone in zip(rules, chosen, strict=True) if gone > 0.5)
