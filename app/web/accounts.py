"""The staff's accounts, for administrators: who they are, what they may do, and a way in.

An administrator types no password for anybody: a new account has a link, shown once and good for a
day, by which its owner chooses one.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.core.roles import Role
from app.core.words import clean
from app.i18n import N_
from app.rooms import clock
from app.store import sessions
from app.store import staff as store
from app.store.tables import StaffUser
from app.web.login import NAME_TAKEN, Governing, Governs, Sent
from app.web.roles import MAY, ROLES
from app.web.visit import Here, Visit

router = APIRouter(prefix="/stab/kontoer", include_in_schema=False)

LONGEST = 100
_LOGIN = re.compile(r"\S{1,100}")

LAST = N_("Nobody would be left to look after the accounts. Give the role to somebody else first.")


@router.get("", name="accounts")
async def show(visit: Here, who: Governing) -> Response:
    return await _list(visit)


async def _list(visit: Visit, status: int = 200, **data: Any) -> Response:
    shown = {"login": "", "name": "", "chosen": [], "errors": {}, **data}
    engine = visit.site.engine
    return visit.page(
        "staff/accounts.html",
        status,
        accounts=await visit.ask(store.users, engine),
        sessions=await visit.ask(sessions.open_now, engine, clock()),
        has_password=store.has_password,
        roles=ROLES,
        may=MAY,
        **shown,
    )


@router.post("")
async def add(visit: Here, form: Governs) -> Response:
    login, name, chosen = store.login_of(form.text("login")), _name(form), _roles(form)
    errors = {}
    if not _LOGIN.fullmatch(login):
        errors["login"] = visit._("Up to {n} characters without spaces.", n=LONGEST)
    if not 0 < len(name) <= LONGEST:
        errors["name"] = visit._("A name of up to {n} characters.", n=LONGEST)
    if not chosen:
        errors["roles"] = visit._("Choose at least one.")
    if not errors:
        form.deed.detail = login
        try:
            token = await visit.ask(store.add, visit.site.engine, login, name, chosen, clock())
            return _link(visit, name, login, token)
        except store.LoginTaken:
            errors["login"] = visit._("There is an account with this login name.")
        except store.NameTaken:
            errors["name"] = visit._(NAME_TAKEN)
    typed = {"login": form.text("login"), "name": form.text("name"), "chosen": chosen}
    return await _list(visit, 422, errors=errors, **typed)


def _name(form: Sent) -> str:
    return " ".join(clean(form.text("name")).split())


def _roles(form: Sent) -> list[Role]:
    return [role for role in Role if form.text(f"role.{role}")]


def _link(visit: Visit, name: str, login: str, token: str) -> Response:
    """Shown in the answer itself: no address is to hold it but its own."""
    address = visit.full(visit.url("choose_password", query={"token": token}))
    return visit.page("staff/account_link.html", name=name, login=login, address=address)


# ---------------------------------------------------------------- one account


@router.get("/konto", name="one_account")
async def one(visit: Here, who: Governing, login: str = "", saved: str = "") -> Response:
    return await _one(visit, login, saved=saved)


async def _one(visit: Visit, login: str, status: int = 200, **data: Any) -> Response:
    """The form of an account as it stands, or with what was typed. Raises `HTTPException` 404."""
    engine = visit.site.engine
    found = {user.login: user for user in await visit.ask(store.users, engine)}.get(login)
    if found is None:
        raise HTTPException(404)
    shown = {"name": found.name, "chosen": found.held, "error": "", "saved": "", **data}
    return visit.page(
        "staff/one_account.html",
        status,
        one=found,
        seen=store.seen(found),
        sessions=(await visit.ask(sessions.open_now, engine, clock())).get(login, []),
        by_password=store.has_password(found),
        roles=ROLES,
        may=MAY,
        **shown,
    )


@router.post("/konto")
async def change(visit: Here, form: Governs) -> Response:
    """The name and the roles. Who comes second is told what stands, and has what they chose."""
    name, chosen = _name(form), _roles(form)
    if not 0 < len(name) <= LONGEST:
        error = visit._("A name of up to {n} characters.", n=LONGEST)
        return await _one(visit, form.text("login"), 422, name=name, chosen=chosen, error=error)

    def store_it(login: str) -> None:
        began = form.text("seen")
        store.change(visit.site.engine, login, name=name, roles=chosen, began=began)

    return await _done(visit, form, store_it, name=name, chosen=chosen)


@router.post("/steng", name="disable_account")
async def disable(visit: Here, form: Governs) -> Response:
    return await _done(visit, form, lambda of: store.change(visit.site.engine, of, disabled=True))


@router.post("/apne", name="enable_account")
async def enable(visit: Here, form: Governs) -> Response:
    return await _done(visit, form, lambda of: store.change(visit.site.engine, of, disabled=False))


@router.post("/logg-ut", name="end_sessions")
async def end_sessions(visit: Here, form: Governs) -> Response:
    return await _done(visit, form, lambda of: sessions.end_all(visit.site.engine, of))


async def _done(visit: Visit, form: Sent, work: Callable[[str], None], **typed: Any) -> Response:
    """Do it to the account, which takes effect at once, or tell why not."""
    login = form.text("login")
    form.deed.detail = login
    try:
        await visit.ask(work, login)
    except store.Unknown:
        raise HTTPException(404) from None
    except store.NameTaken:
        return await _one(visit, login, 422, error=visit._(NAME_TAKEN), **typed)
    except store.LastAdministrator:
        return await _one(visit, login, 409, error=visit._(LAST), **typed)
    except store.Stale as stale:
        now = stale.now
        error = visit._(
            "Somebody changed the account meanwhile: it stands as {name}, {roles}. "
            "Store again to have it as you chose.",
            name=now.name,
            roles=", ".join(visit._(ROLES[role]) for role in now.held),
        )
        return await _one(visit, login, 409, error=error, **typed)
    visit.site.porter.forget()
    if visit.staff is None:  # it was their own session
        return visit.turn_to(visit.url("login"))
    return visit.turn_to(visit.url("one_account", query={"login": login, "saved": "yes"}))


@router.post("/lenke", name="account_link")
async def give_link(visit: Here, form: Governs) -> Response:
    login = form.text("login")
    form.deed.detail = login
    users: Mapping[str, StaffUser] = {
        user.login: user for user in await visit.ask(store.users, visit.site.engine)
    }
    try:
        token = await visit.ask(store.give_link, visit.site.engine, login, clock())
    except store.Unknown:
        raise HTTPException(404) from None
    except store.LastAdministrator:
        error = visit._(
            "You are the only one who can look after the accounts: change your "
            "password on your own page instead."
        )
        return await _one(visit, login, 409, error=error)
    visit.site.porter.forget()
    return _link(visit, users[login].name, login, token)
