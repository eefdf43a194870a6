"""What the administration understood, what lies behind it, and what is not used, and why (M15)."""

from collections.abc import Iterator

from app.core.understood import End, Understanding
from app.publish.minutes.teller import Teller, between
from app.publish.paper import (
    Bar,
    Block,
    Box,
    Chart,
    Item,
    Items,
    Paragraph,
    Run,
    Section,
    own,
    plain,
)
from app.publish.phrases.understood import FATES, changed, point_anchor


def sections(tell: Teller) -> Iterator[Section]:
    """The statements by theme, then what was set aside; none where nothing is written up."""
    if tell.minutes.synthesis is None:
        return
    _, themes = tell._, tell.register.themes
    intro = (*tell.line("intro_synthesis"), Run(f" {tell.register.coverage}"))
    blocks: list[Block] = [Paragraph(intro), *_coverage(tell)]
    for theme, points in themes.items():
        some = tuple(_point(tell, one) for one in points)
        if [*themes] == [""]:  # no themes at all
            blocks += some
        else:
            blocks.append(Section(own(theme) if theme else plain(_("Other")), some))
    unused = tuple(
        block for why, ends in tell.register.unused for block in _unused(tell, why, ends)
    )
    if unused:
        blocks.append(Section(plain(_("Not used, and why")), unused))
    yield Section(
        plain(_("This is how we have understood you")), tuple(blocks), "understood", "part"
    )


def _coverage(tell: Teller) -> Iterator[Chart]:
    """What became of all that was said, as bars."""
    _, fates = tell._, tell.register.fates
    if fates:
        most = max(fates.values())
        yield Chart(
            title=_("What became of what was said"),
            alt=tell.register.coverage,
            head=(_("What became of it"), _("How many")),
            bars=tuple(
                Bar(plain(_(FATES[fate])), n, str(n), 100 * n // most) for fate, n in fates.items()
            ),
        )


def _point(tell: Teller, one: Understanding) -> Section:
    _, register = tell._, tell.register
    title = (
        Run(_("Point {n}", n=register.number[one.id])),
        Run(" · " + _("version {n}", n=one.version), look="quiet"),
    )
    blocks: list[Block] = []
    if one.direction:
        tag = Run(_("Political direction"), look="tag", tone="success")
        blocks.append(Paragraph((tag, Run(f" {register.held(one.id)}", look="quiet"))))
    if one.minority:
        blocks.append(Paragraph((Run(_("The minority’s view"), look="tag"),)))
    if one.withdrawn:
        blocks.append(Paragraph((Run(_("Withdrawn"), look="tag", tone="warning"),)))
        blocks += tell.said(one.withdrawn)
        blocks.append(Paragraph(plain(_("It said")), "label"))
    blocks += tell.said(one.text)
    if one.before:
        blocks.append(Paragraph(plain(_("Reworded after the hall met it")), "label"))
        blocks.append(Paragraph(tuple(_reworded(one)), "words"))
    for label, text in (
        (_("Professional remark"), one.remark),
        (_("In conflict with a plan that stands"), one.conflict),
    ):
        if text:
            blocks.append(Box((Paragraph(plain(label), "label"), *tell.said(text)), "dissent"))
    blocks += tell.threaded(one.id)
    blocks += _behind(tell, one)
    return Section(title, tuple(blocks), point_anchor(one.id), "statement")


def _reworded(one: Understanding) -> Iterator[Run]:
    for kind, words in changed(one.before, one.text):
        if kind == "del":
            yield Run(words, own=True, look="del")
        elif kind == "ins":
            yield Run(words, own=True, look="ins")
        else:
            yield Run(words, own=True)


def _behind(tell: Teller, one: Understanding) -> Iterator[Paragraph]:
    """How many contributions bear on it in each way, and which; alike ones in brackets."""
    for words, refs in tell.register.behind(one):
        runs = [Run(words, look="strong"), Run(" ")]
        for at, ref in enumerate(refs):
            runs += [Run(", ")] if at else []
            runs += [tell.to(ref), *_alike(tell, ref)]
        yield Paragraph(tuple(runs), "end")


def _alike(tell: Teller, ref: str) -> Iterator[Run]:
    alike = tell.register.alike.get(ref)
    if alike:
        n = len(alike)
        words = tell._.ngettext("{n} more says the same", "{n} more say the same", n)
        yield from (Run(f" ({words}: "), *between(map(tell.to, alike)), Run(")"))


def _unused(tell: Teller, why: str, ends: list[End]) -> Iterator[Block]:
    yield Paragraph(plain(why), "label")
    yield Items(
        tuple(
            Item(
                (
                    Paragraph(tell.in_short(tell.register.places[end.ref]), "words"),
                    Paragraph((tell.to(end.ref), Run(" "), Run(end.words, own=True)), "end"),
                )
            )
            for end in ends
        ),
        "notes",
    )
