"""The staff log for everybody to read, and what it takes to check that nobody has altered it."""

from datetime import UTC, datetime

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from app.core import chain
from app.core.chain import Line
from app.core.events import LogHead, MinutesPublished
from app.core.state import Workshop
from app.i18n import Translator
from app.store import deeds as stored
from app.store import processes, stafflog, workshops
from app.store.stafflog import StaffLog
from app.web import acts, deeds
from app.web.acts import Entry
from app.web.formats import open_workshop
from app.web.login import Staff
from app.web.visit import Here, HereInPublic

router = APIRouter(include_in_schema=False)

PAGE = 200


def told(
    log: StaffLog, state: Workshop, _: Translator, *, whole: bool = False
) -> list[tuple[Entry, int]]:
    """What the staff did in the workshop and beside it, the newest first; what was done several
    times on end is told once, with how often. `whole`: as the staff see it."""
    entries = [acts.entry(act, state, _) for act in log.acts]
    entries += [each for deed in log.deeds if (each := deeds.entry(deed, _, whole=whole))]
    entries.sort(key=lambda each: each.at)  # at the same moment in the order it was done
    return deeds.without_echoes(entries[::-1])


@router.get("/v/{code}/logg", name="log")
async def log(visit: HereInPublic, code: str) -> Response:
    """What the administration did, by whom and when, and whether the log is what it was."""
    row = await open_workshop(visit, code)
    _, room = await visit.workshop(code)
    found = await visit.ask(stafflog.read, visit.site.engine, row.id)
    lines = found.lines
    return visit.public(
        visit.page(
            "public/log.html",
            row=row,
            plan=room.state.plan,
            log=told(found, room.state, visit._),
            head=chain.head(lines),
            published=[(each, _holds(lines, each.log)) for each in _anchored(room.state)],
        )
    )


@router.get("/v/{code}/logg.json", name="log_json")
async def log_json(visit: HereInPublic, code: str) -> Response:
    """The same for `tannhjul verify --log`: each line with its sum, in the order of the chain."""
    row = await open_workshop(visit, code)
    _, room = await visit.workshop(code)
    found = await visit.ask(stafflog.read, visit.site.engine, row.id)
    done = {each.seq: each for each in found.acts}
    beside = {each.no: each for each in found.deeds}

    def shown(line: Line) -> dict[str, object]:
        if line.log == chain.ACT:
            act = done[line.no]
            by, words = act.actor, acts.entry(act, room.state, visit._).words
        else:
            deed = beside[line.no]
            entry = deeds.entry(deed, visit._)
            by, words = deed.actor, entry.words if entry else ""
        at = datetime.fromtimestamp(line.at / 1000, UTC).isoformat(timespec="milliseconds")
        return {
            "at": at.replace("+00:00", "Z"),
            "log": line.log,
            "no": line.no,
            "by": by,
            "words": words,
            "sum": line.sum,
        }

    lines = chain.ordered(found.lines)
    head = chain.head(lines)
    body = {
        "workshop": row.code,
        "lines": [shown(each) for each in lines],
        "acts": head.acts,
        "deeds": head.deeds,
        "head": head.head,
    }
    return visit.public(JSONResponse(body))


def _anchored(state: Workshop) -> list[MinutesPublished]:
    """The versions of the minutes that the log's sum stands in."""
    return [each for each in state.published if each.log is not None]


def _holds(lines: list[Line], head: LogHead | None) -> bool:
    return head is not None and chain.head(chain.until(lines, head)) == head


@router.get("/stab/logg", name="house_log")
async def house_log(visit: Here, who: Staff, page: int = 1) -> Response:
    """What was done in the house and beside every workshop and plan process, the newest first."""
    if not 1 <= page <= 10_000:
        raise HTTPException(404)
    engine = visit.site.engine
    rows, more = await visit.ask(stored.page, engine, PAGE, (page - 1) * PAGE)
    titles = {
        row.id: (row.code, row.title) for row in await visit.ask(workshops.all_workshops, engine)
    }
    plans = {
        kept.id: (kept.code, kept.plan.title)
        for kept in await visit.ask(processes.all_processes, engine)
    }
    entries = [
        (deeds.entry(row, visit._, whole=True), titles.get(row.owner), plans.get(row.owner))
        for row in rows
    ]
    return visit.page(
        "staff/log.html",
        log=[each for each in entries if each[0] is not None],
        number=page,
        more=more,
    )
