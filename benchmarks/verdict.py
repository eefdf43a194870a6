"""Says of a run's rows which targets are met: medians over repetitions, ratios within the run."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any, TypeAlias

OURS, POSTGRES = "tannhjul", "tannhjul-pg"
CEILING, NAIVE, HOCUSPOCUS = "c_epoll+fsync+coal", "naive-fastapi", "hocuspocus"

Target: TypeAlias = tuple[str, float, str, Callable[[float], bool]]


def of(file: Path) -> str:
    """The targets as a table in Markdown; what the run did not measure is left out."""
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    lines = ["| target | measured | met |", "| --- | --- | --- |"]
    for words, value, unit, holds in _targets(rows):
        met = "yes" if holds(value) else "no"
        lines.append(f"| {words} | {value:.2f}{unit} | {met} |")
    return "\n".join(lines)


def _targets(rows: Sequence[Mapping[str, Any]]) -> Iterator[Target]:
    """Each target that can be judged: in words, its value with unit, and whether that holds."""

    def value(name: str, *path: str) -> float | None:
        found = [_dig(row["res"], path) for row in rows if row["name"] == name]
        there = [float(each) for each in found if each is not None]
        return median(there) if there else None

    def ratio(other: str, *path: str, ours: str = OURS) -> float | None:
        mine, theirs = value(ours, *path), value(other, *path)
        return mine / theirs if mine is not None and theirs else None

    def at_most(words: str, found: float | None, limit: float, unit: str = "×") -> Iterator[Target]:
        if found is not None:
            yield f"{words} ≤ {limit:g}{unit}", found, unit, lambda x: x <= limit

    yield from at_most("S1 all99 to the ceiling", ratio(CEILING, "S1", "all99"), 2)
    yield from at_most("S2 until all have all, to the ceiling", ratio(CEILING, "S2", "done"), 1.3)
    yield from at_most("S3 all99 to the ceiling", ratio(CEILING, "S3", "all99"), 1.3)
    for n in ("1000", "2000", "5000", "10000"):
        found = ratio(CEILING, "S6", n, "all99")
        yield from at_most(f"S6 all99 at {n}, to the ceiling", found, 1.3)
    for words, path in (
        ("S2 until all have all", ("S2", "done")),
        ("S3 all99", ("S3", "all99")),
        *((f"S6 all99 at {n}", ("S6", n, "all99")) for n in ("100", "500", "1000", "2000", "5000")),
    ):
        yield from at_most(f"{words}, to Hocuspocus", ratio(HOCUSPOCUS, *path), 1)
    for words, path in (("S2", ("S2", "done")), ("S3", ("S3", "all99"))):
        yield from at_most(f"{words}, to the naive server", ratio(NAIVE, *path), 0.1)
    cpu = value(OURS, "S3", "cpu_1k")
    yield from at_most("S3 CPU for 1,000 deliveries", cpu and 1000 * cpu, 12, " ms")
    yield from at_most("S4 until the last is back", value(OURS, "S4", "done"), 1, " s")
    for n in ("1000", "5000", "10000"):
        yield from at_most(f"S5 memory of {n} idle, each", value(OURS, "S5", n, "kb"), 32, " kB")
    for scenario, figure in (("S1", "all99"), ("S2", "done"), ("S3", "all99")):
        found = ratio(OURS, scenario, figure, ours=POSTGRES)
        yield from at_most(f"{scenario} on PostgreSQL, to SQLite", found, 2.5)


def _dig(tree: Any, path: Sequence[str]) -> float | None:
    for key in path:
        tree = tree.get(key) if isinstance(tree, dict) else None
    return tree if isinstance(tree, int | float) else None
