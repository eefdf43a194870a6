"""What the house does by itself, when it starts and once a day: what is not needed any more goes.

Only by the municipality's own rule (`store/retention.py`), and told in the log.
"""

import asyncio
import logging
import time

from sqlalchemy import Engine, select

from app.core.things import Millis
from app.store import retention, scrubbing
from app.store.deeds import doing
from app.store.sets import BOX, SHEET

log = logging.getLogger("tannhjul.housekeeping")

EVERY = 24 * 3600.0
"""Seconds."""

RULE = "retention"
"""What the log calls it."""


async def keep(engine: Engine) -> None:
    """Tidy up now, and again every day."""
    while True:
        try:
            await asyncio.to_thread(tidy, engine, time.time_ns() // 1_000_000)
        except Exception:
            log.exception("could not tidy up")
        await asyncio.sleep(EVERY)


def tidy(engine: Engine, now: Millis) -> None:
    """Take away what the rule says is to go by `now`, one workshop at a time."""
    stands = retention.rule(engine)
    before = now - stands.days * retention.DAY
    for one in retention.due(engine, now):
        with doing(RULE, "", now, one.row.code):
            try:
                retention.forget_people(engine, one.row.id, remarks=stands.remarks, before=before)
            except retention.Kept:  # withdrawn just now, or another process was first
                continue
            log.info("what is known of people beside the minutes is deleted, by the rule")
    if scrubbing.unswept(engine) and not _in_a_round(engine):
        scrubbing.scrub(engine)


def _in_a_round(engine: Engine) -> bool:
    """Whether a hall writes, or gives its dots, just now: it is not to wait for us."""
    with engine.connect() as connection:
        return any(
            connection.execute(select(table.c.workshop).limit(1)).first() for table in (SHEET, BOX)
        )
