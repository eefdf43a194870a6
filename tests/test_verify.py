"""`tannhjul verify`: what stands is found to stand, and one altered character is found."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.core.frozen import digest
from app.core.minutes import Case, Met, Why
from app.core.receipts import fingerprint, root
from app.core.things import Reaction, Reason
from app.publish.opendata.data import document
from tests.command import Answer, tannhjul
from tests.publish.documents import ISSUE, minutes, note

WORDS = ("Tett ved banen", "La matjorda ligge", "Kari på hjørnet")
IDS = tuple(f"{n:032x}" for n in range(3))
MARKS = [fingerprint(*each) for each in zip(IDS, WORDS, strict=True)]


Verify = Callable[..., Answer]


@pytest.fixture
def verify(tmp_path: Path) -> Verify:
    """`verify(minutes, receipts)`, each as it would stand in a file, as the command would."""

    def run(*contents: Any, options: tuple[str, ...] = ("--json",)) -> Answer:
        files = []
        for name, content in zip(("minutes", "receipts"), contents, strict=False):
            files.append(tmp_path / f"{name}.json")
            raw = content if isinstance(content, bytes) else json.dumps(content).encode()
            files[-1].write_bytes(raw)
        return tannhjul("verify", *files, *options)

    return run


@pytest.fixture
def published() -> Any:
    first, second = (note(*each) for each in zip(IDS[:2], WORDS[:2], strict=True))
    cases = (
        Case("Hvor?", "", (), (first,)),
        Case("Hva?", "", (), (second, note(IDS[2], WORDS[2], Reason.NAME))),
    )
    whole = minutes(cases=cases)
    return {**json.loads(document(whole, ISSUE)), "digest": digest(whole)}


def notes(document: Any) -> list[Any]:
    return [each for case in document["minutes"]["cases"] for each in case["notes"]]


def short(mark: str) -> str:
    return base64.urlsafe_b64encode(bytes.fromhex(mark)[:16]).decode().rstrip("=")


NOTHING = {"present": 0, "hidden": 0, "missing": 0}


def test_what_stands_stands(verify: Verify, published: Any) -> None:
    answer = verify(published)
    assert (answer.status, answer.json) == (0, {"root_ok": True, "receipts": NOTHING})
    said = verify(published, options=())
    assert said.status == 0
    assert published["minutes"]["notes_root"] in said.out


@pytest.mark.parametrize("at", range(len(WORDS[0])))
def test_one_altered_character(verify: Verify, published: Any, at: int) -> None:
    """R7: in any place of one note."""
    (mine,) = (each for each in notes(published) if each["id"] == IDS[0])
    mine["text"] = f"{WORDS[0][:at]}{chr(ord(WORDS[0][at]) ^ 1)}{WORDS[0][at + 1 :]}"
    answer = verify(published, MARKS[:1])
    assert answer.status == 1
    assert answer.json == {"root_ok": False, "receipts": {**NOTHING, "missing": 1}}
    assert f"{MARKS[0][:12]} was altered" in answer.err
    assert verify(published, options=()).out == ""


def test_a_note_with_words_and_fingerprint_of_another(verify: Verify, published: Any) -> None:
    """R7: then the root is not that of the notes."""
    (mine,) = (each for each in notes(published) if each["id"] == IDS[0])
    mine.update(text="Noe annet", fingerprint=fingerprint(IDS[0], "Noe annet"))
    answer = verify(published)
    assert (answer.status, answer.json["root_ok"]) == (1, False)


def test_a_note_that_was_left_out_and_a_root_to_fit(verify: Verify, published: Any) -> None:
    """R7: the list holds then, but whoever has the receipt misses the note."""
    del published["minutes"]["cases"][0]["notes"][0]
    published["minutes"]["notes_root"] = root(MARKS[1:])
    del published["digest"]
    answer = verify(published, MARKS)
    assert answer.status == 1
    assert answer.json == {"root_ok": True, "receipts": {"present": 1, "hidden": 1, "missing": 1}}


def test_a_note_that_stands_twice(verify: Verify, published: Any) -> None:
    """R7: even where the root was made to fit."""
    again = published["minutes"]["cases"][0]["notes"]
    again.append(again[0])
    published["minutes"]["notes_root"] = root([each["fingerprint"] for each in notes(published)])
    answer = verify(published)
    assert (answer.status, answer.json["root_ok"]) == (1, False)
    assert "twice" in answer.err


def test_anything_else_that_was_altered(verify: Verify, published: Any) -> None:
    """R7: the notes stand, but the document is not the one that was published."""
    published["minutes"]["place"] = "Et annet sted"
    answer = verify(published)
    assert (answer.status, answer.json["root_ok"]) == (1, True)
    assert "digest" in answer.err


@pytest.mark.parametrize(
    "form",
    [list, lambda marks: [mark[:32] for mark in marks], lambda marks: list(map(short, marks))],
    ids=["whole", "half", "as on a phone"],
)
def test_receipts_in_every_form(verify: Verify, published: Any, form: Callable[..., Any]) -> None:
    """R3: a hidden note is found by its fingerprint, and is not missing."""
    stands = {"root_ok": True, "receipts": {"present": 2, "hidden": 1, "missing": 0}}
    for receipts in (form(MARKS), {"workshop": "ABC234", "receipts": form(MARKS * 2)}):
        answer = verify(published, receipts)
        assert (answer.status, answer.json) == (0, stands)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff", b"[]", b"{}", b'"minutes"', b'{"minutes": {}}', b"[" * 100_000,
     b'{"minutes": {"notes_root": "", "cases": [{"notes": [{"fingerprint": 1}]}]}}'],
)  # fmt: skip
def test_what_is_no_minutes(verify: Verify, content: bytes) -> None:
    answer = verify(content)
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.startswith("tannhjul: ")
    assert answer.err.count("\n") == 1


@pytest.mark.parametrize(
    "content", [b"", [""], ["kort"], ["æ" * 22], [1], {}, {"receipts": 1}, [[]]]
)
def test_what_is_no_receipts(verify: Verify, published: Any, content: Any) -> None:
    answer = verify(published, content)
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.count("\n") == 1


def test_a_file_that_is_not_there(verify: Verify, published: Any, tmp_path: Path) -> None:
    answer = verify(options=(str(tmp_path / "nix.json"),))
    assert (answer.status, answer.out) == (1, "")
    assert "cannot be read" in answer.err


def test_reactions_are_checked_as_notes_are(verify: Verify) -> None:
    """B9, R7: those with words by their words, the others by the root and the receipt alone."""
    why = Why(Reaction.CURIOUS, IDS[0], WORDS[0], MARKS[0])
    hidden = Why(Reaction.MISSING, "", "", MARKS[1], Reason.NAME)
    counts = {Reaction.SURPRISED: 0, Reaction.CURIOUS: 5, Reaction.MISSING: 1}
    met = Met("Mange bor alene.", "", "", (), 5, True, counts, (why, hidden))
    alone = fingerprint(IDS[2], "")
    whole = minutes(cases=(), knowledge=(met,), reactions=(alone,))
    whole = replace(whole, notes_root=root([*MARKS[:2], alone]))
    published = {**json.loads(document(whole, ISSUE)), "digest": digest(whole)}
    answer = verify(published, [MARKS[0], MARKS[1], alone, MARKS[2]])
    assert answer.json == {"root_ok": True, "receipts": {"present": 2, "hidden": 1, "missing": 1}}
    published["minutes"]["reactions"] = []
    assert verify(published).json["root_ok"] is False
    published["minutes"]["reactions"] = [alone]
    published["minutes"]["knowledge"][0]["words"][0]["text"] = "Noe annet"
    assert "was altered" in verify(published).err
