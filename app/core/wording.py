"""The lines of the minutes that a municipality may put in words of its own.

What kommuneloven § 11-4 asks for can be worded otherwise, but is never left out, and says what it
is there to say; the rest may be left out. Our own words are in `publish/wording.py`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

LANGUAGES = ("nb", "nn")
"""What minutes are written in where the municipality has words of its own."""

LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Line:
    """`rule`: the field of `law.md` that it fills in, empty where the line may be left out.

    `holes`: what is set into it, by its name in the code; the value is what the municipality
    writes in braces. A line with a `rule` needs them all.
    """

    rule: str = ""
    holes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


#: In the order of the minutes. No key is the name of a field of the tree (`frozen.YOUNGER`).
LINES: Mapping[str, Line] = {
    "lead": Line("M1", {"body": "organ", "number": "nummer", "of": "antall"}),
    "opening": Line(),
    "intro_knowledge": Line(holes={"n": "grense"}),
    "intro_verification": Line(holes={"number": "nummer"}),
    "intro_priorities": Line(),
    "intro_synthesis": Line(),
    "was_open": Line("M10"),
    "no_decision": Line("M8"),
    "no_vote": Line("M9"),
    "nobody_disqualified": Line("M11"),
    "recording_line": Line("M12"),
    "intro_notes": Line(),
    "checking_notes": Line(holes={"command": "kommando"}),
    "closing": Line("M17", {"approved": "godkjent"}),
}

HOLE = re.compile(r"\{(\w+)\}")


class Fault(StrEnum):
    """What is wrong with the municipality's words for a line."""

    LONG = "long"
    EMPTY = "empty"
    MISSING = "missing"
    UNKNOWN = "unknown"


def fault(key: str, text: str) -> tuple[Fault, str] | None:
    """What is wrong, and the placeholder it is about; None where the words will do."""
    line, found = LINES[key], HOLE.findall(text)
    if len(text) > LONGEST:
        return Fault.LONG, ""
    if line.rule and not text.strip():
        return Fault.EMPTY, ""
    for name in found:
        if name not in line.holes.values():
            return Fault.UNKNOWN, name
    for name in line.holes.values():
        if line.rule and name not in found:
            return Fault.MISSING, name
    return None
