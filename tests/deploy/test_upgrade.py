"""An upgrade keeps all there was; and where it cannot be done, leaves it as it was.

`first.jsonl` was written by the program of the first tables: a demonstration with a workshop that
was held and published, and one whose first round is open. A line a row: table, values.
"""

import json
import re
import resource
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any, TypeAlias

import pytest
from alembic import command
from sqlalchemy import Boolean, Engine, MetaData, insert, select
from sqlalchemy.exc import DatabaseError

from app.core.events import NoteKept
from app.settings import Settings
from app.store import backups, moving, upgrading, workshops
from app.store.database import NewerDatabase, _alembic, open_database, revision, revisions
from app.store.portable import TABLES, opened
from app.store.tables import metadata
from app.store.upgrading import bring_up_to_date
from app.store.whole import replacing, snapshot
from tests.homes.conftest import fresh
from tests.web.conftest import House

FIRST = Path(__file__).parent / "first.jsonl"
Place: TypeAlias = Callable[[], Engine]


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Databases without tables."""
    engines: list[Engine] = []

    def made() -> Engine:
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path / f'{len(engines)}.db'}"
        else:
            url = fresh(request.getfixturevalue("postgres"))
        engines.append(open_database(url))
        return engines[-1]

    yield made
    for engine in engines:
        engine.dispose()


def upgrade(engine: Engine, to: str) -> None:
    config = _alembic()
    config.attributes["engine"] = engine
    command.upgrade(config, to)


def lay(engine: Engine) -> dict[str, str]:
    """A database of the first tables with what the first program wrote: its minutes by workshop."""
    upgrade(engine, "0001")
    tables = MetaData()
    tables.reflect(engine)
    minutes = {}
    with engine.begin() as connection:
        for line in FIRST.read_text().splitlines():
            name, row = json.loads(line)
            for column in tables.tables[name].columns:
                if isinstance(column.type, Boolean):
                    row[column.name] = bool(row[column.name])
            connection.execute(insert(tables.tables[name]), row)
            if name == "minutes":
                minutes[row["workshop"]] = row["body"]
    return minutes


def rows_in(engine: Engine) -> dict[str, list[Any]]:
    """All rows of all tables there are, whatever their shape."""
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        return {
            name: sorted(map(repr, connection.execute(select(table)).all()))
            for name, table in tables.tables.items()
        }


async def test_an_upgrade_from_the_first_tables(place: Place, tmp_path: Path) -> None:
    """V284, K7: every workshop loads, what was published stands to the byte, and all the public
    pages answer."""
    engine = place()
    before = lay(engine)
    kept = bring_up_to_date(engine, tmp_path / "backups")
    assert kept is not None
    assert revision(engine) == revisions()[0]

    kinds: Counter[bool] = Counter()
    held, planned = sorted(workshops.all_workshops(engine), key=lambda row: row.number)
    for row in (held, planned):
        loaded = workshops.load(engine, row.id)
        assert loaded is not None
        notes = [fact.note for fact in loaded.sayings if isinstance(fact, NoteKept)]
        kinds.update(note.table is None for note in notes)
    assert kinds == {True: 23, False: 2}
    with engine.connect() as connection:
        table = metadata.tables["minutes"]
        after = {row.workshop: row.body for row in connection.execute(select(table))}
    assert after == before
    assert after.keys() == {held.id}

    house = House(engine, Settings(_env_file=None, data=tmp_path))
    async with house.web() as web:
        for path in await _public_pages(web):
            answer = await web.get(path)
            assert answer.status_code == 200, path
    house.rooms.close()


async def _public_pages(web: Any) -> list[str]:
    """Those that lead on from the front page, but the files that take long to make."""
    seen, left = {"/"}, ["/"]
    for path in left:
        page = (await web.get(path)).text
        for link in re.findall(r'href="(/[^"?#]*)', page):
            slow = re.search(r"\.(pdf|docx|zip|xml|odt)$|/stab|/static|/b(/|$)", link)
            if link not in seen and not slow:
                seen.add(link)
                left.append(link)
    assert len(left) > 10
    return left


def test_what_was_before_is_kept_and_can_be_restored(place: Place, tmp_path: Path) -> None:
    """V285: in the old shape, for its owner only; restored it is the same as what was upgraded.
    The newest three are kept, and nothing is made where nothing is upgraded."""
    engine, other = place(), place()
    lay(engine)
    upgrade(engine, "0008")
    folder = tmp_path / "data" / "backups"
    kept = bring_up_to_date(engine, folder)
    assert kept is not None
    assert [*folder.iterdir()] == [kept]
    assert (kept.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)
    older = [backups.fresh(folder, datetime.now(UTC) - timedelta(days=n)) for n in (1, 2, 3, 91)]
    for path in older:
        path.write_bytes(kept.read_bytes())
    assert bring_up_to_date(engine, folder) is None
    assert {*folder.iterdir()} == {kept, *older[:2]}
    file = opened(kept, "backup")
    assert file.schema == "0008"

    assert bring_up_to_date(other, folder) is None
    with replacing(other) as connection:
        counts = moving.put(connection, file.rows())
    assert counts["note"] + counts["sheet"] >= 2
    assert all_of(other) == all_of(engine)
    # No table was forgotten: the tables of the newest shape are found just as well.
    with snapshot(engine) as connection:
        found = {table.name for table, _ in upgrading._as_it_is(connection)}
        assert {table.name for table, _ in moving.everything(connection)} <= found <= {*TABLES}


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)  # SQLite is one process's
def test_two_that_start_at_once(place: Place, tmp_path: Path) -> None:
    """V285: one of them upgrades; the other finds it done, and makes no backup of another shape."""
    engine = place()
    lay(engine)
    together = Barrier(2)

    def start(folder: Path) -> Path | None:
        mine = open_database(engine.url.render_as_string(hide_password=False))
        together.wait(20)
        try:
            return bring_up_to_date(mine, folder)
        finally:
            mine.dispose()

    with ThreadPoolExecutor(2) as both:
        kept = [*both.map(start, (tmp_path / "a", tmp_path / "b"))]
    assert kept.count(None) == 1
    assert revision(engine) == revisions()[0]


def all_of(engine: Engine) -> list[Any]:
    with snapshot(engine) as connection:
        return [(table.name, row) for table, row in moving.everything(connection)]


def test_a_migration_that_fails_leaves_all_as_it_was(place: Place, tmp_path: Path) -> None:
    """V286: in the last of many, half-way through."""
    engine = place()
    lay(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE staff_session (mine INTEGER)")
    before = rows_in(engine)
    with pytest.raises(DatabaseError, match="already exists"):
        bring_up_to_date(engine, tmp_path / "backups")
    assert rows_in(engine) == before
    assert revision(engine) == "0001"
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE staff_session")
    bring_up_to_date(engine, tmp_path / "backups")
    assert revision(engine) == revisions()[0]


def test_without_room_for_the_backup_nothing_is_changed(place: Place, tmp_path: Path) -> None:
    """V286: nor where the folder cannot be written, nor where newer data meets an older program."""
    engine, folder = place(), tmp_path / "backups"
    lay(engine)
    before = rows_in(engine)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        with pytest.raises(OSError, match="File too large"):
            bring_up_to_date(engine, folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [*folder.iterdir()] == []
    folder.rmdir()
    folder.touch()
    with pytest.raises(OSError, match="exists"):
        bring_up_to_date(engine, folder)
    assert rows_in(engine) == before
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    before = rows_in(engine)
    with pytest.raises(NewerDatabase):
        bring_up_to_date(engine, tmp_path / "more")
    assert rows_in(engine) == before
    assert not (tmp_path / "more").exists()
