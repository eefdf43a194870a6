"""Figures of a server about itself, for the municipality's monitoring: `/metrics`.

A monitoring system keeps each figure with its time for weeks. So nothing here may be about what a
councillor does: no note, ballot or refusal is counted, no page of the hall, and no more is told of
the screens than about how many they are (`docs/decisions/0045-figures-of-the-system.md`). How fast
we store is found by storing something that means nothing.

The format is Prometheus' text format 0.0.4, of which this is all that we need.
"""

import asyncio
import logging
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock

SLOW = 1.0
"""Seconds of storing after which people begin to wonder."""

TELL_EVERY = 600.0
"""Seconds between two lines about what people did: none of them tells of one moment."""

log = logging.getLogger("tannhjul.measures")
_lock = Lock()


class Count:
    """How often something has happened since the start, by label values that we chose."""

    def __init__(self, name: str, told: str, *labels: str) -> None:
        self.name, self.told, self._labels = name, told, labels
        self._counts: Counter[tuple[str, ...]] = Counter()

    def add(self, *values: str) -> None:
        with _lock:
            self._counts[values] += 1

    @property
    def total(self) -> int:
        return self._counts.total()

    def lines(self) -> Iterator[str]:
        yield from _head(self.name, self.told, "counter")
        with _lock:
            counts = self._counts or Counter({(): 0} if not self._labels else {})
            found = sorted(counts.items())
        for values, count in found:
            yield f"{self.name}{_labelled(self._labels, values)} {count}"


class Times:
    """How long something took, in seconds: how often at most as long as each bound."""

    BOUNDS = (0.005, 0.02, 0.1, 0.5, 1.0, 5.0, 20.0)

    def __init__(self, name: str, told: str) -> None:
        self.name, self.told = name, told
        self._counts = [0] * (len(self.BOUNDS) + 1)
        self._sum = 0.0

    def add(self, seconds: float) -> None:
        with _lock:
            self._counts[bisect_left(self.BOUNDS, seconds)] += 1
            self._sum += seconds

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Adds what the block takes, also where it fails."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.add(time.perf_counter() - began)

    def lines(self) -> Iterator[str]:
        yield from _head(self.name, self.told, "histogram")
        with _lock:
            counts, total = [*self._counts], self._sum
        for i, bound in enumerate((*map(str, self.BOUNDS), "+Inf"), 1):
            yield f"{self.name}_bucket{_labelled(('le',), (bound,))} {sum(counts[:i])}"
        yield f"{self.name}_sum {total:.3f}"
        yield f"{self.name}_count {sum(counts)}"


class Screens:
    """About how many screens are connected, in tens: one who comes or goes is no event."""

    name, told = "tannhjul_screens", "Connected screens, rounded up to tens."

    def __init__(self) -> None:
        self._open = 0

    @contextmanager
    def one(self) -> Iterator[None]:
        self._open += 1
        try:
            yield
        finally:
            self._open -= 1

    def lines(self) -> Iterator[str]:
        yield from _head(self.name, self.told, "gauge")
        yield f"{self.name} {-(-self._open // 10) * 10}"


SCREENS = Screens()
PAGES = Count("tannhjul_pages_total", "Pages answered, but those of the hall.", "route", "status")
ERRORS = Count("tannhjul_errors_total", "Pages that could not be answered; each is in the log.")
LOGINS = Count("tannhjul_failed_logins_total", "Logins with a wrong name or password.")
FILES = Times("tannhjul_file_seconds", "Making a PDF, Word document or package of the minutes.")
STORE = Times("tannhjul_store_seconds", "Storing what means nothing, to see how it goes.")
TROUBLES = Count("tannhjul_store_failures_total", "Such tries that failed, and why.", "why")
LAG = Times("tannhjul_loop_lag_seconds", "How late the event loop comes to what is due.")
ALL = (SCREENS, PAGES, ERRORS, LOGINS, FILES, STORE, TROUBLES, LAG)

SLOW_STORES = Count("", "Not among the figures: each is somebody's. The log tells that there were.")

STARTED = time.time()


def text(**about: str) -> str:
    """All figures; `about` are what the program and its database are, by name."""
    lines = [*_head("tannhjul_info", "What runs here.", "gauge")]
    lines += [f"tannhjul_info{_labelled([*about], [*about.values()])} 1"]
    lines += _head("tannhjul_start_time_seconds", "When it was started.", "gauge")
    lines += [f"tannhjul_start_time_seconds {STARTED:.0f}"]
    return "\n".join([*lines, *(line for each in ALL for line in each.lines()), ""])


async def watch() -> None:
    """Measure how late we come, each second; and log now and then what must not be told at once."""
    loop = asyncio.get_running_loop()
    logins, slow = LOGINS.total, SLOW_STORES.total
    told = loop.time()
    while True:
        due = loop.time() + 1
        await asyncio.sleep(1)
        LAG.add(max(0.0, loop.time() - due))
        if loop.time() - told < TELL_EVERY:
            continue
        told = loop.time()
        if LOGINS.total > logins:
            log.warning("logins that failed in the last ten minutes: %d", LOGINS.total - logins)
        if SLOW_STORES.total > slow:
            log.warning("storing took more than a second in the last ten minutes")
        logins, slow = LOGINS.total, SLOW_STORES.total


def _head(name: str, told: str, kind: str) -> tuple[str, str]:
    return f"# HELP {name} {told}", f"# TYPE {name} {kind}"


def _labelled(labels: Sequence[str], values: Sequence[str]) -> str:
    if not labels:
        return ""
    each = (f'{label}="{_quoted(value)}"' for label, value in zip(labels, values, strict=True))
    return f"{{{','.join(each)}}}"


def _quoted(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
