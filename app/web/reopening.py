"""Reopening: what was understood of an earlier workshop of the series, laid before the next one.

The page of a workshop that is to come shows what the earlier ones offer, and takes it; the page of
one that is over leads on to those.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from app.core import commands as c
from app.core.edits import Reopened
from app.core.redaction import hidden_behind
from app.core.rules import Code, Refused
from app.core.synthesis import unaccounted
from app.core.things import Kind, Millis
from app.core.verification import REOPENED_AT_ONCE, reopening, words_of
from app.i18n import N_
from app.rooms import Room
from app.store import processes
from app.store.tables import WorkshopRow
from app.web.login import Prepares, Staff
from app.web.visit import Here, Visit

router = APIRouter(prefix="/stab/v", include_in_schema=False)

NAMED = 5
"""So many of what has no end yet are named."""

REFUSED: Mapping[Code, str] = {
    Code.ENDED: N_("This workshop is over. Reopen them in a later one."),
    Code.CLOSED: N_("The hall has met the statements already. They cannot be changed now."),
    Code.UNACCOUNTED: N_("Something that was said has no end in the synthesis yet."),
    Code.BAD_PLAN: N_("A hall can be asked about at most {n} statements. Choose fewer."),
}
CHANGED = N_("The synthesis was changed after you opened this page. Look through it again.")
NONE = N_("Choose at least one statement.")


@dataclass(frozen=True)
class Offer:
    """An earlier workshop, and what it has to reopen; `open`: what has no end in it, with the first
    of them in words."""

    row: WorkshopRow
    statements: tuple[Reopened, ...]
    seen: str
    open: int
    named: tuple[str, ...]


@dataclass(frozen=True)
class Later:
    """A later workshop, and how many statements of this one are laid before it."""

    row: WorkshopRow
    laid: int


@router.get("/{code}/gjenapning", name="reopening")
async def reopening_page(visit: Here, who: Staff, code: str, saved: str = "") -> Response:
    return await _page(visit, code, saved=saved)


async def _page(visit: Visit, code: str, status: int = 200, **data: Any) -> Response:
    row, room = await visit.workshop(code)
    others = [] if row.process is None else await _series(visit, row.process)
    earlier = _earlier(row, others)
    later = [await _later(visit, one, row) for one in others if _place(one) > _place(row)]
    ended = room.state.ended is not None
    offers = [] if ended else [await _offer(visit, one, earlier) for one in reversed(earlier)]
    return visit.page(
        "staff/reopening.html",
        status,
        row=row,
        plan=room.state.plan,
        ended=ended,
        laid=room.state.reopened,
        met=any(
            step.kind is Kind.VERIFY and step.id in room.state.visited for step in room.state.steps
        ),
        asks=any(step.kind is Kind.VERIFY for step in room.state.steps),
        offers=offers,
        later=[other for other in later if other.laid or other.row.ended is None],
        **{"saved": "", "error": "", "source": "", "chosen": frozenset(), **data},
    )


async def _series(visit: Visit, process: str) -> list[WorkshopRow]:
    return await visit.ask(processes.series, visit.site.engine, process)


def _place(row: WorkshopRow) -> tuple[int, Millis]:
    return row.number, row.starts


def _earlier(row: WorkshopRow, series: list[WorkshopRow]) -> list[WorkshopRow]:
    return [other for other in series if _place(other) < _place(row) and other.ended]


async def _later(visit: Visit, row: WorkshopRow, source: WorkshopRow) -> Later:
    room = await visit.site.rooms.room(row.id)
    laid = room.state.reopened if room else None
    return Later(row, len(laid.statements) if laid and laid.source == source.code else 0)


async def _offer(visit: Visit, row: WorkshopRow, earlier: list[WorkshopRow]) -> Offer:
    """What a later one of the `earlier` workshops has met is for that one to offer."""
    room = await visit.site.rooms.room(row.id)
    assert room is not None  # it is in the series
    left = unaccounted(room.state)
    since = [
        await visit.site.rooms.room(other.id) for other in earlier if _place(other) > _place(row)
    ]
    met = {id_ for other in since if other for id_ in other.state.met}
    whole = () if left else reopening(room.state)
    found = tuple(each for each in whole if each.id not in met)
    named = tuple(filter(None, (words_of(room.state, id_) for id_ in left)))[:NAMED]
    return Offer(row, found, _mark(found), len(left), named)


def _mark(statements: tuple[Reopened, ...]) -> str:
    """Tells one synthesis from another, so that nothing is laid before a hall unseen."""
    return sha256(repr(statements).encode()).hexdigest()[:32]


@router.post("/{code}/gjenapning", name="reopen")
async def reopen(visit: Here, form: Prepares, code: str) -> Response:
    """Lay the chosen statements of `source` before this workshop, in the place of those before."""
    row, room = await visit.workshop(code)
    others = [] if row.process is None else await _series(visit, row.process)
    earlier = _earlier(row, others)
    source = next((other for other in earlier if other.code == form.text("source")), None)
    chosen = frozenset(name for name in form.fields if name.startswith("take-"))
    typed = {"source": form.text("source"), "chosen": chosen}
    if source is None:
        return await _page(visit, code, 422, error=visit._(CHANGED), **typed)
    offer = await _offer(visit, source, earlier)
    if offer.open:
        return await _page(visit, code, 422, error=visit._(REFUSED[Code.UNACCOUNTED]), **typed)
    if form.text("seen") != offer.seen:
        return await _page(visit, code, 422, error=visit._(CHANGED), **typed)
    taken = tuple(each for each in offer.statements if f"take-{each.id}" in chosen)
    if not taken:
        return await _page(visit, code, 422, error=visit._(NONE), **typed)
    try:
        await _lay(visit, source, taken, room, c.Staff(form.who.name))
    except Refused as refused:
        error = visit._(REFUSED.get(refused.code, CHANGED), n=REOPENED_AT_ONCE)
        return await _page(visit, code, 422, error=error, **typed)
    return visit.turn_to(visit.url("reopening", query={"saved": "yes"}, code=row.code))


async def _lay(
    visit: Visit, source: WorkshopRow, taken: tuple[Reopened, ...], room: Room, who: c.Staff
) -> None:
    """With what is hidden behind them, also in the moment while they are laid."""
    there = await visit.site.rooms.room(source.id)
    assert there is not None  # it made the offer
    hidden = hidden_behind(there.state, taken)
    await room.do(c.ReopenStatements(source.code, source.number, taken, hidden), who)
    for each in hidden_behind(there.state, taken):
        await room.do(c.HideNote(each.note, each.reason, each.basis, each.spans), who)
