"""What those who run the server can ask it: whether it is well, and its figures."""

import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from app.core import commands as c
from app.core.rules import hashed
from app.machine import measures
from app.settings import Settings
from app.store.database import migrate, open_database
from app.web import pulse
from tests.web.conftest import House, plan_evening

TOKEN = "et-langt-og-hemmelig-ord"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


def house_in(folder: Path, metrics_token: str = "") -> House:
    folder.mkdir(exist_ok=True)
    engine = open_database(f"sqlite:///{folder / 'tannhjul.db'}")
    migrate(engine)
    return House(engine, Settings(_env_file=None, data=folder, metrics_token=metrics_token))


@pytest.mark.parametrize(
    ("name", "why"), [("SQLITE_FULL", "full"), ("SQLITE_READONLY", "read_only"), ("", "away")]
)
async def test_health_tells_what_is_wrong_with_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, why: str
) -> None:
    """V282: in a word that stays the same; and that it is over."""
    house = house_in(tmp_path)
    monkeypatch.setattr(pulse, "AGAIN_AFTER", 0.0)
    cause = sqlite3.OperationalError("disk")
    cause.sqlite_errorname = name

    async def full() -> None:
        raise OperationalError("INSERT", {}, cause)

    async with house.web() as web:
        with monkeypatch.context() as patch:
            patch.setattr(house.rooms, "try_it", full)
            answer = await web.get("/helse")
            assert (answer.status_code, answer.json()) == (503, {"ok": False, "why": why})
        answer = await web.get("/helse")
        assert (answer.status_code, answer.json()) == (200, {"ok": True})
    house.rooms.close()


async def test_health_is_found_by_writing_and_not_for_each_who_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V282: a database that is gone is told; a crowd makes us write once."""
    house = house_in(tmp_path)
    tried, try_it = [], house.rooms.try_it

    async def counted() -> None:
        tried.append(1)
        await try_it()

    monkeypatch.setattr(house.rooms, "try_it", counted)
    monkeypatch.setattr(pulse, "AGAIN_AFTER", 3_600.0)
    async with house.web() as web:
        for _ in range(20):
            assert (await web.get("/helse")).status_code == 200
        assert len(tried) == 1
        monkeypatch.setattr(pulse, "AGAIN_AFTER", 0.0)
        house.site.state.site.pulse._until = 0.0
        house.engine.dispose()
        for file in tmp_path.glob("tannhjul.db*"):
            file.unlink()
        assert (await web.get("/helse")).json() == {"ok": False, "why": "away"}
    house.rooms.close()


async def test_figures_are_for_who_has_the_token(tmp_path: Path) -> None:
    """V283: and are not there for anybody else, nor where none is set."""
    house = house_in(tmp_path, metrics_token=TOKEN)
    async with house.web() as web:
        assert (await web.get("/metrics")).status_code == 404
        wrong = {b"Authorization": f"Bearer {TOKEN[:-1]}é".encode("latin-1")}
        assert (await web.get("/metrics", headers=wrong)).status_code == 404
        answer = await web.get("/metrics", headers=BEARER)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
        assert answer.headers["cache-control"] == "no-store"
    house.rooms.close()
    bare = house_in(tmp_path / "bare")
    async with bare.web() as web:
        for given in ("", "Bearer ", "Bearer x"):
            answer = await web.get("/metrics", headers={"Authorization": given})
            assert answer.status_code == 404
    bare.rooms.close()
    with pytest.raises(ValueError, match="metrics_token"):
        Settings(_env_file=None, metrics_token="kort")


LINE = re.compile(r'(\w+)(\{(?:\w+="(?:[^"\\\n]|\\.)*",?)*\})? (-?[0-9.]+(?:e[+-]?\d+)?|\+Inf)')


def read(figures: str) -> dict[str, float]:
    """Each figure by its name and labels. Fails where a line is not as the format has it."""
    found, known = {}, set()
    for line in figures.splitlines():
        if line.startswith("# "):
            known |= {line.split()[2]}
            continue
        matched = LINE.fullmatch(line)
        assert matched, line
        name = re.sub("_(bucket|sum|count)$", "", matched[1])
        assert {name, matched[1]} & known, line
        found[matched[1] + (matched[2] or "")] = float(matched[3])
    return found


async def _evening(folder: Path, notes: Sequence[str], tables: Sequence[int]) -> dict[str, float]:
    """The figures after these notes were written at these tables, in this order."""
    for each in measures.ALL:
        vars(each).update(vars(type(each)(*_made(each))))
    house = house_in(folder, metrics_token=TOKEN)
    evening = await plan_evening(house)
    await evening.do(c.OpenStep("skriv"))
    async with house.web() as web:
        for i, (note, table) in enumerate(zip(notes, tables, strict=True)):
            said = c.KeepNote(f"{i:032x}", "q", note, hashed(note))
            await evening.room.do(said, c.Tablet(f"{i:032x}", table))
            for path in ("", "/enkelt"):
                assert (await web.get(f"/b/{evening.codes[table]}{path}")).status_code < 400
        for path in ("/", f"/v/{evening.code}", "/vern", "/nix", "/static/cogwheel.svg"):
            await web.get(path)
        answer = (await web.get("/metrics", headers=BEARER)).text
    for secret in (*notes, evening.code, *evening.codes.values(), "Prøve", evening.room.id):
        assert secret not in answer
    house.rooms.close()
    return read(answer)


def _made(each: object) -> tuple[str, ...]:
    if isinstance(each, measures.Screens):
        return ()
    name, told = vars(each)["name"], vars(each)["told"]
    return (name, told, *vars(each).get("_labels", ()))


async def test_the_figures_are_the_same_whatever_was_written(tmp_path: Path) -> None:
    """V283: other notes, more of them, in another order: the same figures, but for times."""
    one = await _evening(tmp_path / "a", ["Sykkel", "Skole"], [1, 2])
    two = await _evening(tmp_path / "b", [f"Noe annet {i}" for i in range(9)], [2] * 5 + [1] * 4)
    assert one.keys() == two.keys()
    timed = re.compile("tannhjul_(store|loop_lag)_seconds|tannhjul_start_time")
    same = {name: value for name, value in one.items() if not timed.match(name)}
    assert same == {name: two[name] for name in same}
    assert one["tannhjul_store_seconds_count"] == two["tannhjul_store_seconds_count"] == 1
    assert one['tannhjul_pages_total{route="/v/{code}",status="200"}'] == 1
    assert not any("/b" in name for name in one)


def test_who_comes_or_goes_is_no_event() -> None:
    """V283: screens are told in tens."""
    screens = measures.Screens()
    seen = set()
    with screens.one():
        for _ in range(9):
            with screens.one():
                seen.add([*screens.lines()][-1])
    assert seen == {"tannhjul_screens 10"}
    assert [*screens.lines()][-1] == "tannhjul_screens 0"


def test_the_format_is_kept_whatever_a_label_is() -> None:
    """V283: as Prometheus' text format has it."""
    count, times = measures.Count("a_total", "told", "x"), measures.Times("b", "told")
    count.add('a"b\\c\nd')
    for seconds in (0.001, 0.1, 0.11, 99):
        times.add(seconds)
    found = read("\n".join([*count.lines(), *times.lines()]))
    assert found['a_total{x="a\\"b\\\\c\\nd"}'] == 1
    assert [found[f'b_bucket{{le="{le}"}}'] for le in ("0.005", "0.1", "0.5", "20.0", "+Inf")] == [
        1, 2, 3, 3, 4,
    ]  # fmt: skip
    assert found["b_count"] == 4
