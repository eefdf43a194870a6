"""Finding a plan process and changing it, where others may be changing other parts of it."""

from collections.abc import Callable

from starlette.exceptions import HTTPException

from app.core.planning import PlanProcess, Section
from app.rooms import clock
from app.store import files, processes
from app.store.processes import Kept, Stale
from app.web.visit import Visit


async def found(visit: Visit, code: str) -> Kept:
    """The process. `HTTPException` 404 where there is none."""
    kept = await visit.ask(processes.find, visit.site.engine, code)
    if kept is None:
        raise HTTPException(404)
    return kept


async def keep(
    visit: Visit,
    code: str,
    who: str,
    section: Section,
    changed: Callable[[Kept], PlanProcess],
    *,
    public: bool | None = None,
) -> Kept:
    """Store what `changed` makes of the process as it stands now.

    What is shown beside no statement any more is dropped. Raises what `changed` raises.
    """
    engine = visit.site.engine
    while True:
        kept = await found(visit, code)
        plan = changed(kept)
        try:
            now = await visit.ask(
                processes.save, engine, kept, plan, section, who, clock(), public=public
            )
        except Stale:
            continue
        gone = {each.file for each in kept.plan.exhibits} - {each.file for each in plan.exhibits}
        if gone:
            await visit.ask(files.drop, engine, kept.id, gone)
        return now
