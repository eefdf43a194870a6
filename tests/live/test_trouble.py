"""A disk that is full, failing or read-only, a database that is locked or away: for real."""

import asyncio
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.core import events as e
from app.core.things import Statement
from app.live.socket import PATIENCE
from tests.live.server import free_port, furnish, serving
from tests.live.test_socket import at_table, written
from tests.live.troubles import Locked, fill, small_disk, troubled
from tests.store.batches import notes, sayings, state

KINDS = ("full", "failing", "read_only", "locked", "stopped")


@pytest.mark.parametrize("kind", KINDS)
async def test_nothing_is_called_stored_that_is_not(kind: str, tmp_path: Path) -> None:
    """U21, U22, V11: told to all, refused, shown to nobody; over by itself: then all is there."""
    with troubled(kind, tmp_path) as ill, serving(ill.engine, tmp_path) as live:
        begun = e.StepOpened("vekst-skriv", time.time_ns() // 1_000_000, None)
        hall = furnish(ill.engine, live, begun)
        async with hall.screen() as tablet, hall.screen() as beside, hall.staff() as control:
            await at_table(hall, tablet, 1)
            await control.join("control", hall.public)
            assert (await tablet.ask("note", **written(1, "Før")))["t"] == "stored"
            await control.until(lambda view: view["counts"]["notes"] == 1)

            await asyncio.to_thread(ill.begin)
            asked = await tablet.send("note", **written(2, "Under"))
            led = await control.send("close_step", step="vekst-skriv")
            for answer in (await tablet.answer(asked), await control.answer(led)):
                assert (answer["t"], answer.get("code")) == ("refused", "not_stored")
            for screen in (tablet, control):
                await screen.until(lambda view: view["trouble"] == ill.known_as)
            await at_table(hall, beside, 1, 1)  # who comes meanwhile is told too
            assert beside.view["trouble"] == ill.known_as
            assert control.view["counts"]["notes"] == 1
            assert control.view["now"]["open"]

            await asyncio.to_thread(ill.end)
            for screen in (tablet, control, beside):  # though nobody asks for anything
                await screen.until(lambda view: view["trouble"] == "")
            for _ in range(2):
                assert (await tablet.ask("note", **written(2, "Under")))["t"] == "stored"
            assert (await control.ask("close_step", step="vekst-skriv"))["t"] == "stored"
            await control.until(lambda view: view["counts"]["notes"] == 2)
        kept = notes(sayings(ill.engine, hall.workshop))
        assert sorted(note.text for note in kept.values()) == ["Før", "Under"]
        assert not state(ill.engine, hall.workshop).open


async def test_a_screen_is_not_blamed_for_the_server(tmp_path: Path) -> None:
    """U23: a tablet that sends again for an hour is not let go for it."""
    with troubled("read_only", tmp_path) as ill, serving(ill.engine, tmp_path) as live:
        hall = furnish(ill.engine, live, e.StepOpened("vekst-skriv", 0, None))
        async with hall.screen() as tablet:
            await at_table(hall, tablet, 1)
            ill.begin()
            for _ in range(PATIENCE + 10):
                assert (await tablet.ask("note", **written(1)))["code"] == "not_stored"
            ill.end()
            assert (await tablet.ask("note", **written(1)))["t"] == "stored"


async def test_dots_wait_as_notes_do(tmp_path: Path) -> None:
    """U21: no ballot is handed out that is not on disk, and none is taken for placed."""
    with troubled("read_only", tmp_path) as ill, serving(ill.engine, tmp_path) as live:
        hall = furnish(
            ill.engine,
            live,
            e.StatementKept(Statement("vekst", 1, "Langs banen", "", 1)),
            e.StepOpened("dotter", 0, None),
        )
        async with hall.screen() as tablet:
            await at_table(hall, tablet, 1)
            ill.begin()
            assert (await tablet.ask("ticket", step="dotter"))["code"] == "not_stored"
            ill.end()
            key = (await tablet.ask("ticket", step="dotter"))["key"]
            ballot = {"step": "dotter", "key": key, "rev": 0, "marks": {"vekst.1": 1}}
            ill.begin()
            assert (await tablet.ask("ballot", **ballot))["code"] == "not_stored"
            ill.end()
            assert (await tablet.ask("ballot", **ballot))["t"] == "stored"
        box = state(ill.engine, hall.workshop).boxes["dotter"]
        assert [one.marks for one in box.ballots.values() if one.marks] == [{"vekst.1": 1}]


# ---------------------------------------------------------------- at the start


def start(data: Path, *options: str) -> str:
    """What `tannhjul serve` says on its way out; one line."""
    command = [sys.executable, "-m", "app.cli", "serve", "--port", str(free_port())]
    ended = subprocess.run(
        [*command, "--data", str(data), *options], capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("tannhjul: ")
    assert ended.stderr.count("\n") == 1
    return ended.stderr


def test_a_server_cannot_start_on_a_full_disk(tmp_path: Path) -> None:
    """U25: the first time, and later."""
    with small_disk(tmp_path):
        ballast = fill(tmp_path)
        assert f"the disk with {tmp_path} is full: make room on it" in start(tmp_path)
        ballast.unlink()
        with troubled("read_only", tmp_path):
            pass
        fill(tmp_path)
        assert "is full" in start(tmp_path)


def test_a_server_cannot_start_where_it_may_not_write(tmp_path: Path) -> None:
    """U25: the first time, and later; and where the folder is to be made."""
    with small_disk(tmp_path):
        for _ in range(2):
            subprocess.run(["mount", "-o", "remount,ro", str(tmp_path)], check=True)
            assert f"nothing can be written in {tmp_path}" in start(tmp_path)
            assert "nothing can be written" in start(tmp_path / "below")
            subprocess.run(["mount", "-o", "remount,rw", str(tmp_path)], check=True)
            with troubled("read_only", tmp_path):
                pass


def test_a_server_cannot_start_while_another_program_has_the_database(tmp_path: Path) -> None:
    """U25: and tells it from another server of ours."""
    locked = Locked(tmp_path)
    locked.begin()
    try:
        assert f"another program keeps the database in {tmp_path} locked" in start(tmp_path)
    finally:
        locked.end()
        locked.engine.dispose()


def test_a_server_cannot_start_on_what_is_no_database(tmp_path: Path) -> None:
    """U25: nor where there is none."""
    (tmp_path / "tannhjul.db").write_text("Dette er ingen database.\n" * 100)
    assert "file is not a database" in start(tmp_path)
    assert "the database cannot be opened" in start(
        tmp_path, "--database", f"postgresql://nobody@127.0.0.1:{free_port()}/nothing"
    )
