"""Norwegian words as what they have in common: their stem, the parts of a compound, their family.

Bokmål and nynorsk are stemmed alike; what is neither – Sámi, English, a scan gone wrong – keeps
whatever it has, and meets its like by its letters.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import normalize

import snowballstemmer  # type: ignore[import-untyped]

SHORTEST = 4
"""Letters of a part of a compound: shorter ones stand inside too many words."""

LONGEST = 60
"""Letters of a word that are looked at; longer ones are no words."""

JOINTS = "se"
"""What may stand between the parts: «skole-s-lag», «barn-e-hage»."""

_WORD = re.compile(r"[^\W_]+")

# Words that are in every note, whatever it is about. A word too many here costs nothing: it would
# weigh little anyway.
_COMMON = (
    "alle at av be bli blir bør da de dei deira dem den der dere deres det dette då eg ei ein"
    " eit eller en enn er et fra frå få får for før gi gir gjev ha han har hva her hvis hvor i"
    " ikke ikkje inn jeg kan kor kva kvar la må man mange me med meg meir mer min mot no noe"
    " noko når nå og også om opp oss over på seg si sin skal slik som så til treng trenger under"
    " ut være vere våre vår vårt ved vi vil å the of and to in is we"
)

_PASSED_OVER = frozenset(_COMMON.split())


def words(text: str) -> list[str]:
    """The words of a text in small letters, in its order; a hyphen parts them."""
    return [word[:LONGEST] for word in _WORD.findall(normalize("NFC", text).casefold())]


def standing(text: str) -> list[tuple[int, int]]:
    """Where each word begins and ends in a text as it is written; the text is in NFC."""
    return [found.span() for found in _WORD.finditer(text)]


def telling(text: str) -> list[str]:
    """Those that say what it is about."""
    return [word for word in words(text) if len(word) > 1 and word not in _PASSED_OVER]


def lines(name: str) -> list[str]:
    """The lines of a word list beside this file."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


@cache
def families() -> Mapping[str, frozenset[int]]:
    """Stem → the families it is in, by their line."""
    found: dict[str, set[int]] = {}
    for number, line in enumerate(lines("families.txt")):
        for one in stems(line.split()).values():
            found.setdefault(one, set()).add(number)
    return {one: frozenset(numbers) for one, numbers in found.items()}


@cache
def _spellings() -> tuple[tuple[re.Pattern[str], Mapping[str, str]], ...]:
    """To bokmål and to nynorsk: what is looked for, the longest first, and what stands for it."""
    pairs = [line.split() for line in lines("twins.txt")]
    return tuple(
        (re.compile("|".join(sorted(there, key=len, reverse=True))), there)
        for there in ({nn: nb for nb, nn in pairs}, dict(pairs))
    )


def twins(word: str) -> list[str]:
    """It in bokmål and in nynorsk, where that is written otherwise."""
    both = (_respelt(word, parts, there) for parts, there in _spellings())
    return [other for other in both if other != word]


def _respelt(word: str, parts: re.Pattern[str], there: Mapping[str, str]) -> str:
    return parts.sub(lambda part: there[part[0]], word)


class Lexicon:
    """What is known of the words of some texts: a compound is known by parts that stand alone in
    them, or in a family."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.stems = stems({word for text in texts for word in telling(text)})
        self._known = {
            stem for stem in (*self.stems.values(), *families()) if len(stem) >= SHORTEST
        }
        self.parts = {word: self._parts(word) for word in self.stems}

    def _parts(self, word: str) -> frozenset[str]:
        cuts = range(SHORTEST - 1, len(word) - SHORTEST + 2)
        heads = {word[:cut] for cut in cuts}
        heads |= {head[:-1] for head in heads if head[-1] in JOINTS}
        tails = stems(word[cut:] for cut in cuts)
        return frozenset(({*heads, *tails.values()} & self._known) - {self.stems[word]})

    def kin(self, word: str) -> frozenset[int]:
        """The families of a word; those of its parts where it is in none itself."""
        own = families().get(self.stems[word])
        return own or frozenset().union(*(families().get(part, ()) for part in self.parts[word]))


def stems(several: Iterable[str]) -> dict[str, str]:
    """Word → stem, each word once."""
    of = dict.fromkeys(several)
    return dict(zip(of, _stemmer().stemWords([*of]), strict=True))


@cache
def _stemmer() -> Any:
    return snowballstemmer.stemmer("norwegian")
