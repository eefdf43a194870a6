"""People's names: those of the roster, however they are spelled or shortened, and others where the
words around say that it is somebody. A third of Norwegian names are ordinary words or places, so a
name alone is seldom enough.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from unicodedata import category, normalize

from app.text.hints.lexicon import ACTS, AT, GIVEN, MAY, PARTY, PLACE, THOUGHT, TITLE, TOWARDS
from app.text.hints.signs import LARGE, WORD, Hint, Kind, reads

AROUND = 80
LONGEST = 5
"""Words of a name."""


@dataclass(frozen=True, slots=True)
class Word:
    """`sounds`: as it sounds, with and without the genitive's s; `large`: one large letter and then
    small ones; `first`: a sentence begins here, so that being large tells nothing."""

    start: int
    end: int
    small: str
    sounds: tuple[str, ...]
    large: bool
    first: bool

    @property
    def is_common(self) -> bool:
        """A given name that is no other word."""
        return self.small in GIVEN or self.small.removesuffix("s") in GIVEN


class Roster:
    """The names of those in the hall, from the given one to the family's."""

    def __init__(self, names: Sequence[str]) -> None:
        self._people = [[_sound(word.small) for word in _words(name)] for name in names]
        self._given = {person[0] for person in self._people if person}
        self._parts = {part for person in self._people for part in person}
        self._nearly: dict[str, frozenset[str]] = {}

    def is_given(self, word: Word) -> bool:
        return any(sound in self._given for sound in word.sounds)

    def parts(self, word: Word, *, loosely: bool) -> frozenset[str]:
        """The names, given or family's, that the word may be. `loosely`: its initial, or one letter
        beside it."""
        same = frozenset(word.sounds) & self._parts
        if not loosely or not word.large:
            return same
        if word.end - word.start == 1:
            return same | {part for part in self._parts if part.startswith(word.small)}
        for sound in word.sounds:
            if sound not in self._nearly:
                near = (part for part in self._parts if _is_near(sound, part))
                self._nearly[sound] = frozenset(near)
        return same.union(*(self._nearly[sound] for sound in word.sounds))

    def run(self, words: Sequence[Word]) -> int:
        """How many words from here on are names of one person, of which one is spelled right."""
        able = [self.parts(word, loosely=True) for word in words]
        if len(able) < 2 or not (able[0] and able[1]):
            return 0
        sure = [self.parts(word, loosely=False) for word in words]
        return max(_run_of(person, able, sure) for person in self._people)


def _run_of(
    person: Sequence[str], able: Sequence[frozenset[str]], sure: Sequence[frozenset[str]]
) -> int:
    left, right, count = [*person], False, 0
    for may, is_ in zip(able, sure, strict=True):
        part = next((part for part in left if part in may), None)
        if part is None:
            break
        right = right or part in is_
        left.remove(part)
        count += 1
    return count if right else 0


def names(text: str, roster: Roster) -> Iterator[Hint]:
    words = _words(text)
    at = 0
    while at < len(words):
        count, told = _name_at(text, words, at, roster)
        if told:
            yield Hint(Kind.NAME, words[at].start, words[at + count - 1].end)
        at += count


def _name_at(text: str, words: Sequence[Word], at: int, roster: Roster) -> tuple[int, bool]:
    """How many words belong together here, and whether they name somebody."""
    joined = _together(text, words, at)
    word = joined[0]
    if not (word.large or word.is_common or roster.parts(word, loosely=False)):
        return 1, False  # as nearly all words
    before = text[max(0, word.start - AROUND) : word.start].lower()

    def after(count: int) -> str:
        end = joined[count - 1].end
        return text[end : end + AROUND].lower()

    run = roster.run(joined)
    if run > 1:
        sure = any((one.large and not one.first) or one.is_common for one in joined[:run])
        spoken = sure or _is_spoken(before, after(run))
        return run, spoken and not _PLACED.match(after(run))
    large = len([*takewhile(lambda one: one.large, joined)])
    titled = large and _TITLED.search(before) and not _A_PARTY.match(text, word.start)
    if titled or (large > 1 and (word.is_common or roster.is_given(word))):
        return large, not _PLACED.match(after(large))
    return 1, _is_somebody(word, before, after(1), roster)


