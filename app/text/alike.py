"""Notes that say nearly the same, that seem to say the opposite, and that are like one another.

By their words alone, which tell nothing of what is meant: so nothing here is ever merged by itself.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from app.core.words import NOTE_LIMIT
from app.text.stance import bare, opposed, turns
from app.text.vectors import Vectors
from app.text.words import words

SAME = 80
"""Of 100: the letters that two notes have in common, in their order, that say nearly the same."""

OPPOSITE = 75
"""Of 100: the same for two that say the opposite, their words in any order and without those that
turn them. Less, since whoever answers seldom repeats the whole sentence."""

LIKE = 5
OPPOSITES = 3
"""Notes that are told for one, at most."""

Pair = tuple[int, int]


def near_duplicates(texts: Sequence[str]) -> list[Pair]:
    """Numbers of texts, the earlier first: each with the earlier text that it repeats most nearly.

    So there are fewer pairs than texts, and those that hang together are a group: two hundred
    «enig» are 199 pairs. Two that differ in a number, or in a word that turns a sentence, are none.
    """
    plain = [" ".join(words(text[:NOTE_LIMIT])) for text in texts]
    numbers: dict[object, int] = {}
    kinds = np.array(
        [numbers.setdefault((turns(text), _figures(text)), len(numbers)) for text in plain]
    )
    near = np.tril(_nearness(plain, SAME), -1)
    near[kinds[:, None] != kinds] = 0
    return [(int(row.argmax()), here) for here, row in enumerate(near) if plain[here] and row.any()]


def opposites(texts: Sequence[str]) -> list[Pair]:
    """Numbers of texts, the earlier first, that seem to say the opposite in nearly the same words:
    at most three for each. Of texts that say the same the first answers for all."""
    said = [(turns(text), bare(text)) for text in (text[:NOTE_LIMIT] for text in texts)]
    first = {one: at for at, one in reversed([*enumerate(said)]) if one[1]}
    at = sorted(first.values())
    plain = [" ".join(sorted(said[number][1].split())) for number in at]
    near = np.triu(_nearness(plain, OPPOSITE), 1)
    pairs: list[Pair] = []
    told: Counter[int] = Counter()
    for one, other in sorted(map(tuple, np.argwhere(near)), key=lambda pair: -int(near[pair])):
        pair = at[one], at[other]
        few = all(told[number] < OPPOSITES for number in pair)
        if few and opposed(said[pair[0]][0], said[pair[1]][0]):
            pairs.append(pair)
            told.update(pair)
    return sorted(pairs)


def like(found: Vectors, number: int) -> list[int]:
    """The texts nearest to that one, the nearest first; none that has nothing in common with it."""
    near = found.against(found.row(number))[:, 0]
    near[number] = 0
    best = np.argsort(-near, kind="stable")[:LIKE]
    return [int(at) for at in best if near[at] > 0]


def _nearness(texts: Sequence[str], least: int) -> NDArray[np.uint8]:
    """Texts × texts, of 100; 0 where it is less than `least`."""
    return process.cdist(texts, texts, scorer=fuzz.ratio, score_cutoff=least, dtype=np.uint8)


def _figures(plain: str) -> frozenset[str]:
    return frozenset(word for word in plain.split() if any(sign.isdigit() for sign in word))
