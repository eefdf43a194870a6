"""The lines of the minutes that can be worded: the municipality's own words, or else ours.

Minutes carry the words they were published with (`Minutes.wording`); which lines there are, and
which of them the law asks for, is in `core/wording.py`.
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from app.core.minutes import Minutes
from app.core.wording import HOLE, LINES
from app.i18n import N_, Translator
from app.publish.paper import Run, Runs

Words: TypeAlias = Callable[..., Runs]

OURS: Mapping[str, str] = {
    "lead": N_("Meeting of {body}, held as political workshop no. {number} of {of}"),
    "opening": "",
    "intro_knowledge": N_(
        "The councillors met these statements, and reacted to them without names. Where fewer "
        "than {n} for certain reacted, nothing is shown of it, so that nobody can be recognised."
    ),
    "intro_verification": N_(
        "The administration’s statements after workshop no. {number} were laid before the hall, "
        "with what lies behind each."
    ),
    "intro_priorities": N_(
        "It shows what the hall puts first. It is not a vote, and nobody can find out who "
        "prioritised what."
    ),
    "intro_synthesis": N_(
        "Written by the administration after the workshop, point by point. With each point stands "
        "what lies behind it, and with each contribution what became of it."
    ),
    "was_open": N_("The meeting was open."),
    "no_decision": N_("No decision was made."),
    "no_vote": N_("No vote was held."),
    "nobody_disqualified": N_("None."),
    "recording_line": N_(
        "The municipality does not record or broadcast workshops. Others may ask the chair for "
        "leave to do so (Local Government Act § 11-6)."
    ),
    "intro_notes": N_(
        "Written by each councillor alone, unsigned. They stand in random order, as they were "
        "written. Nobody can find out from the system who wrote what, not even at which table."
    ),
    "checking_notes": N_(
        "Were one character changed, or a note added or left out, the root would be another. "
        "Whoever wrote a note can check it on the page «My notes», and anybody can check them all "
        "with the command {command}."
    ),
    "closing": N_("The minutes were approved by {approved}."),
}

ANSWERED: Mapping[str, str] = {"allowed": N_("Allowed."), "refused": N_("Refused.")}
"""What the chair answered to a request to record (`Details.recording_answer`)."""


def words(minutes: Minutes, _: Translator) -> Words:
    """Says a line by its key in `OURS`, given its holes by their names there: one run, or nothing
    where the municipality leaves the line out."""
    return worded(minutes.wording, _)


def worded(wording: Mapping[str, str], _: Translator) -> Words:
    """As `words`, from the municipality's lines themselves."""

    def said(key: str, **holes: object) -> Runs:
        own = wording.get(key)
        if own is None:
            text = _filled(_ours(key, _), holes)
        else:
            text = _filled(own, {LINES[key].holes[name]: each for name, each in holes.items()})
        return (Run(text, own=own is not None),) if text else ()

    return said


def ours(key: str, _: Translator) -> str:
    """Our words for a line, with its holes as a municipality writes them."""
    holes = LINES[key].holes
    return _filled(_ours(key, _), {name: f"{{{theirs}}}" for name, theirs in holes.items()})


def _ours(key: str, _: Translator) -> str:
    return _(OURS[key]) if OURS[key] else ""  # gettext has the head of its file for no words


def _filled(text: str, holes: Mapping[str, object]) -> str:
    """The text with its holes filled. What is no hole of the line stands as it was written."""
    return HOLE.sub(lambda hole: str(holes.get(hole[1], hole[0])), text)
