"""Which theme a note may belong to. A person names the themes and places the notes; this proposes.

What is proposed comes of the theme's name and keywords, and of the notes that a person has placed
there already. Nothing is ever grouped that nobody named.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.text.vectors import Floats, Integers, Vectors, vectors

MOST = 3
"""Themes that are proposed for a note."""

TAUGHT = 0.6
"""What all notes placed in a theme have to say, at most, beside its name and keywords."""

HALF = 4
"""So many notes placed say half of that."""

# How a nearness becomes a confidence: fitted, and measured where it was not (docs/benchmarks.md).
SHARPNESS = 16.0
NONE = 0.08
"""A theme this near is as likely as that none of them is right."""


@dataclass(frozen=True, slots=True)
class Theme:
    id: str
    name: str
    keywords: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`confidence`: how likely it is that a person places the note there, 0 to 1."""

    theme: str
    confidence: float


def suggest(
    themes: Sequence[Theme], texts: Sequence[str], placed: Mapping[int, str]
) -> list[list[Suggestion]]:
    """For each text the three likeliest themes, the likeliest first; one that nothing speaks for
    has confidence 0. `placed`: the number of a text → the theme where a person has put it."""
    near = nearness(themes, texts, placed)
    odds = np.exp(SHARPNESS * near)
    sure = np.where(
        near > 0, odds / (odds.sum(axis=1, keepdims=True) + np.exp(SHARPNESS * NONE)), 0
    )
    best = np.argsort(-sure, axis=1, kind="stable")[:, :MOST]
    return [
        [Suggestion(themes[at].id, float(row[at])) for at in order]
        for row, order in zip(sure, best, strict=True)
    ]


def nearness(themes: Sequence[Theme], texts: Sequence[str], placed: Mapping[int, str]) -> Floats:
    """Texts × themes: how near each text is to each, 0 to 1; a little more where notes taught."""
    count = len(themes)
    said = [f"{theme.name} {theme.keywords}" for theme in themes]
    found = vectors([*said, *texts])
    numbers = {theme.id: number for number, theme in enumerate(themes)}
    named = np.full(found.shape[0], -1)
    named[:count] = range(count)
    taught = np.full(found.shape[0], -1)
    for text, theme in placed.items():
        taught[count + text] = numbers[theme]
    return found.against(_directions(found, named, taught, count))[count:]


def _directions(found: Vectors, named: Integers, taught: Integers, count: int) -> Floats:
    """Where each theme lies: with its name, and with what was placed there."""
    names = found.sums(named, count)
    notes = found.sums(taught, count)
    many = np.bincount(taught[taught >= 0], minlength=count)[:, None]
    length = np.maximum(np.linalg.norm(notes, axis=1, keepdims=True), 1e-9)
    weight: Floats = TAUGHT * many / (many + HALF) / length
    return names + weight * notes
