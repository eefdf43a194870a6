"""The workbench: where editors account for all that a workshop said, and what is suggested there.

The screen is live (`/live`, role workbench). Suggestions are fetched by it, and nothing waits for
them.
"""

import asyncio
from collections.abc import Sequence
from functools import lru_cache
from statistics import median
from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from app.core.edits import Fate
from app.core.roles import Right
from app.core.state import Workshop
from app.core.synthesis import dispositions, material
from app.core.verification import words_of
from app.text import alike, themes
from app.text.vectors import vectors
from app.web.login import Staff
from app.web.visit import Here

router = APIRouter(prefix="/stab/v", include_in_schema=False)

_one_at_a_time = asyncio.Semaphore(1)
"""Whoever loads the page again and again waits for themselves, and takes no more of the machine."""

SURE = 0.5
"""Below this no suggestion is among the surer, whatever the others are."""


@router.get("/{code}/arbeidsbenk", name="workbench")
async def workbench(visit: Here, who: Staff, code: str) -> Response:
    row, room = await visit.workshop(code)
    assert room.state.plan is not None
    links = {
        "staff": visit.url("workshop", code=row.code),
        "minutes": visit.url("writeup", code=row.code),
        "reopening": visit.url("reopening", code=row.code),
        "suggestions": visit.url("suggestions", code=row.code),
    }
    blocks = {"links": links, "only": visit.only(Right.WRITE)}
    title = f"{visit._('Workbench')}: {room.state.plan.title}"
    return visit.shell("workbench", row.code, title, blocks)


@router.get("/{code}/arbeidsbenk/forslag.json", name="suggestions")
async def suggestions(visit: Here, who: Staff, code: str) -> Response:
    """What may belong where, and what may be alike or opposed: proposals, by contribution."""
    _, room = await visit.workshop(code)
    async with _one_at_a_time:
        if await visit.request.is_disconnected():
            return Response(status_code=204)
        found = await visit.ask(suggested, room.state)
    return JSONResponse(found, headers={"Cache-Control": "no-store"})


def suggested(state: Workshop) -> dict[str, Any]:
    """`themes`: the likeliest of each contribution that has no end and no theme. `sure`: how
    confident the surer half of them is at least; only that half is for taking many at once.
    """
    if state.ended is None:
        return {"themes": {}, "sure": 1.0, "near": [], "opposites": [], "alike": {}}
    # By id, which is random: the order that they lie in tells who wrote before whom.
    words = {id_: words_of(state, id_) for id_ in sorted(material(state))}
    ids, texts = [*words], [*words.values()]
    ends, made = dispositions(state), state.synthesis
    placed = {at: made.placed[id_] for at, id_ in enumerate(ids) if id_ in made.placed}
    named = [
        themes.Theme(id_, theme.name, " ".join(theme.keywords))
        for id_, theme in sorted(made.themes.items())
    ]
    found = themes.suggest(named, texts, placed) if named and texts else []
    wanted = {
        id_: [(one.theme, round(one.confidence, 3)) for one in likely if one.confidence > 0]
        for id_, likely in zip(ids, found, strict=False)
        if ends[id_].fate is Fate.OPEN and id_ not in made.placed
    }
    best = [likely[0][1] for likely in wanted.values() if likely]
    return {
        "themes": wanted,
        "sure": max(SURE, median(best)) if best else 1.0,
        **_alike(tuple(ids), tuple(texts)),
    }


@lru_cache(maxsize=2)
def _alike(ids: Sequence[str], texts: Sequence[str]) -> dict[str, Any]:
    """Kept for as long as nobody says anything more: it is the most that is reckoned here."""
    near = alike.like(vectors(texts)) if texts else []
    return {
        "near": [[ids[one], ids[other]] for one, other in alike.near_duplicates(texts)],
        "opposites": [[ids[one], ids[other]] for one, other in alike.opposites(texts)],
        "alike": {
            id_: [[ids[other], round(share, 3)] for other, share in others]
            for id_, others in zip(ids, near, strict=True)
        },
    }
