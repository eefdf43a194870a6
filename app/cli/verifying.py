"""`tannhjul verify`: whether the published notes stand as they were written. Needs no database.

The file is read as anybody else would read it, field by field (`publish/opendata/data.py` tells
which), so that minutes of a newer version, or from another program, can be checked too.
"""

import argparse
import base64
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from app.cli.common import Stop
from app.core.chain import Line, head, until
from app.core.events import LogHead
from app.core.receipts import fingerprint, root

RECEIPT = 32
"""Hexadecimal digits of a fingerprint in a receipt: 128 bits, as many as the note's own id."""

TOLD = 3
"""Faults that are told in words; whoever looks into the first finds the rest."""


@dataclass
class Found:
    """What the minutes hold: by receipt whether the note is hidden, and what does not hold."""

    notes: dict[str, bool] = field(default_factory=dict)
    root: str = ""
    in_list: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)


def verify(args: argparse.Namespace) -> None:
    try:
        found = check(_read(args.minutes))
    except (AttributeError, KeyError, TypeError, ValueError):
        raise Stop(f"{args.minutes} is not the minutes of a workshop, as JSON") from None
    try:
        receipts = set(_receipts(_read(args.receipts))) if args.receipts else set()
    except (AttributeError, KeyError, TypeError, ValueError):
        raise Stop(f"{args.receipts} holds no receipts") from None
    log_ok = None
    if args.log:
        try:
            log_ok = log_holds(_read(args.minutes), _read(args.log))
        except (AttributeError, KeyError, TypeError, ValueError):
            raise Stop(f"{args.log} is not the log of a workshop, as JSON") from None
        if not log_ok:
            found.elsewhere.append("the staff log is not the one that the minutes were made with")
    here = receipts & found.notes.keys()
    hidden = sum(found.notes[receipt] for receipt in here)
    missing = len(receipts - here)
    if args.json:
        counts = {"present": len(here) - hidden, "hidden": hidden, "missing": missing}
        told = {} if log_ok is None else {"log_ok": log_ok}
        print(json.dumps({"root_ok": not found.in_list, "receipts": counts, **told}))
    else:
        if not found.in_list:
            print(f"All {len(found.notes)} notes stand as they were written. Root: {found.root}")
        if log_ok:
            print("The staff log is as it was when they were published.")
        if receipts:
            print(f"Receipts: {len(here) - hidden} present, {hidden} hidden, {missing} missing")
    faults = found.in_list + found.elsewhere
    if faults:
        more = f"; and {len(faults) - TOLD} more" if len(faults) > TOLD else ""
        print(f"tannhjul: {'; '.join(faults[:TOLD])}{more}", file=sys.stderr)
    if faults or missing:
        sys.exit(1)


def check(document: Any) -> Found:
    """Every fingerprint, the root and the document's digest, computed anew.

    Raises `AttributeError`, `KeyError`, `TypeError` or `ValueError` for anything but minutes.
    """
    minutes, found, marks = document["minutes"], Found(), []
    found.root = minutes["notes_root"]
    notes = [note for case in minutes["cases"] for note in case["notes"]]
    notes += [why for met in minutes.get("knowledge", ()) for why in met["words"]]
    notes += [*_arguments(minutes), *minutes.get("parked", ())]
    notes += [*_corrections(minutes), *(minutes.get("evaluation") or {}).get("lines", ())]
    bare = [*minutes.get("reactions", ()), *minutes.get("lines", ())]
    listed = [(mark, False) for mark in bare]  # they have nothing but it
    for note in notes:
        mark, hidden = note["fingerprint"], bool(note["hidden"])
        computed = mark if hidden else fingerprint(note["id"], note["text"])
        if mark != computed:
            found.in_list.append(f"the note with fingerprint {mark[:12]} was altered")
        listed.append((computed, hidden))
    for mark, hidden in listed:
        if mark[:RECEIPT] in found.notes:
            found.in_list.append(f"fingerprint {mark[:12]} stands there twice")
        marks.append(mark)
        found.notes[mark[:RECEIPT]] = hidden
    if root(marks) != found.root:
        found.in_list.append("the root is not that of the notes")
    if document.get("digest", _digest(minutes)) != _digest(minutes):
        found.elsewhere.append("the document is not the one that its digest was made of")
    return found


def log_holds(document: Any, log: Any) -> bool:
    """Whether the log still begins as it was when the minutes were published (`core/chain.py`).

    Raises `AttributeError`, `KeyError`, `TypeError` or `ValueError` for anything but the two.
    """
    told = document["minutes"]["log"]
    lines = [Line(each["at"], each["log"], each["no"], each["sum"]) for each in log["lines"]]
    there = LogHead(told["acts"], told["deeds"], told["head"])
    return head(until(lines, there)) == there


def _arguments(minutes: Any) -> Iterator[Any]:
    """Those that are no notes on the question, which are listed there."""
    for case in minutes["cases"]:
        for one in (*case["statements"], case.get("common") or {}):
            yield from (each for each in one.get("arguments", ()) if not each["laid"])


def _corrections(minutes: Any) -> Iterator[Any]:
    came = minutes.get("verification")
    for one in (came, *came["statements"]) if came else ():
        yield from one["corrections"]


def _digest(minutes: Any) -> str:
    written = json.dumps(minutes, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(written.encode()).hexdigest()


def _receipts(content: Any) -> Iterator[str]:
    """A list of receipts, or {"receipts": [...]}; each a fingerprint or its first 16 bytes."""
    for each in content if isinstance(content, list) else content["receipts"]:
        if len(each) in (RECEIPT, 2 * RECEIPT):
            yield bytes.fromhex(each).hex()[:RECEIPT]
        else:
            raw = base64.b64decode(each + "==", altchars=b"-_", validate=True)
            if len(raw) * 2 != RECEIPT:
                raise ValueError(each)
            yield raw.hex()


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except OSError as error:
        raise Stop(f"{path} cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError):
        raise Stop(f"{path} is not JSON") from None
