"""What a theme came to be about: the words that set its notes apart, and its most typical note."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from app.text.vectors import vectors
from app.text.words import Lexicon, telling

MOST = 5
"""Words in a label."""


@dataclass(frozen=True, slots=True)
class Label:
    """`words`: whole ones, as they stand in the notes; `typical`: the number of a text."""

    words: tuple[str, ...]
    typical: int


def labels(texts: Sequence[str], placed: Mapping[int, str]) -> dict[str, Label]:
    """For each theme that has notes. `placed`: the number of a text → its theme.

    Words by c-TF-IDF: often here, and seldom in all; counted by their stems.
    """
    of = {
        theme: [at for at, there in placed.items() if there == theme] for theme in placed.values()
    }
    found = {
        theme: Counter(word for at in those for word in telling(texts[at]))
        for theme, those in of.items()
    }
    stems = Lexicon(texts[at] for at in placed).stems
    overall = Counter(stems[word] for counted in found.values() for word in counted.elements())
    mean = overall.total() / max(len(of), 1)
    near = vectors(texts)
    told: dict[str, Label] = {}
    for theme, those in of.items():
        weights: Counter[str] = Counter()
        shown: dict[str, str] = {}
        for word, times in found[theme].most_common():
            weights[stems[word]] += times  # the commonest form comes first, and is shown
            shown.setdefault(stems[word], word)
        ranked = sorted(
            weights, key=lambda stem: (-weights[stem] * log(1 + mean / overall[stem]), stem)
        )
        groups = np.full(len(texts), -1)
        groups[those] = 0
        middle = near.against(near.sums(groups, 1))[those, 0]
        told[theme] = Label(
            tuple(shown[stem] for stem in ranked[:MOST]), those[int(middle.argmax())]
        )
    return told
