"""Problems and seatings from JSON, rules from YAML: what comes from outside is checked here."""

from typing import Any

from app.seating.model import Problem, Seating


class Unreadable(ValueError):
    """Says in words what is wrong with the file."""


def read_problem(data: Any) -> Problem:
    """A problem as in the JSON files that `tannhjul seat` takes. Raises `Unreadable`."""
    raise NotImplementedError


def read_seating(data: Any) -> Seating:
    """A seating as `tannhjul seat --json` prints it, for its "rounds". Raises `Unreadable`."""
    raise NotImplementedError


def with_rules(problem: Problem, text: str) -> Problem:
    """The problem with the rules of a YAML file besides. People by id or name, tables by id.

        together: [[Kari, Ola], [Per, Pål]]
        apart: [[Kari, Per]]
        fixed: {Kari: T1}            # person: table
        forbidden: {Ola: [T2, T3]}
        host: true                   # a host at each table
        both_blocs: true             # position and opposition at each table
        no_party_majority: true      # no list has more than half of a table
        max_same_party: 3            # no list has more than three at a table
        tables: {T1: [accessible]}   # needs that tables meet

    Raises `Unreadable`, for what it does not know too.
    """
    raise NotImplementedError
