"""What the secretary's page tells of the draft and the versions: remarks, consent, what stands."""

from hashlib import sha256
from typing import Any

from sqlalchemy import Engine

from app import secretary
from app.core.composing import edited_since
from app.core.frozen import digest, from_json
from app.core.issuing import consenting, needed
from app.core.minutes import Minutes
from app.core.state import Workshop
from app.rooms import Room
from app.store import documents, remarks
from app.store.tables import MinutesRow, RemarkRow, WorkshopRow
from app.web.visit import Visit


async def told(visit: Visit, row: WorkshopRow, room: Room, draft: Minutes) -> dict[str, Any]:
    """For `staff/remarks.html`, `staff/publishing.html` and `staff/versions.html`."""
    engine, state = visit.site.engine, room.state
    versions = await visit.ask(documents.listed, engine, row.id)
    stands = next((kept for kept in versions if kept.withdrawn_at is None), None)
    mark = await visit.ask(digest, draft)
    consented = consenting(state, mark)
    return {
        "versions": versions,
        "stands": stands,
        "edited": stands is not None and await visit.ask(_edited, engine, state, stands),
        "shared": await _address(visit, row) if state.draft_shared else "",
        "remarks": await visit.ask(remarks.remarks, engine, row.id),
        "seen_of": seen_of,
        "needed": needed(state, await visit.ask(secretary.consents_needed, engine)),
        "consented": consented,
        "outdated": sorted({one.by for one in state.consents} - set(consented)),
        "draft_digest": mark,
        "published": len(state.published),
    }


def _edited(engine: Engine, state: Workshop, kept: MinutesRow) -> bool:
    return edited_since(state, from_json(documents.body(engine, kept.workshop, kept.version)))


async def _address(visit: Visit, row: WorkshopRow) -> str:
    code = await visit.ask(remarks.address, visit.site.engine, row.id)
    return visit.full(visit.url("draft", code=code)) if code else ""


def seen_of(remark: RemarkRow) -> str:
    """What the answer to a remark was when somebody looked at it, as a mark."""
    return sha256(repr((remark.answer, remark.taken, remark.in_minutes)).encode()).hexdigest()
