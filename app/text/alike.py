"""Notes that say nearly the same, that seem to say the opposite, and that are like one another.

By their words alone, which tell nothing of what is meant: so nothing here is ever merged by itself.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

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

LONG = 200
"""Letters of a text that is long; up to the half of it none is."""

FIRST_SIGN = 0x10000
"""Beyond the surrogates: there is room for a million words."""

LIKE = 5
OPPOSITES = 3
"""Notes that are told for one, at most."""

AT_A_TIME = 256
"""Texts held against as many others in one product."""

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


def like(found: Vectors) -> list[list[tuple[int, float]]]:
    """For each text the texts nearest to it with their nearness, 0 to 1, the nearest first; none
    that has nothing in common with it."""
    return [each for at in range(0, found.shape[0], AT_A_TIME) for each in _like(found, at)]


def _like(found: Vectors, at: int) -> Iterator[list[tuple[int, float]]]:
    count = min(AT_A_TIME, found.shape[0] - at)
    near = np.hstack(
        [
            found.dense(at, count) @ found.dense(other, AT_A_TIME).T
            for other in range(0, found.shape[0], AT_A_TIME)
        ]
    )
    near[np.arange(count), at + np.arange(count)] = 0
    best = np.argsort(-near, axis=1, kind="stable")[:, :LIKE]
    for row, order in zip(near, best, strict=True):
        yield [(int(other), float(row[other])) for other in order if row[other] > 0]


def _nearness(texts: Sequence[str], least: int) -> NDArray[np.uint8]:
    """Texts × texts, of 100; 0 where it is less than `least`. Long texts by their words instead of
    their letters, which is as telling there, and a hundred times quicker."""
    near = np.zeros((len(texts), len(texts)), np.uint8)
    spelt = _as_letters(texts)
    for those, written in (
        ([at for at, text in enumerate(texts) if len(text) <= LONG], texts),
        ([at for at, text in enumerate(texts) if len(text) > LONG // 2], spelt),
    ):
        some = [written[at] for at in those]
        found = process.cdist(some, some, scorer=fuzz.ratio, score_cutoff=least, dtype=np.uint8)
        there = np.ix_(those, those)
        near[there] = np.maximum(near[there], found)
    return near


def _as_letters(texts: Sequence[str]) -> list[str]:
    """Each word as one sign, the same word as the same."""
    signs: dict[str, str] = {}
    return [
        "".join(signs.setdefault(word, chr(FIRST_SIGN + len(signs))) for word in text.split())
        for text in texts
    ]


def _figures(plain: str) -> frozenset[str]:
    return frozenset(word for word in plain.split() if any(sign.isdigit() for sign in word))
