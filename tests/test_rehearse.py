"""The rehearsal, on a real server: nothing is lost and nothing comes twice, on both databases,
with networks that go, and with a server that is killed while everybody writes."""

import asyncio
import json
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import pytest
from pydantic import TypeAdapter
from sqlalchemy import Engine, func, select

from app.core.rehearsal import Report, Verdict
from app.rehearse.account import Account, Wording, quantiles
from app.rehearse.notes import OURS, Unreadable, texts
from app.rehearse.report import report, words
from app.rehearse.run import rehearse
from app.rehearse.screens import Address, Control, OutOfStep, Trouble, View
from app.rehearse.script import Script
from app.rehearse.server import Made, OwnServer, Server
from app.rehearse.tablet import Tablet
from app.store import staff
from app.store.database import open_database
from app.store.workshops import WORKSHOP
from app.web import auth
from app.web.api import REPORT

SHARED = Path(__file__).parents[2] / "shared" / "data" / "notes-nb-nn.csv"
NOTES = SHARED if SHARED.exists() else None
KEYS = [
    "tablets", "tables", "sent", "stored", "seen", "lost", "duplicated",
    "stored_ms", "seen_ms", "reconnect_ms", "bytes_per_tablet", "steps",
]  # fmt: skip


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnServer]:
    """One for all, who leave nothing on it: to start takes longer than most of what they do."""
    server = OwnServer(tmp_path_factory.mktemp("own"))
    server.start()
    yield server
    server.stop()


@contextmanager
def database_of(own: OwnServer) -> Iterator[Engine]:
    engine = open_database(own.database or f"sqlite:///{own.data / 'tannhjul.db'}")
    yield engine
    engine.dispose()


def operator(own: OwnServer) -> Server:
    def token() -> str:
        with database_of(own) as engine:
            return auth.operator_token(engine)

    return Server(own.url, token)


def workshops_on(own: OwnServer) -> int:
    with database_of(own) as engine, engine.connect() as connection:
        count: int = connection.execute(select(func.count()).select_from(WORKSHOP)).scalar_one()
        return count


# ---------------------------------------------------------------- whole rehearsals


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
async def test_a_hall_of_tablets_loses_nothing(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """G1, G3: on either database; and the report is left with the server."""
    own = OwnServer(tmp_path, request.getfixturevalue("postgres") if database != "sqlite" else "")
    own.start()
    said: list[str] = []
    try:
        found = await rehearse(operator(own), 24, 4, texts(NOTES), say=said.append)
        assert report_on(own) == found
    finally:
        own.stop()
    assert (found.tablets, found.tables) == (24, 4)
    assert (found.lost, found.duplicated) == (0, 0)
    assert found.sent == found.stored == found.seen >= 24 * 9
    assert found.stored_ms.p50 > 0
    assert found.seen_ms.p50 > 0
    assert found.reconnect_ms.p50 > 0
    assert found.bytes_per_tablet > 10_000
    assert [step.kind for step in found.steps] == [kind for kind in said if kind != "storm"]
    assert {"knowledge", "verify", "write", "talk", "plenary", "prioritise", "storm", "end"} <= set(
        said
    )
    assert said.count("prioritise") == 3
    assert {"round", "evaluate"} <= set(said)
    assert "Ingen innspill ble borte" in words(found)


def report_on(own: OwnServer) -> Report | None:
    """What the server keeps for its staff."""
    with database_of(own) as engine:
        kept = staff.setting(engine, REPORT)
    return TypeAdapter(Report).validate_python(json.loads(kept)["report"]) if kept else None


def test_the_command_prints_its_figures_and_leaves_nothing(own: OwnServer) -> None:
    """G2, G3: the figures in the shape that others rely on."""
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "rehearse", "--url", own.url, "--data", str(own.data),
         "--tablets", "12", "--tables", "3", "--minutes", "0", "--json"],
        capture_output=True, check=True,
    )  # fmt: skip
    found = json.loads(done.stdout)
    assert list(found) == KEYS
    for name in ("stored_ms", "seen_ms", "reconnect_ms"):
        assert list(found[name]) == ["p50", "p99"]
    assert (found["lost"], found["duplicated"]) == (0, 0)
    assert found["sent"] > 0
    assert workshops_on(own) == 0


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_rehearsal_is_removed_too(own: OwnServer, how: signal.Signals) -> None:
    """G2: by Ctrl+C, by the system, by the window that was closed."""
    with subprocess.Popen(
        [sys.executable, "-m", "app.cli", "rehearse", "--url", own.url, "--data", str(own.data),
         "--tablets", "8", "--tables", "2", "--minutes", "5"],
        stdout=subprocess.PIPE,
    ) as running:  # fmt: skip
        assert running.stdout is not None
        assert running.stdout.readline().startswith(b"Spilleregler")
        assert workshops_on(own) == 1
        running.send_signal(how)
        assert running.wait(30) == 130
    assert workshops_on(own) == 0


