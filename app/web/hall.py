"""The seating page as it is shown: the hall, the figures in words, what does not hold."""

from collections import Counter
from dataclasses import dataclass
from math import ceil, cos, pi, sin
from typing import Any

from starlette.responses import Response

from app import seating as s
from app.i18n import Translator
from app.rooms import Room
from app.roster import parties
from app.seating.model import OPPOSITION, POSITION
from app.store import roster, seatings
from app.store.seatings import Seating
from app.store.tables import Member, WorkshopRow
from app.web import usher
from app.web.visit import Visit

COLOURS = 12
"""Lists beyond these share a colour; each has its own letters anyhow."""


@dataclass
class Hall:
    """All that the page is made of, read anew for each request."""

    visit: Visit
    row: WorkshopRow
    room: Room
    members: list[Member]
    kept: Seating
    rev: int

    @property
    def by_id(self) -> dict[str, Member]:
        return {member.id: member for member in self.members}

    @property
    def started(self) -> bool:
        return self.room.state.started is not None


async def hall_of(visit: Visit, code: str) -> Hall:
    row, room = await visit.workshop(code)
    members = await visit.ask(roster.members, visit.site.engine, row.id)
    kept, rev = await visit.ask(seatings.load, visit.site.engine, row.id)
    return Hall(visit, row, room, members, kept, rev)


def page(hall: Hall, number: int, chosen: str = "", status: int = 200, **data: Any) -> Response:
    kept, by_id = hall.kept, hall.by_id
    number = min(max(number, 0), max(len(kept.rounds) - 1, 0))
    there = usher.seated(hall.members)
    order = Counter(member.party for member in there)
    lists = sorted(order, key=lambda party: (-order[party], party))
    shown: dict[str, Any] = {"errors": {}, "answer": None, "saved": ""}
    if kept.rounds:
        shown |= _shown(hall, number)
    locked = kept.locks[number] if number < len(kept.locks) else {}
    return hall.visit.page(
        "staff/seating.html",
        status,
        row=hall.row,
        kept=kept,
        rev=hall.rev,
        number=number,
        there=there,
        by_id=by_id,
        chosen=by_id.get(chosen) if kept.rounds else None,
        table_of=usher.table_of,
        names={place.no: place.name for place in kept.tables},
        colour={party: i % COLOURS for i, party in enumerate(lists)},
        lists=[(party, order[party]) for party in lists],
        letters=letters,
        seats=seats,
        locked=locked,
        started=hall.started,
        **{**shown, **data},
    )


def _shown(hall: Hall, number: int) -> dict[str, Any]:
    """What there is to say of a seating that is there."""
    _, kept, members = hall.visit._, hall.kept, hall.members
    away, waiting = usher.strangers(members, kept, number)
    last = usher.moves(kept.undo[-1], kept.rounds) if kept.undo else []
    said: dict[str, Any] = {
        "away": away, "waiting": waiting, "wrong": [], "figures": [],
        "moves": [move for move in last if move.person in hall.by_id],
    }  # fmt: skip
    if not away and not waiting and usher.seated(members):
        asked, solved = usher.problem(members, kept, slack=1), usher.as_solved(kept)
        held = {i for i in range(len(kept.rounds)) if any(usher.strangers(members, kept, i))}
        broken = [each for each in s.broken(asked, solved) if each.round not in held]
        said["wrong"] = usher.wrong_in_words(_, asked, broken, kept)
        said["figures"] = figures_in_words(_, asked, s.figures(asked, solved))
    return said


def letters(party: str) -> str:
    """What stands on a seat: the party as people say it, or a list by its first letters."""
    if len(party) <= 4 or parties.national(party):
        return party
    words = party.split()
    return "".join(word[0] for word in words[:4]).upper() if len(words) > 1 else party[:3]


def seats(count: int) -> list[tuple[float, float]]:
    """Where chairs stand around a round table in a square of 120."""
    turns = (2 * pi * i / max(count, 1) - pi / 2 for i in range(count))
    return [(round(60 + 46 * cos(turn), 1), round(60 + 46 * sin(turn), 1)) for turn in turns]


def figures_in_words(_: Translator, asked: s.Problem, found: s.Figures) -> list[str]:
    """How good it is, and where nothing could be better."""
    blocs = {one.bloc for one in asked.people.values()} >= {POSITION, OPPOSITION}
    most, size = found.largest
    said = [
        (
            _("No party has more than {n} of {size} at any table.", n=most, size=size),
            size > 0 and most <= found.largest_best * size,
        ),
        (
            _(
                "Each person meets {met} of {possible} possible new people on average.",
                met=round(found.new_neighbours),
                possible=round(found.possible_neighbours),
            ),
            found.repeats.is_best,
        ),
    ]
    if len(asked.rounds) > 1:
        n = int(found.repeats.value)
        words = _.ngettext("{n} meeting is a repeat.", "{n} meetings are repeats.", n)
        said.append((words if n else _("Nobody meets the same person twice."), False))
    if blocs and found.one_bloc.value:
        n = int(found.one_bloc.value)
        words = _.ngettext(
            "{n} table has only position or only opposition.",
            "{n} tables have only position or only opposition.",
            n,
        )
        said.append((words, found.one_bloc.is_best))
    if blocs and found.lonely.value:
        n = int(found.lonely.value)
        words = _.ngettext(
            "At {n} table one side has a single person.",
            "At {n} tables one side has a single person.",
            n,
        )
        said.append((words, found.lonely.is_best))
    party = found.party
    if party.is_best:
        said.append((_("The parties are spread as evenly as they can be."), False))
    elif party.best:
        n = ceil((party.value / party.best - 1) * 100)
        words = _("The parties are spread within {n} per cent of the best there can be.", n=n)
        said.append((words, False))
    best = _("It cannot be better.")
    return [f"{words} {best}" if is_best else words for words, is_best in said]
