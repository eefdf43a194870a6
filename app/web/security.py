"""What every answer says to the browser, and what every request must be: from here, and small."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.settings import Settings

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
_HOST = re.compile(r"([A-Za-z0-9._-]+|\[[0-9a-fA-F:.]+\])(:(?P<port>\d{1,5}))?")

DENIED = (
    "camera", "microphone", "display-capture", "geolocation", "accelerometer", "gyroscope",
    "magnetometer", "midi", "usb", "serial", "hid", "payment", "idle-detection",
    "xr-spatial-tracking",
)  # fmt: skip
"""What no page of ours may use, nor anything that one day is shown in a page: first of all what
sees and hears the hall. Chromium complains of names it does not know, "bluetooth" among them."""

HEADERS: Mapping[str, str] = {
    "Permissions-Policy": ", ".join(f"{what}=()" for what in DENIED),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def policy(host: str, within: str = "'none'") -> str:
    """The content security policy of an answer to `host`: only what comes from here.

    `within`: whose pages may show it in a frame. Older Safari does not count a websocket to the
    same host as 'self', so it is named.
    """
    live = f" ws://{host} wss://{host}" if _is_host(host) else ""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
        f"img-src 'self' data:; connect-src 'self'{live}; frame-src 'self'; media-src 'none'; "
        "object-src 'none'; worker-src 'none'; manifest-src 'none'; base-uri 'none'; "
        f"form-action 'self'; frame-ancestors {within}"
    )


class Guarded:
    """ASGI: the headers on every answer, an end to bodies that are too large, and HEAD for GET.

    A request to a host that is none is not answered: addresses are made of it.

    `root_path` is where a reverse proxy serves us; addresses may come with it or without.
    """

    def __init__(self, app: ASGIApp, root_path: str) -> None:
        self._app = app
        self._root_path = root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        host = Headers(scope=scope).get("host", "")
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
                headers.setdefault("Content-Security-Policy", policy(host))
                for name, value in HEADERS.items():
                    headers[name] = value
            elif head:
                message = {**message, "body": b""}
            await send(message)

        fit = not host or _is_host(host)
        app = self._app if fit else PlainTextResponse("400: Host", 400)
        await app(inner, limited, with_headers)


def _is_host(host: str) -> bool:
    found = _HOST.fullmatch(host)
    return found is not None and int(found["port"] or 0) < 1 << 16


async def same_origin(request: Request) -> None:  # async: what is not is sent to a thread
    """A form is sent from a page of ours: `HTTPException` 403 where the browser says otherwise.

    A browser tells the origin, or at least the referrer. A program may tell neither, but then it
    has no business with a session cookie. Ours is the host that was asked, or the one that the
    settings name: what a proxy says of the host (X-Forwarded-Host) anybody may say.
    """
    if request.method in SAFE:
        return
    told = request.headers.get("origin") or request.headers.get("referer")
    if told is None:
        if request.headers.get("cookie"):
            raise HTTPException(403)
        return
    settings: Settings = request.app.state.site.settings
    ours = {request.headers.get("host", ""), _host_in(settings.address)} - {""}
    if _host_in(told) not in ours:
        raise HTTPException(403)


def _host_in(address: str) -> str:
    """Host and port of an address; empty where it has none, or is no address."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def operator_bearer(scope: Mapping[str, Any]) -> str:
    """The token of an Authorization header, empty where there is none."""
    scheme, _, token = Headers(raw=list(scope["headers"])).get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
