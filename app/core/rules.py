"""Steps, and who may do what when: as tables. `decide.py` asks them."""

from collections.abc import Mapping
from enum import StrEnum
from hashlib import sha256

from app.core import commands as c
from app.core.asides import ARGUMENTS, CORRECTIONS, EVALUATION, PARKING, REACTIONS
from app.core.state import Workshop
from app.core.things import Kind, Millis, Step

#: Who may ask. No councillor's command is open to the staff, in any role (`threat-model.md`,
#: rule 12).
ASKED_BY: Mapping[type[c.Actor], frozenset[type[c.Command]]] = {
    c.Staff: frozenset(
        {
            c.PlanWorkshop,
            c.LayTables,
            c.AskQuestion,
            c.LayKnowledge,
            c.PlanStep,
            c.LayProgramme,
            c.WriteNotice,
            c.PublishNotice,
            c.SkipStep,
            c.OpenStep,
            c.CloseStep,
            c.GiveGrace,
            c.SetClock,
            c.ShowStatement,
            c.UndoMove,
            c.SetMinutes,
            c.TypeWording,
            c.WriteWording,
            c.LayArgument,
            c.GiveFloor,
            c.SettleParked,
            c.DisbandTable,
            c.PointAtPlace,
            c.GiveHelp,
            c.HideNote,
            c.UnhideNote,
            c.LeaveWords,
            c.EndWorkshop,
            c.TakeAttendance,
            c.RecordDetails,
            c.EditSynthesis,
            c.TakeBackEdit,
            c.ReopenStatements,
            c.TakeDirection,
            c.ShareDraft,
            c.ConsentToMinutes,
            c.PublishMinutes,
            c.WithdrawMinutes,
        }
    ),
    c.Tablet: frozenset(
        {
            c.KeepNote,
            c.WithdrawNote,
            c.LiftNote,
            c.TakePen,
            c.LayPen,
            c.WriteStatement,
            c.MarkTable,
            c.CastBallot,
            c.TakeStand,
            c.Tell,
        }
    ),
    c.System: frozenset(
        {c.SeatTablet, c.UnseatTablet, c.UnseatAll, c.CountControls, c.IssueBallots}
    ),
}

#: Which steps a councillor's command needs. A command that is not here is always in season.
OPEN_IN: Mapping[type[c.Command], frozenset[Kind]] = {
    c.LiftNote: frozenset({Kind.TALK}),
    c.TakePen: frozenset({Kind.TALK, Kind.PLENARY, Kind.VERIFY}),
    c.WriteStatement: frozenset({Kind.TALK, Kind.PLENARY, Kind.VERIFY}),
    c.TakeStand: frozenset({Kind.PLENARY}),
    c.CastBallot: frozenset({Kind.PRIORITISE, Kind.VERIFY, Kind.EVALUATE}),
}

#: Where the asides of each kind are given. What is laid aside may be so at any time.
ASIDE_IN: Mapping[str, frozenset[Kind]] = {
    REACTIONS: frozenset({Kind.KNOWLEDGE}),
    ARGUMENTS: frozenset({Kind.PLENARY}),
    CORRECTIONS: frozenset({Kind.VERIFY}),
    EVALUATION: frozenset({Kind.EVALUATE}),
    PARKING: frozenset(Kind),
}

#: Commands that still count during "fem sekunder til", and after it while the network is slow.
IN_GRACE = frozenset({c.KeepNote, c.WithdrawNote, c.WriteStatement})
#: Steps that may be given five seconds more. Where the result is seen as soon as a step is closed,
#: what came after would stand out in it.
TAKES_WORDS = frozenset({Kind.WRITE, Kind.TALK})
GRACE: Millis = 5_000
GRACE_ON_THE_WAY: Millis = 2_000

#: Steps that need a question.
ABOUT_A_QUESTION = frozenset({Kind.WRITE, Kind.TALK, Kind.PLENARY})

CODES_LAST: Millis = 12 * 3_600_000
"""After the end: those who were there may still read the result, and keep what they wrote."""

LIFTS = 2
"""How many notes a table may lift to the prioritising, per question."""


class Code(StrEnum):
    """Why something was refused. Stable: other programs and every language rely on them."""

    NOT_ALLOWED = "not_allowed"
    NOT_YOUR_ROLE = "not_your_role"
    NOT_PLANNED = "not_planned"
    ENDED = "ended"
    NOT_ENDED = "not_ended"
    CLOSED = "closed"
    OTHER_STEP = "other_step"
    UNKNOWN_STEP = "unknown_step"
    UNKNOWN_TABLE = "unknown_table"
    UNKNOWN_QUESTION = "unknown_question"
    UNKNOWN_NOTE = "unknown_note"
    UNKNOWN_STATEMENT = "unknown_statement"
    UNKNOWN_OPTION = "unknown_option"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    OTHER_TEXT = "other_text"
    NOT_YOURS = "not_yours"
    PEN_TAKEN = "pen_taken"
    NO_PEN = "no_pen"
    STALE = "stale"
    TOO_MANY_DOTS = "too_many_dots"
    BAD_MARK = "bad_mark"
    NO_MORE_BALLOTS = "no_more_ballots"
    NOTHING_TO_UNDO = "nothing_to_undo"
    IN_USE = "in_use"
    UNACCOUNTED = "unaccounted"
    NEEDS_CONSENT = "needs_consent"
    UNKNOWN_VERSION = "unknown_version"
    NOT_HELD = "not_held"
    TOO_MANY_LIFTED = "too_many_lifted"
    TOO_MANY_REACTIONS = "too_many_reactions"
    NO_BALLOT = "no_ballot"
    COUNTED = "counted"
    BAD_PLAN = "bad_plan"


def hashed(secret: str) -> str:
    """What we keep of a device's secret: enough to know it again, not enough to tell it."""
    return sha256(secret.encode()).hexdigest()


class Refused(Exception):
    """A command that the rules do not carry out, with a stable `code` that each language words."""

    def __init__(self, code: Code) -> None:
        super().__init__(code.value)
        self.code = code


def accepts(state: Workshop, command: type[c.Command], now: Millis) -> bool:
    """Whether the step of the moment is open for this kind of command."""
    step = state.current
    if step is None or state.ended is not None:
        return False
    if step.kind not in OPEN_IN.get(command, frozenset(Kind)):
        return False
    return state.open or (command in IN_GRACE and now <= state.clock.grace_until + GRACE_ON_THE_WAY)


def hall_is_left(state: Workshop, now: Millis) -> bool:
    """Whether the hall's codes lead to a farewell only: who finds a card or a picture of one has
    come too late.

    That is some hours after the end, and where the meeting was called off before it began.
    """
    if state.ended is not None:
        return now > state.ended + CODES_LAST
    called_off = bool(state.announced and state.announced[-1].announcement.cancelled)
    return called_off and state.step is None


def require_way(state: Workshop, old: int, new: int) -> None:
    """Raises `Refused` unless a tablet may go from the one table to the other just now.

    In a round of new neighbours, and from a table that is disbanded.
    """
    if new not in state.tables or new in state.disbanded:
        raise Refused(Code.UNKNOWN_TABLE)
    step = state.current
    moving = step is not None and step.kind is Kind.ROUND and state.ended is None
    if not moving and old not in state.disbanded:
        raise Refused(Code.CLOSED)


def require_open(state: Workshop, command: c.Command, now: Millis) -> Step:
    """The step of the moment. Raises `Refused` where it does not take this command."""
    if state.ended is not None:
        raise Refused(Code.ENDED)
    step = state.current
    if step is None or not accepts(state, type(command), now):
        raise Refused(Code.CLOSED)
    return step
