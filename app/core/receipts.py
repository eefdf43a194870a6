"""Receipts: by which anybody can check that a note stands in the minutes as it was written.

Each note has a fingerprint that the writer's own device can compute, and the minutes hold one root
for all of them: alter, drop or add a note, and the root is another. A fingerprint gives no words
away, because the note's random id is hashed with them. The tree is built as in RFC 6962, section
2.1, over the sorted fingerprints, so that it has no order to tell.
"""

from collections.abc import Iterable
from hashlib import sha256


def fingerprint(note: str, text: str) -> str:
    """SHA-256, in hexadecimal, of the note's id and its words as they are stored."""
    return sha256(b"tannhjul-note\0" + note.encode() + b"\0" + text.encode()).hexdigest()


def root(fingerprints: Iterable[str]) -> str:
    """The Merkle root, in hexadecimal; of no fingerprints the hash of nothing.

    Raises `ValueError` where a fingerprint is not hexadecimal.
    """
    leaves = [bytes.fromhex(each) for each in sorted(fingerprints)]
    return _root([sha256(b"\0" + leaf).digest() for leaf in leaves]).hex()


def _root(level: list[bytes]) -> bytes:
    if not level:
        return sha256().digest()
    if len(level) == 1:
        return level[0]
    split = 1 << (len(level) - 1).bit_length() - 1  # the largest power of two below the count
    return sha256(b"\1" + _root(level[:split]) + _root(level[split:])).digest()
