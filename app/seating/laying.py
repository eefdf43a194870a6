"""From a roster to a problem: how many tables, of which sizes, and which rules without being told.

Also the way back, when rules are given up.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from app.seating.model import Id, Kind, Person, Problem, Round, Rules, Table

SIZE = 7
"""Seats at a table where nobody says otherwise: small enough that all get to speak."""

BALANCED = ("gender", "fulltime", "first_period", "committee", "area")
"""Traits that are balanced where we know them of anybody."""

USUAL = Rules(host=False, both_blocs=True, no_party_majority=True)


def lay(
    people: Iterable[Person],
    *,
    tables: int | None = None,
    size: int | None = None,
    rounds: int = 1,
    rules: Rules = USUAL,
    offers: Mapping[Id, frozenset[str]] | None = None,
    slack: int = 0,
    name: str = "",
) -> Problem:
    """The same people at as even tables as possible, T1, T2 …, in each of the rounds.

    `size` is the most at a table, `tables` goes before it. `offers`: table → the needs it meets; if
    nobody says, the first table is the accessible one and the last the quiet one, and the hall is
    to be set up so. `slack`: how many more or fewer than even a table may have, as when somebody
    did not come and nobody should stand up for the number alone. Raises `ValueError` for nobody at
    all, for more tables than people, and for less than one round, table or seat.
    """
    known = {one.id: one for one in people}
    if not known or rounds < 1 or (size is not None and size < 1):
        raise ValueError("there must be people, rounds and seats")
    count = tables if tables is not None else -(-len(known) // (size or SIZE))
    if not 1 <= count <= len(known):
        raise ValueError(f"{len(known)} people cannot sit at {count} tables")
    ids = [f"T{number}" for number in range(1, count + 1)]
    if offers is None:
        offers = {ids[-1]: frozenset({"quiet"})}
        offers[ids[0]] = offers.get(ids[0], frozenset()) | {"accessible"}
    least, most = len(known) // count, -(-len(known) // count)
    laid = tuple(
        Table(one, max(1, least - slack), most + slack, offers.get(one, frozenset())) for one in ids
    )
    return Problem(
        name,
        known,
        (Round(laid, tuple(known)),) * rounds,
        rules,
        balance=tuple(
            trait
            for trait in BALANCED
            if any(one.traits.get(trait) not in (None, "") for one in known.values())
        ),
    )


def rule_ids(problem: Problem, number: int) -> list[str]:
    """Every rule that could be given up in this round, by the ids of `Conflict`.

    Where more than one set of rules conflicts, one of those that come first is told.
    """
    present = problem.rounds[number].present
    rules = problem.rules
    wishes = [wish for wish, people in problem.asked(number) if people]
    return [
        *(
            f"need:{one}:{need}"
            for one in sorted(present)
            for need in sorted(problem.people[one].needs)
        ),
        *(wish.id for wish in sorted(wishes, key=lambda wish: list(Kind).index(wish.kind))),
        *(["rule:max_same_party"] if rules.max_same_party is not None else []),
        *(["rule:no_party_majority"] if rules.no_party_majority else []),
        *(["rule:both_blocs"] if rules.both_blocs else []),
        *(["rule:host"] if rules.host else []),
        "size",
    ]


def without(problem: Problem, given_up: Iterable[str], widen: int | None = None) -> Problem:
    """The problem with these rules given up.

    Without "size" a table may have `widen` more or fewer, or any number; but never nobody, where
    it was meant for somebody.
    """
    gone = frozenset(given_up)
    kept = problem.rules
    return replace(
        problem,
        people={
            id_: replace(one, needs=_needs(one, gone)) if one.needs else one
            for id_, one in problem.people.items()
        },
        wishes=tuple(wish for wish in problem.wishes if wish.id not in gone),
        rules=Rules(
            host=kept.host and "rule:host" not in gone,
            both_blocs=kept.both_blocs and "rule:both_blocs" not in gone,
            no_party_majority=kept.no_party_majority and "rule:no_party_majority" not in gone,
            max_same_party=None if "rule:max_same_party" in gone else kept.max_same_party,
        ),
        rounds=tuple(_widened(each, widen) for each in problem.rounds)
        if "size" in gone
        else problem.rounds,
    )


def _needs(person: Person, gone: frozenset[str]) -> frozenset[str]:
    return frozenset(need for need in person.needs if f"need:{person.id}:{need}" not in gone)


def _widened(each: Round, widen: int | None) -> Round:
    by = len(each.present) if widen is None else widen
    return replace(
        each,
        tables=tuple(
            replace(table, min=min(table.min, max(1, table.min - by)), max=table.max + by)
            for table in each.tables
        ),
    )
