"""The asker of `make mutants` itself: does it tell what no test notices, and only that?"""

import ast
import subprocess
import sys
from pathlib import Path

from tests.mutation.changes import changed, mutants

RULES = '''"""A module to change."""

MOST, OTHER = 3, 5


def takes(number: int, closed: bool) -> bool:
    """Whether so many are taken."""
    if closed:
        return False
    return number <= MOST


def unasked(number: int) -> int:
    return number + 1
'''
TESTS = """
from rules import takes


def test_most() -> None:
    assert takes(3, False)
    assert not takes(4, False)
"""


def test_what_no_test_notices_is_told_and_nothing_else(tmp_path: Path) -> None:
    """V386: within functions and outside of them; what no test reaches is not noticed."""
    (tmp_path / "rules.py").write_text(RULES)
    (tmp_path / "test_rules.py").write_text(TESTS)
    (tmp_path / "tests").symlink_to(Path(__file__).parents[1])
    ended = subprocess.run(
        [sys.executable, "-m", "tests.mutation", "--of", "rules.py", "--asking", "test_rules.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )
    *alive, _head, _line, row, _all = ended.stdout.splitlines()
    assert {line for line in alive if line.startswith("rules.py")} == {
        "rules.py:3 6, not 5",
        "rules.py:9 True, not False",
        "rules.py:14 return None, not number + 1",
        "rules.py:14 Sub in number + 1",
        "rules.py:14 2, not 1",
    }, ended.stderr
    assert row == "| rules.py | 9 | 4 | 44 % |"


def test_no_two_changes_are_the_same(tmp_path: Path) -> None:
    """V386: and each is one: the tree is as it was but for that."""
    file = tmp_path / "rules.py"
    file.write_text(RULES)
    every = mutants(file)
    trees = {compile(changed(each), "rules.py", "exec") for each in every}
    assert len(trees) == len(every) == 9
    assert compile(ast.parse(RULES), "rules.py", "exec") not in trees
