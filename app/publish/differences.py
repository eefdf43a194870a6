"""What is different between two versions of the minutes, in words: a paper made from both papers.

Each is laid out as lines under their headings. What somebody hid in one of the versions is told of
neither: a comparison must not give away what one of them keeps back.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import partial
from typing import Any

from app.core.events import MASK
from app.core.frozen import to_json
from app.core.minutes import Minutes
from app.i18n import Translator, translator
from app.publish import times
from app.publish.issue import Issue
from app.publish.minutes import paper
from app.publish.paper import (
    Block,
    Box,
    Chart,
    Facts,
    Fold,
    Items,
    Numbers,
    Paper,
    Paragraph,
    People,
    Run,
    Runs,
    Section,
    Table,
    own,
    plain,
)
from app.publish.understood import changed

ALIKE = 0.5
"""From so much in common two lines are one that was changed, not one taken out and one put in."""

UNTOLD = ("code", "unseen")
"""Looks of what is not words for people to read: fingerprints, and what the eye sees anyhow."""


@dataclass(frozen=True, slots=True)
class Line:
    """`under`: the headings it stands under below the part. `own`: people's words are in it."""

    text: str
    under: tuple[str, ...]
    own: bool = field(compare=False)


def differences(before: Minutes, after: Minutes, issues: tuple[Issue, Issue], lang: str) -> Paper:
    """Part by part what was taken out, put in and changed from the one to the other."""
    _ = translator(lang)
    secret = [*_secrets(before, after), *_secrets(after, before)]
    old, new = (_parts(paper(each, lang), secret) for each in (before, after))
    told, same = [], []
    for name in dict.fromkeys([*old, *new]):
        blocks = tuple(_compared(old.get(name, []), new.get(name, []), _))
        if blocks:
            told.append(Section(plain(name), blocks))
        else:
            same.append(name)
    alike = (
        _("No word is different.") if not told else _("Unchanged: {parts}.", parts=", ".join(same))
    )
    return Paper(
        title=Run(after.title, own=True),
        language=lang,
        written=after.language,
        kicker=_("What is changed in the minutes"),
        foot=after.title,
        head=(Facts(tuple(_editions(after, issues, lang, _))),),
        blocks=(*told, *([Paragraph(plain(alike))] if same or not told else [])),
    )


def _editions(
    after: Minutes, issues: tuple[Issue, Issue], lang: str, _: Translator
) -> Iterator[tuple[str, Runs]]:
    for name, issue in zip((_("From"), _("To")), issues, strict=True):
        when = times.moment(issue.at, lang)
        words = _("Version {version}, published {when}", version=issue.version, when=when)
        yield name, plain(words)
    if after.corrects and after.corrects.version == issues[0].version:
        yield _("Why"), own(after.corrects.reason)


# ---------------------------------------------------------------- a paper as lines


def _parts(made: Paper, secret: list[str]) -> dict[str, list[Line]]:
    """The lines by the heading of the part that they stand in; what comes first by no heading."""
    found: dict[str, list[Line]] = {}
    for block in (*made.head, *made.blocks):
        name = _text(block.title) if isinstance(block, Section) else made.kicker
        lines = _below(block.blocks, ()) if isinstance(block, Section) else _lines(block, ())
        found.setdefault(name, []).extend(_kept(line, secret) for line in lines if line.text)
    return found


def _below(blocks: tuple[Block, ...], under: tuple[str, ...]) -> Iterator[Line]:
    for block in blocks:
        yield from _lines(block, under)


def _lines(block: Block, under: tuple[str, ...]) -> Iterator[Line]:
    line = partial(_line, under)
    match block:
        case Paragraph(runs):
            yield line(runs)
        case Facts(rows):
            yield from (line(runs, f"{name}: ") for name, runs in rows)
        case Numbers(rows):
            yield from (line(plain(f"{n} {words}")) for n, words in rows)
        case Chart(bars=bars):
            yield from (line(bar.label, end=f": {bar.words}") for bar in bars)
        case Table(rows=rows):
            yield from (line(_joined(cells)) for cells in rows)
        case People(rows):
            for heading, members in rows:
                yield from (line((*heading, Run(": "), *one)) for one in members)
        case Items(items):
            for item in items:
                if item.bar:
                    yield line(item.bar.label, end=f": {item.bar.words}")
                yield from _below(item.blocks, under)
        case Section(title, blocks):
            yield from _below(blocks, (*under, _text(title)))
        case Fold(summary, blocks):
            yield from _below(blocks, (*under, summary))
        case Box(blocks):
            yield from _below(blocks, under)


