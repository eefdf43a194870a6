"""The demonstration series: a first workshop, held and written up, and a second, ready to run."""

import csv
import random
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path

from app import secretary
from app.core import commands as c
from app.core.asides import LINE, aside
from app.core.rules import hashed
from app.core.things import Details, Kind, Measure, Mode, Plan, Question, Reaction, Step, Table
from app.demo import process
from app.demo.council import Council, roster
from app.demo.notice import announce
from app.demo.synthesis import reopen, write_up
from app.rooms import Room, Rooms
from app.store import roster as store_roster
from app.store import workshops

LEADER = c.Staff("Prosessleder (demo)")
SERIES = "Kommuneplanens samfunnsdel"

FIRST_QUESTIONS = (
    Question("barn", "Hva skal kommunen satse på for barn og unge, og hvorfor?"),
    Question("eldre", "Hva betyr mest for å leve godt som gammel her, og hva må da vike?"),
)
SECOND_QUESTIONS = (
    Question(
        "vekst",
        "Hvor skal kommunen vokse, hvor skal den ikke vokse – og hvorfor?",
        "Tenk retning, ikke enkelttomter. Hva vil dere at innbyggerne skal merke om tolv år?",
    ),
    Question(
        "skjerme",
        "Hva skal vi skjerme hvis det må kuttes, og hvorfor nettopp det?",
        "Det er lov å være uenig. Skriv hva du selv mener, ikke hva gruppen mener.",
    ),
)

STATEMENTS = {
    "barn": (
        ("Flere voksne tett på barna de første skoleårene. Det er der forskjellene oppstår.", ""),
        ("Et lag rundt elevene: helsesykepleier, miljøterapeut og lærer på samme gang.", ""),
        ("Fritid for alle. Ingen skal stå utenfor på grunn av penger.",
         "To ved bordet mener dette er foreldrenes ansvar, ikke kommunens."),
        ("Mer praktisk opplæring, så flere fullfører.", ""),
        ("Tidlig hjelp når noen sliter psykisk, uten ventetid.", ""),
        ("Behold nærskolene: de holder bygdene i live.",
         "Mindretallet vil slå sammen de minste skolene for å få sterkere fagmiljøer."),
    ),
    "eldre": (
        ("Bo hjemme lenger, med trygghet for plass når det trengs.", ""),
        ("Vi må klare å beholde folk i omsorgsyrkene: hele stillinger først.", ""),
        ("Møteplasser og aktivitet er forebygging, og skal ikke kuttes først.", ""),
        ("Bygg flere plasser nå, før behovet er der.",
         "Ett medlem mener velferdsteknologi må prøves før det bygges."),
        ("Et byliv som virker for alle: benker, toalett, strødde fortau.", ""),
    ),
}  # fmt: skip


#: Why somebody reacted, to statements of `process.KNOWLEDGE`.
WHYS = {
    aside("eldre", Reaction.SURPRISED): (
        "At det går så fort.", "Trodde vi hadde ti år til å ordne dette.",
    ),
    aside("eldre", Reaction.MISSING): (
        "Hva de eldre selv vil, og hva de kan bidra med.", "Tall for hver del av kommunen.",
    ),
    aside("skole", Reaction.CURIOUS): (
        "Gjelder det alle trinn?", "Hva gjør de skolene som lykkes?",
    ),
    aside("bolig", Reaction.SURPRISED): ("Så mange bor alene!",),
    aside("bolig", Reaction.MISSING): ("Hva det koster å leie.",),
    aside("klima", Reaction.CURIOUS): ("Hvor mye er gjennomgangstrafikk?",),
}  # fmt: skip


#: What was given at the end: the likely grades of each measure, and what some wrote.
GRADES = {
    Measure.ROLE: (1, 2, 3, 3, 4, 5),
    Measure.TRUST: (3, 4, 4, 5, 5, 5),
    Measure.HEARD: (2, 3, 4, 4, 4, 5),
    Measure.OWNERSHIP: (2, 3, 3, 4, 4, 5),
    Measure.USEFUL: (3, 3, 4, 4, 5, 5),
}
LINES = (
    "Kortere innledning, og mer tid ved bordene.",
    "Si tydeligere på forhånd hva som ventes av oss.",
    "Send ut kunnskapsgrunnlaget en uke før.",
    "Bytt bord én gang, så vi møter flere.",
    "La bordene få høre mer av hverandre i plenum.",
    "En pause til.",
    "Vis oss neste gang hva dere gjorde med det vi sa.",
    "Mikrofon til alle. Vi bakerst hørte ikke alt.",
)

MODES = {
    Kind.KNOWLEDGE: Mode.OPENS,
    Kind.WRITE: Mode.OPENS,
    Kind.TALK: Mode.NARROWS,
    Kind.PLENARY: Mode.REFLECTS,
    Kind.VERIFY: Mode.REFLECTS,
    Kind.PRIORITISE: Mode.NARROWS,
    Kind.EVALUATE: Mode.REFLECTS,
}


