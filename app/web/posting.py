"""The staff's page of what eInnsyn is told of a workshop, and the button that tells it."""

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.posting.client import Failed
from app.posting.post import Posting, account, post, posting
from app.rooms import clock
from app.web.login import Publishes, Staff
from app.web.visit import Here, Visit

router = APIRouter(prefix="/stab/v/{code}/einnsyn", include_in_schema=False)


@router.get("", name="einnsyn")
async def show(visit: Here, who: Staff, code: str, saved: bool = False) -> Response:
    """What would be sent just now, whole: nothing goes out by opening the page."""
    return await _page(visit, code, saved=saved)


@router.post("", name="post_einnsyn")
async def send(visit: Here, form: Publishes, code: str) -> Response:
    row, _room = await visit.workshop(code)
    try:
        wanted = await _wanted(visit, code)
        await visit.ask(post, visit.site.engine, visit.site.settings, wanted, clock())
    except Failed as failed:
        return await _page(visit, code, 502, failed=failed)
    return visit.turn_to(visit.url("einnsyn", query={"saved": "true"}, code=row.code))


async def _page(
    visit: Visit, code: str, status: int = 200, *, saved: bool = False, failed: Failed | None = None
) -> Response:
    row, room = await visit.workshop(code)
    if not visit.site.settings.einnsyn:
        raise HTTPException(404)
    try:
        wanted = await _wanted(visit, code)
    except Failed as why_not:
        wanted, failed = Posting(row.id, 0, (), ()), failed or why_not
    return visit.page(
        "staff/einnsyn.html",
        status,
        row=row,
        plan=room.state.plan,
        wanted=wanted,
        account=await visit.ask(account, visit.site.engine, row.id),
        saved=saved,
        error=failed.words(visit._) if failed else "",
    )


async def _wanted(visit: Visit, code: str) -> Posting:
    row, _room = await visit.workshop(code)
    return await visit.ask(posting, visit.site.engine, visit.site.settings, row)
