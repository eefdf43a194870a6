"""Every rule of SPEC.md is cited by a test, and no test cites a rule that is not there.

A test cites at the start of its docstring: `N1`, or `N1, T2: and what is special here.`
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent
CITING = [TESTS / folder for folder in ("core", "store", "live", "homes")]
"""Where every test cites. Elsewhere those do that hold what the whole house is needed for."""


def numbered() -> list[str]:
    return re.findall(r"^- \*\*([A-Z]\d+)\*\*", (TESTS / "SPEC.md").read_text(), re.MULTILINE)


def rules() -> set[str]:
    return set(numbered())


def all_tests(*folders: Path) -> Iterator[tuple[str, str]]:
    """Each test below the folders, with what its docstring begins with."""
    for file in (file for folder in folders for file in folder.rglob("test_*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                said = ast.get_docstring(node) or ""
                cited = re.match(r"(?:[A-Z]\d+(?:, )?)+(?=[.:]|$)", said)
                if node.name.startswith("test_") or cited:
                    yield f"{file.name}: {node.name}", cited[0] if cited else ""


def cited(*folders: Path) -> dict[str, set[str]]:
    return {name: set(re.findall(r"[A-Z]\d+", said)) for name, said in all_tests(*folders)}


def test_no_two_rules_have_a_number() -> None:
    assert [each for each, count in Counter(numbered()).items() if count > 1] == []


def test_every_rule_is_cited() -> None:
    assert rules() - set().union(*cited(TESTS).values()) == set()


def test_every_citation_is_of_a_rule() -> None:
    unknown = {name: found - rules() for name, found in cited(TESTS).items() if found - rules()}
    assert unknown == {}


def test_every_test_cites_a_rule() -> None:
    elsewhere = ("test_minutes.py",)
    assert [
        name
        for name, found in cited(*CITING).items()
        if not found and not name.startswith(elsewhere)
    ] == []
