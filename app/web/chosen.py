"""What the municipality has chosen, for every page: asked on the event loop, and so remembered."""

import time
from contextlib import suppress

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.store import municipality
from app.store.municipality import Municipality

REMEMBERED = 10.0
"""Seconds until another process's change is seen."""


class Chosen:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._until = 0.0
        self._kept = Municipality()

    @property
    def now(self) -> Municipality:
        """As it stands, or as it stood where the database does not answer."""
        if self._until < time.monotonic():
            with suppress(SQLAlchemyError):
                self._kept = municipality.load(self._engine)
            self._until = time.monotonic() + REMEMBERED
        return self._kept

    def forget(self) -> None:
        """It was changed just now."""
        self._until = 0.0
