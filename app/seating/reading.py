"""Problems and seatings from JSON, rules from YAML: what comes from outside is checked here."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import yaml

from app.seating.model import Id, Kind, Person, Problem, Round, Rules, Seating, Table, Wish

MOST_PEOPLE = 2_000
MOST_ROUNDS = 50
MOST_WISHES = 10_000
MOST_RULES = 1_000_000
"""Characters of a rules file."""


class Unreadable(ValueError):
    """Says in words what is wrong with the file."""


def read_problem(data: Any) -> Problem:
    """A problem as in the JSON files that `tannhjul seat` takes. Raises `Unreadable`."""
    try:
        problem = Problem(
            str(data.get("name", "")),
            _by_id(_person(each) for each in _some(data["people"], MOST_PEOPLE, "people")),
            tuple(_round(each) for each in _some(data["rounds"], MOST_ROUNDS, "rounds")),
            _rules(data.get("rules", {})),
            tuple(
                _wish(each) for each in _some(data.get("constraints", []), MOST_WISHES, "wishes")
            ),
            tuple(map(str, data.get("balance", []))),
        )
    except KeyError as missing:
        raise Unreadable(f"{missing.args[0]!r} is missing") from None
    except Unreadable:
        raise
    except (AttributeError, TypeError, ValueError) as error:
        raise Unreadable(f"not a seating problem: {error}") from None
    return checked(problem)


def read_seating(data: Any) -> Seating:
    """A seating as `tannhjul seat --json` prints it, for its "rounds". Raises `Unreadable`."""
    try:
        return Seating(
            tuple(
                {str(table): tuple(map(str, those)) for table, those in each.items()}
                for each in _some(data["rounds"], MOST_ROUNDS, "rounds")
            )
        )
    except (AttributeError, KeyError, TypeError):
        raise Unreadable('not a seating: "rounds" lists table and people, round by round') from None


def with_rules(problem: Problem, text: str) -> Problem:
    """The problem with the rules of a YAML file besides. People by id or name, tables by id.

        together: [[Kari, Ola], [Per, Pål]]
        apart: [[Kari, Per]]
        fixed: {Kari: T1}            # person: table
        forbidden: {Ola: [T2, T3]}   # person: tables
        host: true                   # a host at each table
        both_blocs: true             # position and opposition at each table
        no_party_majority: true      # no list has more than half of a table
        max_same_party: 3            # no list has more than three at a table
        tables: {T1: [accessible]}   # needs that a table meets

    What is asked gets the ids `together:1`, `apart:1`, `fixed:1` … in the order of the file. Raises
    `Unreadable`, for what it does not know too.
    """
    if len(text) > MOST_RULES:
        raise Unreadable("the rules file is too large")
    try:
        told = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Unreadable(f"not YAML: {' '.join(str(error).split())}") from None
    told = {} if told is None else told
    if not isinstance(told, dict):
        raise Unreadable("a rules file has names of rules, each with a colon")
    if unknown := set(map(str, told)) - {*_GROUPS, *_SEATS, *_FLAGS, "max_same_party", "tables"}:
        raise Unreadable(f"no such rule: {', '.join(sorted(unknown))}")
    find = _Finder(problem)
    try:
        wishes = [*_groups(told, find), *_seats(told, find)]
        kept = {name: value for name, value in told.items() if name in (*_FLAGS, "max_same_party")}
        rules = _rules({**_as_told(problem.rules), **kept})
        rounds = tuple(_offering(each, told.get("tables") or {}) for each in problem.rounds)
    except (AttributeError, TypeError):
        raise Unreadable("the rules file is not as it should be; see the README") from None
    return checked(replace(problem, rules=rules, rounds=rounds, wishes=(*problem.wishes, *wishes)))


def checked(problem: Problem) -> Problem:
    """The problem, if it speaks only of people and tables that are there. Raises `Unreadable`."""
    if not problem.rounds:
        raise Unreadable("there are no rounds")
    for number, each in enumerate(problem.rounds, start=1):
        _once(each.present, f"is present twice in round {number}")
        _once((table.id for table in each.tables), f"is a table twice in round {number}")
        _known(each.present, problem.people, f"is present in round {number}")
        if not each.present or not each.tables:
            raise Unreadable(f"round {number} has no people or no tables")
    _once((wish.id for wish in problem.wishes), "is the id of two wishes")
    for wish in problem.wishes:
        _known(wish.people, problem.people, f"is named by {wish.id}")
        if wish.rounds and not wish.rounds <= set(range(len(problem.rounds))):
            raise Unreadable(f"{wish.id} names a round that there is not")
        if wish.kind in (Kind.FIX, Kind.FORBID) and not wish.table:
            raise Unreadable(f"{wish.id} names no table")
    return problem


def _once(ids: Iterable[Id], what: str) -> None:
    for one, times in Counter(ids).items():
        if times > 1:
            raise Unreadable(f"{one} {what}")


def _known(ids: Iterable[Id], people: Mapping[Id, Person], what: str) -> None:
    for one in ids:
        if one not in people:
            raise Unreadable(f"{one} {what}, and is not on the roster")


def _some(items: Any, most: int, what: str) -> list[Any]:
    if not isinstance(items, list):
        raise Unreadable(f"{what} should be a list")
    if len(items) > most:
        raise Unreadable(f"more than {most} {what}")
    return items


def _by_id(people: Iterable[Person]) -> dict[Id, Person]:
    known: dict[Id, Person] = {}
    for one in people:
        if one.id in known:
            raise Unreadable(f"{one.id} is on the roster twice")
        known[one.id] = one
    return known


_PERSON = frozenset({"id", "name", "party", "bloc", "host", "needs", "vara_for"})


def _person(data: Any) -> Person:
    traits = {
        key: value
        for key, value in data.items()
        if key not in _PERSON and (value is None or isinstance(value, str | bool))
    }
    return Person(
        str(data["id"]),
        str(data["party"]),
        str(data.get("bloc") or ""),
        bool(data.get("host", False)),
        frozenset(map(str, _some(data.get("needs", []), 20, "needs"))),
        traits,
        str(data.get("name", "")),
    )


def _round(data: Any) -> Round:
    tables = []
    for each in _some(data["tables"], MOST_PEOPLE, "tables"):
        least, most = int(each["min"]), int(each["max"])
        if not 0 <= least <= most:
            raise Unreadable(f"table {each['id']} has room for {least} to {most}")
        offers = {str(key) for key, value in each.items() if value is True}
        tables.append(Table(str(each["id"]), least, min(most, MOST_PEOPLE), frozenset(offers)))
    return Round(tuple(tables), tuple(map(str, _some(data["present"], MOST_PEOPLE, "people"))))


def _wish(data: Any) -> Wish:
    if data["type"] not in tuple(Kind):
        raise Unreadable(f"no such kind of wish: {data['type']}")
    rounds = data.get("rounds", "all")
    return Wish(
        str(data["id"]),
        Kind(data["type"]),
        tuple(map(str, _some(data["people"], MOST_PEOPLE, "people"))),
        str(data.get("table") or ""),
        None if rounds == "all" else frozenset(map(int, rounds)),
    )


_GROUPS = {"together": Kind.TOGETHER, "apart": Kind.APART}
_SEATS = {"fixed": Kind.FIX, "forbidden": Kind.FORBID}
_FLAGS = ("host", "both_blocs", "no_party_majority")


def _rules(data: Any) -> Rules:
    for name in _FLAGS:
        if not isinstance(data.get(name, False), bool):
            raise Unreadable(f"{name} is true or false")
    most = data.get("max_same_party")
    if most is not None and (not isinstance(most, int) or isinstance(most, bool) or most < 1):
        raise Unreadable("max_same_party is a number from 1")
    return Rules(**{name: data.get(name, False) for name in _FLAGS}, max_same_party=most)


def _as_told(rules: Rules) -> dict[str, Any]:
    return {name: getattr(rules, name) for name in (*_FLAGS, "max_same_party")}


class _Finder:
    """Finds a person by id or by name, as written or in other case."""

    def __init__(self, problem: Problem) -> None:
        self._people = problem.people
        self._tables = {table.id for each in problem.rounds for table in each.tables}
        self._named: dict[str, list[Id]] = {}
        for one in problem.people.values():
            self._named.setdefault(" ".join(one.name.casefold().split()), []).append(one.id)

    def person(self, said: Any) -> Id:
        if str(said) in self._people:
            return str(said)
        found = self._named.get(" ".join(str(said).casefold().split()), [])
        if len(found) != 1:
            which = "more than one person is" if found else "nobody is"
            raise Unreadable(f"{which} called {said}")
        return found[0]

    def table(self, said: Any) -> Id:
        for one in (str(said), f"T{said}"):
            if one in self._tables:
                return one
        raise Unreadable(f"there is no table {said}")


def _groups(told: Any, find: _Finder) -> Iterable[Wish]:
    for name, kind in _GROUPS.items():
        for number, group in enumerate(_some(told.get(name) or [], MOST_WISHES, name), start=1):
            people = _some(group, MOST_PEOPLE, f"each of {name}")
            yield Wish(f"{name}:{number}", kind, tuple(map(find.person, people)))


def _seats(told: Any, find: _Finder) -> Iterable[Wish]:
    for name, kind in _SEATS.items():
        pairs = (
            (person, table)
            for person, tables in (told.get(name) or {}).items()
            for table in (tables if isinstance(tables, list) else [tables])
        )
        for number, (person, table) in enumerate(pairs, start=1):
            yield Wish(f"{name}:{number}", kind, (find.person(person),), find.table(table))


def _offering(each: Round, told: Any) -> Round:
    known = {table.id for table in each.tables}
    if unknown := set(map(str, told)) - known:
        raise Unreadable(f"there is no table {', '.join(sorted(unknown))}")
    more = {str(table): frozenset(map(str, needs)) for table, needs in told.items()}
    return replace(
        each,
        tables=tuple(
            replace(table, offers=more.get(table.id, table.offers)) for table in each.tables
        ),
    )
