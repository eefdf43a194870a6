"""A version of the minutes that was withdrawn: its address tells so for good, and nothing of it."""

from dataclasses import dataclass

from starlette.responses import JSONResponse, Response

from app.publish.phrases.times import iso
from app.store.tables import MinutesRow, WorkshopRow
from app.web.visit import Visit


@dataclass
class Withdrawn(Exception):
    """Somebody asked for it. `standing`: the newest version that stands, 0 where none does."""

    row: WorkshopRow
    kept: MinutesRow
    standing: int


def answer(visit: Visit, asked: Withdrawn) -> Response:
    """410, in whatever form it was asked for: which version, when, by whom and why."""
    kept = asked.kept
    assert kept.withdrawn_at is not None
    if visit.path.endswith(".json"):
        told = {
            "version": kept.version,
            "withdrawn": iso(kept.withdrawn_at),
            "by": kept.withdrawn_by,
            "why": kept.withdrawn_why,
        }
        return JSONResponse({"error": 410, **told}, 410)
    return visit.page("public/withdrawn.html", 410, row=asked.row, kept=kept, stands=asked.standing)
