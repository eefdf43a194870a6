"""What should be in place before minutes are published."""

from collections.abc import Iterable
from enum import StrEnum

from app.core.minutes import DEPUTY, PRESENT, Attendee
from app.core.state import Workshop
from app.core.synthesis import unaccounted


class Check(StrEnum):
    """`ENDED` and `ACCOUNTED` must be in place; the others should."""

    ENDED = "ended"
    ATTENDANCE = "attendance"
    DEPUTIES = "deputies"
    CHAIR = "chair"
    MINUTE_TAKER = "minute_taker"
    CLOSED_BASIS = "closed_basis"
    DISQUALIFIED_BASIS = "disqualified_basis"
    RECORDING = "recording"
    NOTICE = "notice"
    ACCOUNTED = "accounted"
    NAMES = "names"


def checks(state: Workshop, roster: Iterable[Attendee], to_decide: int = 0) -> dict[Check, bool]:
    """Which of the checks hold: kommuneloven §§ 11-2 (chair), 11-3 (notice), 11-4 (attendance,
    and by which provision doors were closed or somebody was disqualified), 11-6 (recording). What
    the meeting had no need of is not asked for. `to_decide`: in so many contributions something was
    found that may have to be hidden (`weighing.py`)."""
    everybody = list(roster)
    members = [one for one in everybody if one.role != DEPUTY]
    here = {one.name for one in members if one.standing == PRESENT}
    deputised = {one.stands_in_for for one in everybody if one.standing == PRESENT}
    details = state.details
    needed = {
        Check.CLOSED_BASIS: (details.closed, details.closed_basis),
        Check.DISQUALIFIED_BASIS: (details.disqualified, details.disqualified_basis),
        Check.RECORDING: (details.recording, details.recording_answer),
    }
    return {
        Check.ENDED: state.ended is not None,
        Check.ATTENDANCE: bool(members) and all(one.standing for one in members),
        Check.DEPUTIES: not here & deputised,
        Check.CHAIR: bool(details.chair),
        Check.MINUTE_TAKER: bool(details.minute_taker),
        Check.ACCOUNTED: state.ended is not None and not unaccounted(state),
        Check.NAMES: state.ended is not None and not to_decide,
        Check.NOTICE: bool(details.notice_sent and details.notice_published),
        **{check: bool(what) for check, (since, what) in needed.items() if since},
    }