def _is_somebody(word: Word, before: str, after: str, roster: Roster) -> bool:
    """A single name tells less."""
    if _PLACED.match(after):
        return False
    spoken = _is_spoken(before, after)
    if word.is_common:
        return word.large or spoken
    if not word.large:
        return False
    if spoken:
        return bool(roster.parts(word, loosely=True))
    if roster.is_given(word):
        return bool(_MIGHT.match(after)) if word.first else not _LOCAL.search(before)
    thinks = len(word.sounds) > 1 and _THOUGHTS.match(after)
    likely = thinks or _SON.search(word.small)
    return bool(likely and roster.parts(word, loosely=False))


def _is_spoken(before: str, after: str) -> bool:
    return bool(_ACT.match(after) or _TOWARD.search(before))


_END = r"(?![\p{L}\p{M}\p{N}])"
_START = r"(?:^|[^\p{L}\p{M}\p{N}])"
_ACT = reads(f" (?:{ACTS}){_END}")
_MIGHT = reads(f" (?:{MAY}){_END}")
_THOUGHTS = reads(f" {THOUGHT}{_END}")
_PLACED = reads(f"[ -]{PLACE}{_END}")
_TOWARD = reads(rf"{_START}(?:{TOWARDS}) \Z")
_TITLED = reads(rf"{_START}(?:{TITLE})[,:]?\s+\Z")
_LOCAL = reads(rf"{_START}(?:{AT}) \Z")
_A_PARTY = reads(f"(?:{PARTY}){_END}")
_SON = re.compile(".{3}s[eo]n")

# ---------------------------------------------------------------- words

_LETTERS = reads(r"\p{L}[\p{L}\p{M}]*")
_CAPITAL = re.compile(f"[{LARGE}](?![{LARGE}])")
_STOP = re.compile(rf"[^{WORD} ,'’-]")
_BETWEEN = re.compile("[ \u00a0‐‑-]")


def _together(text: str, words: Sequence[Word], at: int) -> Sequence[Word]:
    """The words from `at` on with no more than a space, a hyphen or an initial's dot between."""
    end = at + 1
    while end < min(len(words), at + LONGEST):
        one, other = words[end - 1], words[end]
        between = text[one.end : other.start]
        if not (_BETWEEN.fullmatch(between) or (one.end - one.start == 1 and between == ". ")):
            break
        end += 1
    return words[at:end]


def _words(text: str) -> list[Word]:
    shouted = not any(sign.islower() for sign in text)
    made: list[Word] = []
    end = 0
    for match in _LETTERS.finditer(text):
        small = normalize("NFC", match[0]).lower()
        first = end == 0 or _STOP.search(text, end, match.start()) is not None
        sounds = [small, small[:-1]] if small.endswith("s") else [small]
        large = not shouted and _CAPITAL.match(match[0]) is not None
        end = match.end()
        made.append(Word(match.start(), end, small, (*map(_sound, sounds),), large, first))
    return made


_ALIKE = [
    (re.compile(there), here)
    for there, here in (
        ("æ|ae|aa", "a"), ("ø|oe", "o"), ("ph", "f"), ("h(?![aeiouy])", ""), ("[cq]", "k"),
        ("w", "v"), ("y", "i"), ("z", "s"), ("th", "t"), (r"(.)\1+", r"\1"),
    )
]  # fmt: skip


def _sound(small: str) -> str:
    """What is spelled in several ways, in one: Sæther and Sather, Nygaard and Nygård."""
    sound = "".join(sign for sign in normalize("NFD", small) if category(sign)[0] != "M")
    for there, here in _ALIKE:
        sound = there.sub(here, sound)
    return sound


def _is_near(one: str, other: str) -> bool:
    """One letter more, less or other, in names long enough to bear it."""
    if min(len(one), len(other)) < 5 or abs(len(one) - len(other)) > 1:
        return False
    same = len([*takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))])
    a, b = one[same:], other[same:]
    return same > 0 and (a[1:] == b[1:] or a == b[1:] or a[1:] == b)
