"""A client of eInnsyn's API: puts an object there or changes the one that is, and takes it away.

Whatever goes wrong is `Failed`, with words for whoever pressed the button. Nothing is tried again
by itself: every object has an id of ours, so the person may send it all once more, at any time.
"""

import http.client
import json
import re
from collections.abc import Mapping
from enum import StrEnum
from time import monotonic
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from app import __version__
from app.i18n import N_, Translator
from app.posting.meeting import Piece

TIMEOUT, WITHIN = 20.0, 90.0
"""Seconds to wait for one answer, and for all: a person waits for the page."""

MOST = 1_000_000
"""Bytes of an answer that are read; eInnsyn's are some thousands."""


class Why(StrEnum):
    """Why nothing, or not all, was posted."""

    OFF = "off"
    INSECURE = "insecure"
    NO_ADDRESS = "no_address"
    MADE_UP = "made_up"
    NOTHING = "nothing"
    AWAY = "away"
    KEY = "key"
    UNKNOWN = "unknown"
    CONFLICT = "conflict"
    INVALID = "invalid"
    BUSY = "busy"
    BROKEN = "broken"
    ODD = "odd"


WORDS: Mapping[Why, str] = {
    Why.OFF: N_("Posting to eInnsyn is not set up on this server."),
    Why.INSECURE: N_("The address of eInnsyn must begin with https://, for the key is sent to it."),
    Why.NO_ADDRESS: N_("The server does not know its own public address (TANNHJUL_ADDRESS)."),
    Why.MADE_UP: N_("What is made up, to show or to practise, is posted nowhere."),
    Why.NOTHING: N_("No minutes are published yet."),
    Why.AWAY: N_("eInnsyn could not be reached. Send again when the network is back."),
    Why.KEY: N_("eInnsyn did not accept the key, or the key may not write there."),
    Why.UNKNOWN: N_("eInnsyn does not know the part of the archive (arkivdel)."),
    Why.CONFLICT: N_("eInnsyn already has something else with the same id."),
    Why.INVALID: N_("eInnsyn did not accept what was sent."),
    Why.BUSY: N_("eInnsyn asks us to wait. Send again in a while."),
    Why.BROKEN: N_("eInnsyn has trouble of its own. Send again in a while."),
    Why.ODD: N_("What answered was not eInnsyn. Is the address right?"),
}

_BY_STATUS: Mapping[int, Why] = {
    400: Why.INVALID,
    401: Why.KEY,
    403: Why.KEY,
    404: Why.UNKNOWN,
    409: Why.CONFLICT,
    422: Why.INVALID,
    429: Why.BUSY,
}


class Failed(Exception):
    """`said` is what eInnsyn answered in its own words, in English; empty where it did not."""

    def __init__(self, why: Why, said: str = "") -> None:
        super().__init__(why.value)
        self.why, self.said = why, said

    def words(self, _: Translator) -> str:
        told = _(WORDS[self.why])
        return f"{told} ({self.said})" if self.said else told


class Did(StrEnum):
    MADE = "made"
    CHANGED = "changed"
    SAME = "same"
    REMOVED = "removed"


