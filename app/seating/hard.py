"""What must hold: every rule that a seating does not keep, named."""

from collections import Counter
from collections.abc import Iterator

from app.seating.model import (
    OPPOSITION,
    POSITION,
    Broken,
    Id,
    Kind,
    Person,
    Problem,
    Rules,
    Seating,
    Table,
    Wish,
)


def broken(problem: Problem, seating: Seating) -> list[Broken]:
    """Everything that is wrong with a seating, from anywhere; nothing if all rules hold.

    A round too many or too few is one broken rule too, "rounds".
    """
    found: list[Broken] = []
    for number in range(len(problem.rounds)):
        if number < len(seating.rounds):
            found += _who(problem, seating, number)
            found += _tables(problem, seating, number)
            found += _wishes(problem, seating, number)
    if len(seating.rounds) != len(problem.rounds):
        found.append(Broken(min(len(seating.rounds), len(problem.rounds)), "rounds"))
    return found


def most_of_a_party(rules: Rules, size: int) -> int:
    """How many of one list may sit at a table of this size."""
    most = size // 2 if rules.no_party_majority else size
    return most if rules.max_same_party is None else min(most, rules.max_same_party)


def _who(problem: Problem, seating: Seating, number: int) -> Iterator[Broken]:
    """Everyone present has exactly one seat, and nobody else has any."""
    present = dict.fromkeys(problem.rounds[number].present)
    seats = Counter(one for those in seating.rounds[number].values() for one in those)
    dropped = tuple(one for one in present if one not in seats)
    doubled = tuple(one for one, times in seats.items() if times > 1)
    ghosts = tuple(one for one in seats if one not in present)
    for rule, people in (("dropped", dropped), ("doubled", doubled), ("ghost", ghosts)):
        if people:
            yield Broken(number, rule, people=people)


def _tables(problem: Problem, seating: Seating, number: int) -> Iterator[Broken]:
    tables = {table.id: table for table in problem.rounds[number].tables}
    for id_, those in seating.rounds[number].items():
        if id_ not in tables:
            yield Broken(number, "unknown_table", id_, those)
    for id_, table in tables.items():
        sitting = seating.rounds[number].get(id_, ())
        known = [problem.people[one] for one in sitting if one in problem.people]
        if not table.min <= len(known) <= table.max:
            yield Broken(number, "size", id_, sitting)
        if known:
            yield from _mixed(problem.rules, number, table, known)


def _mixed(rules: Rules, number: int, table: Table, sitting: list[Person]) -> Iterator[Broken]:
    """What must hold at each table where somebody sits."""
    if rules.host and not any(one.host for one in sitting):
        yield Broken(number, "rule:host", table.id)
    if rules.both_blocs and not {POSITION, OPPOSITION} <= {one.bloc for one in sitting}:
        yield Broken(number, "rule:both_blocs", table.id)
    party, count = Counter(one.party for one in sitting).most_common(1)[0]
    same = tuple(one.id for one in sitting if one.party == party)
    if rules.no_party_majority and 2 * count > len(sitting):
        yield Broken(number, "rule:no_party_majority", table.id, same)
    if rules.max_same_party is not None and count > rules.max_same_party:
        yield Broken(number, "rule:max_same_party", table.id, same)
    for one in sitting:
        for need in sorted(one.needs - table.offers):
            yield Broken(number, f"need:{one.id}:{need}", table.id, (one.id,))


def _wishes(problem: Problem, seating: Seating, number: int) -> Iterator[Broken]:
    seat = seating.tables(number)
    for wish, people in problem.asked(number):
        seated = tuple(one for one in people if one in seat)
        if not _holds(wish, [seat[one] for one in seated]):
            yield Broken(number, wish.id, wish.table, seated)


def _holds(wish: Wish, at: list[Id]) -> bool:
    match wish.kind:
        case Kind.TOGETHER:
            return len(set(at)) <= 1
        case Kind.APART:
            return len(set(at)) == len(at)
        case Kind.FIX:
            return all(table == wish.table for table in at)
        case Kind.FORBID:
            return wish.table not in at
