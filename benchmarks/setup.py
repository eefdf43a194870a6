"""Builds what the product is measured against, in the cache: C, Python and Node servers."""

import subprocess
import sys
from pathlib import Path

from benchmarks.places import HOME, harness, harness_python

PYTHON = ("picows", "uvloop", "uvicorn", "websockets", "fastapi", "sqlmodel", "orjson")
NODE = ("ws", "yjs", "@hocuspocus/server", "@hocuspocus/extension-database", "better-sqlite3")


def build() -> None:
    """Doing it again brings things up to date. Needs gcc, node and npm. May take minutes."""
    (HOME / "run").mkdir(parents=True, exist_ok=True)
    (HOME / "node").mkdir(exist_ok=True)
    source = harness()
    _do("gcc", "-O2", "-o", HOME / "c_epoll", source / "servers" / "c_epoll.c")
    _do("gcc", "-O2", "-o", HOME / "cload", source / "cload.c")
    if not harness_python().exists():
        _do(sys.executable, "-m", "venv", HOME / "venv")
    _do(harness_python(), "-m", "pip", "install", "--quiet", "--upgrade", *PYTHON)
    if not (HOME / "node" / "package.json").exists():
        _do("npm", "init", "--yes", at=HOME / "node")
    _do("npm", "install", "--no-audit", "--no-fund", *NODE, at=HOME / "node")
    # npm no longer runs a package's own build step unasked; this one is compiled here.
    _do("npm", "rebuild", "better-sqlite3", "--ignore-scripts=false", at=HOME / "node")


def _do(*command: str | Path, at: Path | None = None) -> None:
    words = [str(word) for word in command]
    sys.stdout.write("+ " + " ".join(words) + "\n")
    sys.stdout.flush()
    try:
        subprocess.run(  # noqa: S603  # what is run is written above
            words, cwd=at, check=True, stdout=subprocess.DEVNULL if words[0] == "npm" else None
        )
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"that did not work: {error}")
