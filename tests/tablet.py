"""`make tablet`: the way from code to first note measured anew, into the documentation."""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs/benchmarks.md"
BEGIN, END = "<!-- make tablet -->\n", "<!-- end -->"


class Kept:
    """The figures that the tests told."""

    def __init__(self) -> None:
        self.figures: list[tuple[str, object]] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call":
            self.figures += report.user_properties


def main() -> int:
    """Ends as the test ends; figures of a run that failed are not kept."""
    kept = Kept()
    failed = pytest.main(["-q", str(HERE / "browser/test_ten_seconds.py")], plugins=[kept])
    if not failed:
        rows = "".join(f"| {what} | {figure} |\n" for what, figure in kept.figures)
        before, rest = PAGE.read_text("utf-8").split(BEGIN)
        after = rest.partition(END)[2]
        PAGE.write_text(f"{before}{BEGIN}| | |\n| --- | --- |\n{rows}{END}{after}", "utf-8")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
