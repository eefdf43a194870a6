"""One request for a page: its language, its addresses, and the page that answers it."""

import asyncio
import gzip
from collections.abc import Awaitable, Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Annotated, Any, ParamSpec, TypeVar
from urllib.parse import urlencode, urlsplit

from fastapi import Depends, Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.core.roles import Right
from app.core.synthesis import unaccounted
from app.i18n import LANGUAGES, PUBLIC_LANGUAGES, Translator, negotiate, translator
from app.machine import network
from app.publish.phrases import times
from app.rooms import Room, Rooms
from app.settings import Settings
from app.signon.provider import Provider
from app.store import workshops
from app.store.tables import StaffUser, WorkshopRow
from app.web import auth
from app.web.assets import Assets
from app.web.chosen import Chosen
from app.web.made import Looks, Made
from app.web.pulse import Pulse
from app.web.roles import having

ALONE = frozenset({"localhost", "127.0.0.1", "::1"})
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  # compared with, not bound to

SMALL = 1_000
"""Bytes that are not worth compressing."""

P = ParamSpec("P")
R = TypeVar("R")

_templates = Environment(
    loader=PackageLoader("app.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Site:
    """What the pages stand on."""

    rooms: Rooms
    settings: Settings
    assets: Assets
    porter: auth.Porter
    patience: auth.Patience
    path: Callable[..., object]
    """The path of a route by its name and parts, remembered: the search goes through every route,
    and a page has a hundred links."""
    provider: Provider | None = None
    """Of identities, where single sign-on is set up."""
    made: Made = field(default_factory=Made)
    pages: Made = field(default_factory=Made)
    """Apart from the files: a page is not to wait for a PDF."""
    compared: Made = field(default_factory=Made)
    """Versions side by side: no other page is to wait for those either."""
    looks: Looks = field(default_factory=Looks)
    answering: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    """By workshop: the imagined councillors who are answering just now (`practice.py`)."""

    @property
    def engine(self) -> Engine:
        return self.rooms.engine

    @cached_property
    def municipality(self) -> Chosen:
        return Chosen(self.engine)

    @cached_property
    def pulse(self) -> Pulse:
        return Pulse(self.rooms)


class Visit:
    """A request, with what every page needs. Templates know it as `visit`."""

    languages: tuple[str, ...] = LANGUAGES
    live = True
    """Whether a server answers: in what is written as files (`written.py`) none does."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.site: Site = request.app.state.site
        asked = request.query_params.get("lang", "")
        self.chosen = asked if asked in self.languages else ""
        spoken = request.headers.get("accept-language")
        self.language = self.chosen or negotiate(spoken, self.languages)
        self._: Translator = translator(self.language)
        self.met: tuple[WorkshopRow, Room] | None = None

    # ------------------------------------------------------------ what is stored

    async def ask(self, query: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a query of `app.store`, off the event loop."""
        return await run_in_threadpool(query, *args, **kwargs)

    async def look(self, query: Callable[..., R], *args: Hashable) -> R:
        """`ask` of the database, together with all who ask the same just now."""
        key, engine = (query, *args), self.site.engine
        return await self.site.looks.look(key, lambda: query(engine, *args))

    async def workshop(self, code: str) -> tuple[WorkshopRow, Room]:
        """The workshop with this public code. `HTTPException` 404 where there is none."""
        row = await self.ask(workshops.find, self.site.engine, code)
        room = await self.site.rooms.room(row.id) if row else None
        if row is None or room is None or room.state.plan is None:
            raise HTTPException(404)
        self.met = row, room
        return row, room

    @cached_property
    def left(self) -> tuple[str, int] | None:
        """On a page about a workshop that is over: its code, and how much of what was said in it
        has no end yet."""
        if self.met is None or self.met[1].state.ended is None:
            return None
        row, room = self.met
        return row.code, len(unaccounted(room.state))

    # ------------------------------------------------------------ addresses

    @property
    def base(self) -> str:
        """The path under which we live, with a slash at its end."""
        return str(self.request.scope.get("root_path", "")).rstrip("/") + "/"

    def url(self, name: str, /, query: Mapping[str, object] | None = None, **parts: object) -> str:
        """The path of a route, in the language that was chosen on this page."""
        path = self.base + str(self.site.path(name, **parts)).lstrip("/")
        asked = {**({"lang": self.chosen} if self.chosen else {}), **(query or {})}
        return f"{path}?{urlencode(asked)}" if asked else path

    def static(self, name: str) -> str:
        return f"{self.base}static/{name}"

    def full(self, path: str) -> str:
        """The whole address of a path, as a tablet in the hall or a stranger may use it."""
        given = self.site.settings.address.rstrip("/")
        if given:
            under = self.base.rstrip("/")
            return given.removesuffix(under) + path if under else given + path
        return f"{self.request.url.scheme}://{self._found_at}{path}"

    @cached_property
    def _found_at(self) -> str:
        """Where this request came to. In a browser on this machine that may be an address that is
        nobody else's: then where the others on the network find us just now, if we let them in."""
        url = self.request.url
        if url.hostname in ALONE and self.site.settings.host in EVERYWHERE:
            here = network.best()
            if here:
                return f"{here}:{url.port}" if url.port else here
        return url.netloc

    @property
    def host(self) -> str:
        """The name that a whole address begins with."""
        return urlsplit(self.full("/")).hostname or ""

    @property
    def alone(self) -> bool:
        """Whether that name is this very machine's to itself: no tablet reaches it."""
        return self.host in ALONE

    def in_language(self, language: str) -> str:
        """This same page in another language."""
        query = {**self.asked, "lang": language}
        return f"{self.base.rstrip('/')}{self.path}?{urlencode(query)}"

    @cached_property
    def asked(self) -> dict[str, str]:
        """What of the query the page knows, as it reads it: 1, also where 01 was typed. All else,
        which newspapers and networks add to a link, changes nothing of it."""
        route = self.request.scope.get("route")
        return _read(route.dependant.query_params, self.request.query_params) if route else {}

    @property
    def _place(self) -> Hashable:
        """The address of this page, the same one however it was typed."""
        route, given = self.request.scope["route"], self.request.path_params
        parts = _read(route.dependant.path_params, given)
        if "code" in parts:
            parts["code"] = workshops.normal_code(parts["code"])
        return (route.name, *parts.items(), *self.asked.items())

    @property
    def path(self) -> str:
        """The path of this page below `base`."""
        path, under = self.request.url.path, self.base.rstrip("/")
        return path[len(under) :] if under and path.startswith(under + "/") else path

    # ------------------------------------------------------------ answers

    @cached_property
    def csrf(self) -> str:
        """Only staff forms ask for it: it starts a session, and with it a cookie."""
        return auth.csrf(self.request.session)

    @property
    def staff(self) -> StaffUser | None:
        """Who is logged in, for the header of staff pages."""
        return self.site.porter.user(self.request.scope)

    def may(self, *rights: Right) -> bool:
        """Whether it is one of the staff who asks, and has one of these rights."""
        who = self.staff
        return who is not None and not who.must_change and who.may(*rights)

    def only(self, *rights: Right) -> str:
        """Whose it is to change what the page shows; empty where it is theirs who asks."""
        if self.may(*rights):
            return ""
        roles = self._(" or ").join(having(rights, self._))
        return self._("You can read all of this. Changing it is with the {roles}.", roles=roles)

    def page(self, template: str, /, status: int = 200, **data: Any) -> HTMLResponse:
        """The page, in the visitor's language. Never kept by a shared cache unless said so."""
        html = _templates.get_template(template).render(
            visit=self,
            _=self._,
            ngettext=self._.ngettext,
            url=self.url,
            day=lambda at: times.day(at, self.language),
            moment=lambda at: times.moment(at, self.language),
            hour=times.hour,
            day_of=lambda at: times.date(at, self.language),
            **data,
        )
        return HTMLResponse(html, status, {"Cache-Control": "no-store", "Vary": "Accept-Language"})

    def shell(self, screen: str, code: str, title: str, data: Mapping[str, Any]) -> HTMLResponse:
        """A live screen: its script, its words, and `data` as JSON blocks by id.

        Its words are most of it and shrink to a quarter: a hall opens it at once, on one Wi-Fi.
        Safe, also with the names of a roster: of what a stranger can send, only a language and a
        code stand in it, and only those that we know. With a form's token it is sent as it is.
        """
        assets = self.site.assets
        page = self.page(
            "shell.html",
            screen=screen,
            code=code,
            title=title,
            styles=assets.styles(screen),
            script=assets.script(screen),
            parts=assets.parts(screen),
            blocks={"catalog": assets.catalog(self.language), **data},
        )
        page.headers["Vary"] = "Accept-Language, Accept-Encoding"
        if self._takes_gzip and "csrf" not in vars(self):
            page.body = _small(bytes(page.body))
            page.headers["Content-Encoding"] = "gzip"
            page.headers["Content-Length"] = str(len(page.body))
        return page

    async def kept(
        self,
        mark: Hashable,
        make: Callable[[], Awaitable[Response]],
        made: Made | None = None,
    ) -> Response:
        """A page that many may ask for at once, as `public` has it: made once for all of them, and
        anew when what it is made from has another `mark`. Raises `Crowded`, and what `make` does.

        `made`: where it is made and kept, if not with the other pages.
        """
        made = made or self.site.pages
        stands = self.site.municipality.now.rev
        key = (mark, stands, self.base, self._place, self.language, self.chosen)

        async def body() -> bytes:
            return bytes((await make()).body)

        page = await made.once(key, body)
        tag = await made.file((key, "tag"), lambda: _tag(page))
        small = b""
        if self._takes_gzip:
            small = await made.file((key, "small"), lambda: _small(page))
        return self._public(HTMLResponse(page), tag.decode(), small)

    def public(self, response: Response) -> Response:
        """Let anybody keep the answer, and ask each time by its ETag whether it stands."""
        body = bytes(response.body)
        text = str(response.media_type).startswith(("text/", "application/json"))
        text = text or str(response.media_type).endswith("xml")
        small = _small(body) if text and self._takes_gzip and len(body) > SMALL else b""
        return self._public(response, _tag(body).decode(), small)

    def _public(self, response: Response, tag: str, small: bytes) -> Response:
        """`small`: the body compressed, where it is to be sent so. Safe, since no secret stands on
        a page that anybody may read."""
        headers = {
            "ETag": tag,
            "Cache-Control": "public, no-cache",
            "Vary": "Accept-Language, Accept-Encoding",
        }
        if tag in self.request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if small:
            headers |= {"Content-Encoding": "gzip", "Content-Length": str(len(small))}
            response.body = small
        response.headers.update(headers)
        return response

    @property
    def _takes_gzip(self) -> bool:
        return "gzip" in self.request.headers.get("accept-encoding", "")

    def turn_to(self, path: str) -> RedirectResponse:
        """After a form: the browser fetches the page anew, so that a reload sends nothing."""
        return RedirectResponse(path, 303, {"Cache-Control": "no-store"})


class PublicVisit(Visit):
    """A request for what the public reads, also in Northern Sámi."""

    languages = PUBLIC_LANGUAGES


def _read(fields: Iterable[Any], given: Mapping[str, str]) -> dict[str, str]:
    """Those of the fields that are given, in one order; as they were typed where they are wrong."""
    told = {each.alias: each.validate(given[each.alias]) for each in fields if each.alias in given}
    return {name: given[name] if wrong else str(read) for name, (read, wrong) in told.items()}


def _tag(body: bytes) -> bytes:
    """Weak: compressed or not, the page is the same one (RFC 9110, section 8.8.3.3)."""
    return b'W/"%s"' % sha256(body).hexdigest()[:32].encode()


def _small(body: bytes) -> bytes:
    return gzip.compress(body, 6, mtime=0)


async def here(request: Request) -> Visit:  # async: what is not is sent to a thread
    return Visit(request)


async def here_in_public(request: Request) -> PublicVisit:
    return PublicVisit(request)


Here = Annotated[Visit, Depends(here)]
HereInPublic = Annotated[PublicVisit, Depends(here_in_public)]
