"""The long form: `python -m tests.hostile --cases 100000 --seed 1`, half of it requests for pages
and half frames of screens. Prints what was reached, so that one sees that it was not nothing."""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable

from tests.hostile import frames, pages

RUNS: dict[str, Callable[[int, int], Counter[str]]] = {"pages": pages.run, "frames": frames.run}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=list(RUNS), help="all the cases over one of them")
    args = parser.parse_args()
    chosen = [args.only] if args.only else list(RUNS)
    red = False
    for name in chosen:
        cases, began = args.cases // len(chosen), time.monotonic()
        try:
            reached = RUNS[name](args.seed, cases)
        except AssertionError as found:
            red = True
            print(f"{name}: {found}")
        else:
            tell(name, reached)
        print(f"{name}: {cases} cases, seed {args.seed}, {time.monotonic() - began:.0f} s\n")
    return int(red)


def tell(name: str, reached: Counter[str]) -> None:
    for what, count in sorted(reached.items()):
        print(f"{count:8} {what}")


if __name__ == "__main__":
    sys.exit(main())
