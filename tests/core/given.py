"""Tests that read *given these facts, when this is asked, then this happens*."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from app.core import commands as c
from app.core import events as e
from app.core.decide import decide
from app.core.edits import Bearing, Edits, LinkEdit, StatementEdit, Understood
from app.core.events import Fact
from app.core.evolve import evolve, replay
from app.core.rules import Code, Refused
from app.core.state import Workshop
from app.core.synthesis import unaccounted
from app.core.things import (
    Document,
    Ground,
    Kind,
    Millis,
    Note,
    Notice,
    Plan,
    Profile,
    Question,
    Statement,
    Step,
    Table,
    Translation,
)

T = TypeVar("T")

NOON: Millis = 1_900_000_000_000
MINUTE: Millis = 60_000

LEADER = c.Staff("Kari Leder")
ROOM = c.System()
ANNA = c.Tablet("a" * 32, 1)
BENT = c.Tablet("b" * 32, 1)  # at Anna's table
CARL = c.Tablet("c" * 32, 2)
DINA = c.Tablet("d" * 32, 3)

PLAN = Plan(
    "Samfunnsdelen", "Vikøya", "Kommunestyret", "Kinosalen", NOON, NOON + 200 * MINUTE, threshold=3
)
TABLES = tuple(Table(no, f"Bord {no}", 2) for no in (1, 2, 3))
QUESTIONS = (Question("vekst", "Hvor skal vi vokse?"), Question("kutt", "Hva skjermer vi?"))
NOTICE = Notice(
    ground=Ground.LEADER,
    step_free=True,
    hearing_loop=True,
    access="Heis fra inngang B",
    public_seats="Langs veggen",
    chair="Ordføreren",
    contact="politisk sekretariat, postmottak@vikoya.example",
    agenda=("Eventuelt",),
    documents=(
        Document("Utfordringsbildet", "vekst", link="https://vikoya.example/kunnskap"),
        Document("Tall", file="f" * 32, name="tall.pdf", size=9, exempt="Side 4, offl. § 13"),
    ),
    absence="Til sekretariatet",
    absence_by="2030-03-15",
    impartiality="Si fra til sekretariatet i god tid.",
    sent="2030-03-01",
    channel="Kommunens nettsider",
    translations=(Translation("se", "Rabas čoahkkin"),),
)
STEPS = (
    Step("regler", Kind.RULES, 5),
    Step("vekst-skriv", Kind.WRITE, 7, "vekst"),
    Step("vekst-bord", Kind.TALK, 20, "vekst"),
    Step("vekst-plenum", Kind.PLENARY, 15, "vekst"),
    Step("pause", Kind.PAUSE, 10),
    Step("kutt-skriv", Kind.WRITE, 7, "kutt"),
    Step("kutt-bord", Kind.TALK, 20, "kutt"),
    Step("kutt-plenum", Kind.PLENARY, 15, "kutt"),
    Step("dotter", Kind.PRIORITISE, 10),
    Step("slutt", Kind.END, 0),
)

PLANNED: tuple[Fact, ...] = (
    e.WorkshopPlanned(PLAN),
    e.TablesLaid(TABLES),
    *map(e.QuestionAsked, QUESTIONS),
    *(
        e.StepPlanned(step, before.id if before else None)
        for step, before in zip(STEPS, (None, *STEPS), strict=False)
    ),
)


def opened(step: str, at: Millis = NOON) -> e.StepOpened:
    minutes = next(s.minutes for s in STEPS if s.id == step)
    return e.StepOpened(step, at, at + minutes * MINUTE if minutes else None)


def closed(step: str) -> e.StepClosed:
    return e.StepClosed(step, NOON)


def note(
    number: int,
    text: str = "Flere busser",
    table: int = 1,
    question: str = "vekst",
    rev: int = 0,
    shared: bool = False,
) -> Note:
    """Note number so-and-so; its key is made from the number."""
    return Note(f"{number:032x}", question, text, table, key_of(number), rev, shared)


def key_of(number: int) -> str:
    return f"key-{number}"


def keep(a_note: Note, key: str | None = None) -> c.KeepNote:
    """The command that a tablet sends to have the note as it stands."""
    own = key or a_note.key or ""
    return c.KeepNote(a_note.id, a_note.question, a_note.text, own, a_note.rev, a_note.shared)


def dotted(*ballots: tuple[str, ...]) -> tuple[Profile, ...]:
    """What is kept of counted ballots with one dot on each of these."""
    return tuple(tuple((choice, 1) for choice in ballot) for ballot in ballots)


def said(table: int, text: str = "Vi vil vokse her.", question: str = "vekst") -> e.StatementKept:
    return e.StatementKept(Statement(question, table, text, "", 1))


@dataclass(frozen=True)
class Then:
    """What came of a command: facts, or the code of the refusal."""

    state: Workshop
    facts: tuple[Fact, ...]
    code: Code | None

    def then(self, *expected: Fact) -> "Given":
        assert self.code is None, f"refused: {self.code}"
        assert self.facts == expected
        return Given(replay_on(self.state, expected))

    def nothing(self) -> None:
        """Accepted, and causes nothing."""
        self.then()

    def refused(self, code: Code) -> None:
        assert self.code == code


@dataclass(frozen=True)
class Given:
    state: Workshop

    def when(self, command: c.Command, actor: c.Actor = LEADER, now: Millis = NOON) -> Then:
        try:
            return Then(self.state, tuple(decide(self.state, command, actor, now)), None)
        except Refused as refused:
            return Then(self.state, (), refused.code)


def given(*facts: Fact) -> Given:
    """A workshop where these have happened."""
    return Given(replay(facts))


def planned(*facts: Fact) -> Given:
    """The workshop of `PLANNED`, where these have happened since."""
    return given(*PLANNED, *facts)


def replay_on(state: Workshop, facts: Iterable[Fact]) -> Workshop:
    for fact in facts:
        state = evolve(state, fact)
    return state


def kinds(base: type[T]) -> list[type[T]]:
    """All dataclasses below `base` (slots make each twice, and the last one counts)."""
    return list({below.__name__: below for below in base.__subclasses__()}.values())


def accounted(state: Workshop) -> Edits:
    """One statement, which all that has no end yet supports."""
    said = StatementEdit("alt", None, Understood("Vokse langs banen."))
    links = (LinkEdit(("alt", id_), None, Bearing.SUPPORTS) for id_ in unaccounted(state))
    return (said, *links)
