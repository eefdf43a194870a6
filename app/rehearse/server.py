"""The server that is rehearsed on: asked for a workshop and to take it away again, or started here.

The workshop is made by `POST /api/generalprove`. Who may: the machine's own command line, by a
token, or a member of the staff who logs in.
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, ProxyHandler, Request, build_opener

from app.core.rehearsal import Report
from app.rehearse.screens import Address, Away, Trouble, is_near

STARTS_WITHIN = 30.0
REMOVED_WITHIN = 20.0
"""Seconds to go on trying to take a rehearsal away: the server may be on its way up again."""

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Made:
    """A workshop marked as rehearsal: its codes, and the steps it goes through."""

    code: str
    tables: Mapping[int, str]
    projector: str
    question: str
    steps: Sequence[tuple[str, str]]


class Server:
    """A running server at `url`. `token` gives a fresh one each time, or nothing."""

    def __init__(self, url: str, token: Callable[[], str] | None = None) -> None:
        self.url = url.rstrip("/")
        self._token = token
        self._cookies = CookieJar()
        handlers = [HTTPCookieProcessor(self._cookies)]
        self._web = build_opener(*handlers, *([ProxyHandler({})] if is_near(self.url) else []))

    @property
    def tablets(self) -> Address:
        """How tablets come in: like anybody."""
        return Address(self._live)

    @property
    def controls(self) -> Address:
        """How control comes in: as staff."""
        return Address(self._live, self._headers)

    @property
    def _live(self) -> str:
        return "ws" + self.url.removeprefix("http") + "/live"

    def _headers(self) -> dict[str, str]:
        if self._token is not None:
            return {"Authorization": f"Bearer {self._token()}"}
        cookies = "; ".join(f"{c.name}={c.value}" for c in self._cookies)
        return {"Cookie": cookies, "Origin": self.url}  # as a page from there

    def log_in(self, login: str, password: str) -> None:
        """As a member of the staff, by the same form as everyone. Raises `Trouble`."""
        page = self._ask("GET", "/stab/logg-inn").decode()
        token = re.search(r'name="csrf" value="([^"]+)"', page)
        form = {"csrf": token[1] if token else "", "login": login, "password": password}
        self._ask("POST", "/stab/logg-inn", urlencode(form).encode())

    def make(self, tables: int, seats: int) -> Made:
        """Make the workshop; `seats` in all. Raises `Trouble`."""
        asked = json.dumps({"tables": tables, "seats": seats}).encode()
        answer = self._ask("POST", "/api/generalprove", asked, JSON)
        try:
            made = json.loads(answer)
        except ValueError:  # turned to a page: the one to log in on
            raise Trouble(f"{self.url} does not know who we are: log in with --user") from None
        return Made(
            made["code"],
            {int(no): code for no, code in made["tables"].items()},
            made["projector"],
            made["question"],
            [(step["id"], step["kind"]) for step in made["steps"]],
        )

    def keep(self, found: Report) -> None:
        """Leave the report with the server, for the page that its staff read. Raises `Trouble`."""
        self._ask("PUT", "/api/generalprove", json.dumps(asdict(found)).encode(), JSON)

    def remove(self, made: Made) -> None:
        """Take the workshop away. Raises `Trouble` where the server stays away."""
        began = time.monotonic()
        while True:
            try:
                self._ask("DELETE", f"/api/generalprove/{made.code}")
            except Away:
                if time.monotonic() - began > REMOVED_WITHIN:
                    raise
                time.sleep(0.2)
            else:
                return

    def is_up(self) -> bool:
        try:
            self._ask("GET", "/helse")
        except Trouble:
            return False
        return True

    def _ask(
        self, method: str, path: str, body: bytes | None = None, kind: str | None = None
    ) -> bytes:
        parts = urlsplit(self.url)
        headers = {"Origin": f"{parts.scheme}://{parts.netloc}"}
        if self._token is not None:
            headers |= self._headers()
        if kind is not None:
            headers["Content-Type"] = kind
        request = Request(self.url + path, body, headers, method=method)  # noqa: S310  # checked
        try:
            with self._web.open(request, timeout=30) as answer:
                read: bytes = answer.read()
                return read
        except HTTPError as error:
            why = {401: "not logged in", 403: "not allowed"}.get(error.code, str(error.code))
            raise Trouble(f"{self.url} says no to {method} {path}: {why}") from None
        except (URLError, OSError) as error:
            raise Away(f"no answer from {self.url}: {error}") from None


# ---------------------------------------------------------------- a server of one's own


class OwnServer:
    """`tannhjul serve` as a process of its own, on a free port of this machine."""

    def __init__(self, data: Path, database: str = "", port: int | None = None) -> None:
        self.data = data
        self.database = database
        self.port = port or _free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> float:
        """Returns when it serves: the seconds that took. Raises `Trouble`."""
        began = time.monotonic()
        program = [sys.executable, "-c", "from app.cli import main; main()", "serve"]
        options = ["--host", "127.0.0.1", "--port", str(self.port), "--data", str(self.data)]
        options += ["--database", self.database]
        # Not the settings of the installation: what is rehearsed here must not touch its data.
        bare = {name: value for name, value in os.environ.items() if "TANNHJUL_" not in name}
        log = self.data / "rehearse.log"
        with log.open("ab") as out:
            self.process = subprocess.Popen(  # noqa: S603  # our own program
                [*program, *options], stdout=out, stderr=out, stdin=subprocess.DEVNULL,
                env=bare, cwd=self.data,
                start_new_session=True,  # Ctrl+C is for us: we end it when we are done
            )  # fmt: skip
        server = Server(self.url)
        while not server.is_up():
            if self.process.poll() is not None or time.monotonic() - began > STARTS_WITHIN:
                self.stop()
                raise Trouble(f"the server did not start: {_last_line(log)}")
            time.sleep(0.02)
        return time.monotonic() - began

    def stop(self, how: int = signal.SIGTERM) -> None:
        """End it; `SIGKILL` for as abruptly as when the power goes."""
        process, self.process = self.process, None
        if process is None:
            return
        process.send_signal(how)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def own_server() -> Iterator[OwnServer]:
    """A server with nothing on it, gone without a trace afterwards."""
    with TemporaryDirectory(prefix="tannhjul-") as data:
        server = OwnServer(Path(data))
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines()
    return lines[-1] if lines else os.strerror(0)