def steps(questions: tuple[Question, ...], number: int) -> Iterator[Step]:
    """The usual rhythm, individual – group – plenary, for each question. The second workshop first
    asks whether the hall was understood in the first."""
    yield Step("regler", Kind.RULES, 5)
    yield Step("innledning", Kind.INTRO, 10, title="Planen og veien videre")
    if number > 1:
        yield Step("forstatt", Kind.VERIFY, 15, title="Har vi forstått dere?")
    yield Step("kunnskap", Kind.KNOWLEDGE, 10)
    for question in questions:
        yield Step(f"{question.id}-skriv", Kind.WRITE, 7, question.id)
        yield Step(f"{question.id}-bord", Kind.TALK, 20, question.id)
        yield Step(f"{question.id}-plenum", Kind.PLENARY, 15, question.id)
        if question is not questions[-1]:
            yield Step(f"{question.id}-pause", Kind.PAUSE, 10)
    yield Step("prioritering", Kind.PRIORITISE, 10)
    yield Step("minutt", Kind.EVALUATE, 3)
    yield Step("slutt", Kind.END, 0)


async def furnish(rooms: Rooms, council: Council) -> str:
    """See to it that the series is there; returns the public code of the workshop to run.

    Running it again changes nothing, but where the last one has been ended a new one is made.
    """
    there = [row for row in workshops.all_workshops(rooms.engine) if row.demo]
    same = [row for row in there if row.municipality == council.municipality]
    open_ones = [row.code for row in same if row.ended is None]
    if open_ones:
        return open_ones[-1]
    if not same:
        await _hold_the_first(rooms, council)
    room, code = await _plan(rooms, council, 2, _in_an_hour(), SECOND_QUESTIONS)
    await room.do(c.RecordDetails(_details(council)), LEADER)
    await reopen(rooms, council.municipality, room, LEADER)
    return code


def _in_an_hour() -> datetime:
    soon = datetime.now(UTC) + timedelta(hours=1)
    return soon.replace(minute=0, second=0, microsecond=0)


async def _plan(
    rooms: Rooms,
    council: Council,
    number: int,
    starts: datetime,
    questions: tuple[Question, ...],
) -> tuple[Room, str]:
    code = workshops.new_code(6)
    belongs = process.furnish(rooms.engine, council)
    workshop = workshops.create(rooms.engine, code, belongs)
    room = await rooms.room(workshop)
    assert room is not None
    begins = int(starts.timestamp() * 1000)
    plan = Plan(
        title=f"{SERIES}: {'hva skal vi satse på?' if number == 1 else 'hvor går veien?'}",
        municipality=council.municipality,
        body=council.body,
        place="Demosalen",
        starts=begins,
        ends=begins + 3 * 3_600_000 + 1_800_000,
        number=number,
        of=2,
        demo=True,
    )
    await room.do(c.PlanWorkshop(plan), LEADER)
    await room.do(c.LayTables(tuple(_tables(council.size))), LEADER)
    await room.do(c.LayKnowledge(process.KNOWLEDGE), LEADER)
    led = (replace(step, mode=MODES.get(step.kind, Mode.NONE)) for step in steps(questions, number))
    await room.do(c.LayProgramme(questions, tuple(led)), LEADER)
    workshops.give_codes(rooms.engine, workshop, list(room.state.tables))
    store_roster.replace_members(rooms.engine, workshop, roster(workshop, council))
    await announce(room, LEADER, _details(council).chair)
    return room, code


