"""`tannhjul tally`: approval ballots from a file, as the hall's dots are counted. No database.

One ballot a line, its choices separated by spaces. An empty line is a blank ballot, and a blank
ballot is no ballot: as in the hall, it is not counted.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

from app.cli.common import Stop
from app.core.shares import Selection, count_dots, equal_shares, most_dots, uncovered

MOST_BYTES = 5_000_000


def tally(args: argparse.Namespace) -> None:
    """The answer is that of `interface.md`; `ties` is in it only where choices stood level."""
    ballots = [ballot for ballot in _ballots(_text(args.ballots), args.ballots) if ballot]
    dots = count_dots(ballots)
    if not dots:
        raise Stop(f"{args.ballots} has no ballots")
    if not 1 <= args.places <= len(dots):
        raise Stop(f"there are {len(dots)} choices: --places is a number from 1 to {len(dots)}")
    order = sorted(dots)
    lists = {
        "equal_shares": equal_shares(ballots, args.places, order),
        "most_dots": most_dots(ballots, args.places, order),
    }
    left_out = {name: len(uncovered(ballots, found.choices)) for name, found in lists.items()}
    ranked = sorted(order, key=lambda choice: -dots[choice])
    if args.json:
        answer = {
            "places": args.places,
            "ballots": len(ballots),
            **{name: found.choices for name, found in lists.items()},
            "dots": {choice: dots[choice] for choice in ranked},
            "uncovered": left_out,
        }
        ties = {
            name: [{"level": tie.level, "chosen": tie.chosen} for tie in found.ties]
            for name, found in lists.items()
            if found.ties
        }
        print(json.dumps(answer | ({"ties": ties} if ties else {}), ensure_ascii=False))
    else:
        print(f"{len(ballots)} ballots, {len(dots)} choices, {args.places} places")
        for name, found in lists.items():
            print("\n".join(_told(name.replace("_", " "), found, left_out[name])))
        print("dots: " + ", ".join(f"{choice} {dots[choice]}" for choice in ranked))


def _told(name: str, found: Selection, left_out: int) -> Iterator[str]:
    yield f"{name}: {' '.join(found.choices)}"
    yield f"  without any of their dots on the list: {left_out}"
    for tie in found.ties:
        yield f"  level: {' '.join(tie.level)}; came on the list: {' '.join(tie.chosen)}"


def _ballots(text: str, path: Path) -> Iterator[frozenset[str]]:
    for no, line in enumerate(text.splitlines(), start=1):
        choices = line.split()
        if any(mark in line for mark in ",;"):
            raise Stop(f"line {no} of {path} has a comma or semicolon: choices stand with spaces")
        if not all(choice.isprintable() for choice in choices):
            raise Stop(f"line {no} of {path} has a character that cannot be seen")
        ballot = frozenset(choices)
        if len(ballot) < len(choices):
            raise Stop(f"line {no} of {path} has the same choice twice")
        yield ballot


def _text(path: Path) -> str:
    """The file, with letters composed alike. Raises `Stop`."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Stop(f"{path} cannot be read: {error.strerror}") from None
    if len(raw) > MOST_BYTES:
        raise Stop(f"{path} is larger than {MOST_BYTES // 1_000_000} MB")
    try:
        return normalize("NFC", raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Stop(f"{path} is not text in UTF-8") from None
