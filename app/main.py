"""Puts the house together: the only module that knows all rooms."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from fastapi import FastAPI
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from app import __version__, housekeeping
from app.homes import rooms_of
from app.live.socket import Live
from app.machine import measures
from app.rooms import NotStored
from app.settings import Settings
from app.store.database import forget_traces
from app.web import auth, site

log = logging.getLogger("tannhjul")


class Tannhjul:
    """The ASGI application: `/live` goes to the screens, all else to the pages."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.rooms = rooms_of(engine, settings.data)
        self.pages: FastAPI = site.build(self.rooms, settings, lifespan=self._lifespan)
        who = auth.staff_behind(self.pages.state.site.porter)
        self.live = Live(self.rooms, who, settings.address)
        self._live_path = settings.root_path.rstrip("/") + "/live"

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket" and scope["path"] in ("/live", self._live_path):
            with measures.SCREENS.one():
                await self.live(scope, receive, send)
        else:
            await self.pages(scope, receive, send)

    @asynccontextmanager
    async def _lifespan(self, _: FastAPI) -> AsyncIterator[None]:
        # What is loaded by now stays: the collector need not look at it during a meeting.
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 50, 100)
        with suppress(SQLAlchemyError, NotStored):  # what a server that was killed left behind
            await asyncio.to_thread(forget_traces, self.rooms.engine)
            await self.rooms.sweep()
        log.info("started, version %s, on %s", __version__, self.rooms.engine.dialect.name)
        watching = asyncio.create_task(measures.watch())
        tidying = asyncio.create_task(housekeeping.keep(self.rooms.engine))
        yield
        watching.cancel()
        tidying.cancel()
        self.rooms.close()
        log.info("stopped")
