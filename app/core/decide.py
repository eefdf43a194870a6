"""The decider: a command, who asks and when, in; facts, or a refusal, out."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from app.core import commands as c
from app.core import (
    councillors,
    issuing,
    knowledge,
    notice,
    plenary,
    programme,
    redaction,
    staff,
    synthesis,
    verification,
)
from app.core import events as e
from app.core.events import Fact
from app.core.rules import ASKED_BY, OPEN_IN, Code, Refused
from app.core.state import Box, Workshop
from app.core.things import Millis


def decide(state: Workshop, command: c.Command, actor: c.Actor, now: Millis) -> list[Fact]:
    """What happens when `actor` asks for `command` at `now`.

    Returns facts in order; none when it was carried out before. Raises `Refused`.
    """
    if type(command) not in ASKED_BY[type(actor)]:
        raise Refused(Code.NOT_ALLOWED)
    if state.plan is None and not isinstance(command, c.PlanWorkshop):
        raise Refused(Code.NOT_PLANNED)
    if isinstance(actor, c.Tablet) and actor.table not in state.tables:
        raise Refused(Code.UNKNOWN_TABLE)
    return list(_DECIDE[type(command)](state, command, actor, now))


# ---------------------------------------------------------------- screens that come and go


def _seat_tablet(state: Workshop, cmd: c.SeatTablet, who: c.System, now: Millis) -> Iterator[Fact]:
    if cmd.table not in state.tables:
        raise Refused(Code.UNKNOWN_TABLE)
    seat = state.seats.get(cmd.seat)
    if seat is None or seat.table != cmd.table or who.via not in seat.via:
        yield e.TabletCame(cmd.seat, cmd.table, who.via)


def _unseat_tablet(
    state: Workshop, cmd: c.UnseatTablet, who: c.System, now: Millis
) -> Iterator[Fact]:
    if cmd.seat in state.seats and who.via in state.seats[cmd.seat].via:
        yield e.TabletLeft(cmd.seat, who.via)


def _unseat_all(state: Workshop, cmd: c.UnseatAll, who: c.System, now: Millis) -> Iterator[Fact]:
    for seat, at in state.seats.items():
        if who.via in at.via:
            yield e.TabletLeft(seat, who.via)


def _count_controls(
    state: Workshop, cmd: c.CountControls, who: c.System, now: Millis
) -> Iterator[Fact]:
    if cmd.count != state.controls.get(who.via, 0):
        yield e.ControlsOn(cmd.count, who.via)


def _issue_ballots(
    state: Workshop, cmd: c.IssueBallots, who: c.System, now: Millis
) -> Iterator[Fact]:
    step = state.find_step(cmd.step)
    if step is None or step.kind not in OPEN_IN[c.CastBallot]:
        raise Refused(Code.UNKNOWN_STEP)
    box = state.boxes.get(cmd.step, Box())
    if box.counted:
        raise Refused(Code.COUNTED)
    if state.ended is not None:
        raise Refused(Code.ENDED)
    new = cmd.keys - box.ballots.keys()
    if new:
        yield e.BallotsIssued(cmd.step, new)


_DECIDE: Mapping[type[c.Command], Callable[[Workshop, Any, Any, Millis], Iterator[Fact]]] = {
    c.PlanWorkshop: staff.plan_workshop,
    c.LayTables: staff.lay_tables,
    c.AskQuestion: staff.ask_question,
    c.LayKnowledge: knowledge.lay,
    c.PlanStep: staff.plan_step,
    c.LayProgramme: programme.lay,
    c.WriteNotice: notice.write,
    c.PublishNotice: notice.publish,
    c.SkipStep: staff.skip_step,
    c.OpenStep: staff.open_step,
    c.CloseStep: staff.close_step,
    c.GiveGrace: staff.give_grace,
    c.SetClock: staff.set_clock,
    c.ShowStatement: plenary.show_statement,
    c.UndoMove: staff.undo_move,
    c.SetMinutes: staff.set_minutes,
    c.TypeWording: plenary.type_wording,
    c.WriteWording: plenary.write_wording,
    c.LayArgument: plenary.lay_argument,
    c.GiveFloor: plenary.give_floor,
    c.SettleParked: plenary.settle_parked,
    c.DisbandTable: staff.disband_table,
    c.PointAtPlace: staff.point_at_place,
    c.GiveHelp: staff.give_help,
    c.HideNote: redaction.hide,
    c.UnhideNote: redaction.show,
    c.LeaveWords: redaction.leave,
    c.EndWorkshop: staff.end_workshop,
    c.TakeAttendance: staff.take_attendance,
    c.RecordDetails: staff.record_details,
    c.EditSynthesis: synthesis.edit,
    c.TakeBackEdit: synthesis.take_back,
    c.ReopenStatements: verification.lay,
    c.TakeDirection: verification.take_direction,
    c.ShareDraft: issuing.share_draft,
    c.ConsentToMinutes: issuing.consent,
    c.PublishMinutes: issuing.publish,
    c.WithdrawMinutes: issuing.withdraw,
    c.KeepNote: councillors.keep_note,
    c.WithdrawNote: councillors.withdraw_note,
    c.LiftNote: councillors.lift_note,
    c.TakePen: councillors.take_pen,
    c.LayPen: councillors.lay_pen,
    c.WriteStatement: councillors.write_statement,
    c.MarkTable: councillors.mark_table,
    c.CastBallot: councillors.cast_ballot,
    c.TakeStand: plenary.take_stand,
    c.Tell: councillors.tell,
    c.SeatTablet: _seat_tablet,
    c.UnseatTablet: _unseat_tablet,
    c.UnseatAll: _unseat_all,
    c.CountControls: _count_controls,
    c.IssueBallots: _issue_ballots,
}
