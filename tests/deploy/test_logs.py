"""The log tells what happened to the system, and never a word that somebody typed."""

import asyncio
import io
import json
import logging
import re
import threading
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from app import rooms
from app.cli import logs
from app.live import visit
from app.machine import measures
from app.rooms import NotStored
from app.settings import Settings
from app.store import workshops
from app.store.database import migrate, open_database
from tests.live.server import furnish, serving
from tests.web.conftest import HOST, House, plan_evening

SECRETS = ("Legg ned Solvang", "KODE23", "Nils Oppdiktet", "192.0.2.77", "s3kretnøkkel")
SECRET = " / ".join(SECRETS)
KEYS = {"at", "level", "from", "words", "id", "error", "where"}


class Log:
    """What would stand in the log, as text and as JSON."""

    def __init__(self) -> None:
        self.text, self.json = io.StringIO(), io.StringIO()

    @property
    def events(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.json.getvalue().splitlines()]

    def tells_nothing_of_anybody(self) -> None:
        both = self.text.getvalue() + self.json.getvalue()
        assert [secret for secret in SECRETS if secret in both] == []
        for event in self.events:
            assert {"at", "level", "from", "words"} <= event.keys() <= KEYS
        assert len(self.text.getvalue().splitlines()) == len(self.events)


@contextmanager
def listening() -> Iterator[Log]:
    """All that is logged meanwhile, by anybody, from the lowest level on."""
    log, root, ours = Log(), logging.getLogger(), logging.getLogger(logs.OURS)
    levels = root.level, ours.level  # a command that was run in this process has set it
    kinds = ((log.text, logs.AsText()), (log.json, logs.AsJson()))
    handlers = [logging.StreamHandler(stream) for stream, _ in kinds]
    for handler, (_, formatter) in zip(handlers, kinds, strict=True):
        handler.setFormatter(formatter)
        root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    ours.setLevel(logging.DEBUG)
    try:
        yield log
    finally:
        root.setLevel(levels[0])
        ours.setLevel(levels[1])
        for handler in handlers:
            root.removeHandler(handler)


def breaking(*_: object, **__: object) -> None:
    cause = KeyError(SECRET)
    raise ExceptionGroup(f"of {SECRET}", [RuntimeError(SECRET)]) from cause


def troubled(*_: object, **__: object) -> None:
    raise OperationalError(f"INSERT {SECRET}", {"text": SECRET}, Exception(SECRET))


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    engine = open_database(f"sqlite:///{tmp_path / 'tannhjul.db'}")
    migrate(engine)
    return engine


@pytest.fixture
async def house(engine: Engine) -> AsyncIterator[House]:
    house = House(engine)
    yield house
    house.rooms.close()
    engine.dispose()


@pytest.mark.parametrize(("what", "status"), [(breaking, 500), (troubled, 503), (NotStored, 503)])
async def test_a_page_that_breaks_has_a_number_that_is_in_the_log(
    house: House, monkeypatch: pytest.MonkeyPatch, what: Callable[..., None], status: int
) -> None:
    """V280, V281: and nothing else that leads to who opened it."""
    evening = await plan_evening(house)
    path = f"/b/{evening.codes[1]}/enkelt?{SECRET}"

    async def broken(*_: object, **__: object) -> None:
        if isinstance(what, type):
            raise what(SECRET)
        what()

    monkeypatch.setattr(evening.room, "do", broken)
    with listening() as log:
        async with house.web(**{"User-Agent": SECRETS[0], "X-Forwarded-For": SECRETS[3]}) as web:
            content = f"id={'1' * 32}&secret={'2' * 32}&text={SECRET}".encode()
            kind = {"Content-Type": "application/x-www-form-urlencoded", "Origin": HOST}
            answer = await web.post(path, content=content, headers=kind)
    assert answer.status_code == status
    (number,) = re.findall(r"error ([A-Z2-9]{5})\.|Feil ([A-Z2-9]{5})\.", answer.text)
    (told,) = [event for event in log.events if event.get("id")]
    assert told["id"] == "".join(number)
    assert "test_logs.py" in str(told["where"])
    log.tells_nothing_of_anybody()


