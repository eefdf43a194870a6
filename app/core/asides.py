"""Asides: reactions, arguments, parkings, corrections, and the line that ends an evaluation.

They are notes like any other, on questions that are `about` something: so all that protects notes
protects them. The asides of a kind share the round in which they are given, kept and sealed. A
round of their own for each statement would be so small that it told who was first.
"""

from collections.abc import Mapping

from app.core.things import Parking, Reaction, Side

REACTIONS, ARGUMENTS, PARKING, EVALUATION = "reactions", "arguments", "parking", "evaluation"
CORRECTIONS = "corrections"
LINE = f"{EVALUATION}.line"
"""The question that the line at the end of an evaluation is on."""

_ROUNDS: Mapping[str, str] = (
    dict.fromkeys(Reaction, REACTIONS)
    | dict.fromkeys(Side, ARGUMENTS)
    | dict.fromkeys(Parking, PARKING)
    | {"line": EVALUATION, "correction": CORRECTIONS}
)


def aside(about: str, kind: Reaction | Side | Parking) -> str:
    """The id of the question that is one reaction to a statement, one side of it, or a parking."""
    return f"{about}.{kind}"


def round_of(question: str) -> str:
    """The round in which a question's notes are written and sealed: its own, or all asides'."""
    _about, dot, kind = question.rpartition(".")
    return _ROUNDS.get(kind, question) if dot else question


def is_aside(question: str) -> bool:
    return round_of(question) != question


def about_question(about: str) -> str:
    """The question behind what an argument is about: a table's statement, or the common wording."""
    return about.rpartition(".")[0]


def common(question: str) -> str:
    """What stands beside the tables' statements on a question: the hall's common wording."""
    return f"{question}.common"


WHOLE = "whole"
"""What a correction is about that fits no reopened statement."""


def correction(statement: str) -> str:
    """The question that corrections of a reopened statement, or of the `WHOLE`, are on."""
    return f"{statement}.correction"


def rewording(statement: str) -> str:
    """What stands beside a reopened statement: the wordings that tables propose for it."""
    return f"{statement}.rewording"
