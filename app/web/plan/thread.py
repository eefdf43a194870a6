"""The red thread of a plan process: a page a statement, one for them all, and the same for Word."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from sqlalchemy import Engine
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.core.frozen import from_json
from app.core.roles import Right
from app.core.things import MASK
from app.core.thread import Held, Thread, Threads, Wording, follow
from app.publish.forms import word
from app.publish.minutes.teller import REASONS
from app.publish.papers import casepaper
from app.publish.phrases import thread as words
from app.publish.phrases.understood import ANSWERS, Place, changed, places, point_anchor
from app.store import documents, marks, processes
from app.store.processes import Kept
from app.store.tables import WorkshopRow
from app.web.plan.keeping import found
from app.web.visit import HereInPublic, Visit

router = APIRouter(prefix="/plan", include_in_schema=False)


@router.get("/{code}/trad", name="threads")
async def all_threads(visit: HereInPublic, code: str) -> Response:
    """Every statement of the series, where it stands now, and what hangs loose."""
    kept = await _open(visit, code)

    async def page() -> Response:
        told = await threads(visit, kept)
        return await visit.ask(visit.page, "plan/threads.html", **_sight(visit, kept, told))

    return await _shown(visit, kept, page)


@router.get("/{code}/trad.docx", name="threads_docx")
async def threads_docx(visit: HereInPublic, code: str, statement: str = "") -> Response:
    """All threads, or that of one statement, for the case paper."""
    kept = await _open(visit, code)
    told = await threads(visit, kept)
    shown = [each for each in told.threads if statement in ("", each.id)]
    if not shown:
        raise HTTPException(404)

    def address(thread: Thread) -> str:
        return visit.full(_path(visit, kept.code, thread.id))

    made = await visit.ask(casepaper.document, told, shown, kept.plan, kept.at, address, visit._)
    headers = {"Content-Disposition": f'attachment; filename="trad-{kept.code}.docx"'}
    answer = Response(made, media_type=word.MEDIA, headers=headers)
    return visit.public(answer) if kept.public else answer


@router.get("/{code}/trad/{statement:path}", name="thread")
async def one_thread(visit: HereInPublic, code: str, statement: str) -> Response:
    """One statement, from the notes to what came of it."""
    kept = await _open(visit, code)

    async def page() -> Response:
        told = await threads(visit, kept)
        thread = told.find(statement)
        if thread is None:
            raise HTTPException(404)
        at = told.threads.index(thread)
        around = (told.threads[at - 1] if at else None, (*told.threads, None)[at + 1])
        data = _sight(visit, kept, told)
        data |= {"thread": thread, "before": around[0], "after": around[1]}
        return await visit.ask(visit.page, "plan/thread.html", **data)

    return await _shown(visit, kept, page)


async def threads(visit: Visit, kept: Kept) -> Threads:
    """All statements of the series, from the minutes that are published now."""
    return await visit.ask(_threads, visit.site.engine, kept)


def _threads(engine: Engine, kept: Kept) -> Threads:
    held = []
    for row in processes.series(engine, kept.id):
        if published := documents.standing(engine, row.id):
            held.append(Held(row.code, from_json(published.body)))
    return follow(held, kept.plan)


async def thread_of(visit: Visit, row: WorkshopRow) -> Callable[[str], str] | None:
    """The address of a statement's thread, by its id; None where the process is not public."""
    kept = await visit.ask(processes.load, visit.site.engine, row.process) if row.process else None
    if kept is None or not kept.public:
        return None
    code = kept.code
    return lambda statement: _path(visit, code, statement)


async def _open(visit: Visit, code: str) -> Kept:
    """As the page of the process: before it is public, the staff see it and nobody else."""
    kept = await found(visit, code)
    if not (kept.public or visit.may(Right.SEE)):
        raise HTTPException(404)
    return kept


async def _shown(visit: Visit, kept: Kept, page: Callable[[], Awaitable[Response]]) -> Response:
    if not kept.public:
        return await page()
    return await visit.kept(await visit.look(marks.process, kept.id), page)


def _path(visit: Visit, code: str, statement: str) -> str:
    return visit.url("thread", code=code, statement=quote(statement, safe=""))


@dataclass(frozen=True)
class Paths:
    """Where the nodes of a thread are read, and what those are called there."""

    visit: Visit
    code: str
    written: Mapping[str, bool]
    """Which workshops have statements written up."""
    told: Mapping[str, Mapping[str, Place]]

    def thread(self, thread: Thread) -> str:
        return _path(self.visit, self.code, thread.id)

    def minutes(self, workshop: str, anchor: str = "") -> str:
        path = self.visit.url("public", code=workshop)
        return f"{path}#{quote(anchor)}" if anchor else path

    def statement(self, workshop: str, statement: str) -> str:
        """As it was written down there; else as the hall met it."""
        anchor = point_anchor(statement) if self.written[workshop] else f"v-{statement}"
        return self.minutes(workshop, anchor)

    def wording(self, thread: Thread, wording: Wording) -> str:
        return self.statement(wording.workshop, thread.id)

    def voice(self, workshop: str, ref: str) -> tuple[str, str]:
        """Where a contribution stands, and what it is called there."""
        place = self.told[workshop][ref]
        return self.minutes(workshop, place.anchor), place.name


def _sight(visit: Visit, kept: Kept, told: Threads) -> dict[str, Any]:
    _ = visit._
    paths = Paths(
        visit,
        kept.code,
        {one.code: one.minutes.synthesis is not None for one in told.held},
        {one.code: places(one.minutes, _) for one in told.held},
    )
    return {
        "kept": kept,
        "plan": kept.plan,
        "told": told,
        "paths": paths,
        "written_in": told.held[0].minutes.language if told.held else kept.plan.language,
        "nodes": lambda thread: words.nodes(thread, _),
        "stands": lambda thread: words.stands(thread, _),
        "tried": lambda trial: words.tried(trial, _),
        "understood": lambda asked: words.understood(asked, _),
        "answered": lambda trial: words.answered(trial, ANSWERS, _),
        "kroner": lambda amount: words.kroner(amount, visit.language),
        "sides": {bearing: _(side) for bearing, side in words.SIDES.items()},
        "reasons": {reason: _(why) for reason, why in REASONS.items()},
        "mask": MASK,
        "nothing": _(words.NOTHING),
        "untried": _(words.UNTRIED),
        "changed": changed,
    }
