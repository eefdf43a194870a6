"""Codes that are guessed at: the wrong ones wait, and the right one never does."""

import asyncio
from collections.abc import Collection

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from app.guard import doors
from app.guard.doors import Doors, Guessing
from app.guard.pace import Bucket
from app.store.workshops import Door, new_code

HALL = {"ABCDEFGH": Door("w", "tablet", 1), "BCDEFGHJ": Door("w", "projector", None)}
DRAFT = {"K" * 26: Door("w", "draft", None)}


class Queries:
    """In the place of the database: what was asked, and an answer when it is let through."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.away = False

    def behind(self, engine: Engine, codes: Collection[str]) -> dict[str, Door]:
        self.asked.append(list(codes))
        if self.away:
            raise OperationalError("", {}, Exception())
        return {code: door for code, door in {**HALL, **DRAFT}.items() if code in codes}


@pytest.fixture
def queries(monkeypatch: pytest.MonkeyPatch) -> Queries:
    queries = Queries()
    monkeypatch.setattr("app.guard.doors.doors.behind", queries.behind)
    return queries


@pytest.fixture
def empty(queries: Queries) -> Doors:
    """There have been very many wrong codes already."""
    engine: Engine = None  # type: ignore[assignment]  # nobody asks it
    return Doors(engine, Bucket(rate=1e-9, most=0.0))


async def test_a_right_code_is_not_held(empty: Doors, queries: Queries) -> None:
    """V244: while as many wrong ones wait as may, and the others are turned away."""
    wrong = [asyncio.create_task(empty.behind(new_code())) for _ in range(5 * doors.MOST_HELD)]
    while not any(task.done() for task in wrong):
        await asyncio.sleep(0)
    assert await empty.behind("abcd efgh") == HALL["ABCDEFGH"]
    turned_away = [task for task in wrong if task.done()]
    assert len(turned_away) == 4 * doors.MOST_HELD
    assert all(isinstance(task.exception(), Guessing) for task in turned_away)
    assert empty._held == doors.MOST_HELD
    for task in wrong:
        task.cancel()
    await asyncio.gather(*wrong, return_exceptions=True)
    assert empty._held == 0, "who hangs up leaves the place to another"


async def test_guesses_share_their_queries(empty: Doors, queries: Queries) -> None:
    """V244: thousands at once cost a few, and who comes back costs none."""
    guesses = [empty.behind(new_code()) for _ in range(2_500)]
    right = empty.behind("ABCDEFGH")
    turned_away = await asyncio.wait_for(
        asyncio.gather(right, *guesses, return_exceptions=True), doors.HELD + 20
    )
    assert turned_away[0] == HALL["ABCDEFGH"]
    assert sum(isinstance(each, Guessing) for each in turned_away) == 2_400
    assert len(queries.asked) <= 4
    assert max(map(len, queries.asked)) == doors.IN_ONE_QUERY
    before = len(queries.asked)
    assert await empty.behind("ABCDEFGH") == HALL["ABCDEFGH"]
    assert len(queries.asked) == before
    assert empty._known.keys() <= HALL.keys(), "what is guessed fills no memory"


async def test_a_draft_is_looked_up_each_time(empty: Doors, queries: Queries) -> None:
    """V244: its address dies when another is made."""
    for _ in range(2):
        assert await empty.behind("K" * 26) == DRAFT["K" * 26]
    assert len(queries.asked) == 2


async def test_a_hall_may_mistype(queries: Queries) -> None:
    """V244: as many as a hall does are told at once."""
    engine: Engine = None  # type: ignore[assignment]
    fresh = Doors(engine)
    assert [await fresh.behind(new_code()) for _ in range(60)] == [None] * 60
    assert fresh._held == 0


async def test_the_database_is_away(empty: Doors, queries: Queries) -> None:
    """V244: that is told, and the next one is looked up again."""
    queries.away = True
    with pytest.raises(OperationalError):
        await empty.behind("ABCDEFGH")
    queries.away = False
    assert await empty.behind("ABCDEFGH") == HALL["ABCDEFGH"]


def test_a_bucket(monkeypatch: pytest.MonkeyPatch) -> None:
    """V245: what it holds goes at once, the rest as fast as it fills up."""
    at = 1_000.0
    monkeypatch.setattr("app.guard.pace.time.monotonic", lambda: at)
    bucket = Bucket(rate=10, most=3)
    assert [bucket.take() for _ in range(3)] == [0, 0, 0]
    assert [round(bucket.take(), 6) for _ in range(2)] == [0.1, 0.2]
    at += 100
    assert [round(bucket.take(2), 6) for _ in range(2)] == [0, 0.1], "it never holds more"
