"""What the codes of a hall lead to when everybody has gone: somebody has photographed a card."""

from collections.abc import Iterator
from dataclasses import replace

import orjson
import pytest
from sqlalchemy import Engine

from app.core import commands as c
from app.core import events as e
from app.core.asides import PARKING, aside
from app.core.notice import compose
from app.core.rules import CODES_LAST, Code, hall_is_left, hashed
from app.core.seen import TabletView
from app.core.things import Parking
from app.core.views import Farewell, view
from app.live.frames import Join
from app.live.halls import Halls
from app.rooms import Rooms, clock
from app.store import workshops
from app.store.database import migrate, open_database
from tests.core.given import ANNA, NOON, PLAN, Given, given, replay_on
from tests.hostile.halls import furnished
from tests.live.server import furnish
from tests.store.batches import write

OVER = given(*furnished("over"))
CALLED_OFF = e.NoticePublished(
    1, replace(compose(given(e.WorkshopPlanned(PLAN)).state), cancelled="Snø"), NOON
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('codes') / 'tannhjul.db'}")
    migrate(engine)
    yield engine
    engine.dispose()


async def opened(engine: Engine, role: str, *facts: e.Fact) -> object:
    """Where the code of such a screen leads in this workshop: whom it is, or why not."""
    hall = furnish(engine, "", *facts)
    rooms = Rooms(engine)
    try:
        code = hall.codes[1 if role == "tablet" else None]
        join = Join(t="join", n=1, role=role, code=code, seat="a" * 32)
        found = await Halls(rooms).open_door(join, None)
        return found if isinstance(found, str) else found[1]
    finally:
        rooms.close()


def ended(hours: float) -> list[e.Fact]:
    """The workshop was ended so long ago."""
    return [e.StepOpened("vekst-bord", NOON, None), e.WorkshopEnded(clock() - int(hours * 3.6e6))]


@pytest.mark.parametrize("role", ["tablet", "projector"])
async def test_a_hall_that_everybody_has_left(engine: Engine, role: str) -> None:
    """V247."""
    there, gone = await opened(engine, role, *ended(11)), await opened(engine, role, *ended(13))
    assert not isinstance(there, str)
    assert gone == (Farewell() if role == "tablet" else "ended_code")
    off = await opened(engine, role, CALLED_OFF)
    assert off == (Farewell() if role == "tablet" else "ended_code")
    assert await opened(engine, role, CALLED_OFF, e.StepOpened("regler", NOON, None)) != off


def test_a_farewell_tells_that_it_is_over() -> None:
    """V247: and nothing else of what was said."""
    shown = view(OVER.state, Farewell())
    assert isinstance(shown, TabletView)
    assert shown.workshop.ended
    assert shown.workshop.title == PLAN.title
    text = orjson.dumps(shown).decode()
    for words in ("Flere busser", "Innspill", "banen", "vannet", "Bord 1", "Vi ved bord"):
        assert words in repr(OVER.state)
        assert words not in text


def test_until_then_nothing_is_written() -> None:
    """V247: not even what was on its way for hours."""
    assert OVER.state.ended is not None
    later = OVER.state.ended + CODES_LAST - 1
    assert not hall_is_left(OVER.state, later)
    assert hall_is_left(OVER.state, later + 2)
    for command in (
        c.KeepNote("f" * 32, "vekst", "For sent", hashed("x")),
        c.KeepNote("f" * 32, aside(PARKING, Parking.CHAIR), "For sent", hashed("x")),
        c.TakePen(),
        c.WriteStatement("vekst", "For sent", "", 9),
        c.MarkTable("svar", ready=True),
        c.TakeStand("vekst", 1, stands=True, dissent="", rev=1),
    ):
        assert _refused(OVER, command, later) in {Code.ENDED, Code.CLOSED}


def _refused(hall: Given, command: c.Command, now: int) -> Code | None:
    return hall.when(command, ANNA, now).code


async def test_a_workshop_that_was_taken_away(engine: Engine) -> None:
    """V247: its codes lead nowhere, also for a server that knew them."""
    hall = furnish(engine)
    write(engine, hall.workshop, e.WorkshopPlanned(replace(PLAN, rehearsal=True)))
    rooms = Rooms(engine)
    halls = Halls(rooms)
    join = Join(t="join", n=1, role="tablet", code=hall.codes[1], seat="a" * 32)
    assert not isinstance(await halls.open_door(join, None), str)
    with engine.begin() as connection:
        line = workshops.WORKSHOP.c.id == hall.workshop
        connection.execute(workshops.WORKSHOP.update().where(line).values(rehearsal=True))
    await rooms.remove(hall.workshop)
    assert await halls.open_door(join, None) == "unknown_code"
    rooms.close()


def test_a_state_alone() -> None:
    """V247: one that was never planned has no hall to leave."""
    assert not hall_is_left(replay_on(given().state, ()), 2**43)
