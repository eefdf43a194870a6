"""What every answer says to the browser, and what every request must be: from here, and small."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 1_000_000
"""Bytes in the largest body that is read: a full attendance form is a tenth of it."""

LARGEST_PASSED = 1_000_000_000
"""Bytes that may pass where a file is sent: how many of them are kept, `plan/upload.py` says."""
_FILES = re.compile(
    r".*/stab/(plan/[^/]+/kunnskap/[^/]+/fil|v/[^/]+/(kunngjoring/dokumenter/fil|medlemmer/les)"
    r"|kommune/merke)"
)

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

# A host as browsers send it; nothing in it can end a directive of the policy.
_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d+)?|\[[0-9a-fA-F:.]+\](:\d+)?")

HEADERS: Mapping[str, str] = {
    "Permissions-Policy": "camera=(), microphone=(), display-capture=(), geolocation=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def policy(host: str, within: str = "'none'") -> str:
    """The content security policy of an answer to `host`: only what comes from here.

    `within`: whose pages may show it in a frame. Older Safari does not count a websocket to the
    same host as 'self', so it is named.
    """
    live = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return (
        "default-src 'self'; img-src 'self' data:; "
        f"connect-src 'self'{live}; base-uri 'self'; form-action 'self'; "
        f"frame-ancestors {within}; object-src 'none'"
    )


class Guarded:
    """ASGI: the headers on every answer, an end to bodies that are too large, and HEAD for GET.

    `root_path` is where a reverse proxy serves us; addresses may come with it or without.
    """

    def __init__(self, app: ASGIApp, root_path: str) -> None:
        self._app = app
        self._root_path = root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        head = scope["method"] == "HEAD"
        root_path = scope.get("root_path") or self._root_path
        inner = {**scope, "root_path": root_path, "method": "GET" if head else scope["method"]}
        read = 0
        most = LARGEST_PASSED if _FILES.fullmatch(scope["path"]) else LARGEST

        async def limited() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > most:
                raise HTTPException(413)
            return message

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                host = Headers(scope=scope).get("host", "")
                headers.setdefault("Content-Security-Policy", policy(host))
                for name, value in HEADERS.items():
                    headers[name] = value
            elif head:
                message = {**message, "body": b""}
            await send(message)

        await self._app(inner, limited, with_headers)


async def same_origin(request: Request) -> None:  # async: what is not is sent to a thread
    """A form is sent from a page of ours: `HTTPException` 403 where the browser says otherwise.

    A browser tells the origin, or at least the referrer. A program may tell neither, but then it
    has no business with a session cookie.
    """
    if request.method in SAFE:
        return
    told = request.headers.get("origin") or request.headers.get("referer")
    if told is None:
        if request.headers.get("cookie"):
            raise HTTPException(403)
        return
    host = request.headers.get("x-forwarded-host") or request.headers.get("host")
    if urlsplit(told).netloc != host:
        raise HTTPException(403)


def operator_bearer(scope: Mapping[str, Any]) -> str:
    """The token of an Authorization header, empty where there is none."""
    scheme, _, token = Headers(raw=list(scope["headers"])).get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
