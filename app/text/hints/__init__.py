"""What in a text may give its writer away, or names somebody. It is a hint: it errs on the side of
asking, knows nothing of the hall but a list of names, and changes nothing.

The tablet has the same rules in TypeScript, for before a note is sent (decision 9); here they are
for whoever publishes it. `frontend/src/tablet/hints/notes.json` holds both to the same hints.
"""

from app.text.hints.names import Roster, names
from app.text.hints.patterns import patterns
from app.text.hints.selves import selves
from app.text.hints.signs import Hint, Kind

__all__ = ["Hint", "Kind", "Roster", "hints"]


def hints(text: str, roster: Roster) -> list[Hint]:
    """The hints in the order of the text; no two overlap."""
    kept: list[Hint] = []
    for hint in (*patterns(text), *names(text, roster), *selves(text)):
        if all(hint.end <= one.start or one.end <= hint.start for one in kept):
            kept.append(hint)
    return sorted(kept, key=lambda hint: hint.start)
