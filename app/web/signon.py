"""Single sign-on: to the municipality's provider and back, and joining an account with it.

A browser is sent there by a plain link, since a form may only be sent to us. What was sent along
is kept in the browser's own signed session, so an answer counts only where it was asked for, once.
"""

import logging
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, TypeVar, TypeVarTuple

import anyio
from anyio import CapacityLimiter
from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from app.rooms import clock
from app.settings import Settings
from app.signon.failed import WORDS, Failed, Why
from app.signon.person import person
from app.signon.provider import Provider
from app.signon.registration import Unusable, registration
from app.store import deeds, signon
from app.store.signon import Person
from app.store.staff import has_password
from app.store.tables import StaffUser
from app.web.login import Staff, StaffForm, let_in, local, shows_password
from app.web.visit import Here, Visit

Begun: TypeAlias = Mapping[str, Any]
Given = TypeVarTuple("Given")
Told = TypeVar("Told")

log = logging.getLogger("tannhjul.signon")

router = APIRouter(prefix="/stab/sso", include_in_schema=False)

LASTS = 600
"""Seconds to log in there."""

AT_ONCE = 4
"""Tabs in which somebody may have begun; of more, the first is forgotten."""

_asking = CapacityLimiter(4)  # a provider that is slow is not to hold all threads


@router.get("", name="sso")
async def begin(
    visit: Here,
    next: str = "",  # noqa: A002  # the name in addresses
    choose: bool = False,
    join: bool = False,
) -> Response:
    """Off to the provider. `join`: to join the account that is logged in here with one there."""
    provider = _provider(visit)
    who = visit.staff
    if who and not join:
        return visit.turn_to(visit.url("desk"))
    begun: Begun = {
        "state": secrets.token_urlsafe(24),
        "nonce": secrets.token_urlsafe(24),
        "verifier": secrets.token_urlsafe(48),
        "at": int(time.time()),
        "next": next[:500],
        "join": who.login if who and join else "",
    }
    try:
        there = await _ask(provider.login_address, _back(visit), begun, choose)
    except Failed as failed:
        return _refused(visit, failed, next)
    visit.request.session["sso"] = [*_begun(visit), begun][-AT_ONCE:]
    return RedirectResponse(there, 302, {"Cache-Control": "no-store"})


@router.get("/svar", name="sso_answer")
async def answer(
    visit: Here,
    state: str = "",
    code: str = "",
    error: str = "",
    iss: str | None = None,
) -> Response:
    """Back from the provider."""
    provider = _provider(visit)
    all_begun = _begun(visit)
    begun = next((each for each in all_begun if each["state"] == state), None)
    visit.request.session["sso"] = [each for each in all_begun if each is not begun]
    if begun is None and visit.staff:  # another tab was sooner
        return visit.turn_to(visit.url("desk"))
    try:
        begun, found = await _whom(visit, provider, begun, code, error, iss)
        if begun["join"]:
            return _ask_to_join(visit, found, begun["join"])
        user = await _account(visit, found)
    except Failed as failed:
        return _refused(visit, failed, begun["next"] if begun else "")
    visit.site.porter.forget()
    await let_in(visit, user)
    return visit.turn_to(local(visit, begun["next"]))


async def _whom(
    visit: Visit, provider: Provider, begun: Begun | None, code: str, error: str, iss: str | None
) -> tuple[Begun, Person]:
    """Whom the answer is about, and what was begun. Raises `Failed`."""
    if begun is None or begun["at"] < time.time() - LASTS:
        raise Failed(Why.STALE, "state")
    if not await _ask(provider.names_itself, iss):
        raise Failed(Why.FALSE, "iss of the answer")
    if error or not code:
        raise Failed(Why.DECLINED, "an error, or no code")
    claims = await _ask(provider.claims, code, begun["verifier"], _back(visit))
    return begun, person(claims, provider.known_as, begun["nonce"], time.time())


async def _account(visit: Visit, found: Person) -> StaffUser:
    """Raises `Failed`; that somebody was turned away stands in the staff log."""
    engine = visit.site.engine
    with deeds.doing("/stab/sso/svar", found.name, clock()):
        try:
            return await visit.ask(signon.account, engine, found)
        except signon.NoRole:
            why = Why.NO_ROLE
        except signon.Closed:
            why = Why.DISABLED
    with deeds.doing("/stab/sso/nei", found.name, clock()):
        await visit.ask(signon.turn_away, engine, found)
    raise Failed(why)


