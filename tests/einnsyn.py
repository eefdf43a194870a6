"""A server of ours that takes meetings as eInnsyn's API is described, and nothing else.

What each kind must and may have, of which type, under which address it is added and which words
its enumerations know, is set down in `KINDS` from the published description (decision 38). Like
eInnsyn it finds an object by its own id or by ours, and says `conflict` to one that it has.
"""

import json
import re
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

KEY, ARKIVDEL = "secret_prove", "arkd_01jh5prove"


@dataclass(frozen=True)
class Kind:
    """`may` and `must` by field; a type is `str`, `int`, a pattern, a set of words, or a kind that
    lies inside. `prefix` begins its ids, `under` is the kind that it is added under."""

    prefix: str
    under: str
    must: dict[str, Any]
    may: dict[str, Any] = field(default_factory=dict)


UTC = "utc"
URL = "url"
SHORT = "short"  # at most a thousand characters
CASES = {"moete", "politisk", "delegert", "interpellasjon", "godkjenning", "orientering"} | {
    "referat",
    "annet",
}
_TITLES = {"offentligTittel": str, "offentligTittelSensitiv": str}
_EVERY = {"systemId": UUID, "externalId": str, "accessibleAfter": UTC, "beskrivelse": SHORT}

KINDS = {
    "moetemappe": Kind(
        "mm",
        "arkivdel",
        {**_TITLES, "moetenummer": str, "utvalg": str, "moetedato": UTC},
        {"moetested": str, "noekkelord": str, "videoLink": URL},
    ),
    "moetedokument": Kind("mdok", "moetemappe", {**_TITLES, "moetedokumenttype": str}),
    "moetesak": Kind(
        "ms",
        "moetemappe",
        {**_TITLES, "moetesakstype": CASES},
        {"utvalg": str, "moetesaksaar": int, "moetesakssekvensnummer": int, "videoLink": URL},
    ),
    "dokumentbeskrivelse": Kind(
        "db",
        "moetedokument",
        {"tittel": str, "tittelSensitiv": str, "dokumentnummer": int}
        | {"tilknyttetRegistreringSom": str},
        {"dokumenttype": str, "dokumentobjekt": "dokumentobjekt"},
    ),
    "dokumentobjekt": Kind(
        "do",
        "",
        {"referanseDokumentfil": URL},
        {"format": str, "sjekksum": str, "sjekksumAlgoritme": str},
    ),
}


