"""A paper as the data that `typst/paper.typ` sets."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, fields, is_dataclass
from functools import cached_property
from typing import Any

from app.i18n import translator
from app.publish.paper import (
    Bar,
    Block,
    Box,
    Chart,
    Contents,
    Facts,
    Fold,
    Item,
    Items,
    Numbers,
    Paper,
    Paragraph,
    People,
    Run,
    Runs,
    Section,
    Table,
)

_LINKS = ("http://", "https://", "mailto:")
_FOOT = 110
"""Characters of a line at the foot of a page."""

_LONG = re.compile(r"\S{41,}")
_LONG_IN_CELLS = re.compile(r"\S{17,}")
_SHORT = 1_200
"""Characters of what belongs together, so few that it is not parted by the end of a page."""

_SLIM = 20
"""Characters of a column that is as wide as what is in it."""

_MAY_BREAK = "\N{ZERO WIDTH SPACE}"


def data(paper: Paper) -> dict[str, Any]:
    """What the template finds of a paper: its words, its runs and its blocks by their kind.

    Links that lead nowhere are words alone; a long word may be broken.
    """
    _ = translator(paper.language)
    to = _Data(paper)
    return {
        "language": paper.language,
        "written": paper.written,
        "title": paper.title.text,
        "heading": to.run(paper.title),
        "kicker": paper.kicker,
        "foot": paper.foot if len(paper.foot) <= _FOOT else f"{paper.foot[:_FOOT]} …",
        "head": to.blocks(paper.head),
        "blocks": to.blocks(paper.blocks),
        "words": {
            "tree": _("The minutes as data"),
            "page": _("{n} of {all}"),
            "ins": _("put in:"),
            "del": _("taken out:"),
        },
    }


class _Data:
    """Makes blocks into data, and knows which anchors there are."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._given: set[str] = set()

    @cached_property
    def _anchors(self) -> frozenset[str]:
        parts = _parts((self._paper.head, self._paper.blocks))
        return frozenset(getattr(part, "anchor", "") for part in parts) - {""}

    def blocks(self, some: Iterable[Block]) -> list[dict[str, Any]]:
        return [self.block(each) for each in some]

    def block(self, block: Block) -> dict[str, Any]:
        return {"kind": type(block).__name__, **self._block(block)}

    def _block(self, block: Block) -> dict[str, Any]:
        match block:
            case Paragraph(runs, look):
                return {"look": look, "runs": self.runs(runs)}
            case Facts(rows):
                return {"rows": [(name, self.runs(runs)) for name, runs in rows]}
            case Numbers() | Contents():
                return asdict(block)
            case Chart(bars=bars):
                return {**asdict(block), "bars": [self._bar(bar) for bar in bars]}
            case Table(title, head, rows):
                cells = [[self.runs(cell, _LONG_IN_CELLS) for cell in row] for row in rows]
                return {"title": title, "head": head, "rows": cells, "widths": _widths(block)}
            case Items(items, look):
                return {"look": look, "items": [self._item(item) for item in items]}
            case People(rows):
                return {"rows": [self._party(heading, members) for heading, members in rows]}
            case Box(blocks, look, anchor):
                return {
                    "look": look,
                    "anchor": self._anchor(anchor),
                    "short": _letters(block) < _SHORT,
                    "blocks": self.blocks(blocks),
                }
            case Fold(summary, blocks):
                return {"summary": summary, "blocks": self.blocks(blocks)}
            case Section(title, blocks, anchor, look):
                return {
                    "title": self.runs(title if _text(title).strip() else (Run("–"),)),
                    "anchor": self._anchor(anchor),
                    "look": look,
                    "short": _letters(block) < _SHORT,
                    "blocks": self.blocks(blocks),
                }

    def _item(self, item: Item) -> dict[str, Any]:
        return {
            "anchor": self._anchor(item.anchor),
            "short": _letters(item) < _SHORT,
            "bar": self._bar(item.bar) if item.bar else None,
            "blocks": self.blocks(item.blocks),
        }

    def _party(self, heading: Runs, members: tuple[Runs, ...]) -> tuple[object, ...]:
        names = [self._cell(name) for name in members]
        return self._cell(heading), names, _letters(members) < _SHORT

    def _bar(self, bar: Bar) -> dict[str, Any]:
        return {"label": self._cell(bar.label), "words": bar.words, "percent": bar.percent}

    def _cell(self, runs: Runs) -> dict[str, Any]:
        return self.runs(runs, _LONG_IN_CELLS)

    def runs(self, runs: Runs, long: re.Pattern[str] = _LONG) -> dict[str, Any]:
        return {"rtl": _from_the_right(runs), "runs": [self.run(each, long) for each in runs]}

    def run(self, run: Run, long: re.Pattern[str] = _LONG) -> dict[str, Any]:
        leads = run.to[1:] in self._anchors if run.to[:1] == "#" else run.to.startswith(_LINKS)
        return {
            "text": long.sub(_breakable, run.text),
            "own": run.own and self._paper.written != self._paper.language,
            "look": run.look,
            "tone": run.tone,
            "to": run.to if leads else "",
            "anchor": self._anchor(run.anchor),
        }

    def _anchor(self, anchor: str) -> str:
        """The anchor, where it is the first of that name: a link leads to one place."""
        if anchor in self._given:
            return ""
        self._given.add(anchor)
        return anchor


def _parts(value: object) -> Iterator[object]:
    """A block, and all that is in it, however deep."""
    if isinstance(value, tuple):
        for each in value:
            yield from _parts(each)
    elif is_dataclass(value):
        yield value
        for field in fields(value):
            yield from _parts(getattr(value, field.name))


def _letters(value: object) -> int:
    return sum(len(part.text) for part in _parts(value) if isinstance(part, Run))


def _text(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def _from_the_right(runs: Runs) -> bool:
    """Whether the first letter is of a script that is written from the right."""
    text = _text(runs)
    if text.isascii():
        return False
    strong = (way for way in map(unicodedata.bidirectional, text) if way in ("L", "R", "AL"))
    return next(strong, "L") != "L"


def _breakable(word: re.Match[str]) -> str:
    """A long word that may be broken, though never within a character of several parts."""

    def parted(at: int, sign: str) -> str:
        whole = at % 6 or unicodedata.category(sign)[0] in "MC" or word[0][at - 1] == "\u200d"
        return sign if whole else _MAY_BREAK + sign

    return word[0][:1] + "".join(parted(at, sign) for at, sign in enumerate(word[0]) if at)


def _widths(table: Table) -> Sequence[int]:
    """Of each column its share of the line; 0 for one that is as wide as what is in it."""
    columns = zip(table.head, *(map(_text, row) for row in table.rows), strict=True)
    longest = [max(map(len, column)) for column in columns]
    shares = [0 if most <= _SLIM else min(10, most // _SLIM) for most in longest]
    return shares if any(shares) else [*shares[:-1], 1]