def _line(under: tuple[str, ...], runs: Runs, start: str = "", end: str = "") -> Line:
    told = _text(runs)
    return Line(f"{start}{told}{end}" if told else "", under, any(run.own for run in runs))


def _joined(cells: tuple[Runs, ...]) -> Runs:
    first, *rest = cells
    return (*first, *(run for cell in rest for run in (Run(" · "), *cell)))


def _text(runs: Runs) -> str:
    text = "".join(
        MASK if run.look == "cut" else run.text for run in runs if run.look not in UNTOLD
    )
    return " ".join(text.split())


# ---------------------------------------------------------------- what is hidden in one of them


def _secrets(open_one: Minutes, other: Minutes) -> Iterator[str]:
    """What stands open in the one tree where words are hidden in the other."""
    yield from _opened(json.loads(to_json(open_one)), _hidden(json.loads(to_json(other))))


def _hidden(tree: Any, path: tuple[Any, ...] = ()) -> set[Any]:
    """Where words are hidden: fingerprints, and places of what has none."""
    found = {_place(tree, path)} if isinstance(tree, dict) and _is_hidden(tree) else set()
    return found.union(*(_hidden(each, (*path, at)) for at, each in _each(tree)))


def _opened(tree: Any, hidden: set[Any], path: tuple[Any, ...] = ()) -> Iterator[str]:
    if isinstance(tree, dict) and _place(tree, path) in hidden:
        texts = (each for each in tree.values() if isinstance(each, str))
        named = {tree.get("fingerprint"), tree.get("id"), tree.get("table"), tree.get("basis")}
        yield from (text for text in texts if text not in named and MASK not in text)
    for at, each in _each(tree):
        yield from _opened(each, hidden, (*path, at))


def _is_hidden(tree: dict[str, Any]) -> bool:
    return any(tree.get(name) for name in ("hidden", "dissent_hidden", "cuts"))


def _place(tree: dict[str, Any], path: tuple[Any, ...]) -> Any:
    return tree.get("fingerprint") or path


def _each(tree: Any) -> Iterator[tuple[Any, Any]]:
    match tree:
        case dict():
            yield from tree.items()
        case list():
            yield from enumerate(tree)


def _kept(line: Line, secret: list[str]) -> Line:
    """Without words that one of the versions hides; on the first page they may be shortened."""
    if any(_beginning(each) in line.text for each in secret):
        return Line(MASK, line.under, line.own)
    return line


def _beginning(text: str) -> str:
    return " ".join(text.split())[:40]


# ---------------------------------------------------------------- side by side


def _compared(old: list[Line], new: list[Line], _: Translator) -> Iterator[Block]:
    under: tuple[str, ...] = ()
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        for gone, come in _paired(old[i:j], new[k:m]):
            here = come or gone
            assert here is not None
            if here.under and here.under != under:
                yield Paragraph(plain(" – ".join(here.under)), "label")
            under = here.under
            yield from _told(gone, come, _)


def _paired(gone: list[Line], come: list[Line]) -> Iterator[tuple[Line | None, Line | None]]:
    """Each line that was taken out, with the one that came in its place where they are alike."""
    left = list(come)
    for line in gone:
        match = next((each for each in left if _alike(line, each)), None)
        if match:
            yield from ((None, each) for each in left[: left.index(match)])
            left = left[left.index(match) + 1 :]
        yield line, match
    yield from ((None, each) for each in left)


def _alike(one: Line, other: Line) -> bool:
    if one.under != other.under or MASK in (one.text, other.text):
        return False
    words = SequenceMatcher(None, one.text.split(), other.text.split(), autojunk=False)
    return words.real_quick_ratio() >= ALIKE and words.ratio() >= ALIKE


def _told(gone: Line | None, come: Line | None, _: Translator) -> Iterator[Block]:
    here = come or gone
    assert here is not None
    if gone and come:
        name = _("Changed")
        words = changed(gone.text, come.text)
        runs = tuple(
            Run(text, here.own, look="del" if look == "del" else "ins" if look else "")
            for look, text in words
        )
    else:
        name = _("Put in") if come else _("Taken out")
        cut = Run(_("words that are hidden"), look="cut")
        runs = (cut if here.text == MASK else Run(here.text, here.own),)
    yield Box((Paragraph(plain(name), "label"), Paragraph(runs, "words")))
