"""Export, import, backup and restore as they are used: by command, beside a server that runs."""

import asyncio
import json
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, make_url

from app import secretary
from app.cli import main
from app.core import commands as c
from app.core.events import NoteKept
from app.core.receipts import fingerprint
from app.demo.council import council
from app.demo.workshop import LEADER, furnish
from app.rehearse.account import Account
from app.rehearse.screens import Control
from app.rehearse.server import OwnServer, Server
from app.rehearse.tablet import Tablet
from app.rooms import Rooms
from app.store import staff, workshops
from app.store.database import migrate, open_database, revision, writing
from app.store.moving import put
from app.store.staff import SETTING
from app.store.tables import WorkshopRow
from app.web import auth
from tests.core.given import accounted

TEXTS = ("Flere busser 🚌", "Áhči ja eadni", "«Blåbær» & <b>ål</b>", "مرحبا", "O’Neill; DROP", "é")
PASSWORD = "fire ord som huskes"

_numbers = count(1)
Place = Callable[[str], OwnServer]


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Makes a place to serve from, not started: `place("sqlite")` or `place("postgresql")`."""
    made = []

    def make(kind: str) -> OwnServer:
        number = next(_numbers)
        data, database = tmp_path / f"data-{number}", ""
        data.mkdir()
        if kind == "postgresql":
            url = make_url(request.getfixturevalue("postgres"))
            engine = create_engine(url, isolation_level="AUTOCOMMIT")
            with engine.connect() as connection:
                connection.exec_driver_sql(f"CREATE DATABASE moved_{number} TEMPLATE template0")
            engine.dispose()
            moved = url.set(drivername="postgresql", database=f"moved_{number}")
            database = moved.render_as_string(hide_password=False)
        made.append(OwnServer(data, database))
        return made[-1]

    yield make
    for each in made:
        each.stop()


@contextmanager
def database_of(place: OwnServer) -> Iterator[Engine]:
    engine = open_database(place.database or f"sqlite:///{place.data / 'tannhjul.db'}")
    yield engine
    engine.dispose()


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


def tannhjul(place: OwnServer, command: str, *words: Any, room: int | None = None) -> Ran:
    """Run a command there, here; `room`: how far a file may grow, as on a full disk."""
    where = ["--data", place.data, "--database", place.database]
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    code, out, err = 0, StringIO(), StringIO()
    with _process() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["tannhjul", command, *map(str, [*where, *words])])
        if room is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
        try:
            main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    return Ran(code, out.getvalue(), err.getvalue())


@contextmanager
def _process() -> Iterator[pytest.MonkeyPatch]:
    """When it is over, connections are closed, as those of a process are."""
    engines = []

    def kept(url: str) -> Engine:
        engines.append(open_database(url))
        return engines[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.cli.common.open_database", kept)
        patch.setattr("app.cli.moving.open_database", kept)
        yield patch
    for engine in engines:
        engine.dispose()


def done(place: OwnServer, command: str, *words: Any) -> Any:
    """What the command prints for machines; it must go well, and say nothing besides."""
    ran = tannhjul(place, command, *words, "--json")
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out)


def refused(place: OwnServer, command: str, *words: Any, room: int | None = None) -> str:
    """Why it does not: one line, and nothing printed."""
    ran = tannhjul(place, command, *words, room=room)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("tannhjul: ")
    assert ran.err.count("\n") == 1
    return ran.err


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the demonstration: a workshop that was held, and the one to run."""
    home = OwnServer(tmp_path_factory.mktemp("demonstration"))
    with database_of(home) as engine:
        migrate(engine)
        staff.set_user(engine, "kari", "Kari", PASSWORD)
        asyncio.run(_furnish(engine))
    file = home.data / "backup"
    done(home, "backup", file)
    return file


async def _furnish(engine: Engine) -> None:
    rooms = Rooms(engine)
    await furnish(rooms, council("tromso"))
    rooms.close()


def furnished(place: OwnServer, demonstration: Path) -> WorkshopRow:
    """Put it there; the workshop to run."""
    done(place, "restore", demonstration)
    with database_of(place) as engine:
        return next(row for row in workshops.all_workshops(engine) if row.ended is None)


def server(place: OwnServer) -> Server:
    def token() -> str:
        with database_of(place) as engine:
            return auth.operator_token(engine)

    return Server(place.url, token)


def tablets(place: OwnServer, row: WorkshopRow, how_many: int) -> list[Tablet]:
    with database_of(place) as engine:
        codes = workshops.codes(engine, row.id)
    tables = [no for no in codes if no is not None]
    at = [tables[i % len(tables)] for i in range(how_many)]
    return [Tablet(server(place).tablets, codes[no], no) for no in at]