class Slow(Server):
    """Answers that the workshop is made only a while after it is."""

    def make(self, tables: int, seats: int) -> Made:
        made = super().make(tables, seats)
        time.sleep(0.5)
        return made


async def test_a_rehearsal_interrupted_while_it_is_made_is_removed_too(own: OwnServer) -> None:
    """G2: though who asked for it never heard that it was there."""
    server = Slow(own.url, operator(own)._token)
    going = asyncio.create_task(rehearse(server, 4, 1, texts(None)))
    while workshops_on(own) == 0:
        await asyncio.sleep(0.02)
    going.cancel()
    with pytest.raises(asyncio.CancelledError):
        await going
    assert workshops_on(own) == 0


async def test_a_rehearsal_that_fails_is_removed_too(own: OwnServer) -> None:
    """G2: whatever it fails of."""

    def broken() -> Iterator[str]:
        yield "Én"
        raise ZeroDivisionError

    with pytest.raises((ZeroDivisionError, RuntimeError)):
        await rehearse(operator(own), 4, 2, broken())
    assert workshops_on(own) == 0


async def test_a_rehearsal_that_cannot_go_on_says_how_far_it_came(own: OwnServer) -> None:
    """G2, G3: here somebody else ends the workshop. It is removed, and the report is no good."""
    server = operator(own)
    made: list[Made] = []

    def end(kind: str) -> None:
        if kind == "talk":
            meddling.append(asyncio.create_task(meddle()))

    async def meddle() -> None:
        async with Control(server.controls, made[0].code).here() as control:
            await control.lead("end")

    def make(tables: int, seats: int) -> Made:
        made.append(Server.make(server, tables, seats))
        return made[0]

    meddling: list[asyncio.Task[None]] = []
    server.make = make  # type: ignore[method-assign]
    found = await rehearse(server, 6, 2, texts(None), minutes=0.05, say=end)
    assert found.stopped
    assert found.verdict is Verdict.WRONG
    assert [step.kind for step in found.steps] == ["rules", "knowledge", "verify", "write"]
    assert report_on(own) == found
    assert workshops_on(own) == 0


async def test_it_is_removed_though_the_server_was_away_for_a_while(own: OwnServer) -> None:
    """G2: the server was killed, and comes again."""
    server = operator(own)
    made = server.make(1, 2)
    own.stop(signal.SIGKILL)
    removing = asyncio.create_task(asyncio.to_thread(server.remove, made))
    await asyncio.sleep(0.5)
    assert not removing.done()
    await asyncio.to_thread(own.start)
    await removing
    assert workshops_on(own) == 0


# ---------------------------------------------------------------- open files


def run_with(limit: tuple[int, int], *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app.cli", *command], capture_output=True, text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, limit),
    )  # fmt: skip


def test_the_limit_on_open_files_is_raised_as_far_as_it_goes() -> None:
    """G4: 128 would not be enough for these tablets; the system would allow more."""
    asked = ["rehearse", "--tablets", "150", "--tables", "4", "--minutes", "0", "--json"]
    assert run_with((128, 4096), *asked).returncode == 0
    refused = run_with((128, 160), *asked)
    assert refused.returncode == 1
    assert refused.stderr.startswith("tannhjul: 150 tablets need 250 open files")
    assert refused.stderr.count("\n") == 1


def test_a_server_says_when_it_cannot_take_a_large_hall(tmp_path: Path) -> None:
    """G4: in one line, and serves all the same."""
    command = [sys.executable, "-m", "app.cli", "serve", "--data", str(tmp_path), "--port", "0"]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (200, 300)),
    ) as server:  # fmt: skip
        assert server.stderr is not None
        assert "allows 300 open files, so at most 250 screens" in server.stderr.readline()
        assert server.poll() is None
        server.terminate()


def test_who_is_not_known_is_told_so(own: OwnServer) -> None:
    with pytest.raises(Trouble, match="log"):
        Server(own.url).make(2, 8)


async def test_staff_may_rehearse_from_another_machine(own: OwnServer) -> None:
    with database_of(own) as engine:
        staff.set_user(engine, "kari", "Kari", "fire ord som huskes")
    server = Server(own.url)
    with pytest.raises(Trouble):
        server.log_in("kari", "noe annet")
    server.log_in("kari", "fire ord som huskes")
    made = server.make(1, 2)
    async with Control(server.controls, made.code).here() as control:
        await control.lead("open_step", step=_step(made, "rules"))
    server.remove(made)
    assert workshops_on(own) == 0


