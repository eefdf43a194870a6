"""One leak after the other, put into the server: does the attack find it?

`python -m tests.attack.plants PLANT serve …` is `tannhjul serve …` with that leak, and with the
logs at their most talkative. The plants keep a table of their own beside the product's, or undo one
of its precautions; no test of the product itself uses them.
"""

import json
import logging
import random
import secrets
import sys
from collections.abc import Callable, Iterable, MutableSequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Engine, event, text

from app import rooms
from app.cli import main
from app.core import commands as c
from app.core import events as e
from app.core.asides import ARGUMENTS, CORRECTIONS, EVALUATION, PARKING, round_of
from app.store import sets

NONE = "none"

came: list[str] = []
"""Seats in the order they came."""
seat_of: dict[str, str] = {}
table_of: dict[str, int] = {}
"""Both of each note's id and each ballot's key."""
about: dict[str, str] = {}
"""Of each note's id the question, of each ballot's key the step."""
sent: list[str] = []
"""Ids and keys as they came."""
wanted: list[str] = []
"""Of what is about these a leak is made; of everything, where there are none."""


def overhear() -> None:
    """Know of every note and ballot which device it came from."""
    decide: Callable[..., Any] = vars(rooms)["decide"]

    def heard(state: Any, command: c.Command, actor: c.Actor, now: int) -> Any:
        if isinstance(command, c.SeatTablet) and command.seat not in came:
            came.append(command.seat)
        if isinstance(actor, c.Tablet) and isinstance(command, c.KeepNote | c.CastBallot):
            thing = command.id if isinstance(command, c.KeepNote) else command.key
            seat_of[thing], table_of[thing] = actor.seat, actor.table
            about[thing] = command.question if isinstance(command, c.KeepNote) else command.step
        return decide(state, command, actor, now)

    vars(rooms)["decide"] = heard


def after_each(do: Callable[[Connection, str], None]) -> None:
    """Do something in the transaction that keeps a note or a ballot for the first time."""
    write = sets.write

    def and_do(connection: Connection, workshop: str, facts: Iterable[e.Fact]) -> Any:
        facts = list(facts)
        result = write(connection, workshop, facts)
        for fact in facts:
            thing = ""
            if isinstance(fact, e.NoteKept):
                thing = fact.note.id
            elif isinstance(fact, e.BallotKept):
                thing = fact.key
            if thing in seat_of and thing not in sent:
                sent.append(thing)
                if not wanted or round_of(about[thing]) in wanted:
                    do(connection, thing)
        return result

    sets.write = and_do


def keeping(
    columns: str, value: Callable[[str], Any], orderless: bool = True
) -> Callable[[], None]:
    """Plants a table with an id, and a column with this value beside it."""

    def plant() -> None:
        def keep(connection: Connection, thing: str) -> None:
            sqlite = connection.engine.dialect.name == "sqlite"
            end = " WITHOUT ROWID" if orderless and sqlite else ""
            connection.execute(text(f"CREATE TABLE IF NOT EXISTS planted ({columns}){end}"))
            connection.execute(
                text("INSERT INTO planted VALUES (:id, :value)"),
                {"id": thing, "value": value(thing)},
            )

        after_each(keep)

    return plant


def list_by_hand() -> None:
    """A row for each device, with its notes in it."""

    def keep(connection: Connection, thing: str) -> None:
        connection.execute(
            text("CREATE TABLE IF NOT EXISTS planted (id TEXT PRIMARY KEY, body TEXT)")
        )
        own = [other for other in sent if seat_of[other] == seat_of[thing]]
        key = keys.setdefault(seat_of[thing], secrets.token_hex(4))
        connection.execute(text("DELETE FROM planted WHERE id = :id"), {"id": key})
        connection.execute(
            text("INSERT INTO planted VALUES (:id, :body)"), {"id": key, "body": json.dumps(own)}
        )

    keys: dict[str, str] = {}
    after_each(keep)


def no_shuffle() -> None:
    """Sealing leaves the rows in the order in which they were sent."""

    class InOrder(random.Random):
        def shuffle(self, rows: MutableSequence[Any]) -> None:
            place = {thing: str(i).zfill(9) for i, thing in enumerate(sent)}
            rows[:] = sorted(rows, key=lambda row: place.get(row.get("id"), ""))

    vars(secrets)["SystemRandom"] = InOrder
    after_each(lambda connection, thing: None)


def small_sheets() -> None:
    """A sheet for each kind of reaction to each statement: few lines on each."""
    vars(sets)["round_of"] = lambda question: question


def never(precaution: str, answer: str = "SELECT 1") -> Callable[[], None]:
    """A statement that holds this is left out; `answer` is what is carried out instead."""

    def plant() -> None:
        @event.listens_for(Engine, "before_cursor_execute", retval=True)
        def instead(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> tuple[str, Any]:
            if precaution in statement:
                return answer, ()
            return statement, parameters

    return plant


def of(round_: str, plant: Callable[[], None]) -> Callable[[], None]:
    """The leak is one of this round's asides, or of this step's ballots, alone."""

    def plant_there() -> None:
        wanted.append(round_)
        plant()

    return plant_there


def log_ids() -> None:
    log = logging.getLogger("tannhjul.planted")
    after_each(lambda _, thing: log.warning("kept %s", thing))


def hand(thing: str) -> str:
    return hands.setdefault(seat_of[thing], secrets.token_hex(5) + "x")


hands: dict[str, str] = {}

device = keeping(
    "id TEXT PRIMARY KEY, device TEXT", lambda thing: sha256(seat_of[thing].encode()).hexdigest()
)
place = keeping("id TEXT PRIMARY KEY, place INTEGER", lambda s: came.index(seat_of[s]) + 1)
table = keeping("id TEXT PRIMARY KEY, bord INTEGER", lambda thing: table_of[thing])

PLANTS: dict[str, Callable[[], None]] = {
    NONE: lambda: None,
    "rowid": keeping("id TEXT, value TEXT", lambda _: "", orderless=False),
    "serial": keeping("id TEXT PRIMARY KEY, n INTEGER", lambda _: len(sent)),
    "created_at": keeping(
        "id TEXT PRIMARY KEY, created_at TEXT", lambda _: datetime.now(UTC).isoformat()
    ),
    "device": device,
    "device of arguments": of(ARGUMENTS, device),
    "device of lines": of(EVALUATION, device),
    "device of corrections": of(CORRECTIONS, device),
    "hand": keeping("id TEXT PRIMARY KEY, hand TEXT", hand),
    "place": place,
    "place of grades": of("evaluering", place),
    "place of answers": of("forstatt", place),
    "table": table,
    "table of what is parked": of(PARKING, table),
    "list by hand": list_by_hand,
    "small sheets": small_sheets,
    "no shuffle": no_shuffle,
    "lot by lot": never("SELECT DISTINCT note.question", "SELECT 'none'"),
    "no truncation": never("wal_checkpoint", "SELECT 0, 0, 0"),
    "no vacuum": never("VACUUM"),
    "logged": log_ids,
}


def run() -> None:
    plant = sys.argv.pop(1)
    logging.basicConfig(
        level=logging.DEBUG, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    overhear()
    PLANTS[plant]()
    main()


if __name__ == "__main__":
    run()
