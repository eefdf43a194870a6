"""Logging in and out, the first account, and what a staff page asks of who opens it."""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Annotated, Any

import anyio
from anyio import CapacityLimiter
from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.core.passwords import LONGEST, SHORTEST, Weakness
from app.core.roles import Right
from app.i18n import N_
from app.machine import measures
from app.rooms import clock
from app.store import deeds
from app.store import staff as store
from app.store.deeds import Doing
from app.store.tables import StaffUser
from app.store.workshops import normal_code
from app.web import auth
from app.web.visit import Here, Visit

router = APIRouter(prefix="/stab", include_in_schema=False)

#: Checking a password costs 64 MB and a core for a moment, by design: two at a time.
CHECKS = CapacityLimiter(2)

MOST_FIELDS = 20_000  # of a form: the draft of a plan may have half as many

WEAK: Mapping[Weakness, str] = {
    Weakness.SHORT: N_("The password is too short: it needs at least {n} characters."),
    Weakness.LONG: N_("The password is too long: at most {n} characters."),
    Weakness.EXPECTED: N_(
        "That password is among the first that people guess. Take words that nobody expects."
    ),
    Weakness.PERSONAL: N_(
        "The password is made of your name, your login or the municipality. Take other words."
    ),
}
NAME_TAKEN = N_("Somebody else has that name. The log goes by name: add a middle name or a title.")


class LoggedOut(Exception):
    """A staff page was opened by somebody who is not logged in."""


class NotAllowed(Exception):
    """Somebody of the staff asked for what is not theirs to do: one of `rights` is needed."""

    def __init__(self, *rights: Right, typed: list[tuple[str, str]] | None = None) -> None:
        super().__init__()
        self.rights = rights
        self.typed = typed or []


class MustChoose(Exception):
    """Somebody logged in with a password that is only good for choosing one of their own."""


class HeldForm(Exception):
    """A staff form came without a valid session or token. What was typed is not lost."""

    def __init__(self, typed: list[tuple[str, str]]) -> None:
        super().__init__()
        self.typed = typed


def weakness(visit: Visit, weak: store.Weak) -> str:
    """Why a password is refused, in words."""
    return visit._(WEAK[weak.why], n=LONGEST if weak.why is Weakness.LONG else SHORTEST)


@dataclass(frozen=True)
class Sent:
    """A staff form as it came: by whom, and what was typed. `deed` is what the log will say."""

    who: StaffUser
    fields: dict[str, str]
    deed: Doing

    def text(self, name: str) -> str:
        return self.fields.get(name, "").strip()


async def typed_in(request: Request) -> list[tuple[str, str]]:
    """The text fields of a form, in order; files are not taken anywhere."""
    form = await request.form(max_fields=MOST_FIELDS)
    return [(name, value) for name, value in form.multi_items() if isinstance(value, str)]


def staff(visit: Here) -> StaffUser:
    """Who is logged in. Raises what `anybody` does, `MustChoose`, and `NotAllowed` where no role is
    left."""
    user = anybody(visit)
    if user.must_change:
        raise MustChoose
    if not user.may(Right.SEE):
        raise NotAllowed(Right.SEE)
    return user


def anybody(visit: Here) -> StaffUser:
    """Who is logged in, and be it only to choose a password. Raises `LoggedOut`."""
    user = visit.staff
    if user is None:
        raise LoggedOut
    return user


def reading(*rights: Right) -> Callable[[StaffUser], StaffUser]:
    """A dependency: who is logged in and has one of the rights, for what not all of the staff need
    to see. It raises what `staff` does."""

    def who(user: Annotated[StaffUser, Depends(staff)]) -> StaffUser:
        if not user.may(*rights):
            raise NotAllowed(*rights)
        return user

    return who


def sent(*rights: Right) -> Callable[[Visit], AsyncIterator[Sent]]:
    """A dependency: a form from somebody who has one of the rights, with the session's own token.

    It raises `HeldForm` and `NotAllowed`. What is written while the form is carried out is written
    with the deed that it is.
    """

    async def form(visit: Here) -> AsyncIterator[Sent]:
        typed = await typed_in(visit.request)
        user = known(visit, typed, rights)
        with carrying_out(visit, user) as deed:
            yield Sent(user, dict(typed), deed)

    return form


def known(visit: Visit, typed: list[tuple[str, str]], rights: Iterable[Right]) -> StaffUser:
    """Who sent the form, which is from a page of ours, and may. Raises `HeldForm`, `NotAllowed`.

    `rights`: none for what is anybody's who is logged in: their own account.
    """
    user = visit.staff
    token = dict(typed).get("csrf")
    typed = [(name, value) for name, value in typed if name != "csrf"]
    if user is None or token != visit.csrf or (rights and user.must_change):
        raise HeldForm(typed)
    if rights and not user.may(*rights):
        raise NotAllowed(*rights, typed=typed)
    return user


def carrying_out(visit: Visit, user: StaffUser) -> AbstractContextManager[Doing]:
    """Meanwhile the staff's form is carried out: see `app/store/deeds.py`."""
    request = visit.request
    code = normal_code(request.path_params.get("code", ""))
    return deeds.doing(request.scope["route"].path, user.name, clock(), code)


