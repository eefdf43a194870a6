"""Who is logged in: staff by a signed cookie, the machine's own command line by a short token.

Councillors and the public have neither, and nothing here is asked about them.
"""

import asyncio
import json
import secrets
import time
from base64 import b64decode
from collections import OrderedDict
from collections.abc import Callable, Mapping, MutableMapping
from hashlib import sha256
from typing import Any

from itsdangerous import BadSignature, TimestampSigner, URLSafeTimedSerializer
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from app.core.roles import RIGHTS, Role, Somebody, rights
from app.store import sessions
from app.store import staff as store
from app.store.tables import StaffUser
from app.web.security import operator_bearer

COOKIE = "tannhjul_staff"
LASTS = 12 * 3600
"""Seconds a login lasts: longer than the longest evening in a council chamber."""

TOKEN_LASTS = 600
OPERATOR = "Generalprøve"
"""The name under which the command line acts."""

REMEMBERED = 30.0
"""Seconds a session is taken as it was last read: so long may one linger that another process
ended."""

MOST_KNOWN = 1_000


def staff_behind(porter: "Porter") -> Callable[[Mapping[str, Any]], Somebody | None]:
    """The staff member behind a raw ASGI scope; None if nobody, disabled, or still to choose a
    password of their own."""

    def who(scope: Mapping[str, Any]) -> Somebody | None:
        if porter.is_operator(scope):
            return Somebody(OPERATOR, RIGHTS[Role.LEADER])
        user = porter.user(scope)
        return Somebody(user.name, rights(user.held)) if user and not user.must_change else None

    return who


def operator_token(engine: Engine) -> str:
    """A token, good for ten minutes, for who can read the database anyhow: the command line."""
    return _tokens(store.secret(engine)).dumps("operator")


def new_setup_link(engine: Engine) -> str:
    """The token of a one-time link to make the first account; only its hash is kept."""
    token = secrets.token_urlsafe(24)
    store.set_setting(engine, "setup", _hash(token))
    return token


def setup_holds(engine: Engine, token: str) -> bool:
    kept = store.setting(engine, "setup")
    return kept is not None and secrets.compare_digest(kept, _hash(token))


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()


def _tokens(key: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(key, salt="local-operator")


# ---------------------------------------------------------------- sessions


class Sessions:
    """ASGI: the signed cookie; over HTTPS it is never sent in the clear."""

    def __init__(self, app: ASGIApp, key: str, path: str) -> None:
        self._plain, self._secure = (
            SessionMiddleware(app, key, COOKIE, max_age=LASTS, path=path, https_only=https)
            for https in (False, True)
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        inner = self._secure if scope.get("scheme") in ("https", "wss") else self._plain
        await inner(scope, receive, send)


def log_in(session: MutableMapping[str, Any], engine: Engine, user: StaffUser) -> None:
    """Begin anew: nothing from before the login goes with it."""
    now = int(time.time() * 1000)
    secret = sessions.begin(engine, user.login, now, now + LASTS * 1000)
    session.clear()
    session["in"] = secret


def log_out(session: MutableMapping[str, Any], engine: Engine) -> None:
    """The session is over wherever somebody has copied the cookie to."""
    sessions.end(engine, str(session.get("in", "")))
    session.clear()


def csrf(session: MutableMapping[str, Any]) -> str:
    """What every staff form repeats, so that no other site can fill it in."""
    if "csrf" not in session:
        session["csrf"] = secrets.token_urlsafe(18)
    return str(session["csrf"])


class Porter:
    """Knows again who has logged in. Cheap: it is asked on the event loop."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        key = store.secret(engine)
        self._cookies = TimestampSigner(key)
        self._tokens = _tokens(key)
        self._known: dict[str, tuple[float, StaffUser | None]] = {}

    def user(self, scope: Mapping[str, Any]) -> StaffUser | None:
        """The account behind the session cookie; None if there is none, or it is disabled."""
        secret = str(self._session(scope).get("in", ""))
        if not secret:
            return None
        now = time.monotonic()
        until, user = self._known.get(secret, (0.0, None))
        if until < now:
            try:
                user = sessions.behind(self._engine, secret, int(time.time() * 1000))
            except SQLAlchemyError:  # who leads the evening need not leave with the database
                if user is None:
                    raise
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[secret] = now + REMEMBERED, user
        return user

    def forget(self) -> None:
        """Who was logged in may not be any more, or may do something else: look again."""
        self._known.clear()

    def is_operator(self, scope: Mapping[str, Any]) -> bool:
        try:
            self._tokens.loads(operator_bearer(scope), max_age=TOKEN_LASTS)
        except BadSignature:
            return False
        return True

    def _session(self, scope: Mapping[str, Any]) -> dict[str, Any]:
        cookie = HTTPConnection(dict(scope)).cookies.get(COOKIE, "")
        try:
            session = json.loads(b64decode(self._cookies.unsign(cookie, max_age=LASTS)))
        except (BadSignature, ValueError):
            return {}
        return session if isinstance(session, dict) else {}


class Patience:
    """Each failed attempt on a login name makes the next one slower. In memory only."""

    LONGEST = 4.0
    NAMES = 1_000

    def __init__(self) -> None:
        self._tries: OrderedDict[str, int] = OrderedDict()

    async def wait(self, login: str) -> None:
        """Counted before the wait, so that attempts side by side are slowed as well."""
        tries = self._tries.pop(login, 0)
        self._tries[login] = tries + 1
        if len(self._tries) > self.NAMES:
            self._tries.popitem(last=False)
        if tries:
            await asyncio.sleep(min(self.LONGEST, 0.25 * 2 ** min(tries - 1, 8)))

    def forgive(self, login: str) -> None:
        self._tries.pop(login, None)