# ---------------------------------------------------------------- from one place to another


@pytest.mark.parametrize(("here", "there"), [("sqlite", "postgresql"), ("postgresql", "sqlite")])
async def test_a_series_moves_while_all_write_and_comes_back(
    place: Place, demonstration: Path, tmp_path: Path, here: str, there: str
) -> None:
    """The hall goes on where it was, on the other server, with 300 notes in many scripts; it is
    ended and published there, and comes back; the receipts verify at both places."""
    first, second = place(here), place(there)
    row = furnished(first, demonstration)
    first.start()
    second.start()
    hall = tablets(first, row, 20)
    account = Account(hall)
    control = Control(server(first).controls, row.code)
    await asyncio.gather(*(tablet.come() for tablet in hall), control.come())
    await control.lead("open_step", step="vekst-skriv")
    for turn in range(15):
        words = [f"{TEXTS[(turn + i) % 6]} {turn}-{i}" for i in range(20)]
        await asyncio.gather(*(t.write(w, "vekst") for t, w in zip(hall, words, strict=True)))
    await asyncio.gather(*(tablet.withdraw(tablet.notes[3]) for tablet in hall))
    assert account.stored == 300

    out, back, again = (tmp_path / name for name in ("out", "back", "again"))
    figures = done(first, "export", "--series", row.code, out)
    assert (figures["workshops"], figures["open"]) == (2, True)
    assert sorted(done(second, "import", out)["imported"]) == sorted(figures["codes"])
    assert done(second, "import", out)["unchanged"] == sorted(figures["codes"])
    done(second, "export", ", ".join(reversed(figures["codes"])).lower(), again)
    assert again.read_bytes() == out.read_bytes()
    for screen in (*hall, control):
        await screen.go()
    first.stop()

    # Whoever held a tablet holds it still, with the secrets of the notes that are its own.
    for tablet in hall:
        tablet._address = server(second).tablets
    control = Control(server(second).controls, row.code)
    await asyncio.gather(*(tablet.come() for tablet in hall), control.come())
    await asyncio.gather(*(tablet.resend(tablet.notes[0]) for tablet in hall))
    await asyncio.gather(
        *(tablet.edit(tablet.notes[5], "Endret etter flyttingen") for tablet in hall)
    )
    await asyncio.gather(*(tablet.withdraw(tablet.notes[6]) for tablet in hall))
    await asyncio.gather(*(tablet.write("Skrevet etterpå", "vekst") for tablet in hall))
    await control.lead("open_step", step="vekst-bord")
    for screen in (*hall, control):
        await screen.until(lambda: account.agrees(screen, plenary=False))  # noqa: B023
        account.check(screen, plenary=False)
    assert (account.lost, account.duplicated) == (set(), set())
    await control.lead("end")
    for screen in (*hall, control):
        await screen.go()
    second.stop()
    with database_of(second) as engine:
        rooms = Rooms(engine)
        room = await rooms.room(row.id)
        assert room is not None
        await room.do(c.EditSynthesis(accounted(room.state)), LEADER)
        await secretary.publish(room, engine, await secretary.draft(room, engine), LEADER.name)
        rooms.close()

    figures = done(second, "export", row.code, "--series", back)
    assert not figures["open"]
    assert "already, with another content" in refused(first, "import", back)
    brought = done(first, "import", "--overwrite", back)
    assert (brought["replaced"], len(brought["unchanged"])) == ([row.code], 2)
    done(first, "export", row.code, "--series", again)
    assert again.read_bytes() == back.read_bytes()
    receipts = tmp_path / "receipts.json"
    mine = [fingerprint(n.id, n.text) for n in account.notes if not n.withdrawn]
    receipts.write_text(json.dumps(mine))
    for where in (first, second):
        minutes = tmp_path / "minutes.json"
        ran = tannhjul(where, "minutes", row.code, "--format", "json", "--out", minutes)
        assert (ran.code, ran.err) == (0, "")
        assert done(where, "verify", minutes, receipts) == {
            "root_ok": True,
            "receipts": {"present": len(mine), "hidden": 0, "missing": 0},
        }
    # What was here before it came back is kept beside the file.
    assert [*tmp_path.glob("back.replaced-*")] == [Path(brought["kept"])]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_a_backup_while_twenty_write(
    place: Place, demonstration: Path, tmp_path: Path, kind: str
) -> None:
    """Whatever was reported stored before the backup began is there when it is restored, with the
    words it had then or newer ones; and the server never noticed."""
    home = place(kind)
    row = furnished(home, demonstration)
    home.start()
    hall = tablets(home, row, 20)
    account = Account(hall)
    control = Control(server(home).controls, row.code)
    await asyncio.gather(*(tablet.come() for tablet in hall), control.come())
    await control.lead("open_step", step="vekst-skriv")
    over = False

    async def writes(tablet: Tablet) -> None:
        while not over:
            note = await tablet.write(TEXTS[len(tablet.notes) % 6], "vekst")
            if len(tablet.notes) % 3 == 0:
                await tablet.edit(note, f"Endret {len(tablet.notes)}")
            await asyncio.sleep(0.3)

    at_work = [asyncio.create_task(writes(tablet)) for tablet in hall]
    acknowledged = []
    for number in range(3):
        before = {note.id: note.stored_rev for note in account.notes if note.stored_rev >= 0}
        acknowledged.append(before)
        await _backup(home, tmp_path / f"backup-{number}")
    over = True
    await asyncio.gather(*at_work)
    assert account.stored == account.sent
    assert 0 < len(acknowledged[1]) < len(acknowledged[2]) < account.sent
    for screen in (*hall, control):
        await screen.go()

    sent = {note.id: note for note in account.notes}
    for number, before in enumerate(acknowledged):
        restored = place("sqlite")
        done(restored, "restore", tmp_path / f"backup-{number}")
        with database_of(restored) as engine:
            loaded = workshops.load(engine, row.id)
            assert staff.check(engine, "kari", PASSWORD) is not None
        assert loaded is not None
        found = {f.note.id: f.note for f in loaded.sayings if isinstance(f, NoteKept)}
        assert before.keys() <= found.keys()
        assert len(found) < account.sent
        for note in found.values():
            assert note.rev >= before.get(note.id, 0)
            ours = sent[note.id]
            assert (note.text == ours.text) == (note.rev == ours.rev)
            assert note.table == ours.table
    restored.start()
    again = Tablet(server(restored).tablets, hall[0]._code, hall[0].table)
    async with again.here():
        assert again.view.v


