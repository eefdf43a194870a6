"""Would a test notice? `python -m tests.mutation --number 600 --seed 1`: docs/mutation.md.

Prints each change to the code that none of the tests noticed, and a table by file.
"""

import argparse
import random
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from tests.mutation.changes import Mutant, mutants
from tests.mutation.run import QUIET, Asking, afresh, one

CHANGED = ["app/core", "app/text"]
ASKED = ["tests/core", "tests/text"]
TOO_LONG = ["-k", "not afternoons"]
"""Half a minute each: they would be waited for by every mutant that lives."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.mutation", description=__doc__)
    parser.add_argument("--number", type=int, default=0, help="how many, by lot; 0 is all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--of", nargs="+", default=CHANGED, help="folders or files to change")
    parser.add_argument("--asking", nargs="+", default=ASKED, help="the tests to ask")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        file, number = args.one
        sys.exit(one(mutants(Path(file))[int(number)], args.asking))
    ask(draw(args.of, args.number, args.seed), args.asking)


def ask(drawn: list[Mutant], tests: list[str]) -> None:
    """Prints as it goes; the table too where it is broken off."""
    told: dict[Path, Counter[str]] = defaultdict(Counter)

    def tell(mutant: Mutant, how: str) -> None:
        told[mutant.file][how] += 1
        if how == "alive":
            print(mutant, flush=True)

    asking = Asking(drawn, tell)
    try:
        if pytest.main([*QUIET, *TOO_LONG, *tests], plugins=[asking]) == pytest.ExitCode.OK:
            for mutant in drawn:
                if not mutant.function:
                    tell(mutant, afresh(mutant, asking.asked_afresh(mutant)))
    finally:
        print(table(told))


def draw(of: list[str], number: int, seed: int) -> list[Mutant]:
    """In an order by lot, the same with the same seed: what is broken off is a sample too."""
    paths = (Path(each) for each in of)
    files = sorted(file for path in paths for file in ([path], path.glob("*.py"))[path.is_dir()])
    every = [mutant for file in files for mutant in mutants(file)]
    random.Random(seed).shuffle(every)
    return every[: number or None]


def table(told: dict[Path, Counter[str]]) -> str:
    """Markdown: by file how many there were, and how many were noticed."""
    rows = [(str(file), told[file]) for file in sorted(told)]
    rows.append(("all", sum(told.values(), Counter())))
    lines = ["| file | mutants | noticed | |", "| --- | ---: | ---: | ---: |"]
    for name, count in rows:
        noticed = count.total() - count["alive"]
        share = 100 * noticed / (count.total() or 1)
        lines.append(f"| {name} | {count.total()} | {noticed} | {share:.0f} % |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
