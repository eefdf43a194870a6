"""What anybody may read: workshops coming and held, minutes, and how councillors are protected."""

from contextlib import suppress

from fastapi import APIRouter
from sqlalchemy import Engine
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.core.minutes import Minutes
from app.core.things import Kind
from app.publish.forms import html
from app.publish.minutes import paper
from app.publish.phrases import times
from app.publish.phrases.understood import point_anchor
from app.store import documents, marks, processes, workshops
from app.store.tables import WorkshopRow
from app.web import notice
from app.web.formats import version_of
from app.web.plan.around import around
from app.web.plan.thread import thread_of
from app.web.visit import HereInPublic, Visit

router = APIRouter()


@router.get("/", name="front", include_in_schema=False)
async def front(visit: HereInPublic) -> Response:
    mark = await visit.look(marks.site)
    return await visit.kept(mark, lambda: _front(visit))


async def _front(visit: Visit) -> Response:
    rows = await visit.ask(workshops.all_workshops, visit.site.engine)
    shown = [row for row in rows if row.title]
    plans = await visit.ask(processes.all_processes, visit.site.engine)
    return visit.page(
        "public/front.html",
        coming=[row for row in shown if row.ended is None and row.announced],
        held=[row for row in reversed(shown) if row.ended is not None],
        plans=[kept for kept in plans if kept.public],
    )


@router.get("/v/{code}/versjon/{version}", name="version", include_in_schema=False)
@router.get("/v/{code}", name="public", include_in_schema=False)
async def public(visit: HereInPublic, code: str, version: int | None = None) -> Response:
    """The notice, once it is out; before that the plain facts, and in the end the minutes."""
    there = await visit.look(marks.workshop, code)
    if there is None or not there[0].title:
        raise HTTPException(404)
    row, mark = there
    if row.published:
        with suppress(Unpublished):
            return await visit.kept(mark, lambda: _minutes(visit, row, version))
    elif await version_of(visit, row, version):
        return visit.public(await _minutes(visit, row, version))
    _, room = await visit.workshop(code)
    if room.state.announced:
        return await notice.page(visit, row, room)
    plan = room.state.plan
    assert plan is not None
    return visit.public(
        visit.page(
            "public/workshop.html",
            row=row,
            plan=plan,
            state=room.state,
            when=times.span(plan.starts, plan.ends, visit.language),
            around=await around(visit, row),
            **notice.accounting(room.state),
        )
    )


class Unpublished(Exception):
    """The log says that minutes are published, and they are not stored yet."""


async def _minutes(visit: Visit, row: WorkshopRow, version: int | None) -> Response:
    found = await version_of(visit, row, version)
    if found is None:
        raise Unpublished
    minutes, issue = await visit.ask(lambda: found.minutes), found.issue
    language = document_language(minutes, visit)
    source = minutes.verification.source if minutes.verification else ""
    earlier = visit.url("public", code=source) if source else ""
    # An older version may have statements that the thread no longer goes through.
    thread = await thread_of(visit, row) if issue.version == issue.latest else None
    series = await around(visit, row)
    coming = _after(row, series.workshops) if series else None
    asks = coming is not None and await _asks(visit, coming)
    versions = await visit.ask(documents.listed, visit.site.engine, row.id)

    def page() -> Response:
        told = paper(minutes, language, issue, earlier=earlier, thread=thread)
        return visit.page(
            "public/minutes.html",
            row=row,
            minutes=minutes,
            issue=issue,
            document=lambda onward: html.render(told, None, onward),
            coming=coming,
            asks=asks,
            opening=lambda at: times.opening(at, visit.language),
            document_language=language,
            versions=versions,
            anchor=point_anchor,
            around=series,
        )

    return await visit.ask(page)


def _after(row: WorkshopRow, series: list[WorkshopRow]) -> WorkshopRow | None:
    """The next one of the series; what is called off comes not."""
    later = [one for one in series if one.starts > row.starts]
    coming = [one for one in later if one.ended is None and not one.cancelled]
    return min(coming, key=lambda one: one.starts, default=None)


async def _asks(visit: Visit, coming: WorkshopRow) -> bool:
    """Whether its programme has the step where the hall is asked if it was understood."""
    room = await visit.site.rooms.room(coming.id)
    if room is None:
        return False
    state = room.state
    return any(one.kind is Kind.VERIFY and one.id not in state.skipped for one in state.steps)


def document_language(minutes: Minutes, visit: Visit) -> str:
    """Minutes speak the language they were written in, but help those who read no Norwegian."""
    return visit.language if visit.language in ("en", "se") else minutes.language


@router.get("/om", name="about", include_in_schema=False)
async def about(visit: HereInPublic) -> Response:
    """What a political workshop is, in a minute, for whoever has not been at one."""
    return visit.public(visit.page("public/about.html"))


@router.get("/vern", name="protection", include_in_schema=False)
async def protection(visit: HereInPublic) -> Response:
    """What becomes of a note from the fingertip to the minutes, in words for councillors."""
    return visit.public(visit.page("public/protection.html"))


@router.get("/mine", name="mine", include_in_schema=False)
async def mine(visit: HereInPublic) -> Response:
    """Where a councillor follows notes: their own device knows which, and this server never.

    So everybody is told of every workshop what whole documents there are to fetch.
    """
    assets = visit.site.assets
    rows = await visit.ask(workshops.all_workshops, visit.site.engine)
    return visit.page(
        "public/mine.html",
        script=assets.script("mine"),
        catalog=assets.catalog(visit.language),
        series=await visit.ask(_series, visit.site.engine),
        titles={row.code: row.title for row in rows if row.told},
    )


def _series(engine: Engine) -> dict[str, dict[str, object]]:
    """By code, each published workshop: the public plan process it belongs to, and the published
    workshops after it in its series."""
    plans = {kept.id: kept.code for kept in processes.all_processes(engine) if kept.public}
    rows = [row for row in workshops.all_workshops(engine) if row.published]
    rows.sort(key=lambda row: (row.number, row.starts))
    return {
        row.code: {
            "plan": plans.get(row.process or "", ""),
            "later": [
                other.code
                for other in rows[at + 1 :]
                if row.process and other.process == row.process
            ],
        }
        for at, row in enumerate(rows)
    }
