"""Every command, option and setting is documented, and what is documented is there."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import cli
from app.settings import Settings

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs/kommandoer.md"

#: Read by a command itself, or meant for others who are started with us.
BESIDE = {"TANNHJUL_PASSWORD", "TANNHJUL_BENCH"}
EVERYWHERE = {"--help", "--data", "--database", "--version"}


def commands() -> dict[str, argparse.ArgumentParser]:
    (found,) = (
        action
        for action in cli._parser()._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    return dict(found.choices)


def sections() -> dict[str, str]:
    """By command, what the reference says of it."""
    parts = re.split(r"^### `tannhjul (\w+)`$", REFERENCE.read_text("utf-8"), flags=re.MULTILINE)
    said = (part.split("\n## ")[0] for part in parts[2::2])
    return dict(zip(parts[1::2], said, strict=True))


def options(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        yield from (each for each in action.option_strings if each.startswith("--"))


def test_every_command_is_there_and_no_other() -> None:
    """V335."""
    assert sections().keys() == commands().keys()


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_option_is_there_and_no_other(name: str) -> None:
    """V335."""
    told = set(re.findall(r"(?<![\w-])(--[a-z][a-z-]*)", sections()[name])) | EVERYWHERE
    assert told == set(options(commands()[name])) | EVERYWHERE


@pytest.mark.parametrize("name", ["certificate", "user"])
def test_every_thing_to_do_is_there(name: str) -> None:
    """V335."""
    (do,) = (action for action in commands()[name]._actions if action.dest == "do")
    assert do.choices
    for each in do.choices:
        assert re.search(rf"`{name} {each}\b", sections()[name]), each


def test_every_setting_is_there_and_no_other() -> None:
    """V336."""
    settings = {f"TANNHJUL_{name.upper()}" for name in Settings.model_fields}
    assert len(settings) > 20
    told = set(re.findall(r"`(TANNHJUL_\w+)`", REFERENCE.read_text("utf-8")))
    assert told == settings | {"TANNHJUL_PASSWORD"}


def test_what_other_pages_call_a_setting_is_one() -> None:
    """V336."""
    known = {f"TANNHJUL_{name.upper()}" for name in Settings.model_fields} | BESIDE
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    text = "".join(page.read_text("utf-8") for page in pages)
    told = set(re.findall(r"TANNHJUL_[A-Z_]*[A-Z]", text))
    assert len(told) > 15
    assert told <= known


def test_the_readme_names_every_command() -> None:
    """V335: it is where others look for them."""
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [name for name in commands() if f"tannhjul {name}" not in readme] == []
