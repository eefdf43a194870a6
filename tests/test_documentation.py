"""Every command, option and setting is documented, and what is documented is there."""

import argparse
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import cli
from app.cli.logs import event
from app.core.roles import RIGHTS, Right
from app.core.things import Trouble
from app.machine import measures
from app.settings import Settings
from tests.web.test_rights import open_addresses, staffs_addresses

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs/kommandoer.md"
OPERATIONS = ROOT / "docs/drift.md"

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


def rows(heading: str) -> dict[str, list[str]]:
    """The cells of the first table under a heading of the page for IT, by what the first names."""
    section = OPERATIONS.read_text("utf-8").split(f"\n## {heading}\n", 1)[1].split("\n## ")[0]
    lines = re.findall(r"^\| `(\w+)`(.*) \|$", section, flags=re.MULTILINE)
    return {name: rest.split(" | ")[1:] for name, rest in lines}


def test_who_may_do_what_is_told_as_it_is() -> None:
    """V337: the rights stand in the order of the program's own list."""
    assert rows("Kontoer og roller") == {
        role: ["ja" if right in held else "–" for right in Right] for role, held in RIGHTS.items()
    }


def test_every_address_that_is_told_is_one() -> None:
    """V338: what begins as a page of the staff's, or of a workshop's or plan's."""
    there = {path for _, path in open_addresses()} | {path for _, _, path in staffs_addresses()}
    known = re.compile("|".join(re.sub(r"\\{.*?\\}", "[^/]+", re.escape(path)) for path in there))
    followed, lost = 0, []
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for told in re.findall(
            r"`(/(?:stab|v|plan|api|sertifikat)\b[^`?#]*)", page.read_text("utf-8")
        ):
            followed += 1
            if not known.fullmatch(told):
                lost.append(f"{page.name}: {told}")
    assert followed > 50
    assert lost == []


def test_what_machines_are_told_is_explained() -> None:
    """V339: each figure, each reason why nothing is stored, and each key of the log."""
    text = OPERATIONS.read_text("utf-8")
    figures = set(re.findall(r"^# TYPE (\w+)", measures.text(), flags=re.MULTILINE))
    assert set(re.findall(r"^\| `(tannhjul_\w+)`", text, flags=re.MULTILINE)) == figures
    reasons = {*rows("Helse og mål")} - figures - {"why"}  # the heading
    assert reasons == {*Trouble} - {Trouble.NONE}
    broken = (OSError, OSError(), None)
    told = logging.LogRecord("a", logging.ERROR, "", 0, "b", (), broken)
    told.id = "7F3K2"
    assert {*rows("Loggen")} == event(told).keys()