async def _backup(place: OwnServer, file: Path) -> None:
    """By a process of its own."""
    where = ["--data", str(place.data), "--database", place.database, str(file)]
    command = [sys.executable, "-m", "app.cli", "backup", *where]
    assert (
        await (await asyncio.create_subprocess_exec(*command, stdout=subprocess.DEVNULL)).wait()
        == 0
    )


def test_an_import_beside_a_running_server(
    place: Place, demonstration: Path, tmp_path: Path
) -> None:
    """Everybody sees it at once; and nothing is replaced under a server."""
    for kind in ("sqlite", "postgresql"):
        home, elsewhere = place(kind), place("sqlite")
        row = furnished(elsewhere, demonstration)
        file, all_of_it = tmp_path / f"{kind}.tannhjul", tmp_path / f"{kind}.backup"
        done(elsewhere, "export", row.code, "--series", file)
        done(elsewhere, "backup", all_of_it)
        home.start()
        assert row.title not in _page(home, "/")
        done(home, "import", file)
        assert row.title in _page(home, "/")
        assert row.title in _page(home, f"/v/{row.code}")
        for ran in ("restore", "import"):
            why = refused(home, ran, "--overwrite", all_of_it if ran == "restore" else file)
            assert "serves from" in why or "somebody else uses the database" in why
        assert row.title in _page(home, f"/v/{row.code}")
        home.stop()


def _page(place: OwnServer, path: str) -> str:
    return server(place)._ask("GET", path).decode()


# ---------------------------------------------------------------- what goes wrong


def test_a_restore_overwrites_only_when_told(
    place: Place, demonstration: Path, tmp_path: Path
) -> None:
    """And keeps what was there, beside the file."""
    for kind in ("sqlite", "postgresql"):
        home = place(kind)
        row = furnished(home, demonstration)
        file = tmp_path / f"{kind}.backup"
        figures = done(home, "backup", file)
        assert figures == {
            "file": str(file), "workshops": 2, "rows": figures["rows"], "open": False
        }  # fmt: skip
        with database_of(home) as engine:
            staff.set_user(engine, "per", "Per", PASSWORD)
        assert "--overwrite" in refused(home, "restore", file)
        kept = Path(done(home, "restore", file, "--overwrite")["kept"])
        with database_of(home) as engine:
            assert [user.login for user in staff.users(engine)] == ["kari"]
            assert workshops.find(engine, row.code) is not None
        done(home, "restore", kept, "--overwrite")
        with database_of(home) as engine:
            assert [user.login for user in staff.users(engine)] == ["kari", "per"]


