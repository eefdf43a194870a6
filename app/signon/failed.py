"""Why somebody was not signed on, in words for them, and in a word for who runs the server."""

from collections.abc import Mapping
from enum import StrEnum

from app.i18n import N_


class Why(StrEnum):
    AWAY = "away"
    ODD = "odd"
    UNKNOWN = "unknown"
    DECLINED = "declined"
    STALE = "stale"
    FALSE = "false"
    CLOCK = "clock"
    NO_ROLE = "no_role"
    DISABLED = "disabled"
    TAKEN = "taken"


WORDS: Mapping[Why, str] = {
    Why.AWAY: N_("{name} does not answer just now. Try again in a while."),
    Why.ODD: N_("{name} answered in a way we do not understand. Tell those who run the server."),
    Why.UNKNOWN: N_("{name} does not accept this server. Tell those who run it."),
    Why.DECLINED: N_("You were not logged in: it was broken off, or {name} did not let you in."),
    Why.STALE: N_("This login was begun in another browser, too long ago, or is used already."),
    Why.FALSE: N_("The answer from {name} could not be trusted, so nobody was logged in."),
    Why.CLOCK: N_("The clock of this server and that of {name} do not agree. Set the clock."),
    Why.NO_ROLE: N_("{name} knows you, but you have no role here. Ask an administrator for one."),
    Why.DISABLED: N_("Your account here is closed. Ask an administrator to open it."),
    Why.TAKEN: N_("Another account here is already joined with this login."),
}


class Failed(Exception):
    """`what` is for the log: what was wrong, in fixed words, never what somebody sent."""

    def __init__(self, why: Why, what: str = "") -> None:
        super().__init__(": ".join(filter(None, (why, what))))
        self.why, self.what = why, what
