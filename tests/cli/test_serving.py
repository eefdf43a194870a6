"""`tannhjul serve` as it runs in a hall: one process, with TLS, that is told to stop."""

import asyncio
import os
import signal
import socket
import sqlite3
import ssl
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from typing import Any, NamedTuple

import ifaddr
import orjson
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import Engine
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from app.cli import greeting
from app.cli.certificate import renewed
from app.cli.common import Stop
from app.cli.server import Server, configured
from app.cli.serving import _free_port
from app.machine import network
from app.machine.certificates import Authority, context, names_in
from app.settings import Settings
from app.store.database import migrate, open_database
from tests.cli.test_network import plugged
from tests.command import tannhjul
from tests.homes.conftest import seat
from tests.homes.test_killed import WRITING
from tests.live.server import Hall, free_port, furnish
from tests.live.test_socket import written
from tests.store.batches import notes, sayings

TABLETS = 9


class Got(NamedTuple):
    status: int
    headers: Message
    body: bytes


@dataclass
class Served:
    """`tannhjul serve --https`, and what a tablet knows of it: an address and a root."""

    process: "subprocess.Popen[str]"
    port: int
    hall: Hall
    data: Path

    @property
    def trusting(self) -> ssl.SSLContext:
        root = Authority.of(self.data).root.public_bytes(Encoding.PEM).decode()
        return ssl.create_default_context(cadata=root)

    def get(self, path: str, *, tls: bool) -> Got:
        made = (
            HTTPSConnection("127.0.0.1", self.port, context=self.trusting, timeout=20)
            if tls
            else HTTPConnection("127.0.0.1", self.port, timeout=20)
        )
        with closing(made):
            made.request("GET", path)
            answer = made.getresponse()
            return Got(answer.status, answer.headers, answer.read())


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    data = tmp_path_factory.mktemp("serve")
    data.chmod(0o700)
    engine = open_database(f"sqlite:///{data / 'tannhjul.db'}")
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def served(database: Engine) -> Iterator[Served]:
    data, port = Path(str(database.url.database)).parent, free_port()
    hall = furnish(database, "", WRITING)
    database.dispose()  # what is left of the log when it stops is to be its own doing
    command = [sys.executable, "-m", "app.cli", "serve", "--https", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--data", str(data)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stdout is not None
    first = process.stdout.readline()
    assert first == f"Tannhjul runs at https://127.0.0.1:{port}\n"
    served = Served(process, port, hall, data)
    for _ in range(300):
        try:
            assert served.get("/helse", tls=True).status == 200
            break
        except ConnectionRefusedError:
            assert process.poll() is None, process.stdout.read()
            signal.sigtimedwait([], 0.05)
    yield served
    process.kill()
    process.communicate()


def test_one_port_takes_both(served: Served) -> None:
    """V268: by TLS all is served; in the clear one is sent on, but where trust is fetched."""
    assert served.get("/b", tls=True).status == 200
    for path, to in (("/b/ABCD?lang=nn", "/b/ABCD?lang=nn"), ("/stab", "/stab"), ("/", "/")):
        answer = served.get(path, tls=False)
        assert answer.status == 307
        assert answer.headers["Location"] == f"https://127.0.0.1:{served.port}{to}"
        assert "Content-Security-Policy" in answer.headers
    assert served.get("/helse", tls=False).status == 200
    with (
        closing(HTTPSConnection("127.0.0.1", served.port, timeout=20)) as distrusting,
        pytest.raises(ssl.SSLCertVerificationError),
    ):
        distrusting.request("GET", "/")


def test_how_trust_is_fetched(served: Served) -> None:
    """V269: in the clear too, in four languages, with the fingerprint that the machine tells."""
    told = tannhjul("certificate", "--json", "--data", served.data).json["fingerprint"]
    for language in ("nb", "nn", "en", "se"):
        page = served.get(f"/sertifikat?lang={language}", tls=False)
        assert page.status == 200
        assert told in page.body.decode()
    own = Authority.of(served.data)
    for name, content in (("tannhjul.crt", own.crt), ("tannhjul.mobileconfig", own.profile)):
        for tls in (False, True):
            assert served.get(f"/sertifikat/{name}", tls=tls).body == content


def test_a_login_is_never_sent_in_the_clear(served: Served) -> None:
    """V268."""
    cookie = served.get("/stab/logg-inn", tls=True).headers["Set-Cookie"]
    assert "secure" in cookie.lower()


@asynccontextmanager
async def tablet(served: Served, number: int) -> AsyncIterator[ClientConnection]:
    url = f"wss://127.0.0.1:{served.port}/live"
    async with connect(url, ssl=served.trusting, proxy=None, compression=None) as socket:
        code = served.hall.codes[1 + number % 3]
        join = {"t": "join", "n": 1, "role": "tablet", "code": code, "seat": seat(number)}
        await socket.send(orjson.dumps(join).decode())
        while orjson.loads(await socket.recv())["t"] != "welcome":
            pass
        yield socket


def words(number: int, n: int) -> str:
    return f"Innspill {n} fra nettbrett {number}"


async def write_on(served: Served, number: int, began: asyncio.Event) -> tuple[int, set[int], Any]:
    """Write without pause until it is over: how many were sent, which were stored, and the end."""
    sent, stored, bye = 0, set(), None
    async with tablet(served, number) as socket:

        async def listen() -> None:
            nonlocal bye
            with suppress(ConnectionClosed):
                while True:
                    frame = orjson.loads(await socket.recv())
                    if frame["t"] == "stored":
                        stored.add(frame["n"])
                        if len(stored) == 3:
                            began.set()
                    bye = frame if frame["t"] == "bye" else bye

        listening = asyncio.create_task(listen())
        with suppress(ConnectionClosed):
            while True:
                sent += 1
                note = written(number * 10_000 + sent, words(number, sent))
                await socket.send(orjson.dumps({"t": "note", "n": sent, **note}).decode())
                await asyncio.sleep(0.005)
        await listening
        assert socket.close_code == 1012
    return sent, stored, bye


async def test_told_to_stop_in_the_middle_of_writing(served: Served, database: Engine) -> None:
    """V270: every tablet is told to come back; what was answered is there, what is there was sent,
    nothing twice; the log is empty, nobody holds the database, and the status is 0."""
    began = [asyncio.Event() for _ in range(TABLETS)]
    async with asyncio.timeout(60):
        writing = [
            asyncio.create_task(write_on(served, number, event))
            for number, event in enumerate(began)
        ]
        for event in began:
            await event.wait()
        served.process.send_signal(signal.SIGTERM)
        ends = await asyncio.gather(*writing)
        status = await asyncio.to_thread(served.process.wait, 20)
    assert served.process.stdout is not None
    assert status == 0, served.process.stdout.read()
    assert not (served.data / "tannhjul.db-wal").exists()
    with closing(sqlite3.connect(served.data / "tannhjul.db", timeout=0)) as free:
        free.execute("BEGIN EXCLUSIVE")
    there = [note.text for note in notes(sayings(database, served.hall.workshop)).values()]
    assert len(there) == len(set(there))
    sent = {words(who, n) for who, end in enumerate(ends) for n in range(1, end[0] + 1)}
    answered = {words(who, n) for who, end in enumerate(ends) for n in end[1]}
    assert answered <= set(there) <= sent
    assert len(answered) >= 3 * TABLETS
    assert [end[2] for end in ends] == [{"t": "bye", "code": "restart"}] * TABLETS


def test_the_address_that_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """V264: the first line is for programs; on a terminal people get a code and all networks."""
    monkeypatch.setattr(ifaddr, "get_adapters", lambda: plugged("lo", "eth0", "wlan0", "wg0"))
    monkeypatch.setattr(network, "_default", lambda: "192.168.1.20")
    open_to_all = Settings(_env_file=None, host="0.0.0.0", port=8123)
    greeting.greet(open_to_all, "")
    assert capsys.readouterr().out == "Tannhjul runs at http://192.168.1.20:8123\n"
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    greeting.greet(open_to_all, "TOKEN")
    told = capsys.readouterr().out
    assert told.startswith("Tannhjul runs at http://192.168.1.20:8123\nFørste start.")
    assert "http://192.168.1.20:8123/stab/oppstart?token=TOKEN\n" in told
    assert "http://192.168.7.4:8123" in told
    assert "10.8.0.2" not in told
    assert "Avslutt med Ctrl+C." in told
    assert "█" in told
    greeting.greet(Settings(_env_file=None), "")
    assert "tannhjul serve --host 0.0.0.0" in capsys.readouterr().out


async def test_the_wifi_comes_late(
    database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V273: the certificate gets the new address for those who come from now on, without a stop."""
    monkeypatch.setattr(ifaddr, "get_adapters", lambda: plugged("lo"))
    settings = Settings(_env_file=None, data=tmp_path, https=True, host="0.0.0.0")
    own = Authority.of(tmp_path)
    renewed(own, settings)
    spoken, told = context(own.server_file), []

    def moved() -> None:
        told.append(network.best())
        assert renewed(own, settings)
        spoken.load_cert_chain(own.server_file)

    server = Server(configured(database, settings), spoken, moved)
    await server._look()
    assert told == []
    monkeypatch.setattr(ifaddr, "get_adapters", lambda: plugged("lo", "wlan0"))
    await server._look()
    await server._look()
    assert told == ["192.168.1.20"]
    assert "192.168.1.20" in names_in(own.server)
    server.app.rooms.close()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--tls-cert", "/nowhere.pem"], "--tls-cert and --tls-key go together"),
        (["--tls-cert", "/nowhere.pem", "--tls-key", "/nowhere.pem"], "/nowhere.pem"),
        (["--https", "--tls-cert", "a", "--tls-key", "b"], "choose one"),
        (["--local-name", "Ikke et navn"], "local-name"),
    ],
)
def test_options_that_do_not_fit(tmp_path: Path, options: list[str], words: str) -> None:
    """V272: are told in one line, and nothing is started."""
    answer = tannhjul("serve", "--data", tmp_path, "--port", free_port(), *options)
    assert answer.status in (1, 2)
    assert words in answer.err
    assert "Traceback" not in answer.err


def test_the_port_that_is_listened_on() -> None:
    """V272: for 0 one that is free, and is told; why an address cannot be had is told as it is."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        assert _free_port("127.0.0.1", 0, tries=1) not in (0, taken)
        with pytest.raises(Stop, match=f"port {taken} is taken"):
            _free_port("127.0.0.1", taken, tries=1)
    with pytest.raises(Stop, match=r"203\.0\.113\.9, port 8765: \w+"):
        _free_port("203.0.113.9", 8765, tries=20)


def test_a_certificate_of_somebody_elses_making(tmp_path: Path) -> None:
    """V272: a file that is no certificate is told, by the name of what is wrong."""
    for name in ("a", "b"):
        (tmp_path / name).write_text("hei")
    files = ["--tls-cert", tmp_path / "a", "--tls-key", tmp_path / "b"]
    answer = tannhjul("serve", "--data", tmp_path, "--port", free_port(), *files)
    assert (answer.status, answer.err.count("\n")) == (1, 1)
    assert "no PEM" in answer.err
