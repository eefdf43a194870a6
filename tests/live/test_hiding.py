"""What is hidden from control is hidden wherever its words came along in the series."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from app.core import events as e
from app.core.edits import Bearing, Behind, Reopened
from app.core.planning import PlanProcess
from app.core.redaction import why_gone
from app.core.things import Reason
from app.core.verification import words_of
from app.store import processes, workshops
from tests.core.given import NOON, PLAN, note
from tests.core.test_verified import STEP
from tests.live.server import Hall
from tests.store.batches import acts, state, write

PLANNED, OPENED = e.StepPlanned(STEP, "regler"), e.StepOpened(STEP.id, NOON, None)
NOTE = note(1, "Naboen vår roper")


def laid(source: Hall) -> e.Fact:
    """A statement of `source`, with the note behind it."""
    behind = (Behind(NOTE.id, Bearing.SUPPORTS, NOTE.text),)
    return e.StatementsReopened(source.public, 1, (Reopened("ro", 1, "Ro.", behind=behind),))


@pytest.fixture
def series(hall: Callable[..., Hall], database: Engine) -> list[Hall]:
    """Three workshops, the note from the first laid before the other two, and one of no series."""
    first = hall(e.NoteKept(NOTE), e.WorkshopEnded(NOON))
    beside = [hall(PLANNED, laid(first), OPENED) for _ in range(3)]
    kept = processes.create(database, PlanProcess(title="Samfunnsdelen"), "Kari", 0)
    for each in (first, *beside[:2]):
        workshops.belong(database, each.workshop, kept.id)
    return [first, *beside]


def hidden(there: list[Hall], id_: str) -> list[Reason | None]:
    return [why_gone(state(each.engine, each.workshop), id_) for each in there]


@pytest.mark.parametrize(("asked", "role"), [(0, "control"), (1, "control"), (2, "workbench")])
async def test_a_note_hidden_in_one_workshop_is_hidden_in_the_series(
    series: list[Hall], asked: int, role: str
) -> None:
    """V42: where it was written, so that it is not laid again, and where it came along; on the
    screens there too. What is pressed last stands, by the name of who did it."""
    there = series[2 if asked != 2 else 1]
    async with series[asked].staff() as screen, there.staff() as other:
        await screen.join(role, series[asked].public)
        await other.join("control", there.public)
        assert (await screen.ask("hide", id=NOTE.id, reason="name"))["t"] == "stored"
        assert hidden(series, NOTE.id) == [Reason.NAME] * 3 + [None]
        first = state(series[0].engine, series[0].workshop)
        assert words_of(first, NOTE.id) == ""
        await other.until(lambda view: view["reopened"]["ro"]["behind"][0]["hidden"] == "name")
        await screen.send("hide", id=NOTE.id, reason="insult")
        assert (await screen.ask("unhide", id=NOTE.id))["t"] == "stored"
        assert hidden(series, NOTE.id) == [None] * 4
        assert e.NoteUnhidden(NOTE.id) in acts(there.engine, there.workshop)
        refused = await screen.ask("hide", id="0" * 32, reason="name")
        assert refused["code"] == "unknown_note"


async def test_a_rehearsal_hides_nothing_of_the_real_series(
    series: list[Hall], database: Engine
) -> None:
    """V42: and only the staff hide."""
    write(database, series[1].workshop, e.WorkshopPlanned(replace(PLAN, rehearsal=True)))
    async with series[1].staff() as screen, series[2].screen() as tablet:
        await screen.join("control", series[1].public)
        assert (await screen.ask("hide", id=NOTE.id, reason="name"))["t"] == "stored"
        await tablet.join("tablet", series[2].codes[1], seat="a" * 32)
        refused = await tablet.ask("hide", id=NOTE.id, reason="name")
        assert refused["code"] == "not_allowed"
    assert hidden(series, NOTE.id) == [None, Reason.NAME, None, None]
