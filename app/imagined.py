"""Imagined councillors (tenkte nettbrett): whoever practises leading has a hall that answers.

They speak to the room itself, with no network between: what is tried here is the process leader.
Who sits where and what they do follows from the workshop's id, so a press more adds nothing.
"""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256

from app.core import commands as c
from app.core.asides import LINE, PARKING, aside, common, correction, rewording
from app.core.rules import Refused, hashed
from app.core.tally import DOTS, HIGHEST, is_graded, options
from app.core.things import Kind, Measure, Method, Parking, Reaction, Side, Step
from app.i18n import N_, Translator
from app.rooms import NotStored, Room

PEOPLE = 20
"""So many at the most, and never more at a table than it has seats."""

SECONDS = 15.0
"""How long they take to answer, so that the leader sees it come."""

GOLDEN = 0.618033988749895
"""Multiples of it, modulo 1, spread evenly: people do not write in step."""

NOTES = (
    N_("more light along the footpaths"),
    N_("let the young people have the key to the gym"),
    N_("fewer goals, and follow them up"),
    N_("a bench at every bus stop"),
    N_("the library should be open on Sundays"),
    N_("say what we shall not do"),
    N_("homes that people can afford, also in the centre"),
    N_("safe roads to school first"),
    N_("lend out rooms to the associations for free"),
    N_("a café where the generations meet"),
    N_("cultivated land stays cultivated"),
)


@dataclass(frozen=True)
class _Person:
    """Number `no` of the crowd, from 0; `first` at the table has the pen where one is needed."""

    no: int
    tablet: c.Tablet
    first: bool
    room: Room
    _: Translator

    def words(self, k: int) -> str:
        note = self._(NOTES[(self.no + 7 * k) % len(NOTES)])
        return self._("Made up: {text}", text=note)

    def note_id(self, question: str, k: int) -> str:
        return _hex(self.tablet.seat, question, k)

    def note(self, question: str, k: int = 0, *, shared: bool = False) -> c.KeepNote:
        key = hashed(self.tablet.seat)
        return c.KeepNote(self.note_id(question, k), question, self.words(k), key, shared=shared)


def crowd(room: Room, _: Translator) -> list[_Person]:
    """One at each table, then a second one at each, as far as there are seats."""
    tables = [table for no, table in room.state.tables.items() if no not in room.state.disbanded]
    chairs = sorted((chair, table.no) for table in tables for chair in range(table.seats))
    return [
        _Person(no, c.Tablet(_hex(room.id, table, chair), table), chair == 0, room, _)
        for no, (chair, table) in enumerate(chairs[:PEOPLE])
    ]


def _hex(*parts: object) -> str:
    return sha256(" ".join(map(str, parts)).encode()).hexdigest()[:32]


async def answer(room: Room, _: Translator, seconds: float = SECONDS) -> None:
    """They come in, and do what the step of the moment asks for, spread over `seconds`.

    Ends early where the hall moves on, or the room is over.
    """
    people = crowd(room, _)
    with suppress(Refused, NotStored):
        for person in people:
            await room.do(c.SeatTablet(person.tablet.seat, person.tablet.table), c.System())
            await room.do(c.Tell(accepted=True, drafting=False), person.tablet)
        step = room.state.current
        if step is not None and room.state.open:
            await asyncio.gather(*(_take_part(person, step, seconds) for person in people))


async def _take_part(person: _Person, step: Step, seconds: float) -> None:
    room, who = person.room, person.tablet
    try:
        key = await room.ticket(step.id, who.seat) if step.kind in _BALLOTS else ""
    except (Refused, NotStored):
        return
    commands = [*_commands(person, step, key)]
    for k, command in enumerate(commands):
        share = (person.no + 1) * (k + 1) * GOLDEN % 1
        await asyncio.sleep(seconds * share / len(commands))
        if room.over.done() or room.state.step != step.id:
            return
        try:
            await room.do(command, who)
        except Refused:  # somebody with a real tablet was there before, or the step is closed
            continue
        except NotStored:
            return


