"""What remains after a workshop until its minutes are published, in the order it is done: all of it
on the workshop's own page, the first of it on the staff's first page."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from app import secretary
from app.core.checks import Check, checks
from app.core.issuing import needed
from app.core.minutes import DEPUTY
from app.core.synthesis import unaccounted
from app.rooms import Room
from app.store import remarks, roster
from app.store.tables import RemarkRow, WorkshopRow
from app.web import weighed
from app.web.prepare.checklist import Item
from app.web.visit import Visit

log = logging.getLogger(__name__)

ELSEWHERE = {Check.ATTENDANCE, Check.DEPUTIES, Check.ACCOUNTED, Check.NAMES}
"""The checks that have a page of their own; the others are fields of the minutes."""

NEWEST = 5
"""So many workshops without minutes are waited for at a time: loading one takes its time."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A workshop that is over and has no minutes; `next`: what is to be done first, None where the
    workshop cannot be opened."""

    row: WorkshopRow
    language: str = ""
    next: Item | None = None
    done: int = 0
    of: int = 0


async def waiting(visit: Visit, rows: Sequence[WorkshopRow]) -> list[Waiting]:
    """Of the newest of `rows`, which are over, those whose minutes are not published."""
    found = []
    for row in [row for row in rows if not row.published and not row.cancelled][:NEWEST]:
        try:
            one = await _waiting(visit, row)
        except Exception as error:  # the others of the page are to be seen all the same
            # Its kind alone, as everywhere: a traceback could hold somebody's words.
            log.error("a workshop could not be looked at: %s", type(error).__name__)  # noqa: TRY400
            one = Waiting(row)
        if one:
            found.append(one)
    return found


async def _waiting(visit: Visit, row: WorkshopRow) -> Waiting | None:
    room = await visit.site.rooms.room(row.id)
    if room is None or room.state.plan is None:
        return None
    items = await remaining(visit, row, room)
    done = sum(item.done for item in items)
    first = next(one for one in items if not one.done)
    return Waiting(row, room.state.plan.language, first, done, len(items))


async def remaining(visit: Visit, row: WorkshopRow, room: Room) -> list[Item]:
    """What a secretary does with a workshop that is over; the last is to publish."""
    engine = visit.site.engine
    roll = secretary.attendees(await visit.ask(roster.members, engine, row.id))
    to_decide = await weighed.to_decide(visit, row, room)
    said = await visit.ask(remarks.remarks, engine, row.id)
    two = needed(room.state, await visit.ask(secretary.consents_needed, engine)) > 1
    held = checks(room.state, roll, to_decide)
    unmarked = sum(not one.standing and one.role != DEPUTY for one in roll)
    return [*_items(visit, row, room, held, unmarked, to_decide, said, two)]


def _items(
    visit: Visit,
    row: WorkshopRow,
    room: Room,
    held: dict[Check, bool],
    unmarked: int,
    to_decide: int,
    said: Sequence[RemarkRow],
    two: bool,
) -> Iterator[Item]:
    _, state, page = visit._, room.state, partial(visit.url, code=row.code)
    yield Item(
        _("Attendance"),
        held[Check.ATTENDANCE] and held[Check.DEPUTIES],
        _.ngettext("{n} is not marked yet", "{n} are not marked yet", unmarked)
        if unmarked
        else _("somebody is marked as present together with their deputy")
        if not held[Check.DEPUTIES]
        else _(
            "{present} present, {absent} absent",
            present=state.attendance.present,
            absent=state.attendance.absent,
        )
        if state.attendance
        else "",
        page("attendance"),
    )
    left = len(unaccounted(state))
    yield Item(
        _("The workbench"),
        held[Check.ACCOUNTED],
        _.ngettext("{n} contribution has no end yet", "{n} contributions have no end yet", left)
        if left
        else _("All that was said is accounted for"),
        page("workbench"),
    )
    yield Item(
        _("What must not be public"),
        held[Check.NAMES],
        _.ngettext("{n} to decide on", "{n} to decide on", to_decide) if to_decide else "",
        page("redaction"),
    )
    rest = sum(not ok for check, ok in held.items() if check not in ELSEWHERE)
    yield Item(
        _("What the hall does not tell"),
        not rest,
        _.ngettext("{n} field is missing", "{n} fields are missing", rest) if rest else "",
        page("writeup") + "#fields",
    )
    if state.draft_shared or said:
        open_ = sum(remark.taken is None for remark in said)
        yield Item(
            _("Remarks to the draft"),
            bool(said) and not open_,
            _.ngettext("{n} has no answer yet", "{n} have no answer yet", open_)
            if open_
            else _("No remarks yet.")
            if not said
            else "",
            page("writeup") + "#draft-remarks",
        )
    yield Item(
        _("Publish the minutes"),
        bool(row.published),
        _("Version {version} is published", version=row.published)
        if row.published
        else _("two must stand behind them")
        if two
        else "",
        page("writeup") + "#publish",
    )
