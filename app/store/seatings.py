"""Who sits where: the plan of a workshop's seating, whole as JSON, by the ids of the roster.

    {"tables": [{"no": 1, "name": "Bord 1", "seats": 7, "access": true, "quiet": false}, …],
     "rounds": [{"1": [member id, …], "2": […]}, …],
     "locks":  [{member id: table no}, …],           one object for each round
     "rules":  {"together": [[member id, …], …], "apart": [[…], …],
                "fixed": {member id: table no}, "host": false, "both_blocs": true,
                "no_party_majority": true, "max_same_party": null, "waived": [rule id, …],
                "cafe": false},
     "undo":   [rounds, …]}                          as they were, the latest last

A member who left the roster may still be named: readers pass over ids they do not know.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import TypeAdapter
from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.store import tables as t
from app.store.database import writing
from app.store.sets import table_of
from app.store.workshops import Conflict

SEATING = table_of(t.SeatingRow)

Round = Mapping[int, tuple[str, ...]]
"""Member ids by table number."""


@dataclass(frozen=True, slots=True)
class Place:
    """A table of the hall as it is laid. `access`: reached without steps. `quiet`: apart from
    the noise, where somebody hears badly."""

    no: int
    name: str
    seats: int
    access: bool = True
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    together: tuple[tuple[str, ...], ...] = ()
    apart: tuple[tuple[str, ...], ...] = ()
    fixed: Mapping[str, int] = field(default_factory=dict)
    host: bool = False
    both_blocs: bool = True
    no_party_majority: bool = True
    max_same_party: int | None = None
    waived: tuple[str, ...] = ()
    """What was given up, by the ids that `app.seating` names rules by."""
    cafe: bool = False
    """A world café: the host of each table stays through all rounds."""


@dataclass(frozen=True, slots=True)
class Seating:
    tables: tuple[Place, ...] = ()
    rounds: tuple[Round, ...] = ()
    locks: tuple[Mapping[str, int], ...] = ()
    rules: Rules = Rules()
    undo: tuple[tuple[Round, ...], ...] = ()


_ADAPTER = TypeAdapter(Seating)


def load(engine: Engine, workshop: str) -> tuple[Seating, int]:
    """The seating and how many times it was saved: an empty one and 0 where there is none."""
    with engine.connect() as connection:
        return read(connection, workshop)


def read(connection: Connection, workshop: str) -> tuple[Seating, int]:
    """The same, as part of a larger question."""
    row = connection.execute(select(SEATING).where(SEATING.c.workshop == workshop)).first()
    return (_ADAPTER.validate_json(row.body), row.rev) if row else (Seating(), 0)


def save(engine: Engine, workshop: str, seating: Seating, began_from: int) -> int:
    """Store it, by whoever began from that revision; returns the new one. Raises `Conflict`
    where another saved meanwhile."""
    body = _ADAPTER.dump_json(seating).decode()
    try:
        with writing(engine) as connection:
            _write(connection, workshop, body, began_from)
    except IntegrityError as error:
        raise Conflict from error
    return began_from + 1


def _write(connection: Connection, workshop: str, body: str, began_from: int) -> None:
    values = {"rev": began_from + 1, "body": body}
    if began_from == 0:
        connection.execute(insert(SEATING).values(workshop=workshop, **values))
        return
    mine = (SEATING.c.workshop == workshop) & (SEATING.c.rev == began_from)
    if connection.execute(update(SEATING).where(mine).values(**values)).rowcount == 0:
        raise Conflict
