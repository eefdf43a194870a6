"""The document for the accessibility statement: whole, true to the table, and made of checks."""

import ast
from pathlib import Path

from app.i18n import PUBLIC_LANGUAGES
from tests.accessibility.checks import CHECKS
from tests.accessibility.document import DOCUMENT, criteria, made
from tests.accessibility.evidence import kept

ROOT = Path(__file__).parents[2]

A = """1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1
2.4.1 2.4.2 2.4.3 2.4.4 2.5.1 2.5.2 2.5.3 2.5.4 3.1.1 3.2.1 3.2.2 3.2.6 3.3.1 3.3.2 3.3.7
4.1.2"""
AA = """1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 2.4.5 2.4.6 2.4.7
2.4.11 2.5.7 2.5.8 3.1.2 3.2.3 3.2.4 3.3.3 3.3.4 3.3.8 4.1.3"""
"""https://www.w3.org/TR/WCAG22/, without 4.1.1, which was taken out."""


def test_every_criterion_is_there() -> None:
    """V368: all 55, each with its level, in order, and something behind what it says."""
    told = criteria()
    levels = dict.fromkeys(A.split(), "A") | dict.fromkeys(AA.split(), "AA")
    assert {each.number: each.level for each in told} == levels
    assert len(told) == 55
    in_order = sorted(levels, key=lambda no: [*map(int, no.split("."))])
    assert [each.number for each in told] == in_order
    for each in told:
        assert bool(each.irrelevant) != bool(each.here), each.number
        assert each.irrelevant or each.checks or each.tests or each.seen, each.number


def test_it_names_only_what_is_there() -> None:
    """V368: checks that run, and tests that stand in the files named."""
    named = {name for each in criteria() for name in each.checks}
    assert named == set(CHECKS)
    assert set(kept()) == set(CHECKS)
    kinds = {f"sider ({language})" for language in PUBLIC_LANGUAGES if language != "nb"} | {"sider"}
    assert {*kept()["title_and_language"]} >= kinds
    for test in {test for each in criteria() for test in each.tests}:
        file, _, name = test.partition("::")
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        tests = (ast.FunctionDef, ast.AsyncFunctionDef)
        assert name in {node.name for node in ast.walk(tree) if isinstance(node, tests)}, test


def test_it_is_what_the_last_run_found() -> None:
    """V369: nobody wrote in it by hand; the same run makes the same file."""
    assert DOCUMENT.read_text(encoding="utf-8") == made()
