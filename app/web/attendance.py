"""Attendance (frammøte): taken from the roster at the door, never from the tablets."""

import secrets
from collections.abc import Collection, Iterator, Sequence

from fastapi import APIRouter
from starlette.responses import Response

from app import secretary
from app.core import commands as c
from app.core.minutes import ABSENT, DEPUTY, PRESENT, count_attendance
from app.core.words import clean
from app.roster import parties
from app.store import roster, seatings
from app.store.tables import Member
from app.web.login import Prepares, Sent, Staff
from app.web.usher import strangers
from app.web.visit import Here

router = APIRouter(prefix="/stab/v", include_in_schema=False)

LONGEST = 200


@router.get("/{code}/frammote", name="attendance")
async def attendance(visit: Here, who: Staff, code: str, saved: str = "") -> Response:
    row, room = await visit.workshop(code)
    members = await visit.ask(roster.members, visit.site.engine, row.id)
    seating, _ = await visit.ask(seatings.load, visit.site.engine, row.id)
    present, absent = count_attendance(secretary.attendees(members))
    parties: dict[str, list[Member]] = {}
    for member in members:
        parties.setdefault(member.party, []).append(member)
    return visit.page(
        "staff/attendance.html",
        row=row,
        plan=room.state.plan,
        parties=parties,
        regulars=[member for member in members if member.role != DEPUTY],
        present=present,
        absent=absent,
        unmarked=sum(not member.standing and member.role != DEPUTY for member in members),
        without=_without_deputy(members),
        moved=bool(seating.rounds) and any(strangers(members, seating, 0)),
        as_shown=as_shown,
        saved=bool(saved),
    )


def as_shown(member: Member) -> str:
    """How a line stood when the page was opened: what nobody touched since is not written."""
    late = "1" if member.late else ""
    return f"{member.standing}|{member.stands_in_for or ''}|{member.remark}|{late}"


def next_deputy(members: Sequence[Member], away: Member) -> Member | None:
    """The first deputy of the same list, in its order, who is free (kommuneloven § 7-10)."""
    free = [
        member
        for member in members
        if member.role == DEPUTY
        and parties.key(member.party) == parties.key(away.party)
        and member.standing != ABSENT
        and member.stands_in_for is None
        and not member.written_in
    ]
    return min(free, key=lambda one: (one.deputy_no or len(members), one.place), default=None)


def _without_deputy(members: Sequence[Member]) -> list[tuple[Member, Member | None]]:
    """Who is away with nobody in their place, each with the next in turn.

    One deputy is proposed to one at a time: the second who is away gets the second in turn.
    """
    deputised = {member.stands_in_for for member in members if member.standing != ABSENT}
    proposed: list[tuple[Member, Member | None]] = []
    for member in members:
        if member.standing == ABSENT and member.role != DEPUTY and member.id not in deputised:
            taken = {one.id for _, one in proposed if one}
            left = [one for one in members if one.id not in taken]
            proposed.append((member, next_deputy(left, member)))
    return proposed


@router.post("/{code}/frammote")
async def mark(visit: Here, form: Prepares, code: str) -> Response:
    """Store the lines that were changed on this page.

    Two may take attendance at two doors: what the other marked meanwhile stays.
    """
    row, room = await visit.workshop(code)
    engine = visit.site.engine
    members = await visit.ask(roster.members, engine, row.id)
    changed = list(_changed(members, form))
    await visit.ask(roster.mark, engine, row.id, changed)
    newcomer = _newcomer(members, form, row.id)
    if newcomer is not None:
        await visit.ask(roster.add, engine, newcomer)
    members = await visit.ask(roster.members, engine, row.id)
    present, absent = count_attendance(secretary.attendees(members))
    await room.do(c.TakeAttendance(present, absent), c.Staff(form.who.name))
    return visit.turn_to(visit.url("attendance", query={"saved": 1}, code=row.code))


def _changed(members: Sequence[Member], form: Sent) -> Iterator[Member]:
    known = {member.id for member in members}
    rest = form.text("rest") == PRESENT  # the button that marks all who are not marked yet
    deputised = {form.text("new.for"), *(form.text(f"for.{member.id}") for member in members)}
    away, (deputy, _, whom) = form.text("away"), form.text("step_in").partition(":")
    for member in members:
        before = as_shown(member)
        _fill_in(member, form, known)
        if member.id == away:
            member.standing = ABSENT
        if member.id == deputy and whom in known:
            member.stands_in_for = whom
        if rest and not member.standing and (member.role != DEPUTY or member.stands_in_for):
            member.standing = ABSENT if member.id in deputised else PRESENT
        if as_shown(member) != before:
            yield member


def _fill_in(member: Member, form: Sent, known: Collection[str]) -> None:
    """Take over one line of the form, if it was touched since the page was opened."""
    standing, deputised, remark, late = (
        form.text(f"{name}.{member.id}") for name in ("standing", "for", "remark", "late")
    )
    was = form.fields.get(f"was.{member.id}")
    if was in (None, f"{standing}|{deputised}|{remark}|{late}"):
        return
    member.standing = standing if standing in (PRESENT, ABSENT) else ""
    member.stands_in_for = deputised if deputised in known else None
    member.remark = clean(remark)[:LONGEST]
    member.late = late == "1"


def _newcomer(members: Sequence[Member], form: Sent, workshop: str) -> Member | None:
    """A deputy who was not on the roster, written in at the door."""
    name = clean(form.text("new.name"))[:LONGEST]
    if not name:
        return None
    deputised = next((m for m in members if m.id == form.text("new.for")), None)
    party = clean(form.text("new.party"))[:LONGEST]
    return Member(
        id=secrets.token_hex(16),
        workshop=workshop,
        place=max((member.place for member in members), default=-1) + 1,
        name=name,
        party=party or (deputised.party if deputised else ""),
        role=DEPUTY,
        standing=PRESENT,
        stands_in_for=deputised.id if deputised else None,
        written_in=True,
    )
