"""The long form: `python -m tests.faults kill --rounds 200`, and so for `network` and `storm`.

Prints what happened and how long it took; exit status 1 where anything was lost, doubled or stuck.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from time import monotonic

from app.rehearse.account import quantiles
from tests.faults import kill, network, storm

BACK_WITHIN = 3.0
"""Seconds from the server's start until every tablet shows its view again: the target."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.faults", description=__doc__)
    tests = parser.add_subparsers(required=True, dest="test")
    for name, option, many in (("kill", "rounds", 200), ("network", "runs", 500)):
        made = tests.add_parser(name)
        made.add_argument(f"--{option}", type=int, default=many)
        made.add_argument("--seed", type=int, default=1)
        made.add_argument("--database", default="", help="of PostgreSQL, instead of SQLite")
    made.add_argument("--abreast", type=int, default=8, help="halls at a time")
    tests.add_parser("storm").add_argument("--tablets", type=int, default=1_000)
    args = parser.parse_args()
    began = monotonic()
    faults = {"kill": _kill, "network": _network, "storm": _storm}[args.test](args)
    print(*faults, sep="\n")
    print(f"{len(faults)} faults, {monotonic() - began:.0f} s")
    sys.exit(bool(faults))


def _kill(args: argparse.Namespace) -> list[str]:
    whole = len(kill.EVENING)
    evenings = [kill.EVENING[: args.rounds - first] for first in range(0, args.rounds, whole)]
    found = kill.play(args.seed, evenings, args.database, _say)
    _tally(found.tally)
    _took("serving again", found.serving)
    _took("all tablets back", found.back)
    late = sum(took > BACK_WITHIN for took in found.back)
    print(f"{late} of {args.rounds} times after more than {BACK_WITHIN:.0f} s")
    return found.faults


def _network(args: argparse.Namespace) -> list[str]:
    found = network.many(args.seed, args.runs, args.abreast, args.database, _say)
    _tally(found.tally)
    return [*found.faults, *network.missed(found)]


def _storm(args: argparse.Namespace) -> list[str]:
    found = storm.storm(args.tablets)
    _took("back", found.back)
    _took("what was written in the storm is stored", found.stored)
    return found.faults


def _say(found: kill.Found | network.Found) -> None:
    """On the way: a dot for what went well."""
    print("x" if found.faults else ".", end="", file=sys.stderr, flush=True)


def _tally(tally: Counter[str]) -> None:
    print(file=sys.stderr)
    for what in sorted(tally):
        print(f"{tally[what]:8} {what}")


def _took(what: str, seconds: Sequence[float]) -> None:
    q = quantiles(seconds)
    print(f"{what}: half within {q.p50:.0f} ms, all within {q.slowest:.0f} ms")


if __name__ == "__main__":
    main()