@dataclass
class EInnsyn:
    """What the server has, and what it is to answer instead of what is right."""

    address: str = ""
    things: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By our id, with `kind` and `under` beside the fields."""

    asked: list[tuple[str, str]] = field(default_factory=list)
    """Method and address of every request, in order."""

    faults: list[tuple[int, int]] = field(default_factory=list)
    """After how many more requests to answer with which status; 0 cuts the line before, 1 after
    the request is carried out, 2 answers with a page."""

    lock: Lock = field(default_factory=Lock)

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [each for each in self.things.values() if each["kind"] == kind]

    def fault(self) -> int | None:
        if not self.faults:
            return None
        after, status = self.faults[0]
        if after:
            self.faults[0] = (after - 1, status)
            return None
        return self.faults.pop(0)[1]


class Wrong(Exception):
    """A status, the type of the error, and what to say."""


def _faults(kind: str, body: Any, *, whole: bool) -> Iterator[tuple[str, str]]:
    """Fields that are not as described; `whole`: what must be there must be there."""
    about = KINDS[kind]
    known = {**_EVERY, **about.must, **about.may}
    for name in about.must if whole else ():
        if not body.get(name):
            yield name, "must not be blank"
    for name, each in body.items():
        if name not in known:
            yield name, "unknown field"
        elif not _fits(known[name], each):
            yield name, "not of the type described"


def _fits(wanted: Any, each: Any) -> bool:
    if wanted is int:
        return isinstance(each, int)
    if wanted in KINDS if isinstance(wanted, str) else False:
        return isinstance(each, list) and not any(
            list(_faults(wanted, one, whole=True)) for one in each
        )
    if not isinstance(each, str):
        return False
    if isinstance(wanted, set):
        return each in wanted
    if wanted is UUID:
        with suppress(ValueError):
            return bool(UUID(each))
        return False
    if wanted == UTC:
        return each.endswith("Z") and datetime.fromisoformat(each).tzinfo is not None
    if wanted == URL:
        return bool(re.fullmatch(r"https?://[^\s]+", each))
    return wanted is str or (wanted == SHORT and len(each) <= 1000)


class _Handler(BaseHTTPRequestHandler):
    server: "_Server"
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass

    def _answer(self) -> None:
        there = self.server.there
        length = int(self.headers.get("Content-Length") or 0)
        raw = self.rfile.read(length)
        with there.lock:
            there.asked.append((self.command, self.path))
            fault = there.fault()
            if fault == 0:
                self._cut()
                return
            if fault == 2:
                self._send(200, b"<html>Velkommen</html>")
                return
            if fault and fault > 2:
                said = {"type": "prøve", "message": f"Status {fault}"}
                self._send(fault, json.dumps(said).encode())
                return
            try:
                status, told = self._right(there, raw)
            except Wrong as wrong:
                status, kind, said, *more = wrong.args
                told = {"type": kind, "message": said, **dict(more)}
            if fault == 1:
                self._cut()
                return
        self._send(status, json.dumps(told).encode())

    do_GET = do_POST = do_PATCH = do_DELETE = _answer  # noqa: N815

    def _right(self, there: EInnsyn, raw: bytes) -> tuple[int, Any]:
        if self.headers.get("API-KEY") != KEY:
            raise Wrong(401, "authenticationError", "Unknown key")
        words = urlsplit(self.path).path.strip("/").split("/")
        if self.command == "POST" and len(words) == 3:
            return 201, _add(there, words[0], words[1], words[2], json.loads(raw))
        if self.command == "POST" or len(words) != 2:
            raise Wrong(405, "methodNotAllowed", "No such route")
        kind, id_ = words
        thing = _find(there, kind, id_)
        if thing is None:
            raise Wrong(404, "notFound", f"No {kind} found with id {id_}")
        if self.command == "DELETE":
            _remove(there, thing)
            return 200, {**thing, "deleted": True}
        if self.command == "PATCH":
            body = json.loads(raw)
            _look_through(kind, body, whole=False)
            _lay_parts(there, kind, body, thing["systemId"])
            thing.update(body)
        return 200, _shown(thing)

    def _send(self, status: int, content: bytes) -> None:
        self.send_response(status)
        if status in (301, 302, 307):
            self.send_header("Location", self.server.there.address + "/annetsteds")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _cut(self) -> None:
        """As when the network goes: the line is reset, with no answer."""
        self.close_connection = True
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.connection.close()


def _add(there: EInnsyn, parent: str, id_: str, kind: str, body: Any) -> Any:
    about = KINDS.get(kind)
    if about is None or not about.under or about.under != parent:
        raise Wrong(405, "methodNotAllowed", "No such route")
    known = id_ == ARKIVDEL if parent == "arkivdel" else _find(there, parent, id_) is not None
    if not known:
        raise Wrong(404, "notFound", f"No {parent} found with id {id_}")
    _look_through(kind, body, whole=True)
    if body["systemId"] in there.things:
        raise Wrong(409, "conflict", "Duplicate value in the field `systemId`.")
    return _shown(_lay(there, kind, body, id_))


def _lay(there: EInnsyn, kind: str, body: dict[str, Any], under: str) -> dict[str, Any]:
    _lay_parts(there, kind, body, body["systemId"])
    made = f"{KINDS[kind].prefix}_{len(there.things):026}"
    there.things[body["systemId"]] = {"kind": kind, "under": under, "id": made, **body}
    return there.things[body["systemId"]]


def _lay_parts(there: EInnsyn, kind: str, body: dict[str, Any], id_: str) -> None:
    for name in KINDS[kind].may:
        if name in KINDS and name in body:
            body[name] = [_lay(there, name, part, id_)["id"] for part in body[name]]


def _find(there: EInnsyn, kind: str, id_: str) -> dict[str, Any] | None:
    for thing in there.things.values():
        if thing["kind"] == kind and id_ in (thing["systemId"], thing["id"]):
            return thing
    return None


def _remove(there: EInnsyn, thing: dict[str, Any]) -> None:
    for inside in list(there.things.values()):
        if inside["under"] in (thing["systemId"], thing["id"]):
            _remove(there, inside)
    there.things.pop(thing["systemId"], None)


def _look_through(kind: str, body: Any, *, whole: bool) -> None:
    wrong = list(_faults(kind, body, whole=whole))
    if wrong:
        faults = [{"fieldName": name, "message": said} for name, said in wrong]
        raise Wrong(422, "validationError", "Field validation error", ("fieldError", faults))


def _shown(thing: dict[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in thing.items() if name not in ("kind", "under")}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    there: EInnsyn

    def handle_error(self, *_: Any) -> None:
        """A line that was cut is no error here."""


@contextmanager
def einnsyn() -> Iterator[EInnsyn]:
    """The server, on a port of its own."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.there = EInnsyn(f"http://127.0.0.1:{server.server_port}")
        thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server.there
        server.shutdown()
        thread.join()