async def test_no_layer_tells_what_was_written(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V281, A5: not a rule, not the store, not the loop, not a thread, not a library."""
    evening = await plan_evening(house)
    with listening() as log, monkeypatch.context() as patch:
        for place, name in ((rooms, "decide"), (workshops, "write")):
            with patch.context() as one:
                one.setattr(place, name, breaking)
                with pytest.raises(NotStored):
                    await evening.hold()
        logging.getLogger("uvicorn.error").error("Exception in %s", SECRET)
        logging.getLogger("some.library").error("bad value " + SECRET)
        patch.setattr(threading, "excepthook", threading.excepthook)
        logs.guard()
        thread = threading.Thread(target=breaking, name=SECRET)
        thread.start()
        thread.join()
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn(SECRET, stacklevel=1)
        logging.captureWarnings(False)
        said = {"message": f"Exception in callback tell('{SECRET}')", "handle": SECRET}
        error = RuntimeError(SECRET)
        asyncio.get_running_loop().default_exception_handler({**said, "exception": error})
        with house.engine.connect() as connection, pytest.raises(OperationalError):
            connection.execute(text("SELECT * FROM nowhere WHERE text = :text"), {"text": SECRET})
    assert {event["from"] for event in log.events} >= {
        "tannhjul", "tannhjul.rooms", "uvicorn.error", "some.library", "asyncio", "py.warnings",
    }  # fmt: skip
    assert "a rule failed on OpenStep: ExceptionGroup" in log.text.getvalue()
    assert "ExceptionGroup < RuntimeError" in log.text.getvalue()
    log.tells_nothing_of_anybody()


async def test_a_socket_that_breaks_tells_where_and_not_what(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V281: what the web server tells of it, on a real one."""
    monkeypatch.setattr(visit.Visit, "read", breaking)
    hall = furnish(engine)
    with listening() as log, serving(engine, tmp_path) as address:
        async with connect(address) as tablet:
            frame = {"t": "join", "n": 1, "role": "tablet", "code": hall.codes[1]}
            await tablet.send(json.dumps({**frame, "seat": SECRET}))
            with pytest.raises(WebSocketException):
                await tablet.recv()
    assert "Exception in ASGI application" in log.text.getvalue()
    assert "started" in log.text.getvalue()
    assert str(hall.codes[1]) not in log.text.getvalue()
    log.tells_nothing_of_anybody()


def test_no_event_reaches_beyond_its_line() -> None:
    """V281: whatever a name holds, it neither ends the line nor orders a terminal about."""
    hostile = "a\nerror tannhjul: all is lost\r\x1b[2J\u202eb\u2028c\x85d\x00"
    with listening() as log:
        logging.getLogger("tannhjul.test").warning("of %s", hostile, extra={"id": hostile})
        logging.getLogger(f"tannhjul.{hostile}").warning("x")
    assert log.events[0]["words"] == f"of {logs._printable(hostile)}"
    assert "\\u000a" in str(log.events[0]["id"])
    log.tells_nothing_of_anybody()
    assert all(line.isprintable() for line in log.text.getvalue().split("\n"))


def test_the_log_is_text_or_json_as_is_set(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """V280: to the second, on standard error."""
    root = logging.getLogger()
    for kind in ("text", "json"):
        monkeypatch.setattr(root, "handlers", [])
        logs.begin(Settings(_env_file=None, log=kind, log_level="info"))
        logging.getLogger("tannhjul.test").info("hei")
        logging.getLogger("some.library").info("hei")
        (line,) = capsys.readouterr().err.splitlines()
        if kind == "json":
            told = json.loads(line)
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", told.pop("at"))
            assert told == {"level": "info", "from": "tannhjul.test", "words": "hei"}
        else:
            assert line.endswith("Z info tannhjul.test: hei")
    logging.getLogger("tannhjul").setLevel(logging.NOTSET)


async def test_logins_and_slow_stores_are_told_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """V281: of none of them the moment."""
    monkeypatch.setattr(measures, "TELL_EVERY", 0.0)
    with listening() as log:
        watching = asyncio.create_task(measures.watch())
        await asyncio.sleep(0)
        for _ in range(3):
            measures.LOGINS.add()
        measures.SLOW_STORES.add()
        while len(log.events) < 2:
            await asyncio.sleep(0.05)
        watching.cancel()
    assert "the last ten minutes: 3" in log.text.getvalue()
    assert "more than a second" in log.text.getvalue()
