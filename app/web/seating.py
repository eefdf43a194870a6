"""Who sits where: one button for all rounds, then by hand, and mended while the hall waits."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from app.core import commands as c
from app.core.things import Table
from app.core.words import whole
from app.store import seatings, workshops
from app.store.seatings import Seating
from app.store.workshops import Conflict
from app.web import usher
from app.web.hall import Hall, hall_of, page
from app.web.login import Prepares, Sent, Staff
from app.web.seating_form import asked_for, same_tables, settings
from app.web.visit import Here

router = APIRouter(prefix="/stab/v", include_in_schema=False)


@router.get("/{code}/plassering", name="seating")
async def seating(
    visit: Here, who: Staff, code: str, r: int = 1, p: str = "", saved: str = ""
) -> Response:
    return _page(await hall_of(visit, code), r - 1, p, saved=saved)


def _page(hall: Hall, number: int, chosen: str = "", status: int = 200, **data: Any) -> Response:
    return page(hall, number, chosen, status, **{"settings": settings(hall), **data})


# ---------------------------------------------------------------- what is done


@router.post("/{code}/plassering")
async def act(visit: Here, form: Prepares, code: str) -> Response:
    """One change, by whoever saw the seating as it is; another sees it as it has become."""
    hall = await hall_of(visit, code)
    number = (whole(form.text("r")) or 1) - 1
    if form.text("rev") != str(hall.rev):
        return _too_late(hall, form, number)
    do = form.text("do")
    if do == "seat":
        return await _seat(hall, form)
    if not 0 <= number < len(hall.kept.rounds):
        return _page(hall, number, status=422)
    if do == "mend":
        return await _mend(hall, form, number)
    after = _by_hand(hall, form, do, number)
    return await _keep(hall, form, after, number, do)


def _too_late(hall: Hall, form: Sent, number: int) -> Response:
    words = hall.visit._(
        "Somebody else changed the seating meanwhile. This is how it stands now: do it once more."
    )
    data: dict[str, Any] = {}
    if form.text("do") == "seat":
        data["settings"] = asked_for(hall, form)[0]
    return _page(hall, number, form.text("p"), 409, errors={"form": words}, **data)


async def _seat(hall: Hall, form: Sent) -> Response:
    typed, errors, asked = asked_for(hall, form)
    if not usher.seated(hall.members):
        errors["form"] = hall.visit._("There is nobody to seat yet.")
    if errors:
        return _page(hall, 0, status=422, settings=typed, errors=errors)
    if asked.rules.cafe:
        answer = await usher.seat_cafe(hall.members, asked)
    else:
        answer = await usher.seat(usher.problem(hall.members, asked))
    if answer.rounds is None:
        told = _why_not(hall, asked, answer)
        return _page(hall, 0, status=422, settings=typed, answer=told)
    before = hall.kept if same_tables(asked.tables, hall.kept.tables) else Seating()
    known = replace(asked, rounds=before.rounds, undo=before.undo)
    seated = usher.with_rounds(known, answer.rounds)
    return await _keep(hall, form, seated, 0, "seat")


def _why_not(hall: Hall, asked: Seating, answer: usher.Answer) -> dict[str, Any]:
    """Which rules conflict, in words, and what could be given up."""
    _, members = hall.visit._, hall.members
    return {
        "conflicts": usher.conflicts_in_words(_, members, asked, answer.conflicts),
        "cheapest": answer.cheapest,
        "given_up": "; ".join(usher.rules_in_words(_, members, asked, answer.cheapest)),
    }


async def _mend(hall: Hall, form: Sent, number: int) -> Response:
    try:
        problem = usher.mending(hall.members, hall.kept)
    except ValueError:
        words = hall.visit._("There are more tables than people. Seat everybody anew.")
        return _page(hall, number, status=422, errors={"form": words})
    answer = await usher.mend(problem, usher.as_solved(hall.kept), number)
    if answer.rounds is None:
        told = _why_not(hall, hall.kept, answer)
        return _page(hall, number, status=422, answer=told)
    return await _keep(hall, form, usher.with_rounds(hall.kept, answer.rounds), number, "mend")


def _by_hand(hall: Hall, form: Sent, do: str, number: int) -> Seating:
    """The seating after one move, lock or undo; the same where it asks for nothing there is."""
    kept, one = hall.kept, form.text("p")
    each = kept.rounds[number]
    sits = usher.table_of(each, one)
    to, other = form.text("to"), form.text("with")
    if do == "undo":
        return usher.undone(kept)
    if one not in hall.by_id:
        return kept
    table = next((place.no for place in kept.tables if str(place.no) == to), None)
    if do == "move" and table is not None and table != sits:
        return _round(kept, number, usher.moved(each, one, table))
    if do == "swap" and sits and usher.table_of(each, other):
        return _round(kept, number, usher.swapped(each, one, other))
    if do in ("lock", "unlock") and sits:
        locks = [dict(lock) for lock in kept.locks] + [{} for _ in kept.rounds[len(kept.locks) :]]
        if do == "lock":
            locks[number][one] = sits
        else:
            locks[number].pop(one, None)
        return replace(kept, locks=tuple(locks))
    return kept


def _round(kept: Seating, number: int, each: Mapping[int, tuple[str, ...]]) -> Seating:
    rounds = [each if i == number else there for i, there in enumerate(kept.rounds)]
    return usher.with_rounds(kept, rounds)


async def _keep(hall: Hall, form: Sent, after: Seating, number: int, do: str) -> Response:
    visit, row = hall.visit, hall.row
    if after != hall.kept:
        try:
            await visit.ask(seatings.save, visit.site.engine, row.id, after, hall.rev)
        except Conflict:
            return _too_late(await hall_of(visit, row.code), form, number)
    if do == "seat" and not hall.started:
        laid = tuple(Table(place.no, place.name, place.seats) for place in after.tables)
        await hall.room.do(c.LayTables(laid), c.Staff(form.who.name))
        await visit.ask(
            workshops.give_codes, visit.site.engine, row.id, [table.no for table in laid]
        )
    person = form.text("p") if do in ("move", "swap", "lock", "unlock") else ""
    query = {"r": number + 1, **({"p": person} if person else {}), "saved": do}
    return visit.turn_to(visit.url("seating", query=query, code=row.code))