Anybody = Annotated[StaffUser, Depends(anybody)]
Staff = Annotated[StaffUser, Depends(staff)]
Preparing = Annotated[StaffUser, Depends(reading(Right.PREPARE, Right.LEAD))]
Governing = Annotated[StaffUser, Depends(reading(Right.GOVERN))]

AnybodysForm = Annotated[Sent, Depends(sent())]
StaffForm = Annotated[Sent, Depends(sent(Right.SEE))]
Prepares = Annotated[Sent, Depends(sent(Right.PREPARE))]
Leads = Annotated[Sent, Depends(sent(Right.LEAD))]
Writes = Annotated[Sent, Depends(sent(Right.WRITE))]
Publishes = Annotated[Sent, Depends(sent(Right.PUBLISH))]
LeadsOrWrites = Annotated[Sent, Depends(sent(Right.LEAD, Right.WRITE))]
WritesOrPublishes = Annotated[Sent, Depends(sent(Right.WRITE, Right.PUBLISH))]
Governs = Annotated[Sent, Depends(sent(Right.GOVERN))]


# ---------------------------------------------------------------- logging in


@router.get("/logg-inn", name="login")
def login_page(
    visit: Here,
    next: str = "",  # noqa: A002  # the name in addresses
    out: bool = False,
    chosen: bool = False,
) -> Response:
    if visit.staff:
        return visit.turn_to(local(visit, next))
    return _login(visit, next=next, out=out, chosen=chosen)


def _login(visit: Visit, status: int = 200, **data: Any) -> Response:
    shown = {"login": "", "next": "", "error": "", "out": False, "chosen": False, **data}
    provider = visit.site.provider
    return visit.page(
        "staff/login.html", status, signon=provider.known_as if provider else None, **shown
    )


@router.post("/logg-inn")
async def log_in(visit: Here) -> Response:
    fields = dict(await typed_in(visit.request))
    login, there = fields.get("login", "").strip(), fields.get("next", "")
    if fields.get("csrf") != visit.csrf:
        error = visit._("The page had been open for long. Log in once more.")
        return _login(visit, 403, login=login, next=there, error=error)
    patience = visit.site.patience
    await patience.wait(store.login_of(login))  # however it is written
    user = await anyio.to_thread.run_sync(
        store.check, visit.site.engine, login, fields.get("password", ""), limiter=CHECKS
    )
    if user is None:
        measures.LOGINS.add()
        error = visit._("The login name or the password is not right.")
        return _login(visit, 401, login=login, next=there, error=error)
    patience.forgive(store.login_of(login))
    provider = visit.site.provider
    if provider and provider.known_as.only and not _in_an_emergency(user):
        error = visit._("This account logs in with {name}.", name=provider.known_as.name)
        return _login(visit, 403, login=login, next=there, error=error)
    await let_in(visit, user)
    return visit.turn_to(local(visit, there))


def _in_an_emergency(user: StaffUser) -> bool:
    """Whose password is good even where single sign-on is the only way in: the house must have a
    way in when the provider has none."""
    return user.subject is None and user.may(Right.GOVERN)


async def shows_password(visit: Visit, who: StaffUser, password: str) -> StaffUser | None:
    """The account of who is logged in, if it is they: a laptop may stand open. None else."""
    await visit.site.patience.wait(who.login)
    shown = await anyio.to_thread.run_sync(
        store.check, visit.site.engine, who.login, password, limiter=CHECKS
    )
    if shown is not None:
        visit.site.patience.forgive(who.login)
    return shown


async def let_in(visit: Visit, user: StaffUser) -> None:
    """Begin a session of this account, whatever the visitor has shown for it."""
    with deeds.doing("/stab/logg-inn", user.name, clock()):
        await visit.ask(auth.log_in, visit.request.session, visit.site.engine, user)


@router.post("/logg-ut", name="logout")
async def log_out(visit: Here, form: AnybodysForm) -> Response:
    await visit.ask(auth.log_out, visit.request.session, visit.site.engine)
    visit.site.porter.forget()
    there_too = {"out": "true"} if visit.site.provider else None
    return visit.turn_to(visit.url("login", query=there_too))


def local(visit: Visit, there: str) -> str:
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
    shown = {"login": "", "name": "", "error": "", "shortest": SHORTEST, **data}
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
        with deeds.doing("/stab/oppstart", name, clock()):
            password = fields.get("password", "")
            await visit.ask(store.set_user, engine, login, name, password, first=True)
    except store.Weak as weak:
        return _setup(visit, 422, error=weakness(visit, weak), **typed)
    except store.NameTaken:
        return _setup(visit, 422, error=visit._(NAME_TAKEN), **typed)
    except store.Unknown:  # another had the link as well, and was sooner
        return visit.page("staff/setup_used.html", 403)
    user = await visit.ask(store.get_user, engine, store.login_of(login))
    if user is None:
        raise HTTPException(500)
    await let_in(visit, user)
    return visit.turn_to(visit.url("desk"))
