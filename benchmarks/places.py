"""Where things lie: this folder, the harness, and the cache with the other servers in it."""

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOME = Path(os.environ.get("BENCH_HOME", "~/.cache/tannhjul-bench")).expanduser()
"""Everything that is built or measured, outside the checkout."""


def harness() -> Path:
    """The load generator and the other servers. Ends the program where they are not there."""
    there = Path(os.environ.get("TANNHJUL_BENCH", HERE.parent.parent / "shared" / "bench"))
    if not (there / "bench.py").exists():
        sys.exit(f"no harness in {there}: set TANNHJUL_BENCH to the folder with bench.py in it")
    return there.resolve()


def harness_python() -> Path:
    return HOME / "venv" / "bin" / "python"


def environment() -> dict[str, str]:
    """What the harness and the servers it starts are told."""
    return {
        **os.environ,
        "BENCH_HOME": str(HOME),
        "TANNHJUL_BENCH": str(harness()),
        "TANNHJUL_PYTHON": sys.executable,
        "PYTHONPATH": str(HERE.parent),
    }