def test_a_full_disk(place: Place, demonstration: Path, tmp_path: Path) -> None:
    """Leaves what was there, and no half file."""
    home, bare = place("sqlite"), place("sqlite")
    row = furnished(home, demonstration)
    file, moved = tmp_path / "full.backup", tmp_path / "moved"
    done(home, "backup", file)
    done(home, "export", row.code, moved)
    whole = file.read_bytes()
    before = {*tmp_path.iterdir()}
    for room in (40_000, len(whole) - 1):  # more than SQLite itself needs
        assert "File too large" in refused(home, "backup", file, room=room)
        assert file.read_bytes() == whole
        assert {*tmp_path.iterdir()} == before
    done(bare, "import", moved)
    done(home, "export", row.code, "--series", moved)
    there = (bare.data / "tannhjul.db").read_bytes()
    for command in (("import", moved), ("restore", file, "--overwrite")):
        assert "cannot be opened or written" in refused(bare, *command, room=len(there) // 2)
        assert [path.read_bytes() for path in bare.data.glob("tannhjul*")] == [there]


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_half_a_backup_is_taken_away(place: Place, tmp_path: Path, ending: int) -> None:
    """Whoever ends it while it writes."""
    home, folder = place("sqlite"), tmp_path / "backups"
    folder.mkdir()
    with database_of(home) as engine:
        migrate(engine)
        rows = ((SETTING, {"key": f"{n:06}", "value": "ord " * 50}) for n in range(80_000))
        with writing(engine) as connection:
            put(connection, rows)
    where = ["--data", str(home.data), "--database", "", str(folder / "file")]
    command = [sys.executable, "-m", "app.cli", "backup", *where]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as running:
        while not any(part.stat().st_size for part in folder.glob("*.part")):
            assert running.poll() is None
            time.sleep(0.001)
        running.send_signal(ending)
        assert running.wait(30) == 130
    assert not [*folder.iterdir()]


def test_what_cannot_be_done_is_told_in_one_line(
    place: Place, demonstration: Path, tmp_path: Path
) -> None:
    home, nowhere = place("sqlite"), place("sqlite")
    row = furnished(home, demonstration)
    file = tmp_path / "a.tannhjul"
    nowhere.data.rmdir()
    assert "there is no data in" in refused(nowhere, "backup", file)
    assert "there is no data in" in refused(nowhere, "export", "ABCDEF", file)
    unknown = refused(home, "export", f"{row.code},NOSUCH", file)
    assert "no workshop or plan process «NOSUCH»" in unknown
    assert "No such file" in refused(home, "backup", tmp_path / "nowhere" / "file")
    assert "No such file" in refused(home, "restore", file)
    assert "it is no file" in refused(home, "export", row.code, home.data)
    assert not file.exists()
    done(home, "backup", file)
    assert "«tannhjul restore» takes it" in refused(nowhere, "import", file)
    file.write_bytes(file.read_bytes()[:-1])
    assert "cut off or altered" in refused(nowhere, "restore", file)
    assert "cut off or altered" in refused(home, "restore", file, "--overwrite")
    assert not nowhere.data.exists()
    file.unlink()
    for found, why in (("9999", "newer"), ("0001", "older")):
        with closing(sqlite3.connect(home.data / "tannhjul.db")) as connection, connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", [found])
        assert why in refused(home, "backup", file)
        with database_of(home) as engine:
            assert revision(engine) == found
    assert not file.exists()


async def test_people_read_what_was_done(place: Place, demonstration: Path, tmp_path: Path) -> None:
    home = place("sqlite")
    row = furnished(home, demonstration)
    file = tmp_path / "a.tannhjul"
    said = tannhjul(home, "backup", file).out
    assert said.count("\n") == 1
    assert "2 workshops" in said
    assert "keep it safe" in said
    with database_of(home) as engine:
        rooms = Rooms(engine)
        room = await rooms.room(row.id)
        assert room is not None
        await room.do(c.OpenStep("vekst-skriv"), LEADER)
        await room.do(c.KeepNote("0" * 32, "vekst", "ord", "k" * 64), c.Tablet("1" * 32, 1))
        rooms.close()
    assert "A round is open" in tannhjul(home, "export", row.code, file).out
    with database_of(home) as engine, engine.begin() as connection:
        connection.exec_driver_sql("UPDATE workshop SET of = 3")
    assert "number 3 is not here" in tannhjul(home, "export", row.code, "--series", file).out
    other = place("sqlite")
    assert "Imported" in tannhjul(other, "import", file).out
    assert "Already here, and the same" in tannhjul(other, "import", file).out
