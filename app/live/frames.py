"""The frames that travel on `/live`: what a screen may send, and what it gets.

One JSON object a text frame; `t` tells which. Every frame from a screen carries `n`, a number of
its own choosing, and is answered with exactly one `welcome`, `stored`, `refused`, `ticket`,
`moved` or `pong` that repeats it. The models are the schema: `docs/protocol.md` and the TypeScript
types are made from them.
"""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from app.core import commands as c
from app.core.edits import Edit
from app.core.rules import Code, hashed
from app.core.seen import ControlView, ProjectorView, TabletView, WorkbenchView
from app.core.things import PLACES, Kind, Method, Millis, Reason, Side, Step

SynthesisEdit: TypeAlias = Annotated[Edit, Field(discriminator="register")]

LARGEST = 131_072
"""Bytes in the largest frame that is read; a larger one is refused with `too_large`."""

Hex128: TypeAlias = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
"""128 random bits that the device made, in lower-case hexadecimal."""

Name: TypeAlias = Annotated[str, Field(min_length=1, max_length=40)]
On: TypeAlias = Annotated[str, Field(min_length=1, max_length=80)]
"""What something is written on: a question, or what is asked about something (`events.aside`)."""

Text: TypeAlias = Annotated[str, Field(max_length=30_000)]

Telling: TypeAlias = Annotated[Millis, Field(ge=0, le=2**43)]
"""A time that a calendar has: until the year 2248."""


class Asked(BaseModel):
    """A frame from a screen."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    n: int = Field(ge=0, description="repeated in the answer")


class CommandFrame(Asked):
    """A frame that asks for something the rules decide on."""

    def command(self) -> c.Command:
        raise NotImplementedError(type(self))


# ---------------------------------------------------------------- every screen


class Have(BaseModel):
    """What the screen has seen already: the epoch and version of its last view frame."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    epoch: str = Field(max_length=32)
    v: int = Field(ge=0)


class Join(Asked):
    """The first frame. `code`: a table's, a projector's, or for control the workshop's.

    A `preview` is for staff: what a tablet sees that is at no table, and only looks.
    """

    t: Literal["join"]
    role: Literal["tablet", "projector", "control", "preview", "workbench"]
    code: str = Field(max_length=60)
    seat: Hex128 | None = Field(default=None, description="the device's random mark; tablets only")
    have: Have | None = None
    accepted: bool = Field(
        default=False, description="the ground rules were accepted on this device"
    )


class Ping(Asked):
    t: Literal["ping"]


# ---------------------------------------------------------------- tablets


class NoteFrame(CommandFrame):
    """Write a note (rev 0) or edit one's own (a higher rev). The same frame may be sent again."""

    t: Literal["note"]
    id: Hex128
    question: On
    text: Text
    secret: Hex128
    rev: int = Field(default=0, ge=0, le=100_000)
    shared: bool = Field(default=False, description="written openly at the table, in table talk")

    def command(self) -> c.KeepNote:
        return c.KeepNote(
            self.id, self.question, self.text, hashed(self.secret), self.rev, self.shared
        )


class WithdrawFrame(CommandFrame):
    """Take a note back. With its `question`, also one that has not arrived: then it never will."""

    t: Literal["withdraw"]
    id: Hex128
    secret: Hex128
    question: On | None = None
    shared: bool = False

    def command(self) -> c.WithdrawNote:
        return c.WithdrawNote(self.id, hashed(self.secret), self.question or "", self.shared)


class LiftFrame(CommandFrame):
    t: Literal["lift"]
    id: Hex128
    on: bool

    def command(self) -> c.LiftNote:
        return c.LiftNote(self.id, self.on)


class PenFrame(CommandFrame):
    """Take the table's pen, take it over from another tablet, or lay it down."""

    t: Literal["pen"]
    do: Literal["take", "take_over", "lay"]

    def command(self) -> c.TakePen | c.LayPen:
        return c.LayPen() if self.do == "lay" else c.TakePen(over=self.do == "take_over")


class StatementFrame(CommandFrame):
    t: Literal["statement"]
    question: On
    text: Text
    dissent: Text
    rev: int = Field(ge=1, le=100_000)

    def command(self) -> c.WriteStatement:
        return c.WriteStatement(self.question, self.text, self.dissent, self.rev)


