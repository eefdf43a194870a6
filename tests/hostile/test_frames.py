"""The short form of `make fuzz` for frames: some thousands, and what they must have come to."""

from app.live.document import MEANING
from tests.hostile import frames
from tests.hostile.senders import KINDS

SELDOM = {"show", "lift", "grace", "undo", "open_step", "insert_step", "point", "close_step"}
"""Kinds that are carried out only where much is as it should be: the long form comes to them."""

CODES = {
    "bad_plan", "closed", "counted", "empty", "ended", "malformed", "no_ballot", "no_more_ballots",
    "no_pen", "not_allowed", "not_allowed_here", "not_ended", "not_joined", "not_your_role",
    "other_step", "stale", "too_large", "too_long", "unknown_code", "unknown_frame", "unknown_note",
    "unknown_option", "unknown_step", "unknown_table",
}  # fmt: skip


def test_hostile_frames() -> None:
    """V240, V241."""
    reached = frames.run(seed=1, cases=5_000)
    assert reached["frames"] >= 5_000
    stored = {kind for kind in KINDS if reached[f"stored {kind}"]}
    answered = {"join", "ping", "ticket", "move"}
    assert KINDS.keys() - stored - answered <= SELDOM
    assert {"welcome", "pong", "ticket", "moved"} <= reached.keys()
    assert MEANING.keys() >= CODES
    assert {code for code in CODES if not reached[code]} == set()
    assert reached["open round"]