async def test_a_hall_that_is_away_is_trouble_not_a_crash() -> None:
    with pytest.raises(Trouble, match="no answer"):
        Server("http://127.0.0.1:9").make(1, 1)
    with pytest.raises(Trouble):
        await Tablet(Address("ws://127.0.0.1:9/live"), "X", 1).come_back(patience=0.1)


# ---------------------------------------------------------------- kill -9


async def test_a_server_killed_while_all_write_loses_nothing(own: OwnServer) -> None:
    server = operator(own)
    made = server.make(4, 24)
    hall = [Tablet(server.tablets, made.tables[1 + i % 4], 1 + i % 4) for i in range(24)]
    control = Control(server.controls, made.code)
    account = Account(hall)
    written = texts(NOTES)

    async def writes(tablet: Tablet) -> None:
        for _ in range(8):
            await tablet.write(next(written), made.question)
            if account.stored >= 60:  # in the middle: the others are on their way
                own.stop(signal.SIGKILL)

    try:
        await asyncio.gather(*(tablet.come() for tablet in hall), control.come())
        await control.lead("open_step", step=_step(made, "write"))
        await asyncio.gather(*(writes(tablet) for tablet in hall))
        before = {note.id for note in account.notes if note.stored}
        assert 60 <= len(before) < account.sent == 24 * 8

        began = monotonic()
        served = own.start()
        await asyncio.gather(*(tablet.come_back() for tablet in hall))
        all_back = monotonic() - began
        sys.stdout.write(f"serves after {served:.2f} s, all back after {all_back:.2f} s\n")
        assert account.stored == account.sent

        await control.come_back()
        await control.lead("open_step", step=_step(made, "talk"))
        for screen in (*hall, control):
            await screen.until(lambda: account.agrees(screen, plenary=False))  # noqa: B023
            account.check(screen, plenary=False)
        assert (account.lost, account.duplicated) == (set(), set())
        assert before <= hall[0].view.items("own_notes").keys() | hall[0].view.items("hall_notes")
    finally:
        for screen in (*hall, control):
            await screen.go()
        server.remove(made)


def _step(made: Made, kind: str) -> str:
    return next(step for step, its in made.steps if its == kind)


# ---------------------------------------------------------------- the books


async def _hall_of_two() -> tuple[Account, Tablet, Tablet]:
    """Two tablets at two tables, one stored note each, and both see what they should."""
    one, two = (Tablet(Address(""), "", table) for table in (1, 2))
    for tablet, text in ((one, "Én"), (two, "To")):
        note = await tablet.write(text, "q")
        note.stored_rev = 0
    for tablet, other in ((one, two), (two, one)):
        tablet.view.lists = {
            "own_notes": {n.id: {"text": n.text} for n in tablet.notes},
            "hall_notes": {n.id: {"text": n.text} for n in other.notes},
        }
    return Account([one, two]), one, two


def _faults(account: Account) -> tuple[int, int]:
    for tablet in account.tablets:
        account.check(tablet, plenary=False)
    return len(account.lost), len(account.duplicated)


async def test_a_hall_that_agrees_has_no_faults() -> None:
    account, one, _ = await _hall_of_two()
    assert account.agrees(one, plenary=False)
    assert _faults(account) == (0, 0)


async def test_a_note_that_one_tablet_misses_is_lost() -> None:
    account, one, _ = await _hall_of_two()
    one.view.lists["hall_notes"].clear()
    assert _faults(account) == (1, 0)


async def test_a_note_with_other_words_is_lost() -> None:
    account, one, two = await _hall_of_two()
    two.view.lists["hall_notes"][one.notes[0].id]["text"] = "En"
    assert _faults(account) == (1, 0)


async def test_a_withdrawn_note_that_still_shows_is_a_lost_withdrawal() -> None:
    account, one, _ = await _hall_of_two()
    one.notes[0].withdrawn = True
    assert _faults(account) == (1, 0)


async def test_a_copy_under_another_id_is_a_duplicate() -> None:
    account, one, _ = await _hall_of_two()
    one.view.lists["own_notes"]["f" * 32] = {"text": "Én"}
    assert _faults(account) == (0, 1)


async def test_the_same_note_in_both_lists_is_a_duplicate() -> None:
    account, one, _ = await _hall_of_two()
    one.view.lists["hall_notes"] |= one.view.lists["own_notes"]
    assert _faults(account) == (0, 1)


async def test_dots_are_counted_against_the_ballots() -> None:
    account, _, _ = await _hall_of_two()
    account.check_marks({"a": 1, "b": 3}, [{"a": 1, "b": 1}, {"a": 1, "b": 1}])
    assert (account.lost, account.duplicated) == ({"marks on a"}, {"marks on b"})


