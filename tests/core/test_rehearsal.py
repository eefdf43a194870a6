"""What counts as a good rehearsal."""

from dataclasses import replace
from typing import Any

import pytest

from app.core.rehearsal import Done, Quantiles, Report, Verdict, in_seconds

QUICK = Quantiles(10, 40, 400)
GOOD = Report(
    80, 10, 500, 500, 500, 0, 0, QUICK, QUICK, QUICK, 60_000, [Done("end", "end", 0.1, 500, 500)]
)


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({}, Verdict.GOOD),
        ({"stored_ms": Quantiles(10, 999, 30_000)}, Verdict.GOOD),
        ({"stored_ms": Quantiles(10, 1_000, 1_000)}, Verdict.SLOW),
        ({"reconnect_ms": Quantiles(10, 40, 4_999)}, Verdict.GOOD),
        ({"reconnect_ms": Quantiles(10, 40, 5_000)}, Verdict.SLOW),
        ({"lost": 1}, Verdict.WRONG),
        ({"duplicated": 1}, Verdict.WRONG),
        ({"stored": 499}, Verdict.WRONG),
        ({"stopped": "no answer"}, Verdict.WRONG),
        ({"lost": 1, "stored_ms": Quantiles(10, 1_000, 1_000)}, Verdict.WRONG),
    ],
)
def test_the_verdict(change: dict[str, Any], verdict: Verdict) -> None:
    """G3: what is lost weighs more than what is slow; the limits are as they are told."""
    assert replace(GOOD, **change).verdict is verdict


def test_the_slowest_tablet_is_the_slowest_of_all() -> None:
    """G3: not the slowest but one in a hundred."""
    assert replace(GOOD, reconnect_ms=Quantiles(1, 2, 3_000)).slowest_ms == 3_000


@pytest.mark.parametrize(
    ("millis", "words"),
    [(0, "0,01 s"), (42, "0,04 s"), (400, "0,4 s"), (1_000, "1 s"), (6_100, "6,1 s"),
     (9_960, "10 s"), (31_200, "31 s")],
)  # fmt: skip
def test_seconds_are_told_as_people_do(millis: float, words: str) -> None:
    """G3: with the decimals that matter."""
    assert in_seconds(millis) == words