class MarkFrame(CommandFrame):
    """ "We are ready", "we need help". What is left out stays as it is."""

    t: Literal["mark"]
    step: Name
    ready: bool | None = None
    help: bool | None = None

    def command(self) -> c.MarkTable:
        return c.MarkTable(self.step, self.ready, self.help)


class TicketFrame(Asked):
    """Ask for the blank ballot that this device may fill in. Asking again gives the same one.

    `hand`: the tablet is passed on, and this is the next person's, counted from 0.
    """

    t: Literal["ticket"]
    step: Name
    hand: int = Field(default=0, ge=0, le=100)


class MoveFrame(Asked):
    """The people change tables: ask for the code of the table that this tablet moves to."""

    t: Literal["move"]
    table: int


class BallotFrame(CommandFrame):
    """`key` is the ticket. A higher `rev` replaces the marks until the step closes.

    `marks`: 1 for a dot, so many points, or a grade from 1 to 5; in an evaluation by measure.
    """

    t: Literal["ballot"]
    step: Name
    key: Hex128
    rev: int = Field(ge=0, le=100_000)
    marks: dict[Annotated[str, Field(max_length=60)], Annotated[int, Field(ge=1, le=10)]] = Field(
        max_length=200
    )

    def command(self) -> c.CastBallot:
        return c.CastBallot(self.step, hashed(self.key), self.rev, self.marks)


class StandFrame(CommandFrame):
    """Whether the table can answer for this version of the common wording; the pen's holder."""

    t: Literal["stand"]
    question: Name
    version: int = Field(ge=1, le=100_000)
    stands: bool
    dissent: Text
    rev: int = Field(ge=1, le=100_000)

    def command(self) -> c.TakeStand:
        return c.TakeStand(self.question, self.version, self.stands, self.dissent, self.rev)


class TellFrame(CommandFrame):
    """The ground rules are accepted; there are unsent words in the box (never the words)."""

    t: Literal["tell"]
    accepted: bool
    drafting: bool

    def command(self) -> c.Tell:
        return c.Tell(self.accepted, self.drafting)


# ---------------------------------------------------------------- control


class OpenStepFrame(CommandFrame):
    """`leaving`: the step that the screen shows, empty before the first. Where the hall is in
    another by now, it is `other_step`, and nothing moves. Left out: from wherever it is.
    """

    t: Literal["open_step"]
    step: Name
    leaving: Annotated[str, Field(max_length=40)] | None = None

    def command(self) -> c.OpenStep:
        return c.OpenStep(self.step, self.leaving)


class CloseStepFrame(CommandFrame):
    t: Literal["close_step"]
    step: Name

    def command(self) -> c.CloseStep:
        return c.CloseStep(self.step)


class GraceFrame(CommandFrame):
    """ "Fem sekunder til": a closed step takes what is unsent."""

    t: Literal["grace"]
    step: Name

    def command(self) -> c.GiveGrace:
        return c.GiveGrace(self.step)


class ClockFrame(CommandFrame):
    """Exactly one of the two: a running clock's end, or the milliseconds left of a paused one."""

    t: Literal["clock"]
    step: Name
    ends_at: Telling | None = None
    left: Telling | None = None

    def command(self) -> c.SetClock:
        return c.SetClock(self.step, self.ends_at, self.left)


class SkipStepFrame(CommandFrame):
    """Leave a step out that was not opened, or (`on` false) take it in again."""

    t: Literal["skip_step"]
    step: Name
    on: bool = True

    def command(self) -> c.SkipStep:
        return c.SkipStep(self.step, self.on)


class InsertStepFrame(CommandFrame):
    """`step` is a new id of the screen's choosing, so that a double press inserts once."""

    t: Literal["insert_step"]
    step: Name
    kind: Kind
    minutes: int = Field(ge=0, le=600)
    question: Name | None = None
    title: str = Field(default="", max_length=120)
    after: Name | None
    places: int = Field(default=PLACES, ge=1, le=60)
    method: Method = Method.DOTS
    cafe: bool = False

    def command(self) -> c.PlanStep:
        step = Step(
            self.step,
            self.kind,
            self.minutes,
            self.question,
            self.title,
            places=self.places,
            method=self.method,
            cafe=self.cafe,
        )
        return c.PlanStep(step, self.after)


