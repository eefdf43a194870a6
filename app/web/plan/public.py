"""What anybody may read of a plan process, once the staff say so: one page, and its timeline."""

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.core.roles import Right
from app.web.plan.keeping import found
from app.web.plan.sight import sight
from app.web.search.returning import returning
from app.web.visit import HereInPublic, Visit

router = APIRouter(prefix="/plan", include_in_schema=False)


@router.get("/{code}", name="plan")
async def plan(visit: HereInPublic, code: str) -> Response:
    """All of it on one page, which a new councillor understands in a minute."""
    return await _page(visit, code, "plan/public.html", comes_again=True)


@router.get("/{code}/tidslinje", name="plan_timeline")
async def timeline(visit: HereInPublic, code: str) -> Response:
    """The timeline by itself, for a sheet of paper on its side."""
    return await _page(visit, code, "plan/timeline.html")


async def _page(visit: Visit, code: str, template: str, *, comes_again: bool = False) -> Response:
    """What the staff may see before others do is kept by no cache."""
    kept = await found(visit, code)
    if not (kept.public or visit.may(Right.SEE)):
        raise HTTPException(404)
    shown = await sight(visit, kept, public=True)
    again = await returning(visit, shown["workshops"]) if comes_again else []
    page = visit.page(template, returning=again, **shown)
    return visit.public(page) if kept.public else page
