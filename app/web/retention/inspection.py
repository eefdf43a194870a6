"""Access to one's own data (innsyn, GDPR article 15): what is under a name, and a file of it.

The name is in no address: addresses are kept in histories and logs.
"""

from collections.abc import Collection
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from app.core.words import clean
from app.publish.papers.access import FORMS
from app.rooms import clock
from app.store import access
from app.web.login import Governing, Governs, Sent
from app.web.visit import Here, Visit

router = APIRouter(prefix="/stab/kommune/innsyn", include_in_schema=False)

LONGEST = 200
MEDIA = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}


@router.get("", name="inspection")
async def ask(visit: Here, who: Governing) -> Response:
    return _page(visit)


def _page(visit: Visit, status: int = 200, **data: Any) -> Response:
    shown = {"name": "", "found": None, "chosen": (), "several": False, "error": "", **data}
    return visit.page("staff/retention/inspection.html", status, forms=FORMS, **shown)


@router.post("")
async def look(visit: Here, form: Governs) -> Response:
    """What there is under the name; or, of what is chosen, the whole as a file."""
    name, press = clean(form.text("name"))[:LONGEST], form.text("press")
    if not access.words_of(name):
        return _page(visit, 422, error=visit._("Write a name."))
    found = await visit.ask(access.lines, visit.site.engine, name)
    several = access.namesakes(found)
    if press not in FORMS:
        chosen = () if several else [_id(line) for line in found]
        return _page(visit, name=name, found=found, several=several, chosen=chosen)
    mine = [line for line in found if form.text(_id(line))]
    if found and not mine:
        error = visit._("Choose what is about the person.")
        return _page(visit, 422, name=name, found=found, several=several, error=error)
    return await _file(visit, form, name, mine, press)


def _id(line: access.Line) -> str:
    """The name of its box in the form."""
    return f"{line.kind}.{line.id}"


async def _file(
    visit: Visit, form: Sent, name: str, mine: Collection[access.Line], press: str
) -> Response:
    """That somebody had it made is in the log; about whom is not."""
    form.deed.detail = press
    await visit.ask(access.made, visit.site.engine)
    told = await visit.ask(access.collect, visit.site.engine, name, mine)
    content = await visit.ask(FORMS[press], told, clock(), visit._)
    headers = {
        "Content-Disposition": f'attachment; filename="innsyn.{press}"',
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=MEDIA[press], headers=headers)
