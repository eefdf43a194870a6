"""The threat model and the DPIA say what the code says: every column, rule, file and name."""

import re
from pathlib import Path

import pytest

from app.store.tables import metadata
from tests.test_spec import rules

ROOT = Path(__file__).parent.parent
THREATS, ASSESSMENT = "docs/threat-model.md", "docs/dpia.md"


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_assessment_walks_through_every_column() -> None:
    """A new column is a new thing that is stored: why, how long, and who can see it?"""
    columns = {f"{table.name}.{c.name}" for table in metadata.sorted_tables for c in table.columns}
    tables = "|".join(sorted(table.name for table in metadata.sorted_tables))
    told = set(re.findall(rf"`((?:{tables})\.\w+)`", read(ASSESSMENT)))
    assert told == columns


def test_the_assessment_refers_to_risks_that_there_are() -> None:
    numbers = re.findall(r"^\| (\d+) \| ", read(THREATS), re.MULTILINE)
    remaining = numbers[12:]  # after the twelve rules
    assert remaining == [str(n) for n in range(1, len(remaining) + 1)]
    assert set(re.findall(r"\bT (\d+)", read(ASSESSMENT))) <= set(remaining)


def test_the_threat_model_cites_rules_that_there_are() -> None:
    cited = set(re.findall(r"\b[A-Z]\d+\b", read(THREATS).split("```")[2]))
    assert cited
    assert cited <= rules()


@pytest.mark.parametrize("name", [THREATS, ASSESSMENT, "README.md"])
def test_what_is_pointed_at_is_there(name: str) -> None:
    """Links, files, and names in files written as `file:name`."""
    text = read(name)
    for link in re.findall(r"\]\(([^)#:]+)(?:#[\w-]*)?\)", text):
        assert (ROOT / name).parent.joinpath(link).exists(), link
    for file, inside in re.findall(r"`((?:app|frontend|tests)/[\w./-]+\.\w+)(?::(\w+))?`", text):
        assert (ROOT / file).exists(), file
        assert inside in read(file), f"{inside} in {file}"


def test_what_is_named_in_a_comment_or_a_document_is_there() -> None:
    """By path or by its end, as `store/sets.py`: whoever reads can look it up."""
    read_by_people = ("docs/**/*.md", "app/**/*.py", "frontend/src/**/*.ts*")
    named = {
        name: file
        for kind in read_by_people
        for file in ROOT.glob(kind)
        for name in re.findall(
            r"`([\w./-]+\.(?:css|html|md|py|tsx?|typ))`", file.read_text(encoding="utf-8")
        )
    }
    there = [file.as_posix() for file in ROOT.glob("*.*")]
    for part in ("app", "benchmarks", "docs", "frontend/src", "tests"):
        there += [file.as_posix() for file in (ROOT / part).rglob("*.*")]
    listed = "\n".join([*there, ""])
    assert len(named) > 100
    assert {name: file for name, file in named.items() if f"/{name}\n" not in listed} == {}


def test_the_fields_of_the_law_that_the_code_cites_are_there() -> None:
    told = set(re.findall(r"^\| ([MN]\d+) \|", read("docs/law.md"), re.MULTILINE))
    cited = {
        field
        for file in ROOT.glob("app/**/*.py")
        for line in re.findall(r"`law\.md`.*", file.read_text("utf-8"))
        for field in re.findall(r"\b[MN]\d+", line)
    }
    assert cited
    assert cited <= told
