"""Texts as sparse vectors by TF-IDF, so that the nearness of two is one product.

Three blocks: stems with the parts of compounds, families of words, and letters three to five in a
row, which know a word by its spelling where nothing else does.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.text.words import Lexicon, telling

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]

STEMS, FAMILIES, LETTERS = 0.4, 0.4, 0.2
"""What each block has to say in the nearness of two texts, which is 1 where they are the same."""

IN_A_ROW = range(3, 6)


@dataclass(frozen=True, slots=True)
class Vectors:
    """One row a text: `weights[i]` stands in row `rows[i]` and column `columns[i]`."""

    rows: Integers
    columns: Integers
    weights: Floats
    shape: tuple[int, int]

    def sums(self, groups: Integers, count: int) -> Floats:
        """Count × columns: the sum of the rows of each group; `groups` has one a row, -1: none."""
        of = groups[self.rows]
        here = of >= 0
        total = np.zeros((count, self.shape[1]))
        np.add.at(total, (of[here], self.columns[here]), self.weights[here])
        return total

    def against(self, others: Floats) -> Floats:
        """Rows × others: the product of each row with each of `others`, which are dense."""
        products = np.zeros((self.shape[0], len(others)))
        for number, other in enumerate(others):
            weights = self.weights * other[self.columns]
            products[:, number] = np.bincount(self.rows, weights, self.shape[0])
        return products

    def dense(self, first: int, count: int) -> NDArray[np.float32]:
        """Some rows, as many as there are from `first` on, dense: half as precise, and as large."""
        count = min(count, self.shape[0] - first)
        found = np.zeros((count, self.shape[1]), np.float32)
        here = (self.rows >= first) & (self.rows < first + count)
        found[self.rows[here] - first, self.columns[here]] = self.weights[here]
        return found


def vectors(texts: Sequence[str]) -> Vectors:
    """The vectors of all texts, told from one another by what few of them have."""
    lexicon = Lexicon(texts)
    lists = [telling(text) for text in texts]

    def block(share: float, features: Callable[[str], Iterable[Hashable]]) -> Vectors:
        known = {word: [*features(word)] for word in lexicon.stems}
        return _block(
            [Counter(one for word in words for one in known[word]) for words in lists], share
        )

    made = [
        block(STEMS, lambda word: (lexicon.stems[word], *lexicon.parts[word])),
        block(FAMILIES, lexicon.kin),
        block(LETTERS, _letters),
    ]
    offsets = np.cumsum([0, *(block.shape[1] for block in made)])
    return Vectors(
        np.concatenate([block.rows for block in made]),
        np.concatenate([block.columns + at for block, at in zip(made, offsets, strict=False)]),
        np.concatenate([block.weights for block in made]),
        (len(texts), int(offsets[-1])),
    )


def _letters(word: str) -> Iterator[str]:
    framed = f"<{word}>"
    for n in IN_A_ROW:
        for i in range(len(framed) - n + 1):
            yield framed[i : i + n]


def _block(counts: Sequence[Mapping[Hashable, int]], share: float) -> Vectors:
    """Logarithmic frequency by rarity, each row brought to length √share."""
    ids: dict[Hashable, int] = {}
    columns = np.array(
        [ids.setdefault(feature, len(ids)) for count in counts for feature in count], dtype=np.intp
    )
    sizes = np.array([len(count) for count in counts], dtype=np.intp)
    rows = np.repeat(np.arange(len(counts)), sizes)
    often = np.array([times for count in counts for times in count.values()], dtype=float)
    rarity = np.log((1 + len(counts)) / (1 + np.bincount(columns, minlength=len(ids)))) + 1
    weights = np.log1p(often) * rarity[columns]
    length = np.sqrt(np.bincount(rows, weights**2, len(counts)))
    return Vectors(rows, columns, weights * share**0.5 / length[rows], (len(counts), len(ids)))
