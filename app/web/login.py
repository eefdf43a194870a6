"""Logging in and out, the first account, and what a staff page asks of who opens it."""

from dataclasses import dataclass
from typing import Annotated, Any

import anyio
from anyio import CapacityLimiter
from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.store import staff as store
from app.store.tables import StaffUser
from app.web import auth
from app.web.visit import Here, Visit

router = APIRouter(prefix="/stab", include_in_schema=False)

#: Checking a password costs 64 MB and a core for a moment, by design: two at a time.
_checks = CapacityLimiter(2)

MOST_FIELDS = 20_000  # of a form: the draft of a plan may have half as many


class LoggedOut(Exception):
    """A staff page was opened by somebody who is not logged in."""


class HeldForm(Exception):
    """A staff form came without a valid session or token. What was typed is not lost."""

    def __init__(self, typed: list[tuple[str, str]]) -> None:
        super().__init__()
        self.typed = typed


@dataclass(frozen=True)
class Sent:
    """A staff form as it came: by whom, and what was typed."""

    who: StaffUser
    fields: dict[str, str]

    def text(self, name: str) -> str:
        return self.fields.get(name, "").strip()


async def typed_in(request: Request) -> list[tuple[str, str]]:
    """The text fields of a form, in order; files are not taken anywhere."""
    form = await request.form(max_fields=MOST_FIELDS)
    return [(name, value) for name, value in form.multi_items() if isinstance(value, str)]


def staff(visit: Here) -> StaffUser:
    """Who is logged in. Raises `LoggedOut`."""
    user = visit.staff
    if user is None:
        raise LoggedOut
    return user


async def sent(visit: Here) -> Sent:
    """A form from somebody who is logged in, with the session's own token. Raises `HeldForm`."""
    typed = await typed_in(visit.request)
    fields = dict(typed)
    user = visit.staff
    if user is None or fields.get("csrf") != visit.csrf:
        raise HeldForm([(name, value) for name, value in typed if name != "csrf"])
    return Sent(user, fields)


Staff = Annotated[StaffUser, Depends(staff)]
StaffForm = Annotated[Sent, Depends(sent)]


# ---------------------------------------------------------------- logging in


@router.get("/logg-inn", name="login")
def login_page(visit: Here, next: str = "") -> Response:  # noqa: A002  # the name in addresses
    if visit.staff:
        return visit.turn_to(_local(visit, next))
    return _login(visit, next=next)


def _login(visit: Visit, status: int = 200, **data: Any) -> Response:
    shown = {"login": "", "next": "", "error": "", **data}
    return visit.page("staff/login.html", status, **shown)


@router.post("/logg-inn")
async def log_in(visit: Here) -> Response:
    fields = dict(await typed_in(visit.request))
    login, there = fields.get("login", "").strip(), fields.get("next", "")
    if fields.get("csrf") != visit.csrf:
        error = visit._("The page had been open for long. Log in once more.")
        return _login(visit, 403, login=login, next=there, error=error)
    patience = visit.site.patience
    await patience.wait(login.lower())
    user = await anyio.to_thread.run_sync(
        store.check, visit.site.engine, login, fields.get("password", ""), limiter=_checks
    )
    if user is None:
        error = visit._("The login name or the password is not right.")
        return _login(visit, 401, login=login, next=there, error=error)
    patience.forgive(login.lower())
    auth.log_in(visit.request.session, user)
    return visit.turn_to(_local(visit, there))


@router.post("/logg-ut", name="logout")
async def log_out(visit: Here, form: StaffForm) -> Response:
    visit.request.session.clear()
    return visit.turn_to(visit.url("login"))


def _local(visit: Visit, there: str) -> str:
    """Where to go after logging in: a staff page of ours, whatever the address asked for."""
    path = there if there.startswith("/stab") and "\\" not in there else "/stab"
    return visit.base + path.lstrip("/")


# ---------------------------------------------------------------- the first account


@router.get("/oppstart", name="setup")
async def setup_page(visit: Here, token: str = "") -> Response:
    if not await visit.ask(auth.setup_holds, visit.site.engine, token):
        return visit.page("staff/setup_used.html", 403)
    return _setup(visit, token=token)


def _setup(visit: Visit, status: int = 200, **data: Any) -> Response:
    shown = {"login": "", "name": "", "error": "", "shortest": store.SHORTEST_PASSWORD, **data}
    return visit.page("staff/setup.html", status, **shown)


@router.post("/oppstart")
async def set_up(visit: Here) -> Response:
    fields = dict(await typed_in(visit.request))
    engine, token = visit.site.engine, fields.get("token", "")
    login, name = fields.get("login", "").strip(), fields.get("name", "").strip()
    typed = {"token": token, "login": login, "name": name}
    if not await visit.ask(auth.setup_holds, engine, token):
        return visit.page("staff/setup_used.html", 403)
    if fields.get("csrf") != visit.csrf:
        error = visit._("The page had been open for long. Send it once more.")
        return _setup(visit, 403, error=error, **typed)
    if not login or not name:
        return _setup(visit, 422, error=visit._("Fill in login name and name."), **typed)
    try:
        await visit.ask(store.set_user, engine, login, name, fields.get("password", ""))
    except store.TooShort:
        error = visit._(
            "The password is too short: it needs at least {n} characters.",
            n=store.SHORTEST_PASSWORD,
        )
        return _setup(visit, 422, error=error, **typed)
    await visit.ask(store.set_setting, engine, "setup", None)
    user = await visit.ask(store.get_user, engine, login.lower())
    if user is None:
        raise HTTPException(500)
    auth.log_in(visit.request.session, user)
    return visit.turn_to(visit.url("desk"))
