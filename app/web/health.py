"""How the server is: `/helse` for whoever keeps it running, `/metrics` for who watches it."""

import secrets

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import __version__
from app.machine import measures
from app.store.database import revisions
from app.web.security import operator_bearer
from app.web.visit import Here

router = APIRouter()

HALL = ("/b", "/skjerm", "/mine", "/utkast")
"""Where the pages begin that are for those in the hall. Whether one was fetched is theirs."""


@router.get("/helse", tags=["health"])
async def health(visit: Here) -> Response:
    """Whether the server answers and its database can be written: 200 {"ok": true}.

    Else 503 {"ok": false, "why": …}, one of full, read_only, busy and away.
    """
    found = await visit.site.pulse.feel()
    told = {"ok": False, "why": found.value} if found else {"ok": True}
    return JSONResponse(told, 503 if found else 200, {"Cache-Control": "no-store"})


@router.get("/metrics", include_in_schema=False)
async def metrics(visit: Here) -> Response:
    """The figures, for who has the token that is set; 404 for all others, and where none is."""
    wanted = visit.site.settings.metrics_token.encode()
    given = operator_bearer(visit.request.scope).encode("latin-1", "replace")
    if not wanted or not secrets.compare_digest(wanted, given):
        raise HTTPException(404)
    await visit.site.pulse.feel()
    about = {"version": __version__, "schema": revisions()[0]}
    figures = measures.text(**about, database=visit.site.engine.dialect.name)
    return PlainTextResponse(
        figures,
        headers={"Cache-Control": "no-store"},
        media_type="text/plain; version=0.0.4",
    )


class Counted:
    """ASGI: counts the answers by the route's own pattern, which holds no code, and status."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def counting(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = getattr(scope.get("route"), "path", "")
                if not route.startswith(HALL):
                    measures.PAGES.add(route, str(message["status"]))
            await send(message)

        await self._app(scope, receive, counting if scope["type"] == "http" else send)
