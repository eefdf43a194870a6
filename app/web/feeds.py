"""To follow what becomes public: news as Atom, meetings as a calendar, and a map for robots."""

from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter
from lxml import etree  # type: ignore[import-untyped]
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response

from app.i18n import PUBLIC_LANGUAGES
from app.publish.feeds import atom, calendar
from app.publish.feeds.atom import Entry
from app.publish.phrases import times
from app.store import news, processes, workshops
from app.store.processes import Kept
from app.web.plan.keeping import found
from app.web.visit import HereInPublic, Visit

router = APIRouter(include_in_schema=False)

MOST = 50
"""Entries of a feed: whoever asks once a week has seen the rest."""

CLOSED = ("/stab", "/b", "/skjerm", "/utkast", "/sok", "/mine", "/live", "/api")
"""What robots have nothing to look for in; the search is endless."""

_MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_PAGE = "http://www.w3.org/1999/xhtml"


# ---------------------------------------------------------------- news


@router.get("/atom.xml", name="feed")
async def site_feed(visit: HereInPublic) -> Response:
    """Notices, minutes, corrections and withdrawals: the newest first."""
    return await _feed(visit, "feed", "front", visit._("Political workshops"))


@router.get("/plan/{code}/atom.xml", name="plan_feed")
async def plan_feed(visit: HereInPublic, code: str) -> Response:
    kept = await _public(visit, code)
    return await _feed(visit, "plan_feed", "plan", kept.plan.title, kept)


async def _feed(visit: Visit, own: str, home: str, title: str, of: Kept | None = None) -> Response:
    parts: dict[str, Any] = {"code": of.code} if of else {}
    entries = [
        *await visit.ask(lambda: [*_notices(visit, of)]),
        *await visit.ask(lambda: [*_minutes(visit, of)]),
    ]
    entries.sort(key=lambda entry: -entry.at)
    made = atom.feed(
        title,
        own=visit.full(visit.url(own, **parts)),
        home=visit.full(visit.url(home, **parts)),
        language=visit.language,
        entries=entries[:MOST],
    )
    return visit.public(Response(made, media_type=atom.MEDIA))


def _notices(visit: Visit, of: Kept | None) -> Iterator[Entry]:
    _ = visit._
    for row, out in news.notices(visit.site.engine, of.id if of else ""):
        told, here = out.announcement, {"title": out.announcement.title}
        title = _("Notice: {title}", **here)
        if told.cancelled:
            title = _("Called off: {title}", **here)
        elif out.version > 1:
            title = _("The notice is changed: {title}", **here)
        when = f"{times.span(told.starts, told.ends, visit.language)}, {told.place}"
        address = visit.full(visit.url("notice", {"version": out.version}, code=row.code))
        name = f"{row.id}/notice/{out.version}"
        yield Entry(name, title, out.at, address, told.body, told.cancelled or when)


def _minutes(visit: Visit, of: Kept | None) -> Iterator[Entry]:
    _ = visit._
    for one in news.editions(visit.site.engine, of.id if of else ""):
        row, here = one.held, {"title": one.held.title}
        name = f"{row.id}/minutes/{one.version}"
        address = visit.full(visit.url("version", code=row.code, version=one.version))
        title = _("Minutes: {title}", **here)
        if one.version > 1:
            title = _("The minutes are corrected: {title}", **here)
        version = _("Version {version}", version=one.version)
        yield Entry(name, title, one.at, address, row.body, version)
        if one.withdrawn is not None:
            title = _("The minutes are withdrawn: {title}", **here)
            why = _("{version}, by {name}: {why}", version=version, name=one.by, why=one.why)
            yield Entry(f"{name}/withdrawn", title, one.withdrawn, address, row.body, why)


# ---------------------------------------------------------------- meetings


@router.get("/kalender.ics", name="meetings")
async def site_meetings(visit: HereInPublic) -> Response:
    """All that are announced, also those that were held or called off."""
    return await _meetings(visit, visit._("Political workshops"))


@router.get("/plan/{code}/kalender.ics", name="plan_meetings")
async def plan_meetings(visit: HereInPublic, code: str) -> Response:
    kept = await _public(visit, code)
    return await _meetings(visit, kept.plan.title, kept)


async def _meetings(visit: Visit, name: str, of: Kept | None = None) -> Response:
    told = await visit.ask(news.notices, visit.site.engine, of.id if of else "")
    newest = {row.id: (row, out) for row, out in told}
    events = [
        calendar.event(id_, out, visit.full(visit.url("public", code=row.code)), visit._)
        for id_, (row, out) in newest.items()
    ]
    made = calendar.calendar(events, name)
    return visit.public(Response(made, media_type="text/calendar; charset=utf-8"))


async def _public(visit: Visit, code: str) -> Kept:
    """A plan process that everybody may see. `HTTPException` 404 for all others."""
    kept = await found(visit, code)
    if not kept.public:
        raise HTTPException(404)
    return kept


# ---------------------------------------------------------------- robots


@router.get("/robots.txt", name="robots")
async def robots(visit: HereInPublic) -> Response:
    shut = [visit.base.rstrip("/") + path for path in CLOSED] if visit.live else [""]
    closed = "".join(f"Disallow: {path}\n" for path in shut)
    there = visit.full(visit.base + "sitemap.xml")
    return visit.public(PlainTextResponse(f"User-agent: *\n{closed}Sitemap: {there}\n"))


@router.get("/sitemap.xml", name="sitemap")
async def sitemap(visit: HereInPublic) -> Response:
    """The pages, each with its other languages (sitemaps.org, protocol 0.9)."""
    root = etree.Element(f"{{{_MAP}}}urlset", nsmap={None: _MAP, "xhtml": _PAGE})
    for route, code in await _pages(visit):
        parts: dict[str, Any] = {"code": code} if code else {}
        page = etree.SubElement(root, f"{{{_MAP}}}url")
        address = visit.full(visit.url(route, **parts))
        etree.SubElement(page, f"{{{_MAP}}}loc").text = address
        for language in PUBLIC_LANGUAGES:
            there = visit.full(visit.url(route, {"lang": language}, **parts))
            told = {"rel": "alternate", "hreflang": language, "href": there}
            etree.SubElement(page, f"{{{_PAGE}}}link", told)
    made = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return visit.public(Response(made, media_type="application/xml"))


async def _pages(visit: Visit) -> list[tuple[str, str]]:
    """Routes, each with the code of what it is about."""
    held = await visit.ask(workshops.all_workshops, visit.site.engine)
    plans = await visit.ask(processes.all_processes, visit.site.engine)
    shown = [row for row in held if row.told]
    return [
        ("front", ""),
        ("about", ""),
        ("protection", ""),
        *(("public", row.code) for row in shown),
        *(("notice", row.code) for row in shown if row.announced and row.ended),
        *((route, kept.code) for kept in plans if kept.public for route in ("plan", "threads")),
    ]
