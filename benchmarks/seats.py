"""`python -m benchmarks.seats`: every seating problem beside the checkout, solved in the time that
the page gives it, and judged by `score.py` there. Ratios to the bounds; see `docs/decisions/0010`.
"""

import argparse
import json
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from app.seating import Impossible, Problem, Seating, conflicts, read_problem, repair, seatings
from benchmarks.places import HERE

SEATING = HERE.parent.parent / "shared" / "data" / "seating"
HEAD = "| problem | hard | mixing ÷ bound | repeats (bound) | first | final | repair, worst of 5 |"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.seats", description=__doc__)
    parser.add_argument("problems", nargs="*", help="all, where none is named")
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    files = sorted((SEATING / "instances").glob("*.json"))
    sys.stdout.write(f"{HEAD}\n|{' --- |' * 7}\n")
    ratios: list[float] = []
    repeats = above = 0.0
    for file in files:
        if args.problems and file.stem not in args.problems:
            continue
        problem = read_problem(json.loads(file.read_text()))
        if file.stem.startswith("inf"):
            begun = perf_counter()
            rules = [len(each.rules) for each in conflicts(problem)]
            took = perf_counter() - begun
            sys.stdout.write(f"| {file.stem} | conflicts of {rules} rules in {took:.2f} s |\n")
            continue
        begun, first = perf_counter(), 0.0
        for better in seatings(problem, args.seconds, args.seed):
            seating, first = better, first or perf_counter() - begun
        final = perf_counter() - begun
        judged = _judged(file, seating)
        ratios.append(judged["party_ratio"])
        repeats += judged["repeats"]
        above += judged["repeats"] - judged["repeats_lb"]
        sys.stdout.write(
            f"| {file.stem} | {judged['hard']} | {judged['party_ratio']:.4f} "
            f"| {judged['repeats']} ({judged['repeats_lb']}) | {first:.3f} | {final:.2f} "
            f"| {_mended(problem, seating):.3f} |\n"
        )
        sys.stdout.flush()
    if ratios:
        sys.stdout.write(
            f"\nMixing ÷ bound: median {median(ratios):.4f}, worst {max(ratios):.4f}. "
            f"Repeats: {repeats:.0f}, above the bound {above:.0f}.\n"
        )


def _judged(file: Path, seating: Seating) -> dict[str, float]:
    with TemporaryDirectory() as place:
        solution = Path(place) / "solution.json"
        solution.write_text(json.dumps({"rounds": [dict(each) for each in seating.rounds]}))
        judge = [sys.executable, str(SEATING / "score.py"), str(file), str(solution), "--json"]
        said = subprocess.run(judge, capture_output=True, check=False).stdout  # noqa: S603
        found: dict[str, float] = json.loads(said)
        return found


def _mended(problem: Problem, seating: Seating) -> float:
    """The longest that the hall waits when one to three do not come, of five times."""
    dice, worst = random.Random(1), 0.0  # noqa: S311
    for _ in range(5):
        away = set(dice.sample(problem.rounds[0].present, dice.randint(1, 3)))
        rounds = tuple(
            replace(each, present=tuple(one for one in each.present if one not in away))
            for each in problem.rounds
        )
        begun = perf_counter()
        try:
            repair(replace(problem, rounds=rounds), seating)
        except Impossible:
            continue  # too few for the tables: there is nothing to wait for
        worst = max(worst, perf_counter() - begun)
    return worst


if __name__ == "__main__":
    main()
