"""What in a text may give its writer away, or names somebody. It is a hint: it errs on the side of
asking, knows nothing of the hall but a list of names, and changes nothing.

The tablet has the same rules in TypeScript, for before a note is sent (decision 9); here they are
for whoever publishes it. `frontend/src/tablet/hints/notes.json` holds both to the same hints.
"""

from collections.abc import Iterator
from dataclasses import replace

from app.core.words import NOTE_LIMIT
from app.text.hints.names import Roster, names
from app.text.hints.patterns import patterns
from app.text.hints.selves import selves
from app.text.hints.signs import Hint, Kind

__all__ = ["Hint", "Kind", "Roster", "hints"]


def hints(text: str, roster: Roster) -> list[Hint]:
    """The hints in the order of the text; no two overlap."""
    kept: list[Hint] = []
    for at, piece in _pieces(text):
        for found in (*patterns(piece), *names(piece, roster), *selves(piece)):
            hint = replace(found, start=found.start + at, end=found.end + at)
            if all(hint.end <= one.start or one.end <= hint.start for one in kept):
                kept.append(hint)
    return sorted(kept, key=lambda hint: hint.start)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Where each begins. A note is one; what is longer is taken piece by piece, since the rules
    look far around them: broken between two words, if there are any."""
    at = 0
    while at < len(text):
        end = at + NOTE_LIMIT
        if end < len(text):
            end = max(text.rfind(" ", at, end), text.rfind("\n", at, end)) + 1 or end
        yield at, text[at:end]
        at = end
