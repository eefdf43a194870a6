"""The notice as everybody reads it: the page with all versions, calendar file, PDF, documents."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.core.events import NoticePublished
from app.core.issuing import newest as newest_minutes
from app.core.state import Workshop
from app.core.synthesis import material, unaccounted
from app.core.things import Announcement, Document, Millis
from app.i18n import Translator
from app.publish.feeds import calendar
from app.publish.papers import notice
from app.rooms import Room
from app.store import files
from app.store.tables import WorkshopRow
from app.web.plan.around import around
from app.web.visit import HereInPublic, Visit

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Version:
    """One that was published: what it changed in the one before, and its first documents."""

    number: int
    at: Millis
    changes: list[notice.Difference]


def versions(announced: tuple[NoticePublished, ...], _: Translator) -> list[Version]:
    """The newest first."""
    before: Announcement | None = None
    found = []
    for out in announced:
        changed = notice.differences(before, out.announcement, _) if before else []
        found.append(Version(out.version, out.at, changed))
        before = out.announcement
    return found[::-1]


async def announced_workshop(visit: Visit, code: str) -> tuple[WorkshopRow, Room]:
    """A workshop whose notice is out. `HTTPException` 404 where there is none."""
    row, room = await visit.workshop(code)
    if row.rehearsal or not room.state.announced:
        raise HTTPException(404)
    return row, room


def chosen(room: Room, version: int | None) -> NoticePublished:
    """The newest, or the one asked for. `HTTPException` 404 where there is no such version."""
    found = [out for out in room.state.announced if version in (None, out.version)]
    if not found:
        raise HTTPException(404)
    return found[-1]


def address_of(visit: Visit, row: WorkshopRow, room: Room) -> Callable[[Document], str]:
    """Where the public gets a document: a file only while the newest version has it."""
    there = fetchable(room)

    def address(paper: Document) -> str:
        if paper.file in there:
            return visit.url("document", code=row.code, file=paper.file)
        return paper.link

    return address


def fetchable(room: Room) -> dict[str, Document]:
    """The files that the newest version lays before the public, by id.

    What was taken out of the notice, perhaps because it should never have been there, is gone at
    once, though older versions still say that it was there.
    """
    newest = room.state.announced[-1:]
    return {
        paper.file: paper for out in newest for paper in out.announcement.documents if paper.file
    }


async def page(visit: Visit, row: WorkshopRow, room: Room, version: int | None = None) -> Response:
    """The notice's page. `HTTPException` 404 where there is no such version."""
    out = chosen(room, version)
    newest = room.state.announced[-1].version
    body = notice.html(out.announcement, visit._, address_of(visit, row, room), out)
    return visit.public(
        visit.page(
            "public/notice.html",
            row=row,
            told=out.announcement,
            body=body,
            out=out,
            newest=newest,
            versions=versions(room.state.announced, visit._),
            ended=room.state.ended is not None,
            started=room.state.started is not None,
            minutes=bool(newest_minutes(room.state)),
            around=await around(visit, row),
            **accounting(room.state),
        )
    )


def accounting(state: Workshop) -> dict[str, int]:
    """How many `contributions` are to be accounted for, and how many of them are `left`."""
    over = state.ended is not None
    return {
        "contributions": len(material(state)) if over else 0,
        "left": len(unaccounted(state)) if over else 0,
    }


@router.get("/v/{code}/kunngjoring.pdf", name="notice_pdf")
async def as_pdf(visit: HereInPublic, code: str, version: int | None = None) -> Response:
    row, room = await announced_workshop(visit, code)
    out, local = chosen(room, version), address_of(visit, row, room)

    def address(paper: Document) -> str:
        found = local(paper)
        return visit.full(found) if found.startswith("/") else found

    made = await visit.ask(notice.as_pdf, out.announcement, visit._, address, out)
    return visit.public(attachment(made, "application/pdf", f"kunngjoring-{row.code}.pdf"))


@router.get("/v/{code}/kunngjoring", name="notice")
async def show(visit: HereInPublic, code: str, version: int | None = None) -> Response:
    """The notice and all its versions, also when the minutes have taken its place at /v/CODE."""
    row, room = await announced_workshop(visit, code)
    return await page(visit, row, room, version)


@router.get("/v/{code}.ics", name="calendar")
async def as_calendar(visit: HereInPublic, code: str) -> Response:
    row, room = await announced_workshop(visit, code)
    out = chosen(room, None)
    address = visit.full(visit.url("public", code=row.code))
    made = calendar.calendar([calendar.event(row.id, out, address, visit._)])
    return visit.public(attachment(made, "text/calendar; charset=utf-8", f"{row.code}.ics"))


@router.get("/v/{code}/dokument/{file}", name="document")
async def document(visit: HereInPublic, code: str, file: str) -> Response:
    """A file of the newest notice: to be saved, and never to be run in our name."""
    row, room = await announced_workshop(visit, code)
    kept = await visit.ask(files.fetch, visit.site.engine, row.id, file, "workshop")
    if kept is None or file not in fetchable(room):
        raise HTTPException(404)
    return visit.public(attachment(kept.content, kept.media, kept.name))


def attachment(content: bytes, media: str, name: str) -> Response:
    """A file to be saved under this name (RFC 6266), or opened where it is only looked at."""
    plain = name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    how = "inline" if media == "application/pdf" else "attachment"
    told = f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return Response(content, media_type=media, headers={"Content-Disposition": told})