class _Stay(HTTPRedirectHandler):
    """Follows nobody: the key is for eInnsyn alone."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Client:
    """eInnsyn at `address`. Raises `Failed` where the key would travel in the open, or is none."""

    def __init__(
        self, address: str, key: str, timeout: float = TIMEOUT, within: float = WITHIN
    ) -> None:
        there = urlsplit(address)
        if there.scheme != "https" and (
            there.scheme != "http" or there.hostname not in {"localhost", "127.0.0.1"}
        ):
            raise Failed(Why.INSECURE)
        if not (key.isascii() and key.isprintable()):
            raise Failed(Why.KEY)
        self._address = address.rstrip("/")
        self._timeout, self._until = timeout, monotonic() + within
        self._headers = {
            "API-KEY": key,
            "Accept": "application/json",
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": f"Tannhjul/{__version__}",
        }
        self._web = build_opener(_Stay)

    def put(self, piece: Piece) -> Did:
        """Add it, or change what differs in the one that is there."""
        found = self._find(piece)
        if found is None:
            try:
                self._ask("POST", f"{piece.under}/{piece.kind}", piece.whole())
            except Failed as failed:
                # Somebody else may have added it just now: then it is ours all the same.
                found = self._find(piece) if failed.why is Why.CONFLICT else None
                if found is None:
                    raise
            else:
                return Did.MADE
        return self._change(piece, found)

    def _change(self, piece: Piece, found: Mapping[str, Any]) -> Did:
        changed: dict[str, Any] = {
            name: each for name, each in piece.fields.items() if found.get(name) != each
        }
        did = Did.SAME
        for name, part in piece.parts.items():
            there = self._find(part)
            if there is None:
                changed[name] = [part.whole()]
            elif self._change(part, there) is Did.CHANGED:
                did = Did.CHANGED
        if changed:
            self._ask("PATCH", f"{piece.kind}/{piece.id}", changed)
            did = Did.CHANGED
        return did

    def take_away(self, kind: str, id_: str) -> bool:
        """False where it was not there."""
        path = f"{kind}/{id_}"
        if self._look(path) is None:
            return False
        self._ask("DELETE", path)
        return True

    def _find(self, piece: Piece) -> Mapping[str, Any] | None:
        return self._look(f"{piece.kind}/{piece.id}")

    def _look(self, path: str) -> Mapping[str, Any] | None:
        try:
            return self._ask("GET", path)
        except Failed as failed:
            if failed.why is Why.UNKNOWN:
                return None
            raise

    def _ask(self, method: str, path: str, body: object = None) -> Mapping[str, Any]:
        now = monotonic()
        until = min(now + self._timeout, self._until)
        if until <= now:
            raise Failed(Why.AWAY)
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        request = Request(  # noqa: S310  # the scheme is looked at in __init__
            f"{self._address}/{quote(path)}", data, self._headers, method=method
        )
        try:
            with self._web.open(request, timeout=until - now) as answer:
                content = _read(answer, until)
        except HTTPError as error:
            with error:
                raise _refused(error, until) from None
        except (OSError, http.client.HTTPException) as error:
            raise Failed(Why.AWAY) from error
        told = _object(content)
        if told is None:
            raise Failed(Why.ODD)
        return told


def _read(answer: Any, until: float) -> bytes:
    """At most `MOST` of the answer, in pieces: the timeout of a connection is for each of them, and
    who sends a byte now and then would be waited for without end. Raises `OSError`."""
    content = b""
    while len(content) < MOST and (piece := answer.read1(MOST - len(content))):
        if monotonic() > until:
            raise TimeoutError
        content += piece
    return content


def _refused(error: HTTPError, until: float) -> Failed:
    try:
        told = _object(_read(error, until)) or {}
    except (OSError, http.client.HTTPException):
        told = {}
    if error.code == 404 and not told:
        return Failed(Why.ODD)  # a page that is not there, at an address that is not eInnsyn's
    why = _BY_STATUS.get(error.code, Why.BROKEN if error.code >= 500 else Why.ODD)
    return Failed(why, _said(told))


def _said(told: Mapping[str, Any]) -> str:
    """The message, and which fields are wrong, in one short line."""
    faults = told.get("fieldError")
    each = [one for one in faults if isinstance(one, dict)] if isinstance(faults, list) else []
    parts = [
        told.get("message"),
        *(f"{one.get('fieldName')}: {one.get('message')}" for one in each),
    ]
    line = " · ".join(part for part in parts if isinstance(part, str))
    return re.sub(r"[\s\x00-\x1f\x7f]+", " ", line)[:300].strip()


def _object(content: bytes) -> Mapping[str, Any] | None:
    try:
        told = json.loads(content)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None