def _tables(size: int) -> Iterator[Table]:
    """Tables of about seven, as even as they come."""
    count = max(2, round(size / 7))
    for no in range(1, count + 1):
        yield Table(no, f"Bord {no}", size // count + (no <= size % count))


def _details(council: Council) -> Details:
    return Details(
        chair=roster("", council)[0].name,
        minute_taker="Møtesekretær (demo)",
        administration="Kommunedirektør (demo), planleder (demo), prosessleder (demo)",
        notice_sent="to uker før møtet",
        notice_published="samme dag, på kommunens nettsider",
    )


# ---------------------------------------------------------------- the workshop that was held


async def _hold_the_first(rooms: Rooms, council: Council) -> None:
    """Plays the first workshop, three weeks ago, through the same rules as any other."""
    started = _in_an_hour() - timedelta(days=21)
    room, _ = await _plan(rooms, council, 1, started, FIRST_QUESTIONS)
    room.now = _Afternoon(started)
    met = await _attend(rooms, room)
    for step in room.state.steps:
        await room.do(c.OpenStep(step.id), LEADER)
        if step.kind is Kind.KNOWLEDGE:
            await _react(room, met)
        elif step.kind is Kind.WRITE:
            await _write(room, step, met)
        elif step.kind is Kind.TALK:
            await _agree(room, step)
        elif step.kind is Kind.PRIORITISE:
            await _prioritise(room, step, met)
        elif step.kind is Kind.EVALUATE:
            await _evaluate(room, step, met)
    await room.do(c.EndWorkshop(), LEADER)
    await room.do(c.RecordDetails(replace(_details(council), evaluation=True)), LEADER)
    await write_up(room, LEADER)
    minutes = await secretary.draft(room, rooms.engine)
    await secretary.publish(room, rooms.engine, minutes, LEADER.name)


class _Afternoon:
    """A clock for a meeting that was: ten seconds go by each time someone looks."""

    def __init__(self, start: datetime) -> None:
        self._millis = int(start.timestamp() * 1000)

    def __call__(self) -> int:
        self._millis += 10_000
        return self._millis


async def _attend(rooms: Rooms, room: Room) -> list[c.Tablet]:
    """One in eleven is away; each of the others has a tablet at their table, dealt out in turn."""
    members = store_roster.members(rooms.engine, room.id)
    for i, member in enumerate(members):
        member.standing = "absent" if i % 11 == 7 else "present"
        member.remark = "forfall meldt" if member.standing == "absent" else ""
    store_roster.mark(rooms.engine, room.id, members)
    met = [
        c.Tablet(secrets.token_hex(16), 1 + i % len(room.state.tables))
        for i, member in enumerate(members)
        if member.standing == "present"
    ]
    await room.do(c.TakeAttendance(len(met), len(members) - len(met)), LEADER)
    return met


async def _react(room: Room, met: Sequence[c.Tablet]) -> None:
    """A good half of the hall meets each statement in some way; the last one few do."""
    taste = random.Random(11)  # noqa: S311  (the same demonstration every time)
    for statement in process.KNOWLEDGE:
        few = statement is process.KNOWLEDGE[-1]
        for reaction, share in zip(Reaction, (0.5, 0.3, 0.2), strict=True):
            question = aside(statement.id, reaction)
            whys = list(WHYS.get(question, ()))
            for tablet in met[:2] if few else [one for one in met if taste.random() < share]:
                text = whys.pop() if whys else ""
                key = hashed(secrets.token_hex(16))
                await room.do(c.KeepNote(secrets.token_hex(16), question, text, key), tablet)


async def _write(room: Room, step: Step, met: Sequence[c.Tablet]) -> None:
    with (Path(__file__).parent / "notes.csv").open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file) if row["question"] == step.question]
    assert step.question is not None
    for tablet, text in zip(cycle(met), texts, strict=False):
        key = hashed(secrets.token_hex(16))
        await room.do(c.KeepNote(secrets.token_hex(16), step.question, text, key), tablet)


async def _agree(room: Room, step: Step) -> None:
    assert step.question is not None
    said = STATEMENTS[step.question]
    for no, (text, dissent) in zip(room.state.tables, said, strict=False):
        tablet = c.Tablet(secrets.token_hex(16), no)
        await room.do(c.TakePen(), tablet)
        await room.do(c.WriteStatement(step.question, text, dissent, 1), tablet)
        await room.do(c.MarkTable(step.id, ready=True), tablet)


async def _prioritise(room: Room, step: Step, met: Sequence[c.Tablet]) -> None:
    """Seven in ten are after the first seven choices and the rest after the others, as halls are:
    so it shows what the two lists are for."""
    choices = [f"{q}.{no}" for q, said in STATEMENTS.items() for no in range(1, len(said) + 1)]
    there = [choice for choice in choices if int(choice.split(".")[1]) in room.state.tables]
    taste = random.Random(4)  # noqa: S311  (the same demonstration every time)
    for tablet in met:
        key = hashed(await room.ticket(step.id, tablet.seat))
        few = taste.random() < 0.3
        late = there[:7] if few else there[7:]
        liked = sorted(there, key=lambda each: taste.random() + 0.9 * (each in late))
        dots = dict.fromkeys(liked[: 3 if few else 5], 1)
        await room.do(c.CastBallot(step.id, key, 0, dots), tablet)


async def _evaluate(room: Room, step: Step, met: Sequence[c.Tablet]) -> None:
    """Most are pleased; of what was expected of them they are of two minds. Some write a line."""
    taste = random.Random(7)  # noqa: S311  (the same demonstration every time)
    lines = [*LINES]
    for tablet in met:
        key = hashed(await room.ticket(step.id, tablet.seat))
        marks = {
            measure.value: taste.choice(likely)
            for measure, likely in GRADES.items()
            if taste.random() < 0.9
        }
        await room.do(c.CastBallot(step.id, key, 0, marks), tablet)
        if lines and taste.random() < 0.4:
            secret = hashed(secrets.token_hex(16))
            await room.do(c.KeepNote(secrets.token_hex(16), LINE, lines.pop(), secret), tablet)
