"""The lines of the minutes that a municipality may put in words of its own.

What kommuneloven § 11-4 asks for can be worded otherwise, but is never left out, and has the words
without which it cannot say what it is there to say; the rest may be left out. Our own words are in
`publish/phrases/wording.py`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

LANGUAGES = ("nb", "nn")
"""What minutes are written in where the municipality has words of its own."""

LONGEST = 1_000

DENIALS = ("ikke", "ikkje", "ingen", "inga", "inkje", "intet", "ingenting", "verken", "korkje")
OPEN = ("åpent", "åpen", "åpne", "ope", "open", "opne")


@dataclass(frozen=True, slots=True)
class Line:
    """`rule`: the field of `law.md` that it fills in, empty where the line may be left out.

    `holes`: what is set into it, by its name in the code; the value is what the municipality
    writes in braces. A line with a `rule` needs them all.

    `least`: so many words, what is set in not counted. `says`: one of these is among them;
    `never`: none of these is, for it would say the opposite.
    """

    rule: str = ""
    holes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    least: int = 0
    says: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


#: In the order of the minutes. No key is the name of a field of the tree (`frozen.YOUNGER`).
LINES: Mapping[str, Line] = {
    "lead": Line("M1", {"body": "organ", "number": "nummer", "of": "antall"}, least=3),
    "opening": Line(),
    "intro_knowledge": Line(holes={"n": "grense"}),
    "intro_verification": Line(holes={"number": "nummer"}),
    "intro_priorities": Line(),
    "intro_synthesis": Line(),
    "was_open": Line("M10", least=3, says=OPEN, never=("ikke", "ikkje")),
    "no_decision": Line("M8", least=3, says=DENIALS),
    "no_vote": Line("M9", least=2, says=DENIALS),
    "nobody_disqualified": Line("M11", least=1, says=DENIALS),  # it answers a label
    "recording_line": Line("M12", least=3),
    "intro_notes": Line(),
    "checking_notes": Line(holes={"command": "kommando"}),
    "closing": Line("M17", {"approved": "godkjent"}),
}

HOLE = re.compile(r"\{(\w+)\}")
_WORD = re.compile(r"[^\W\d_]{2,}")


class Fault(StrEnum):
    """What is wrong with the municipality's words for a line."""

    LONG = "long"
    EMPTY = "empty"
    MISSING = "missing"
    UNKNOWN = "unknown"
    FEW = "few"
    UNSAID = "unsaid"
    REVERSED = "reversed"


def fault(key: str, text: str) -> tuple[Fault, str] | None:
    """What is wrong, and the placeholder or the words it is about; None where the words will do."""
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
    return _unsaid(line, _WORD.findall(HOLE.sub(" ", text).casefold())) if text else None


def _unsaid(line: Line, words: Sequence[str]) -> tuple[Fault, str] | None:
    """What it cannot mean, having these words only."""
    if len(words) < line.least:
        return Fault.FEW, f"{line.least}"
    if line.says and not {*line.says} & {*words}:
        return Fault.UNSAID, ", ".join(line.says)
    for word in line.never:
        if word in words:
            return Fault.REVERSED, word
    return None