# ---------------------------------------------------------------- joining


def _ask_to_join(visit: Visit, found: Person, login: str) -> Response:
    if visit.staff is None or visit.staff.login != login:
        raise Failed(Why.STALE, "another account")
    visit.request.session["sso_join"] = {
        "subject": found.subject,
        "name": found.name,
        "called": found.called,
        "login": login,
        "at": int(time.time()),
    }
    return visit.turn_to(visit.url("sso_join"))


@router.get("/koble", name="sso_join")
async def join_page(visit: Here, who: Staff) -> Response:
    """Whom the provider says that you are there: somebody else may have logged in there before."""
    return _join_page(visit, who)


def _join_page(visit: Visit, who: StaffUser, status: int = 200, error: str = "") -> Response:
    return visit.page(
        "staff/sso_join.html",
        status,
        who=who,
        by_password=has_password(who),
        found=_shown(visit, who),
        provider=_provider(visit).known_as,
        error=error,
    )


@router.post("/koble")
async def join_them(visit: Here, form: StaffForm) -> Response:
    """For whoever shows their password here: else an open laptop were an account to take. One that
    has none is joined already, and stays theirs."""
    _provider(visit)
    found = _shown(visit, form.who)
    if found is None:
        return _refused(visit, Failed(Why.STALE, "nothing to join"))
    if await shows_password(visit, form.who, form.fields.get("password", "")) is None:
        error = visit._("That is not the password that you have now.")
        return _join_page(visit, form.who, 422, error)
    form.deed.detail = form.who.login
    try:
        await visit.ask(signon.join, visit.site.engine, form.who.login, found["subject"])
    except signon.Joined:
        return _refused(visit, Failed(Why.TAKEN, "subject"))
    del visit.request.session["sso_join"]
    visit.site.porter.forget()
    return visit.turn_to(visit.url("desk"))


def _shown(visit: Visit, who: StaffUser) -> Mapping[str, Any] | None:
    """What came back a moment ago, for this account."""
    found = visit.request.session.get("sso_join")
    if not found or found["login"] != who.login or found["at"] < time.time() - LASTS:
        return None
    return dict(found)


# ---------------------------------------------------------------- logging out there too


@router.get("/ut", name="sso_out")
async def out(visit: Here) -> Response:
    """Ours is over already, by its own button; here the provider's, where it can be ended."""
    provider = _provider(visit)
    try:
        back = visit.full(visit.base + "stab/logg-inn")
        there = await _ask(provider.logout_address, back)
    except Failed as failed:
        return _refused(visit, failed)
    return RedirectResponse(there or visit.url("login"), 302, {"Cache-Control": "no-store"})


# ---------------------------------------------------------------- what they share


def set_up(settings: Settings) -> Provider | None:
    """As it is set up. Where that is of no use, passwords still are: it is told, and left out."""
    try:
        known_as = registration(settings)
    except Unusable as unusable:
        log.warning("%s", unusable)
        return None
    return Provider(known_as) if known_as else None


def _provider(visit: Visit) -> Provider:
    if visit.site.provider is None:
        raise HTTPException(404)
    return visit.site.provider


def _back(visit: Visit) -> str:
    """Our address of the answer: as it is set, whatever host the browser asked for."""
    return visit.full(visit.base + "stab/sso/svar")


def _begun(visit: Visit) -> list[Begun]:
    return list(visit.request.session.get("sso", []))


async def _ask(query: Callable[[*Given], Told], *args: *Given) -> Told:
    return await anyio.to_thread.run_sync(query, *args, limiter=_asking)


def _refused(visit: Visit, failed: Failed, there: str = "") -> Response:
    """On a page of its own: no code is to stand in its address, nor be sent again by a reload."""
    log.warning("single sign-on: %s", failed)
    return visit.turn_to(visit.url("sso_refused", query={"why": failed.why.value, "next": there}))


@router.get("/nei", name="sso_refused")
async def refused(visit: Here, why: Why, next: str = "") -> Response:  # noqa: A002  # as above
    known_as = _provider(visit).known_as
    return visit.page(
        "staff/sso_refused.html",
        502 if why in (Why.AWAY, Why.ODD, Why.UNKNOWN) else 403,
        words=visit._(WORDS[why], name=known_as.name),
        next=next,
        provider=known_as,
    )
