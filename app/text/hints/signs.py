"""What every rule about a text stands on: where something is, and where words begin and end.

The rules are those of the tablet (`frontend/src/tablet/hints`), so their expressions are written as
they are there, and read here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    ID_NUMBER = "id_number"
    PLATE = "plate"
    SELF = "self"


@dataclass(frozen=True, slots=True)
class Hint:
    """Something in a text that may tell who wrote it, or who is meant: `[start, end)` in
    characters."""

    kind: Kind
    start: int
    end: int


_MARKS = "\u0300-\u036f"
LARGE = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĲĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽȘȚΑ-ΩА-Я"
WORD = rf"\w{_MARKS}"

# What `re` has no word for; in a class letters are `\w`, with digits or not.
_IN_CLASS = re.compile(r"\[(\^?)(?:\\p\{[LMN]\})+")
_PLAIN = {
    r"\p{Lu}": f"[{LARGE}]",
    r"\p{L}": r"[^\W\d_]",
    r"\P{L}": r"[\W\d_]",
    r"\P{N}": r"\D",
    r"\p{Sc}": "[$¢-¥€]",
}


def reads(body: str) -> re.Pattern[str]:
    """A regular expression as the tablet has it."""
    body = _IN_CLASS.sub(lambda match: f"[{match[1]}{WORD}", body)
    for there, here in _PLAIN.items():
        body = body.replace(there, here)
    return re.compile(body)


def whole(body: str) -> re.Pattern[str]:
    """The same, as whole words."""
    return reads(rf"(?<![{WORD}])(?:{body})(?![{WORD}])")


def found(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    return (match.span() for match in pattern.finditer(text))


def lowered(text: str) -> str:
    """In small letters, each where it was."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)
