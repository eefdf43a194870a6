"""What a public page of a workshop tells of its series: the plan, and the workshops beside it."""

from dataclasses import dataclass

from app.store import processes
from app.store.processes import Kept
from app.store.tables import WorkshopRow
from app.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Around:
    plan: Kept
    workshops: list[WorkshopRow]
    """Those that everybody may see, in their order; the one itself among them."""


async def around(visit: Visit, row: WorkshopRow) -> Around | None:
    """None where the workshop belongs to no plan process that everybody may see."""
    kept = await visit.ask(processes.load, visit.site.engine, row.process) if row.process else None
    if kept is None or not kept.public:
        return None
    held = await visit.ask(processes.series, visit.site.engine, kept.id)
    shown = [each for each in held if each.title and (each.announced or each.ended)]
    return Around(kept, shown)
