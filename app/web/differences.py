"""What is different between two published versions of the minutes, for anybody to read."""

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.publish.forms import html
from app.publish.papers.differences import differences as compared
from app.store import marks
from app.store.tables import WorkshopRow
from app.web.formats import Published, version_of
from app.web.visit import HereInPublic, Visit

router = APIRouter(include_in_schema=False)


@router.get("/v/{code}/endringer", name="differences")
async def differences(visit: HereInPublic, code: str, fra: int, til: int) -> Response:
    """`HTTPException` 404 where there is no such version, or the one is the other. Raises
    `Withdrawn` where one of them does not stand: then there is nothing to show."""
    there = await visit.look(marks.workshop, code)
    if there is None or fra == til:
        raise HTTPException(404)
    row, mark = there
    made = visit.site.compared
    return await visit.kept(mark, lambda: _compared(visit, row, *sorted((fra, til))), made)


async def _compared(visit: Visit, row: WorkshopRow, one: int, other: int) -> Response:
    before, after = [await version_of(visit, row, version) for version in (one, other)]
    if before is None or after is None:
        raise HTTPException(404)
    return await visit.ask(_page, visit, before, after)


def _page(visit: Visit, before: Published, after: Published) -> Response:
    issues = (before.issue, after.issue)
    made = compared(before.minutes, after.minutes, issues, visit.language)
    return visit.page(
        "public/differences.html",
        row=before.row,
        title=after.minutes.title,
        document=html.render(made),
        document_language=visit.language,
    )
