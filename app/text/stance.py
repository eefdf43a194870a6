"""Which words turn a sentence round. Two notes in the same words may want the opposite.

A list and a count, not understanding: it keeps apart what may not be taken for the same, and points
at what may be against. A stance that is told in other words it cannot see.
"""

from app.text.words import lines, words

_NOT = (
    "ikke ikkje ikkj ikk ikkke ikek ikje aldri ingen inga ingenting inkje verken korkje hverken"
    " uten utan nei nekt nekte unngå neppe knapt mot imot motstand motstander not no never"
    " without none against don doesn shouldn won ii eai eat"
)

# What «u» in front turns round: «uenig», «umogleg».
_UN = (
    "enig enige einig einige samd samde mulig mogleg trygg trygt trygge ønsket ønskt nødvendig"
    " nødvendige rettferdig tydelig tydeleg viktig ansvarlig ansvarleg realistisk klok klokt"
    " heldig aktuelt"
)

NOT = "not"

Turns = frozenset[str]


def _signs() -> dict[str, tuple[str, ...]]:
    """Word → "not", or the ends of scales where it stands: "0+", "0-"."""
    found = {word: [NOT] for word in _NOT.split()}
    for number, line in enumerate(lines("scales.txt")):
        for end, several in zip("+-", line.split("|"), strict=True):
            for word in several.split():
                found.setdefault(word, []).append(f"{number}{end}")
    return {word: tuple(signs) for word, signs in found.items()}


_SIGNS = _signs()
_TURNED = {f"u{word}": word for word in _UN.split()}


def turns(text: str) -> Turns:
    """How a text is turned: whether it says no an odd number of times, and its ends of scales."""
    found = words(text)
    signs = [sign for word in found for sign in _SIGNS.get(word, ())]
    negations = signs.count(NOT) + sum(word in _TURNED for word in found)
    return frozenset(signs) - {NOT} | ({NOT} if negations % 2 else frozenset())


def bare(text: str) -> str:
    """The text without the words that turn it, in small letters."""
    return " ".join(_TURNED.get(word, word) for word in words(text) if word not in _SIGNS)


def opposed(one: Turns, other: Turns) -> bool:
    """Whether one is turned round from the other: once, or three times. Twice is not at all: what
    is not to be closed is to be open."""
    flips = (NOT in one) != (NOT in other)
    for sign in one - other - {NOT}:
        against = sign[:-1] + ("-" if sign[-1] == "+" else "+")
        flips ^= against in other - one
    return flips
