"""Short ways to write facts to disk and read them back."""

from collections.abc import Iterable

from sqlalchemy import Engine

from app.core import events as e
from app.core.events import Act, Fact
from app.core.evolve import replay
from app.core.state import Workshop
from app.core.things import Note
from app.store import workshops
from app.store.doors import behind
from app.store.workshops import Batch, Door, normal_code
from tests.core.given import NOON


def batch(workshop: str, seq: int, *facts: Fact) -> Batch:
    acts = [("Kari", NOON, fact) for fact in facts if isinstance(fact, Act)]
    return Batch(workshop, seq, acts, facts)


def write(engine: Engine, workshop: str, *facts: Fact) -> None:
    """Append to the log where it ends, and carry out on the sets."""
    loaded = workshops.load(engine, workshop)
    assert loaded is not None
    workshops.write(engine, [batch(workshop, loaded.seq, *facts)])


def acts(engine: Engine, workshop: str) -> list[Fact]:
    loaded = workshops.load(engine, workshop)
    assert loaded is not None
    return loaded.acts


def sayings(engine: Engine, workshop: str) -> list[Fact]:
    loaded = workshops.load(engine, workshop)
    assert loaded is not None
    return loaded.sayings


def state(engine: Engine, workshop: str) -> Workshop:
    loaded = workshops.load(engine, workshop)
    assert loaded is not None
    return replay(loaded.acts, loaded.sayings)


def notes(facts: Iterable[Fact]) -> dict[str, Note]:
    return {fact.note.id: fact.note for fact in facts if isinstance(fact, e.NoteKept)}


def door(engine: Engine, typed: str) -> Door | None:
    """Where a code leads, as somebody typed it."""
    return behind(engine, [normal_code(typed)]).get(normal_code(typed))