class SetMinutesFrame(CommandFrame):
    """Make a step that was not opened shorter or longer."""

    t: Literal["set_minutes"]
    step: Name
    minutes: int = Field(ge=0, le=600)

    def command(self) -> c.SetMinutes:
        return c.SetMinutes(self.step, self.minutes)


class UndoFrame(CommandFrame):
    """Take back the last opening or closing: back to `step`, or (null) to before the start."""

    t: Literal["undo"]
    step: Name | None

    def command(self) -> c.UndoMove:
        return c.UndoMove(self.step)


class ShowFrame(CommandFrame):
    """Open a table's statement on the projector, with others `beside` it; no table clears it."""

    t: Literal["show"]
    question: Name
    table: int | None
    beside: list[int] = Field(default_factory=list, max_length=10)

    def command(self) -> c.ShowStatement:
        return c.ShowStatement(self.question, self.table, tuple(self.beside))


class ArgumentFrame(CommandFrame):
    """Lay a note of the hall under a statement as an argument, or take it away again.

    `about`: the question, a dot, and the number of the table or `common`.
    """

    t: Literal["argument"]
    about: Annotated[str, Field(max_length=60)]
    side: Side
    id: Hex128
    on: bool

    def command(self) -> c.LayArgument:
        return c.LayArgument(self.about, self.side, self.id, self.on)


class TypingFrame(CommandFrame):
    """The common wording as it is being typed, for the hall to follow; null: no more."""

    t: Literal["typing"]
    question: Name
    text: Text | None

    def command(self) -> c.TypeWording:
        return c.TypeWording(self.question, self.text)


class WordingFrame(CommandFrame):
    """Make it the next version of the common wording."""

    t: Literal["wording"]
    question: Name
    version: int = Field(ge=1, le=100_000)
    text: Text

    def command(self) -> c.WriteWording:
        return c.WriteWording(self.question, self.version, self.text)


class FloorFrame(CommandFrame):
    """A table has the word; null: nobody has."""

    t: Literal["floor"]
    table: int | None

    def command(self) -> c.GiveFloor:
        return c.GiveFloor(self.table)


class SettleFrame(CommandFrame):
    """What the staff say about something that was parked."""

    t: Literal["settle"]
    id: Hex128
    words: Text

    def command(self) -> c.SettleParked:
        return c.SettleParked(self.id, self.words)


class DisbandFrame(CommandFrame):
    """Nobody sits at the table any more, or somebody does again."""

    t: Literal["disband"]
    table: int
    on: bool

    def command(self) -> c.DisbandTable:
        return c.DisbandTable(self.table, self.on)


class PointFrame(CommandFrame):
    """How far down the list the projector is to tell how influence was spent."""

    t: Literal["point"]
    step: Name
    place: int = Field(ge=0, le=61)

    def command(self) -> c.PointAtPlace:
        return c.PointAtPlace(self.step, self.place)


class HelpGivenFrame(CommandFrame):
    t: Literal["help_given"]
    table: int

    def command(self) -> c.GiveHelp:
        return c.GiveHelp(self.table)


class HideFrame(CommandFrame):
    """Hide a note's words from everybody. The reason is shown in their place."""

    t: Literal["hide"]
    id: Hex128
    reason: Reason

    def command(self) -> c.HideNote:
        return c.HideNote(self.id, self.reason)


class UnhideFrame(CommandFrame):
    t: Literal["unhide"]
    id: Hex128

    def command(self) -> c.UnhideNote:
        return c.UnhideNote(self.id)


class EditFrame(CommandFrame):
    """Edits of the synthesis, all or none. `old` is what the editor saw stand there."""

    t: Literal["edit"]
    edits: Annotated[tuple[SynthesisEdit, ...], Field(max_length=2_000)]

    def command(self) -> c.EditSynthesis:
        return c.EditSynthesis(self.edits)


