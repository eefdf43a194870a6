"""PDF, for the archive and for the printer: a Typst template, and data that it sets.

Nothing is fetched: the fonts are ours, no packages are used, and what people wrote is data, never
read as markup.
"""

import json
import re
import unicodedata
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import typst

from app.core.things import Millis
from app.publish.forms import printed
from app.publish.paper import Paper

TEMPLATES = Path(__file__).parent / "typst"
FONTS = Path(__file__).parent / "fonts"

ARCHIVE: list[Any] = ["a-3a", "ua-1"]
"""PDF/A-3a and PDF/UA-1 in one file: for long keeping, and for screen readers."""

# What Typst says of characters that an archive cannot have; it lists them all at once.
_UNSET = re.compile(
    r'the (?:text|PDF) (?:contains the (?:disallowed )?codepoint )?`"((?:[^"\\]|\\.)+)"`'
)


_REMEMBERED = 11
"""Typst keeps what it worked out for its last ten documents: 150 MB for each of 1,500 notes, and
ten of them fill a laptop. As many empty ones make it forget."""


class NotSet(Exception):
    """The template is at fault, or its data."""


def render(
    template: str,
    data: Mapping[str, Any],
    *,
    at: Millis = 0,
    archive: bool = False,
    attached: str = "",
) -> bytes:
    """The PDF of `typst/{template}.typ`, which finds `data` and `attached` in `common.typ`.

    `data` holds at least `language` and `title`. `at`: when it was made; the same data of the same
    time gives the same bytes. `archive`: by `ARCHIVE`, and then a character that no font has stands
    as its name in brackets, as an empty box would tell nothing. `attached`: a text that the
    template lays beside the pages. Raises `NotSet`.
    """
    try:
        if archive:
            data = _respelt(data, _shapeless(data))
        try:
            return _compile(template, data, attached, at, archive)
        except typst.TypstError as error:
            unset = _unset(error)
            if not unset:
                raise
            return _compile(template, _respelt(data, unset), attached, at, archive)
    except typst.TypstError as error:
        raise NotSet(template) from error


def document(paper: Paper, *, at: Millis, attached: str, crest: bytes | None = None) -> bytes:
    """The paper for the archive, made `at`, with the minutes as data inside it: `minutes.json`.

    `crest`: a picture for the first page: PNG, JPEG or SVG. Raises `NotSet`.
    """
    data = {**printed.data(paper), "crest": list(crest) if crest else None}
    try:
        return render("paper", data, at=at, archive=True, attached=attached)
    finally:
        for _ in range(_REMEMBERED):
            typst.compile(b"", ignore_system_fonts=True)


def _compile(template: str, data: Any, attached: str, at: Millis, archive: bool) -> bytes:
    made = typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data), "attached": attached},
        pdf_standards=ARCHIVE if archive else [],
        timestamp=at // 1000,
    )
    assert isinstance(made, bytes)
    return made


def _shapeless(data: Any) -> set[str]:
    """Characters of the data that no font has, found by setting each once.

    A thousand notes with a single bus among them are then not set twice. A mark that joins with the
    letter before it has no shape alone; it is told of when the whole is set.
    """
    there = set(json.dumps(data, ensure_ascii=False))
    alone = [c for c in there if not c.isascii() and unicodedata.category(c)[0] not in "MC"]
    told = {"language": "nb", "title": "–", "characters": " ".join(sorted(alone))}
    try:
        _compile("characters", told, "", 0, archive=True)
    except typst.TypstError as error:
        return _unset(error)
    return set()


def _unset(error: typst.TypstError) -> set[str]:
    return {_unescaped(each) for each in _UNSET.findall(error.diagnostic)}


def _respelt(data: Any, unset: Collection[str]) -> Any:
    """The data with these characters, wherever they stand, written by their names."""
    if isinstance(data, Mapping):
        return {key: _respelt(value, unset) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_respelt(value, unset) for value in data]
    if isinstance(data, str):
        for each in unset:
            data = data.replace(each, "".join(map(_named, each)))
    return data


def _unescaped(told: str) -> str:
    r"""As Typst writes it in a message: `\u{7}`, `\t`, `\"`."""

    def plain(escape: re.Match[str]) -> str:
        code, sign = escape.groups()
        return chr(int(code, 16)) if code else {"n": "\n", "r": "\r", "t": "\t"}.get(sign, sign)

    return re.sub(r"\\(?:u\{(\w+)\}|(.))", plain, told)


def _named(character: str) -> str:
    """[bus] for a bus; nothing for what has no shape of its own."""
    if character.isspace():
        return " "
    if unicodedata.category(character) in ("Cc", "Cf", "Mn"):
        return ""
    name = unicodedata.name(character, f"U+{ord(character):04X}")
    return f"[{name.lower()}]"
