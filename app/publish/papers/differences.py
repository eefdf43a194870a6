"""What is different between two versions of the minutes, in words: a paper made from both papers.

Each is laid out as lines under their headings. What somebody hid in one of the versions is told of
neither: a comparison must not give away what one of them keeps back.
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import partial
from itertools import groupby
from typing import TypeAlias

from app.core.minutes import Minutes
from app.core.things import MASK
from app.i18n import Translator, translator
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
from app.publish.papers.veil import Veil
from app.publish.phrases import times
from app.publish.phrases.understood import changed

ALIKE = 0.5
"""From so much in common two lines are one that was changed, not one taken out and one put in."""

NEAR = 20
"""So many lines on the like of one is looked for: a change is where it was, or nearly."""

UNTOLD = ("code", "unseen")
"""Looks of what is not words for people to read: fingerprints, and what the eye sees anyhow."""


@dataclass(frozen=True, slots=True)
class Place:
    """`under`: the headings below the part. `source`: the contribution, as the minutes call it."""

    under: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """`name`: the field that it fills in. `own`: what people wrote of it, each for itself."""

    text: str
    at: Place
    name: str = ""
    own: tuple[str, ...] = field(default=(), compare=False)


Pair: TypeAlias = tuple[Line | None, Line | None]
"""A line that was taken out, and the one that came in its place."""


def differences(before: Minutes, after: Minutes, issues: tuple[Issue, Issue], lang: str) -> Paper:
    """Part by part what was taken out, put in and changed from the one to the other."""
    _ = translator(lang)
    veil = Veil(before, after)
    old, new = (_parts(paper(replace(each, corrects=None), lang), _) for each in (before, after))
    told: list[Block] = []
    same: list[str] = []
    for name in dict.fromkeys([*old, *new]):
        blocks = tuple(_compared(old.get(name, []), new.get(name, []), veil, _))
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


def _parts(made: Paper, _: Translator) -> dict[str, list[Line]]:
    """The lines by the heading of the part that they stand in."""
    found: dict[str, list[Line]] = {}
    for block in (*made.head, *made.blocks):
        part = block if isinstance(block, Section) else None
        name = _text(part.title) if part else _("At the top")
        lines = _below(part.blocks if part else (block,), Place())
        found.setdefault(name, []).extend(line for line in lines if line.text)
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
    own_ = tuple(text for run in runs if run.own and (text := _text((run,))))
    return Line(f"{told}{end}" if told else "", at, name, own_)


def _joined(cells: tuple[Runs, ...]) -> Runs:
    first, *rest = cells
    return (*first, *(run for cell in rest for run in (Run(" · "), *cell)))


def _text(runs: Runs) -> str:
    text = "".join(
        MASK if run.look == "cut" else run.text for run in runs if run.look not in UNTOLD
    )
    return " ".join(text.split())


# ---------------------------------------------------------------- side by side


def _compared(old: list[Line], new: list[Line], veil: Veil, _: Translator) -> Iterator[Block]:
    under: tuple[str, ...] = ()
    for gone, come in _by_source(old, new):
        here = come or gone
        assert here is not None
        if here.at.under and here.at.under != under:
            yield Paragraph(plain(veil.over(" – ".join(here.at.under))), "label")
        under = here.at.under
        yield from _told(gone, come, veil, _)


def _by_source(old: list[Line], new: list[Line]) -> Iterator[Pair]:
    """What is not the same. What a contribution says is held only against what it said before."""
    numbers: dict[Hashable, int] = {}
    was, now = (
        [
            (numbers.setdefault(key, len(numbers)), [*some])
            for key, some in groupby(each, lambda line: line.at.source or line)
        ]
        for each in (old, new)
    )
    for same, i, j, k, m in _steps([n for n, _ in was], [n for n, _ in now]):
        if not same:
            gone, come = (
                [line for _, some in each for line in some] for each in (was[i:j], now[k:m])
            )
            yield from _paired(gone, come)
            continue
        for (_n, before), (_m, after) in zip(was[i:j], now[k:m], strict=True):
            for alike, a, b, c, d in _steps(before, after):
                if not alike:
                    yield from _paired(before[a:b], after[c:d])


def _steps(
    old: Sequence[Hashable], new: Sequence[Hashable]
) -> Iterator[tuple[bool, int, int, int, int]]:
    """Whether they are the same, from where to where in both. What they begin and end with in
    common is not searched."""
    most = min(len(old), len(new))
    head = next((at for at in range(most) if old[at] != new[at]), most)
    tail = next((at for at in range(most - head) if old[-1 - at] != new[-1 - at]), most - head)
    yield True, 0, head, 0, head
    i, k = len(old) - tail, len(new) - tail
    if head < max(i, k):
        between = SequenceMatcher(None, old[head:i], new[head:k], autojunk=False)
        for what, *ends in between.get_opcodes():
            a, b, c, d = (head + each for each in ends)
            yield what == "equal", a, b, c, d
    yield True, i, len(old), k, len(new)


def _paired(gone: list[Line], come: list[Line]) -> Iterator[Pair]:
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
    if (one.at, one.name) != (other.at, other.name):
        return False
    if one.name:
        return True
    words = SequenceMatcher(None, one.text.split(), other.text.split(), autojunk=False)
    return words.real_quick_ratio() >= ALIKE and words.ratio() >= ALIKE


def _told(gone: Line | None, come: Line | None, veil: Veil, _: Translator) -> Iterator[Block]:
    here = come or gone
    assert here is not None
    own = bool(here.own)
    cut = (Run(_("words that are hidden"), look="cut"),)
    old, new = (
        veil.over(each.text, each.own, each.at.source, at) if each else ""
        for at, each in enumerate((gone, come))
    )
    if gone and come and MASK in (old, new):
        yield from (*_told(gone, None, veil, _), *_told(None, come, veil, _))
        return
    if gone and come:
        name = _("Changed")
        runs = tuple(
            Run(text, own, look="del" if look == "del" else "ins" if look else "")
            for look, text in changed(old, new)
        )
        runs = cut if old == new else runs
    else:
        name = _("Put in") if come else _("Taken out")
        runs = cut if (old or new) == MASK else (Run(old or new, own),)
    label = f"{name}: {here.name}" if here.name else name
    yield Box((Paragraph(plain(label), "label"), Paragraph(runs, "words")))
