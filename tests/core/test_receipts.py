"""Receipts: fingerprints, and one root for all of them (RFC 6962, section 2.1)."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from app.core.receipts import fingerprint, root

MARKS = st.lists(st.binary(min_size=32, max_size=32).map(bytes.hex), unique=True, max_size=40)


def leaf(mark: str) -> bytes:
    return sha256(b"\0" + bytes.fromhex(mark)).digest()


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()


def test_a_fingerprint_is_of_the_id_and_the_words() -> None:
    """R1: anybody can compute it; written out so that others can be held against it."""
    mark = fingerprint("ab" * 16, "Flere busser på kveldstid – takk 🚌")
    assert (
        mark
        == sha256(
            b"tannhjul-note\0" + b"ab" * 16 + b"\0" + "Flere busser på kveldstid – takk 🚌".encode()
        ).hexdigest()
    )
    assert mark != fingerprint("ab" * 16, "Flere busser på kveldstid - takk 🚌")
    assert mark != fingerprint("ac" * 16, "Flere busser på kveldstid – takk 🚌")


def test_the_root_of_a_few() -> None:
    """R2: as RFC 6962 draws it for none, one, three and five leaves."""
    a, b, c, d, e = (f"{n:064x}" for n in range(5))
    assert root([]) == sha256(b"").hexdigest()
    assert root([a]) == leaf(a).hex()
    assert root([c, a, b]) == node(node(leaf(a), leaf(b)), leaf(c)).hex()
    four = node(node(leaf(a), leaf(b)), node(leaf(c), leaf(d)))
    assert root([e, d, c, b, a]) == node(four, leaf(e)).hex()


@given(MARKS, st.data())
def test_any_change_is_another_root(marks: list[str], data: st.DataObject) -> None:
    """R2: in any order the same; with one altered, dropped or added another."""
    there = root(marks)
    assert root(data.draw(st.permutations(marks))) == there
    other = data.draw(
        st.binary(min_size=32, max_size=32).map(bytes.hex).filter(lambda m: m not in marks)
    )
    assert root([*marks, other]) != there
    if marks:
        at = data.draw(st.integers(0, len(marks) - 1))
        assert root(marks[:at] + marks[at + 1 :]) != there
        assert root([*marks[:at], other, *marks[at + 1 :]]) != there
