"""What is different between two published versions of the minutes, for anybody to read."""

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.publish import html
from app.publish.differences import differences as compared
from app.web.formats import Published, open_workshop, version_of
from app.web.visit import HereInPublic

router = APIRouter(include_in_schema=False)


@router.get("/v/{code}/endringer", name="differences")
async def differences(visit: HereInPublic, code: str, fra: int, til: int) -> Response:
    """`HTTPException` 404 where there is no such version, or the one is the other. Raises
    `Withdrawn` where one of them does not stand: then there is nothing to show."""
    row = await open_workshop(visit, code)
    one, other = sorted((fra, til))
    before, after = [await version_of(visit, row, version) for version in (one, other)]
    if before is None or after is None or one == other:
        raise HTTPException(404)
    return visit.public(await visit.ask(_page, visit, before, after))


def _page(visit: HereInPublic, before: Published, after: Published) -> Response:
    language = visit.language if visit.language != "se" else after.minutes.language
    made = compared(before.minutes, after.minutes, (before.issue, after.issue), language)
    return visit.page(
        "public/differences.html",
        row=before.row,
        title=after.minutes.title,
        document=html.render(made),
        document_language=language,
    )
