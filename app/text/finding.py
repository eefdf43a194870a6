"""What was asked for, in texts: a word by its stem, or as the head or tail of a compound, and its
twin in the other Norwegian.

«bolig» finds «boligene», «boligpolitikk» and «studentboliger», and not «symbol»; then «bustad».
Words of three letters are not looked for in compounds: «vei» stands in «veiledning» too.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from unicodedata import normalize

from app.text.words import LONGEST, SHORTEST, standing, stems, telling, twins, words

MOST = 12
"""Words of a question that are looked for."""

REST = 3
"""Letters that a compound has before or after what was asked for, at least."""

ENDINGS = (
    *("a", "e", "n", "r", "s", "t", "en", "et", "er", "ar"),
    *("ene", "ane", "ens", "ets", "enes", "anes"),
)
"""What a noun may end in. The stemmer leaves short words as they are: «veien», «byer»."""

SNIPPET = 320
"""Characters of a text that are shown, about."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A word that is looked for. `forms`: it with other endings. `root`: what its forms begin with;
    empty where it is too short to look for inside others. `twins`: the same in bokmål or nynorsk.
    """

    word: str
    stem: str
    root: str
    forms: frozenset[str]
    twins: tuple["Asked", ...] = ()


def asked(question: str) -> list[Asked]:
    """The words that tell something; all of them where none does."""
    wanted = [*dict.fromkeys(telling(question) or words(question))][:MOST]
    return [replace(_asked(word), twins=tuple(map(_twin, twins(word)))) for word in wanted]


def _twin(word: str) -> Asked:
    """Not in compounds where it is short: «heim» stands in «Trondheim», where nobody is at home."""
    other = _asked(word)
    return other if len(word) > SHORTEST else replace(other, root="")


def _asked(word: str) -> Asked:
    stem = stems([word])[word]
    return Asked(word, stem, _root(word, stem), frozenset(_forms(word)))


def _root(word: str, stem: str) -> str:
    """«bolig» of «boligene»: stems alone are too short, and stand in too much else."""
    cuts = [word[:cut] for cut in range(max(len(stem), SHORTEST), len(word))]
    of = stems(cuts)
    root = next((cut for cut in cuts if of[cut] == stem), word)
    return root if len(root) >= SHORTEST else ""


def _forms(word: str) -> Iterator[str]:
    bases = [word]
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= (2 if len(ending) > 1 else 3):
            bases.append(word.removesuffix(ending))
    for base in bases:
        yield from (base, *(base + ending for ending in ENDINGS))


def meets(one: Asked, word: str, stem: str) -> int:
    """3: it is the word; 2: it is a twin of it; 1: it is a compound with one of them; 0: none."""
    itself = _meets(one, word, stem)
    return max([itself, *(min(_meets(twin, word, stem), 2) for twin in one.twins)])


def _meets(one: Asked, word: str, stem: str) -> int:
    """3: it is the word; 1: it is a compound with it; 0: neither."""
    if stem == one.stem or word in one.forms:
        return 3
    if not one.root:
        return 0
    if word.startswith(one.root) and len(word) >= len(one.root) + REST:
        return 1
    at = word.rfind(one.root)
    return int(at >= REST and word[at:] in one.forms)


def index(texts: Sequence[str]) -> Mapping[tuple[str, str], list[int]]:
    """(word, stem) → the numbers of the texts it stands in."""
    found: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        for word in dict.fromkeys(words(text)):
            found.setdefault(word, []).append(number)
    of = stems(found)
    return {(word, of[word]): numbers for word, numbers in found.items()}


def marked(text: str, wanted: Iterable[Asked]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it was asked for; of a long one the part around the
    first such."""
    text = normalize("NFC", text)
    spans = standing(text)
    plain = [text[begin:end].casefold()[:LONGEST] for begin, end in spans]
    of = stems(plain)
    looked = [*wanted]
    hits = [
        span
        for span, word in zip(spans, plain, strict=True)
        if any(meets(one, word, of[word]) for one in looked)
    ]
    begin, end = _window(text, hits[0][0] if hits else 0)
    pieces, at = [("… ", False)] if begin else [], begin
    for first, last in hits:
        if first >= begin and last <= end:
            pieces += [(text[at:first], False), (text[first:last], True)]
            at = last
    pieces.append((text[at:end] + (" …" if end < len(text) else ""), False))
    return [piece for piece in pieces if piece[0]]


def _window(text: str, hit: int) -> tuple[int, int]:
    """Where the part that is shown begins and ends, between two words where it can."""
    if len(text) <= SNIPPET:
        return 0, len(text)
    begin = max(0, hit - SNIPPET // 3)
    if begin:
        begin = min(text.find(" ", begin, hit) + 1 or begin, hit)
    end = min(begin + SNIPPET, len(text))
    cut = text.rfind(" ", hit, end) if end < len(text) else end
    return begin, cut if cut > hit else end
