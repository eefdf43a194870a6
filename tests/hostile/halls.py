"""Workshops at every moment that there is, for hostile screens to come to."""

from collections.abc import Iterator, Mapping
from functools import cache

from app.core import commands as c
from app.core import events as e
from app.core.asides import LINE, PARKING, WHOLE, aside, correction
from app.core.decide import decide
from app.core.edits import Bearing, Behind, Reopened
from app.core.events import Fact
from app.core.evolve import evolve
from app.core.rules import hashed
from app.core.state import Workshop
from app.core.things import Kind, Knowledge, Parking, Reaction, Side, Step
from tests.core.given import ANNA, CARL, LEADER, NOON, PLANNED, QUESTIONS, ROOM, replay_on

MOMENTS = (
    "regler", "kunnskap", "vekst-skriv", "vekst-bord", "vekst-plenum", "dotter", "svar", "kveld",
    "runde", "over",
)  # fmt: skip

SECRET = "5ec7e75e" * 2
"""How every secret of a device begins: no screen is ever shown one."""

SEAT = "5ea75ea7" * 2
"""And how every device's own mark begins."""

REOPENED = (
    Reopened("s1", 1, "Flere busser", behind=(Behind(f"{70:032x}", Bearing.SUPPORTS, "Buss"),)),
    Reopened("s2", 2, "Bane til havna", "Bane"),
)
BASE: tuple[Fact, ...] = (
    *PLANNED,
    e.KnowledgeLaid((Knowledge("boliger", "Én av fire bor alene."), Knowledge("buss", "Få."))),
    e.StatementsReopened("6AX83E", 1, REOPENED),
    e.StepPlanned(Step("kunnskap", Kind.KNOWLEDGE, 5), "regler"),
    e.StepPlanned(Step("svar", Kind.VERIFY, 5), "regler"),
    e.StepPlanned(Step("runde", Kind.ROUND, 5), "pause"),
    e.StepPlanned(Step("kveld", Kind.EVALUATE, 2), "dotter"),
)
ASIDES = [
    *(aside(f"vekst.{where}", side) for where in (1, 2, "common") for side in Side),
    *(aside(PARKING, kind) for kind in Parking),
    *(aside(each, kind) for each in ("boliger", "buss") for kind in Reaction),
    *map(correction, ("s1", "s2", WHOLE)),
    LINE,
]
TOPICS = [*(question.id for question in QUESTIONS), *ASIDES]


def secret_of(note: str) -> str:
    return SECRET + note[16:]


def _story(moment: str) -> Iterator[tuple[c.Command, c.Actor]]:
    """What was asked on the way to the moment."""
    yield c.OpenStep("vekst-skriv"), LEADER
    for number in range(1, 7):
        id_, table = f"{number:032x}", 1 + number % 3
        note = c.KeepNote(id_, "vekst", f"Innspill {number}", hashed(secret_of(id_)))
        yield note, c.Tablet(f"{number:032x}", table)
    parked = c.KeepNote(f"{7:032x}", aside(PARKING, Parking.CHAIR), "Og vannet?", hashed("x"))
    yield parked, ANNA
    yield c.OpenStep("vekst-bord"), LEADER
    for tablet in (ANNA, CARL):
        yield c.TakePen(), tablet
        yield c.WriteStatement("vekst", f"Vi ved bord {tablet.table}", "", 1), tablet
    if moment in {"vekst-plenum", "dotter", "over"}:
        yield c.OpenStep("vekst-plenum"), LEADER
        yield c.ShowStatement("vekst", 1), LEADER
        yield c.WriteWording("vekst", 1, "Vi bygger ved banen."), LEADER
    if moment in {"svar", "over"}:
        yield c.OpenStep("svar"), LEADER
        keys = [f"{number:064x}" for number in range(6)]
        yield c.IssueBallots("svar", frozenset(keys)), ROOM
        if moment == "over":
            for key in keys:
                yield c.CastBallot("svar", key, 1, {"s1": 1, "s2": 4}), ANNA
            yield c.EndWorkshop(), LEADER
    else:
        yield c.OpenStep(moment), LEADER


@cache
def furnished(moment: str) -> tuple[Fact, ...]:
    """All that has happened until then and is stored."""
    state = replay_on(Workshop(), BASE)
    facts: list[Fact] = []
    for command, actor in _story(moment):
        for fact in decide(state, command, actor, NOON):
            state = evolve(state, fact)
            facts.append(fact)
    return (*BASE, *(fact for fact in facts if not isinstance(fact, e.Passing)))


def current(state: Workshop) -> Mapping[str, str]:
    """What a screen knows of where the hall is."""
    step = state.current
    return {"step": step.id if step else "", "question": (step and step.question) or "vekst"}
