"""Is any of what we lean on known to be weak? `make audit` asks the advisories of PyPI and npm.

A known weakness fails. A service that does not answer does not, for whoever tests without the
internet must be able to: but it is said, and never passed over.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements.lock"
PATIENCE = 60.0

Run = Callable[[list[str]], str]


class Unanswered(Exception):
    """The service was not reached, or knew nothing of what was asked about."""


def main(run: Run | None = None) -> int:
    run = run or _run
    red = False
    for name, ask in (("PyPI", python), ("npm", screens)):
        try:
            found = ask(run)
        except Unanswered as why:
            print(f"audit: NOT ASKED, {name} did not answer: {why}")
            continue
        red |= bool(found)
        print(f"audit: {name}: " + ("; ".join(found) or "nothing is known to be weak"))
    return int(red)


def python(run: Run) -> list[str]:
    """What is known of the locked packages, a line each. Raises `Unanswered`."""
    asked = [sys.executable, "-m", "pip_audit", "--requirement", str(LOCK), "--format", "json"]
    told = run([*asked, "--require-hashes", "--disable-pip", "--progress-spinner", "off"])
    packages = _read(told).get("dependencies", [])
    answered = [each for each in packages if "vulns" in each]
    weak = [
        f"{each['name']} {each['version']}: {one['id']}"
        for each in answered
        for one in each["vulns"]
    ]
    if not weak and (len(answered) < len(packages) or not packages):
        raise Unanswered(f"{len(answered)} of {len(packages)} packages are known there")
    return weak


def screens(run: Run) -> list[str]:
    """The same of what the screens are built with. Raises `Unanswered`."""
    npm = [sys.executable, str(ROOT / "hatch_build.py"), "npm"]
    told = _read(run([*npm, "audit", "--omit=dev", "--json"]))
    if "vulnerabilities" not in told:
        raise Unanswered(str(told.get("message", "no answer"))[:200])
    return [f"{name}: {weak['severity']}" for name, weak in told["vulnerabilities"].items()]


def _run(command: list[str]) -> str:
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout


def _read(told: str) -> dict[str, Any]:
    """The answer, which is JSON after whatever a program says first."""
    try:
        found = json.loads(told[told.index("{") :])
    except ValueError:
        raise Unanswered("no answer") from None
    return found if isinstance(found, dict) else {}


if __name__ == "__main__":
    sys.exit(main())