# ---------------------------------------------------------------- what each step asks for

_BALLOTS = frozenset({Kind.PRIORITISE, Kind.VERIFY, Kind.EVALUATE})


def _commands(person: _Person, step: Step, key: str) -> Iterator[c.Command]:
    question = step.question or ""
    match step.kind:
        case Kind.KNOWLEDGE:
            for k, known in enumerate(person.room.state.knowledge):
                reaction = list(Reaction)[(person.no // 2 + k) % len(Reaction)]
                yield person.note(aside(known.id, reaction), k)
        case Kind.WRITE:
            yield person.note(question)
            yield person.note(question, 1)
        case Kind.TALK:
            yield from _talk(person, step, question)
        case Kind.PLENARY:
            yield from _plenary(person, question)
        case Kind.VERIFY:
            yield from _verify(person, step, key)
        case Kind.PRIORITISE:
            yield c.CastBallot(step.id, hashed(key), 0, _marks(person, step))
        case Kind.EVALUATE:
            measures = enumerate(Measure)
            grades = {each.value: 2 + (person.no + i) % (HIGHEST - 1) for i, each in measures}
            yield c.CastBallot(step.id, hashed(key), 0, grades)
            yield person.note(LINE)


def _talk(person: _Person, step: Step, question: str) -> Iterator[c.Command]:
    yield person.note(question, 2, shared=True)
    if not person.first:
        return
    yield c.LiftNote(person.note_id(question, 0), lifted=True)
    yield from _statement(person, question)
    if person.no == 0:  # somebody always calls: that, too, is to be practised
        yield c.MarkTable(step.id, help=True)
    yield c.MarkTable(step.id, ready=True)


def _statement(person: _Person, question: str) -> Iterator[c.Command]:
    """Written with the table's pen, where nobody has written one before."""
    if (question, person.tablet.table) not in person.room.state.statements:
        yield c.TakePen()
        yield c.WriteStatement(question, person.words(3), "", 1)
        yield c.LayPen()


def _plenary(person: _Person, question: str) -> Iterator[c.Command]:
    """Arguments under what was opened, a wording for all, and what the table thinks of it."""
    state, table = person.room.state, person.tablet.table
    if heard := [f"{q}.{no}" for q, no in state.opened_statements if q == question]:
        side = list(Side)[person.no % len(Side)]
        yield person.note(aside(heard[person.no % len(heard)], side))
    if person.no == 0:
        yield person.note(aside(PARKING, Parking.CHAIR))
    if not person.first:
        return
    yield from _statement(person, common(question))
    if version := len(state.wordings.get(question, ())):
        stand = state.stands.get((question, table))
        dissent = "" if person.no else person.words(4)
        rev = stand.rev + 1 if stand else 1
        yield c.TakePen()
        yield c.TakeStand(question, version, not dissent, dissent, rev)
        yield c.LayPen()


def _verify(person: _Person, step: Step, key: str) -> Iterator[c.Command]:
    """Most were understood. Now and then somebody corrects; each table says one thing otherwise."""
    met = [*person.room.state.met]
    if not met:
        return
    likely = (1, 1, 1, 2, 1, 4, 1, 3)
    marks = {each: likely[(person.no + 3 * k) % len(likely)] for k, each in enumerate(met)}
    yield c.CastBallot(step.id, hashed(key), 0, marks)
    mine = met[person.no % len(met)]
    if person.no % 3 == 0:
        yield person.note(correction(mine))
    if person.first:
        yield from _statement(person, rewording(mine))


def _marks(person: _Person, step: Step) -> dict[str, int]:
    """A ballot that is fair by the step's method, and another person's is another."""
    choices = sorted(options(person.room.state, step))
    turned = [choices[(person.no + k) % len(choices)] for k in range(len(choices))]
    if is_graded(step):
        return {choice: 1 + (person.no + k) % HIGHEST for k, choice in enumerate(choices)}
    if step.method is Method.POINTS:
        return dict(zip(turned, (4, 3, 2, 1), strict=False))
    return dict.fromkeys(turned[:DOTS], 1)
