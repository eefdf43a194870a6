"""Puts the pages together: routes, sessions, headers, static files."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import lru_cache
from typing import TypeAlias

from fastapi import Depends, FastAPI
from starlette.types import ASGIApp

from app import __version__
from app.rooms import Rooms
from app.settings import Settings
from app.store import staff
from app.web import (
    account,
    accounts,
    announcing,
    api,
    attendance,
    auth,
    catalog,
    certificate,
    crest,
    differences,
    draft,
    errors,
    feeds,
    formats,
    health,
    join,
    log,
    login,
    members,
    municipality,
    neighbours,
    notice,
    papers,
    plan,
    posting,
    practice,
    prepare,
    prints,
    public,
    publishing,
    redaction,
    rehearsal,
    reopening,
    retention,
    seating,
    signon,
    workbench,
    writeup,
)
from app.web import staff as staff_pages
from app.web.assets import Assets
from app.web.health import Counted
from app.web.search import page as search_page
from app.web.security import Guarded, same_origin
from app.web.visit import Site

Lifespan: TypeAlias = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def build(rooms: Rooms, settings: Settings, lifespan: Lifespan) -> FastAPI:
    """The pages. Raises `NotBuilt` where the live screens have not been built."""
    root_path = settings.root_path.rstrip("/")
    app = FastAPI(
        title="Tannhjul",
        version=__version__,
        lifespan=lifespan,
        openapi_url="/api/openapi.json",
        docs_url=None,  # the pages FastAPI makes load scripts from elsewhere
        redoc_url=None,
        dependencies=[Depends(same_origin)],
    )
    assets = Assets()
    app.state.site = Site(
        rooms,
        settings,
        assets,
        auth.Porter(rooms.engine),
        auth.Patience(),
        lru_cache(4_000, typed=True)(app.url_path_for),
        signon.set_up(settings),
    )
    for module in (
        notice,
        formats,
        catalog,
        public,
        log,
        feeds,
        search_page,
        join,
        neighbours,
        health,
        certificate,
        login,
        account,
        accounts,
        signon,
        prepare,
        staff_pages,
        municipality,
        retention,
        crest,
        announcing,
        papers,
        plan,
        prints,
        members,
        seating,
        attendance,
        workbench,
        redaction,
        reopening,
        writeup,
        publishing,
        draft,
        differences,
        posting,
        practice,
        rehearsal,
        api,
    ):
        app.include_router(module.router)
    app.mount("/static", assets.app(), name="static")
    errors.install(app)
    app.add_middleware(auth.Sessions, key=staff.secret(rooms.engine), path=root_path or "/")
    inner: ASGIApp = Counted(app.build_middleware_stack())
    if settings.tls:
        inner = certificate.Secured(inner)
    # Outermost, so that even the page for a broken server carries the headers.
    app.middleware_stack = Guarded(inner, root_path)
    return app
