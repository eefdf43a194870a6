"""How the word was shared in the plenary: for the minutes only how evenly, and no table by name."""

from dataclasses import dataclass

from app.core.state import Workshop

MINUTE = 60_000


@dataclass(frozen=True, slots=True)
class Shared:
    """The word was with `heard` of `tables` tables, in all for `minutes`, of which `longest` with
    the one that had it for the longest."""

    tables: int
    heard: int
    minutes: int
    longest: int


def shared(state: Workshop) -> Shared | None:
    """None where nobody kept count of the word, or for less than a minute."""
    spoken = {table: had for table, had in state.floor.spoken.items() if had}
    total = sum(spoken.values())
    if total < MINUTE:
        return None
    there = (state.tables.keys() - state.disbanded) | spoken.keys()
    longest = max(1, round(max(spoken.values()) / MINUTE))
    return Shared(len(there), len(spoken), round(total / MINUTE), longest)
