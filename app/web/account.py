"""Somebody's own account: a new password, their open sessions; and the link that a first password
is chosen by.

Their name is an administrator's to change: the log and the two consents go by it.
"""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from app.core.passwords import SHORTEST
from app.rooms import clock
from app.store import deeds, sessions
from app.store import staff as store
from app.store.tables import StaffUser
from app.web.login import (
    Anybody,
    AnybodysForm,
    let_in,
    local,
    shows_password,
    typed_in,
    weakness,
)
from app.web.roles import ROLES
from app.web.visit import Here, Visit

router = APIRouter(prefix="/stab", include_in_schema=False)


@router.get("/konto", name="account")
async def show(
    visit: Here,
    who: Anybody,
    next: str = "",  # noqa: A002  # the name in addresses
    saved: str = "",
) -> Response:
    return await _page(visit, who, next=next, saved=saved)


async def _page(visit: Visit, who: StaffUser, status: int = 200, **data: Any) -> Response:
    shown = {"errors": {}, "next": "", "saved": "", **data}
    ends = (await visit.ask(sessions.open_now, visit.site.engine, clock())).get(who.login, [])
    return visit.page(
        "staff/account.html",
        status,
        who=who,
        roles=[visit._(ROLES[role]) for role in who.held],
        by_password=store.has_password(who),
        sessions=ends,
        shortest=SHORTEST,
        **shown,
    )


@router.post("/konto/passord", name="new_password")
async def change_password(visit: Here, form: AnybodysForm) -> Response:
    """The old one is asked for again."""
    who, there = form.who, form.text("next")
    shown = await shows_password(visit, who, form.fields.get("old", ""))
    if shown is None:
        errors = {"old": visit._("That is not the password that you have now.")}
        return await _page(visit, who, 422, errors=errors, next=there)
    try:
        await visit.ask(
            store.change_password, visit.site.engine, shown, form.fields.get("password", "")
        )
    except store.Weak as weak:
        errors = {"password": weakness(visit, weak)}
        return await _page(visit, who, 422, errors=errors, next=there)
    except store.Unknown:
        errors = {"old": visit._("The password was changed meanwhile. Take the newest one.")}
        return await _page(visit, who, 409, errors=errors, next=there)
    visit.site.porter.forget()
    await let_in(visit, shown)
    if there:
        return visit.turn_to(local(visit, there))
    return visit.turn_to(visit.url("account", query={"saved": "password"}))


@router.post("/konto/logg-ut", name="logout_everywhere")
async def log_out_everywhere(visit: Here, form: AnybodysForm) -> Response:
    await visit.ask(sessions.end_all, visit.site.engine, form.who.login)
    visit.site.porter.forget()
    visit.request.session.clear()
    return visit.turn_to(visit.url("login"))


# ---------------------------------------------------------------- by a link


@router.get("/passord", name="choose_password")
async def choose_page(visit: Here, token: str = "") -> Response:
    user = await visit.ask(store.behind_link, visit.site.engine, token, clock())
    if user is None:
        return visit.page("staff/link_used.html", 403)
    return _choose(visit, user, token)


def _choose(
    visit: Visit, user: StaffUser, token: str, status: int = 200, error: str = ""
) -> Response:
    shown = {"user": user, "token": token, "error": error, "shortest": SHORTEST}
    return visit.page("staff/choose_password.html", status, **shown)


@router.post("/passord")
async def choose(visit: Here) -> Response:
    """They log in with it afterwards, so that there is one way in."""
    fields = dict(await typed_in(visit.request))
    engine, token = visit.site.engine, fields.get("token", "")
    user = await visit.ask(store.behind_link, engine, token, clock())
    if user is None:
        return visit.page("staff/link_used.html", 403)
    if fields.get("csrf") != visit.csrf:
        error = visit._("The page had been open for long. Send it once more.")
        return _choose(visit, user, token, 403, error)
    try:
        with deeds.doing("/stab/passord", user.name, clock()) as deed:
            deed.detail = user.login
            chosen = await visit.ask(
                store.choose, engine, token, fields.get("password", ""), clock()
            )
    except store.Weak as weak:
        return _choose(visit, user, token, 422, weakness(visit, weak))
    if chosen is None:
        return visit.page("staff/link_used.html", 403)
    return visit.turn_to(visit.url("login", query={"chosen": "true"}))
