"""Which passwords the staff may choose: by length, and by what somebody would guess first.

After NIST SP 800-63B-4, section 3.1.1: at least 15 signs where the password is all that is asked
for, no rules of which signs, no end of its life, and none that is expected. An expected one is
made of nothing but what stands below, or is known of whoever has the account.
"""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

SHORTEST = 15
LONGEST = 1_000
"""Signs, as people count them; more than anybody types."""

LEFT = 5
"""Different signs that must be left when all that is expected is taken away."""


class Weakness(StrEnum):
    """Why a password is refused."""

    SHORT = "short"
    LONG = "long"
    EXPECTED = "expected"
    PERSONAL = "personal"


#: What lists of leaked passwords are full of, in Norwegian and English; «l33t» is undone before.
_WORDS = """
    abc admin administrator adgang april august autumn baseball batman changeme dag default deg demo
    desember dragon elsker februar football fotball fredag ganger geheim hallo haust heisann hello
    hemmelig hemmeleg høst iloveyou internett januar jeg juli juni kjærlighet kommune kommunestyre
    kommunestyret letmein liverpool login logginn lørdag mandag manchester mars master meg minecraft
    monkey noreg norge november oktober onsdag oslo pass passord password pokemon politikk princess
    qwerty root secret september shadow sol sommar sommer spring starwars summer sunshine superman
    søndag tannhjul test tirsdag torsdag trustno ukjent user velkommen velkomen verden verksted
    vinter våren welcome winter workshop
""".split()  # noqa: SIM905  # read as a text

_ROWS = (
    "1234567890",
    "abcdefghijklmnopqrstuvwxyzæøå",
    "qwertyuiopå",
    "asdfghjkløæ",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
)
_SHORTEST_RUN = 3

_LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a"})


def normal(password: str) -> str:
    """The password as it is hashed: however a keyboard put its signs together (NFKC)."""
    return unicodedata.normalize("NFKC", password.encode("utf-8", "replace").decode())


def weakness(password: str, known: Iterable[str] = ()) -> Weakness | None:
    """Why it cannot be had; None where it can.

    `known`: what stands where others read it, as the login, the name and the municipality.
    """
    password = normal(password)
    if len(password) < SHORTEST:
        return Weakness.SHORT
    if len(password) > LONGEST:
        return Weakness.LONG
    if _left(password, _WORDS) < LEFT:
        return Weakness.EXPECTED
    own = {word for text in known for word in re.findall(r"\w{3,}", normal(text).casefold())}
    if _left(password, [*own, *_WORDS]) < LEFT:
        return Weakness.PERSONAL
    return None


def _left(password: str, words: Iterable[str]) -> int:
    """How many different signs are left when words, rows of keys, and repetition are gone."""
    expected = "|".join(map(re.escape, sorted({*words}, key=len, reverse=True)))
    plain = _without_rows(password.casefold())
    return min(_without(plain, expected), _without(plain.translate(_LEET), expected))


def _without(plain: str, expected: str) -> int:
    plain = re.sub(expected, " ", plain)
    # What is put after a word, or between two: a few signs, a date at the most.
    return len(set(re.sub(r"(?<!\d)\d{1,8}(?!\d)|(?<!\W)\W{1,3}(?!\W)|[_\s]", "", plain)))


def _without_rows(plain: str) -> str:
    """Without the runs of keys that lie beside one another, forwards and backwards."""
    lines = [*_ROWS, *(row[::-1] for row in _ROWS)]
    kept, at = [], 0
    while at < len(plain):
        run = max(_shared(plain, at, line) for line in lines)
        if run < _SHORTEST_RUN:
            kept.append(plain[at])
        at += run if run >= _SHORTEST_RUN else 1
    return "".join(kept)


def _shared(plain: str, at: int, line: str) -> int:
    """How far `plain` goes along the line from `at` on."""
    begin = line.find(plain[at])
    run = 0
    while begin >= 0 and at + run < len(plain) and line[begin + run :][:1] == plain[at + run]:
        run += 1
    return run
