"""The audit: what is known fails, and silence is not taken for a good word."""

import json
from typing import Any

import pytest

from tests.hostile import audit

FINE = {"name": "fin", "version": "1", "vulns": []}
WEAK = {"name": "svak", "version": "2", "vulns": [{"id": "CVE-0000-1"}]}
UNKNOWN = {"name": "ukjent", "version": "3", "skip_reason": "not found"}


def answers(python: list[dict[str, Any]] | str, npm: dict[str, Any] | str) -> audit.Run:
    told = python if isinstance(python, str) else json.dumps({"dependencies": python})
    screens = npm if isinstance(npm, str) else "npm warn\n" + json.dumps(npm)
    return lambda command: told if "pip_audit" in command else screens


@pytest.mark.parametrize(
    ("run", "red", "said"),
    [
        (answers([FINE], {"vulnerabilities": {}}), 0, ("PyPI: nothing", "npm: nothing")),
        (answers([FINE, WEAK], {"vulnerabilities": {}}), 1, ("svak 2: CVE-0000-1",)),
        (answers([WEAK, UNKNOWN], {"vulnerabilities": {}}), 1, ("svak 2: CVE-0000-1",)),
        (answers([FINE], {"vulnerabilities": {"x": {"severity": "high"}}}), 1, ("x: high",)),
        (answers([FINE, UNKNOWN], {"message": "405"}), 0, ("NOT ASKED, PyPI", "NOT ASKED, npm")),
        (answers([], ""), 0, ("NOT ASKED, PyPI", "NOT ASKED, npm")),
        (answers("", "nix"), 0, ("NOT ASKED, PyPI", "NOT ASKED, npm")),
    ],
)
def test_what_is_known_fails_and_silence_is_told(
    run: audit.Run, red: int, said: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """V229"""
    assert audit.main(run) == red
    told = capsys.readouterr().out
    assert all(each in told for each in said), told