class UneditFrame(CommandFrame):
    """Take back the last thing that one has done. `count`: how many there are, as seen."""

    t: Literal["unedit"]
    count: int = Field(ge=1)

    def command(self) -> c.TakeBackEdit:
        return c.TakeBackEdit(self.count)


class DirectionFrame(CommandFrame):
    """Take a statement that held as a political direction, or take that back."""

    t: Literal["direction"]
    statement: Annotated[str, Field(max_length=60)]
    on: bool

    def command(self) -> c.TakeDirection:
        return c.TakeDirection(self.statement, self.on)


class EndFrame(CommandFrame):
    t: Literal["end"]

    def command(self) -> c.EndWorkshop:
        return c.EndWorkshop()


FromScreen: TypeAlias = Annotated[
    Join
    | Ping
    | NoteFrame
    | WithdrawFrame
    | LiftFrame
    | PenFrame
    | StatementFrame
    | MarkFrame
    | TicketFrame
    | MoveFrame
    | BallotFrame
    | StandFrame
    | TellFrame
    | OpenStepFrame
    | CloseStepFrame
    | GraceFrame
    | ClockFrame
    | SkipStepFrame
    | InsertStepFrame
    | SetMinutesFrame
    | UndoFrame
    | ShowFrame
    | ArgumentFrame
    | TypingFrame
    | WordingFrame
    | FloorFrame
    | SettleFrame
    | DisbandFrame
    | PointFrame
    | HelpGivenFrame
    | HideFrame
    | UnhideFrame
    | EditFrame
    | UneditFrame
    | DirectionFrame
    | EndFrame,
    Field(discriminator="t"),
]

from_screen: TypeAdapter[FromScreen] = TypeAdapter(FromScreen)


# ---------------------------------------------------------------- what a screen gets

WireCode: TypeAlias = Literal[
    "malformed",
    "too_large",
    "unknown_frame",
    "not_joined",
    "unknown_code",
    "ended_code",
    "not_allowed_here",
    "not_stored",
    "too_many_errors",
    "slow_down",
]
"""Refusals that come from the wire rather than from the rules (`Code`)."""


class Told(BaseModel):
    """A frame to a screen."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Welcome(Told):
    """`you` marks this tablet where it holds the pen. `now` sets the screen's clock."""

    t: Literal["welcome"]
    n: int
    you: str
    now: Millis


class Stored(Told):
    """It is on disk."""

    t: Literal["stored"]
    n: int


class RefusedFrame(Told):
    """It was not done, and nothing was lost: `code` says why, and is stable."""

    t: Literal["refused"]
    n: int | None
    code: Code | WireCode


class Ticket(Told):
    t: Literal["ticket"]
    n: int
    step: str
    key: Hex128


class Moved(Told):
    """Where the tablet may join as one of that table's."""

    t: Literal["moved"]
    n: int
    table: int
    code: str


class Pong(Told):
    """`v` is the version of the last view frame before it: with an older one, join again."""

    t: Literal["pong"]
    n: int
    now: Millis
    v: int


class ListChange(Told):
    """`clear` empties the list before `set` and `gone`, item by item, are applied."""

    clear: bool = False
    set: dict[str, Any]
    gone: list[str] = Field(default_factory=list)


class ViewFrame(Told):
    """The parts of the view that changed since the screen's last one.

    `since` 0: a whole view, forget the old one. `parts` replace; `lists` change item by item.
    """

    t: Literal["view"]
    epoch: str
    v: int
    since: int
    parts: dict[str, Any]
    lists: dict[str, ListChange]


class Bye(Told):
    """The server closes: `restart` (come back), `removed` (the workshop is gone)."""

    t: Literal["bye"]
    code: Literal["restart", "removed"]


ToScreen: TypeAlias = Annotated[
    Welcome | Stored | RefusedFrame | Ticket | Moved | Pong | ViewFrame | Bye,
    Field(discriminator="t"),
]


class Protocol(BaseModel):
    """All that travels, for the generators."""

    from_screen: FromScreen
    to_screen: ToScreen
    tablet: TabletView
    projector: ProjectorView
    control: ControlView
    workbench: WorkbenchView
