"""The draft of the minutes for the chair and those present, who may remark on it.

It has an address that nobody guesses, and is dead when the sharing ends or the minutes are out.
"""

import json
import secrets
from collections.abc import Iterator
from hashlib import sha256
from textwrap import shorten
from typing import Any

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app import secretary
from app.core.words import clean
from app.publish.forms import html
from app.publish.minutes import paper
from app.publish.paper import Paper, Section
from app.rooms import Room, clock
from app.store import remarks, workshops
from app.store.tables import RemarkRow, WorkshopRow
from app.web.details import LONGEST
from app.web.login import typed_in
from app.web.visit import HereInPublic, Visit

router = APIRouter(include_in_schema=False)

LONGEST_NAME = LONGEST_TITLE = 80


@router.get("/utkast/{code}", name="draft")
async def draft(visit: HereInPublic, code: str, sent: str = "") -> Response:
    row, room = await _shared(visit, code)
    return await _page(visit, code, row, room, sent=bool(sent))


@router.post("/utkast/{code}")
async def remark(visit: HereInPublic, code: str) -> Response:
    """Keep a remark. Sent twice it is still one; with other words, from the same form, another."""
    row, room = await _shared(visit, code)
    fields = dict(await typed_in(visit.request))
    typed = {name: fields.get(name, "").strip() for name in ("id", "name", "about", "text")}
    kept = {name: clean(typed[name]) for name in ("name", "about", "text")}
    errors = _errors(visit, kept)
    if not room.state.draft_shared:
        return await _page(visit, code, row, room, 410, typed=typed)
    if not errors:
        id_ = sha256(json.dumps([row.id, typed["id"], kept]).encode()).hexdigest()[:32]
        name, about, text = (kept[each] for each in ("name", "about", "text"))
        said = RemarkRow(id=id_, workshop=row.id, at=clock(), name=name, about=about, text=text)
        try:
            await visit.ask(remarks.add, visit.site.engine, said)
        except remarks.Full:
            errors["text"] = visit._("There are too many remarks. Tell the secretary instead.")
    if errors:
        return await _page(visit, code, row, room, 422, typed=typed, errors=errors)
    return visit.turn_to(visit.url("draft", query={"sent": 1}, code=code) + "#draft-remarks")


def _errors(visit: Visit, kept: dict[str, str]) -> dict[str, str]:
    too_long = visit._("Too long: at most {n} characters.", n=LONGEST)
    too_long_name = visit._("Too long: at most {n} characters.", n=LONGEST_NAME)
    found = {
        "name": (not kept["name"] and visit._("Write your name."))
        or (len(kept["name"]) > LONGEST_NAME and too_long_name),
        "about": len(kept["about"]) > LONGEST and too_long,
        "text": (not kept["text"] and visit._("There are no words in it yet."))
        or (len(kept["text"]) > LONGEST and too_long),
    }
    return {name: error for name, error in found.items() if error}


async def _shared(visit: Visit, code: str) -> tuple[WorkshopRow, Room]:
    """The workshop behind the address. `HTTPException` 404 where it leads to none."""
    door = await visit.site.rooms.doors.behind(code)
    if door is None or door.role != remarks.DRAFT:
        raise HTTPException(404)
    public = await visit.ask(workshops.public_code, visit.site.engine, door.workshop)
    return await visit.workshop(public)


async def _page(
    visit: Visit, code: str, row: WorkshopRow, room: Room, status: int = 200, **data: Any
) -> Response:
    """The draft and its remarks; once the sharing has ended, that it has, and what was typed."""
    shown: dict[str, Any] = {"sent": False, "errors": {}, "typed": {}, **data}
    shown["typed"] = {"id": secrets.token_hex(16), "name": "", "about": "", "text": ""} | {
        name: text for name, text in shown["typed"].items() if text
    }
    told = {"row": row, "plan": room.state.plan, "code": code, **shown}
    if not room.state.draft_shared:
        page: Response = visit.page("public/draft_closed.html", 410, **told)
    else:
        minutes = await secretary.draft(room, visit.site.engine)
        said = await visit.ask(remarks.remarks, visit.site.engine, row.id)

        def draft() -> Response:
            made = paper(minutes, minutes.language)
            return visit.page(
                "public/draft.html",
                status,
                document=html.render(made),
                document_language=minutes.language,
                sections=list(dict.fromkeys(_sections(made))),
                remarks=said,
                limit=LONGEST,
                **told,
            )

        page = await visit.ask(draft)
    page.headers["X-Robots-Tag"] = "noindex, nofollow"
    return page


def _sections(made: Paper) -> Iterator[str]:
    """What a remark may be about, as the contents name it: the parts, and the cases in them."""
    for part in made.sections:
        name = _title(part)
        yield name
        inner = (each for each in part.blocks if isinstance(each, Section) and each.anchor)
        yield from (f"{name}: {_title(each)}" for each in inner)


def _title(section: Section) -> str:
    return shorten("".join(run.text for run in section.title), LONGEST_TITLE, placeholder=" …")
