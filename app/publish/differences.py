"""What is different between two versions of the minutes, in words: a paper made from both papers.

Each is laid out as lines under their headings. What somebody hid in one of the versions is told of
neither: a comparison must not give away what one of them keeps back.
"""

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
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

NEAR = 20
"""So many lines on the like of one is looked for: a change is where it was, or nearly."""

BEGINNING = 40
"""So many characters are enough to know words that are hidden."""

UNTOLD = ("code", "unseen")
"""Looks of what is not words for people to read: fingerprints, and what the eye sees anyhow."""


@dataclass(frozen=True, slots=True)
class Place:
    """`under`: the headings below the part. `source`: the contribution, as the minutes call it."""

    under: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """`name`: the field that it fills in. `own`: people's words are in it."""

    text: str
    at: Place
    name: str = ""
    own: bool = field(default=False, compare=False)


def differences(before: Minutes, after: Minutes, issues: tuple[Issue, Issue], lang: str) -> Paper:
    """Part by part what was taken out, put in and changed from the one to the other."""
    _ = translator(lang)
    secret = {*_secrets(before, after), *_secrets(after, before)}
    old, new = (
        _parts(paper(replace(each, corrects=None), lang), secret, _) for each in (before, after)
    )
    told: list[Block] = []
    same: list[str] = []
    for name in dict.fromkeys([*old, *new]):
        blocks = tuple(_compared(old.get(name, []), new.get(name, []), _))
        if blocks:
            told.append(Section(plain(name), blocks))
        else:
            same.append(name)
    if not told:
        told = [Paragraph(plain(_("No word is different.")))]
    elif same:
        told.append(Section(plain(_("Unchanged")), (Paragraph(plain(", ".join(same))),)))
    return Paper(
        title=Run(after.title, own=True),
        language=lang,
        written=after.language,
        kicker=_("What is changed in the minutes"),
        foot=after.title,
        head=(Facts(tuple(_editions(after, issues, lang, _))),),
        blocks=tuple(told),
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


def _parts(made: Paper, secret: Collection[str], _: Translator) -> dict[str, list[Line]]:
    """The lines by the heading of the part that they stand in."""
    found: dict[str, list[Line]] = {}
    for block in (*made.head, *made.blocks):
        part = block if isinstance(block, Section) else None
        name = _text(part.title) if part else _("At the top")
        lines = _below(part.blocks if part else (block,), Place())
        found.setdefault(name, []).extend(_kept(line, secret) for line in lines if line.text)
    return found


def _below(blocks: tuple[Block, ...], at: Place) -> Iterator[Line]:
    for block in blocks:
        yield from _lines(block, at)


def _lines(block: Block, at: Place) -> Iterator[Line]:
    line = partial(_line, at)
    match block:
        case Paragraph(runs):
            yield line(runs)
        case Facts(rows):
            yield from (line(runs, name) for name, runs in rows)
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
                yield from _below(item.blocks, replace(at, source=item.source or at.source))
        case Section(title, blocks, source=source):
            yield from _below(blocks, Place((*at.under, _text(title)), source or at.source))
        case Fold(summary, blocks):
            yield from _below(blocks, replace(at, under=(*at.under, summary)))
        case Box(blocks):
            yield from _below(blocks, at)


def _line(at: Place, runs: Runs, name: str = "", end: str = "") -> Line:
    told = _text(runs)
    return Line(f"{told}{end}" if told else "", at, name, any(run.own for run in runs))


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
    """What stands open in the one tree where words are hidden in the other: how each begins, since
    the first page may say no more of it."""
    hidden = dict(_hidden(json.loads(to_json(other))))
    for place, texts in _worded(json.loads(to_json(open_one))):
        for text in texts - hidden.get(place, texts):
            yield " ".join(text.split())[:BEGINNING]


def _hidden(tree: Any) -> Iterator[tuple[Any, set[str]]]:
    """Where words are hidden, and what is left of them."""
    for place, texts, one in _dicts(tree):
        if any(one.get(name) for name in ("hidden", "dissent_hidden", "cuts")):
            yield place, texts


def _worded(tree: Any) -> Iterator[tuple[Any, set[str]]]:
    return ((place, texts) for place, texts, _ in _dicts(tree))


def _dicts(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, set[str], dict[str, Any]]]:
    """All that is told in the tree: its place, by the mark that it has if it has one, its words,
    and all of it."""
    match tree:
        case dict():
            words = [tree.get("text"), tree.get("dissent"), *tree.get("versions", ())]
            place = tree.get("fingerprint") or tree.get("ref") or path
            yield place, {text for text in words if isinstance(text, str) and text.strip()}, tree
            for name, each in tree.items():
                yield from _dicts(each, (*path, name))
        case list():
            for at, each in enumerate(tree):
                yield from _dicts(each, (*path, at))


def _kept(line: Line, secret: Collection[str]) -> Line:
    """Without words that one of the versions hides."""
    found = (each for each in secret if each in line.text)
    if any(re.search(rf"(?<!\w){re.escape(each)}", line.text) for each in found):
        return replace(line, text=MASK)
    return line


# ---------------------------------------------------------------- side by side


def _compared(old: list[Line], new: list[Line], _: Translator) -> Iterator[Block]:
    under: tuple[str, ...] = ()
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        for gone, come in _paired(old[i:j], new[k:m]):
            here = come or gone
            assert here is not None
            if here.at.under and here.at.under != under:
                yield Paragraph(plain(" – ".join(here.at.under)), "label")
            under = here.at.under
            yield from _told(gone, come, _)


def _paired(gone: list[Line], come: list[Line]) -> Iterator[tuple[Line | None, Line | None]]:
    """Each line that was taken out, with the one that came in its place where they are alike."""
    left = list(come)
    for line in gone:
        match = next((each for each in left[:NEAR] if _alike(line, each)), None)
        if match:
            yield from ((None, each) for each in left[: left.index(match)])
            left = left[left.index(match) + 1 :]
        yield line, match
    yield from ((None, each) for each in left)


def _alike(one: Line, other: Line) -> bool:
    if (one.at, one.name) != (other.at, other.name) or MASK in (one.text, other.text):
        return False
    if one.name:
        return True
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
    label = f"{name}: {here.name}" if here.name else name
    yield Box((Paragraph(plain(label), "label"), Paragraph(runs, "words")))
