"""What a rehearsal found, and what counts as good: one judgement for command and page."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

STORED_WITHIN = 1_000
"""Milliseconds from sent to «lagret» for all but one note in a hundred: nobody remarks on it."""

BACK_WITHIN = 5_000
"""Milliseconds until the last tablet is back after the whole hall has lost the network."""


class Verdict(StrEnum):
    GOOD = "good"
    SLOW = "slow"  # all is there, but people wait
    WRONG = "wrong"  # something was lost, came twice, or the rehearsal had to stop


@dataclass(frozen=True, slots=True)
class Quantiles:
    """Milliseconds: half of them, and all but one in a hundred, stayed within; and the slowest."""

    p50: float
    p99: float
    slowest: float


@dataclass(frozen=True, slots=True)
class Done:
    """One step, as it went. `sent` and `stored` count notes from the beginning."""

    id: str
    kind: str
    seconds: float
    sent: int
    stored: int


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of a rehearsal. `stopped` tells why it could not go on, where it could not."""

    tablets: int
    tables: int
    sent: int
    stored: int
    seen: int
    lost: int
    duplicated: int
    stored_ms: Quantiles
    seen_ms: Quantiles
    reconnect_ms: Quantiles
    bytes_per_tablet: int
    steps: Sequence[Done]
    stopped: str = ""

    @property
    def missing(self) -> int:
        """What did not come through: lost after it was stored, or never stored."""
        return self.lost + self.sent - self.stored

    @property
    def slowest_ms(self) -> float:
        """How long the slowest tablet waited, for a note to be stored or to be back."""
        return max(self.stored_ms.slowest, self.reconnect_ms.slowest)

    @property
    def verdict(self) -> Verdict:
        if self.stopped or self.missing or self.duplicated:
            return Verdict.WRONG
        slow = self.stored_ms.p99 >= STORED_WITHIN or self.reconnect_ms.slowest >= BACK_WITHIN
        return Verdict.SLOW if slow else Verdict.GOOD


def in_seconds(millis: float, comma: str = ",") -> str:
    """0,4 s: with the decimals that matter."""
    decimals = 2 if millis < 95 else 1 if millis < 9_950 else 0
    text = f"{max(millis, 10) / 1000:.{decimals}f}".removesuffix(".0")
    return f"{text.replace('.', comma)} s"