async def test_grades_are_counted_each_by_itself() -> None:
    account, _, _ = await _hall_of_two()
    account.check_marks({"a": (0, 2)}, [{"a": 2}, {"a": 2}])
    assert not account.lost | account.duplicated
    account.check_marks({"a": (1, 1), "b": (0, 3)}, [{"a": 2, "b": 2}, {"a": 2, "b": 2}])
    assert (account.lost, account.duplicated) == ({"marks on a"}, {"marks on a", "marks on b"})


async def test_what_is_said_aloud_is_on_every_screen_and_once() -> None:
    account, one, two = await _hall_of_two()
    given = await one.add("q.1.for", "Fordi")
    given.stored_rev = 0
    account.wording = Wording(1, "Vi", {1: (True, "")})
    common = {"version": 1, "text": "Vi", "stances": [{"table": 1, "stands": True, "dissent": ""}]}
    for tablet in (one, two):
        tablet.view.lists["arguments"] = {given.id: {"text": "Fordi"}}
        tablet.view.parts["common"] = common
        account.check(tablet, plenary=True)
    assert not account.lost | account.duplicated
    two.view.lists["arguments"]["f" * 32] = {"text": "Fordi"}
    two.view.parts["common"] = {**common, "stances": []}
    one.view.lists["arguments"] = {}
    for tablet in (one, two):
        account.check(tablet, plenary=True)
    assert account.lost == {given.id, "the common wording on a tablet, or where the tables stand"}
    assert account.duplicated == {"f" * 32}


async def test_a_line_that_is_shown_anywhere_is_one_too_many() -> None:
    account, one, two = await _hall_of_two()
    line = await one.add("evaluation.line", "Takk")
    line.stored_rev = 0
    account.check_nowhere(two, "evaluation")
    assert not account.duplicated
    two.view.lists["parked"] = {line.id: {"text": "Takk"}}
    account.check_nowhere(two, "evaluation")
    assert account.duplicated == {line.id}


async def test_reactions_are_counted_against_what_was_given() -> None:
    account, one, two = await _hall_of_two()
    for tablet, why in ((one, "Fordi"), (two, "")):
        (await tablet.add("k1.curious", why)).stored_rev = 0
    came = {"threshold": 2, "surprised": 1, "curious": 1, "missing": 0}
    one.view.lists["knowledge"] = {"k1": {"reactions": came}}
    account.check_reactions(one)
    wordless = {"reactions k1.curious", one.asides[0].id}
    assert (account.lost, account.duplicated) == (wordless, {"reactions k1.surprised"})


async def test_a_report_says_so_when_something_is_wrong() -> None:
    """G3: a lost note is no small matter."""
    account, one, two = await _hall_of_two()
    script = Script(
        Server("http://127.0.0.1:9"), Made("", {1: "", 2: ""}, "", "q", []), 0, iter(())
    )
    script.hall.tablets = account.tablets = [one, two]
    script.hall.account = account
    assert report(script).verdict is Verdict.GOOD
    account.lost.add(one.notes[0].id)
    found: Report = report(script)
    assert (found.seen, found.lost, found.verdict) == (1, 1, Verdict.WRONG)
    assert "Noe er galt: 1 ble borte" in words(found)


def test_a_view_frame_must_follow_the_one_before() -> None:
    view = View()
    first = {"epoch": "e", "v": 1, "since": 0, "parts": {"a": 1}, "lists": {"l": {"set": {"x": 1}}}}
    view.take(first)
    view.take({"epoch": "e", "v": 2, "since": 1, "parts": {}, "lists": {"l": {"set": {"y": 2}}}})
    assert view.items("l") == {"x": 1, "y": 2}
    with pytest.raises(OutOfStep):
        view.take({"epoch": "e", "v": 4, "since": 3, "parts": {}, "lists": {}})
    view.take(first)
    assert view.items("l") == {"x": 1}


def test_notes_come_from_a_file_or_are_our_own(tmp_path: Path) -> None:
    assert next(texts(None)) == OURS[0]
    file = tmp_path / "notes.csv"
    file.write_text("id,text\n1,Én\n2, \n3,To\n", encoding="utf-8-sig")
    written = texts(file)
    assert [next(written) for _ in range(3)] == ["Én", "To", "Én"]
    file.write_text("id,words\n1,Én\n", encoding="utf-8")
    with pytest.raises(Unreadable):
        texts(file)


def test_quantiles_are_in_milliseconds() -> None:
    found = quantiles([0.001 * n for n in range(1, 101)])
    assert (found.p50, found.p99) == (51.0, 100.0)
    assert quantiles([]).p99 == 0
