"""`tannhjul tally`: ballots from a file, as the hall's dots or points are counted. No database.

One ballot a line, its choices separated by spaces: `bus school`, or with points `bus:6 school:4`.
An empty line is a blank ballot, and a blank ballot is no ballot: as in the hall, it is not counted.
"""

import argparse
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from unicodedata import normalize

from app.cli.common import Stop
from app.core.shares import Selection, count_dots, equal_shares, most_dots, uncovered
from app.core.tally import POINTS

MOST_BYTES = 5_000_000

_POINTS = re.compile(r"[^:]+:(?:[1-9]|10)")


def tally(args: argparse.Namespace) -> None:
    """The answer is that of `docs/formats.md`; `ties` is in it only where choices stood level, and
    where points were given their totals are `points`, in the place of `dots`."""
    text = _text(args.ballots)
    mark = "points" if ":" in text else "dots"
    ballots = [ballot for ballot in _ballots(text, args.ballots) if ballot]
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
            mark: {choice: dots[choice] for choice in ranked},
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
            title = "equal shares" if name == "equal_shares" else f"most {mark}"
            print("\n".join(_told(title, mark, found, left_out[name])))
        print(f"{mark}: " + ", ".join(f"{choice} {dots[choice]}" for choice in ranked))


def _told(title: str, mark: str, found: Selection, left_out: int) -> Iterator[str]:
    yield f"{title}: {' '.join(found.choices)}"
    yield f"  without any of their {mark} on the list: {left_out}"
    for tie in found.ties:
        yield f"  level: {' '.join(tie.level)}; came on the list: {' '.join(tie.chosen)}"


def _ballots(text: str, path: Path) -> Iterator[Mapping[str, int]]:
    """All of a file are dots, or all are points."""
    for no, line in enumerate(text.splitlines(), start=1):
        marks = line.split()
        if any(mark in line for mark in ",;"):
            raise Stop(f"line {no} of {path} has a comma or semicolon: choices stand with spaces")
        if not all(mark.isprintable() for mark in marks):
            raise Stop(f"line {no} of {path} has a character that cannot be seen")
        if ":" in text and not all(_POINTS.fullmatch(mark) for mark in marks):
            raise Stop(
                f"line {no} of {path} has something else than points: in a file of points each"
                f" choice has a colon after it and a number from 1 to {POINTS}, such as bus:6"
            )
        given = [mark.rpartition(":") if ":" in text else (mark, "", "1") for mark in marks]
        ballot = {choice: int(points) for choice, _colon, points in given}
        if len(ballot) < len(marks):
            raise Stop(f"line {no} of {path} has the same choice twice")
        if ":" in text and (total := sum(ballot.values())) > POINTS:
            raise Stop(f"line {no} of {path} has {total} points: there are {POINTS} to spread")
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
