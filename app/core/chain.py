"""The staff log as a chain: the sum of each line has in it the sum of the line before.

Alter a line, take one out or slip one in, and every sum after it is another. The last one stands in
the published minutes, so whoever has those can see whether the log is still the one that was. It is
computed from the log whenever somebody asks, never stored beside it: a stored sum could be altered
along with its line.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from app.core.events import LogHead
from app.core.things import Millis

ACT, DEED = "act", "deed"
"""What was done in the workshop, and what was done beside it: two logs, each with its numbers."""


@dataclass(frozen=True, slots=True)
class Line:
    at: Millis
    log: str  # ACT or DEED
    no: int
    sum: str
    """Of this line alone, in hexadecimal: it tells nothing of what stands there."""


def line(key: str, log: str, no: int, at: Millis, *told: str) -> Line:
    """A line with its sum: SHA-256 of all that is stored of it.

    `key` is known to the database alone: else what the log keeps to itself, such as words that
    were hidden, could be guessed and tried.
    """
    written = json.dumps([key, log, no, at, *told], ensure_ascii=False, separators=(",", ":"))
    return Line(at, log, no, sha256(written.encode("utf-8", "surrogatepass")).hexdigest())


def until(lines: Iterable[Line], head: LogHead) -> list[Line]:
    """The lines that were there when the head was computed."""
    return [each for each in lines if each.no <= (head.acts if each.log == ACT else head.deeds)]


def ordered(lines: Iterable[Line]) -> list[Line]:
    """In the order of time, and of the numbers where that is the same."""
    return sorted(lines, key=lambda each: (each.at, each.log, each.no))


def head(lines: Iterable[Line]) -> LogHead:
    """What the log comes to."""
    newest = {ACT: 0, DEED: 0}
    link = sha256(b"tannhjul-log").hexdigest()
    for each in ordered(lines):
        newest[each.log] = max(newest[each.log], each.no)
        link = sha256(f"{link}{each.sum}".encode()).hexdigest()
    return LogHead(newest[ACT], newest[DEED], link)
