"""How a benchmark's rows become targets met or not. The measuring itself is never a test."""

import json
from pathlib import Path

from benchmarks import verdict


def row(name: str, rep: int, **scenarios: dict[str, object]) -> str:
    return json.dumps({"name": name, "rep": rep, "res": scenarios})


def test_ratios_are_of_medians_within_the_run(tmp_path: Path) -> None:
    rows = [
        *(row(verdict.CEILING, i, S2={"done": 0.010}) for i in range(3)),
        *(row(verdict.NAIVE, i, S2={"done": 0.5}) for i in range(3)),
        *(row(verdict.OURS, i, S2={"done": done}) for i, done in enumerate([0.012, 0.9, 0.011])),
    ]
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(rows))
    assert verdict.of(file).splitlines()[2:] == [
        "| S2 until all have all, to the ceiling ≤ 1.3× | 1.20× | yes |",
        "| S2, to the naive server ≤ 0.1× | 0.02× | yes |",
    ]


def test_what_was_not_measured_or_failed_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text(
        row(
            verdict.OURS,
            0,
            S3={"error": "timeout"},
            S4={"done": 1.5},
            S6={"100": {"all99": 0.01}},
        )
    )
    assert verdict.of(file).splitlines()[2:] == [
        "| S4 until the last is back ≤ 1 s | 1.50 s | no |"
    ]
