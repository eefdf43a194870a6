"""How the hall met the knowledge base."""

from collections.abc import Iterator

from app.core.minutes import Met
from app.core.things import Reaction
from app.i18n import N_
from app.publish.minutes.teller import Teller
from app.publish.paper import (
    Block,
    Items,
    Numbers,
    Paragraph,
    Run,
    Section,
    own,
    plain,
)

REACTIONS = {
    Reaction.SURPRISED: N_("Surprised"),
    Reaction.CURIOUS: N_("Curious about it"),
    Reaction.MISSING: N_("Something is missing"),
}


def sections(tell: Teller) -> Iterator[Section]:
    """Its statements with the hall's reactions; none where there is no knowledge base."""
    _, minutes = tell._, tell.minutes
    if not minutes.knowledge:
        return
    handled = any(not met.unhandled for met in minutes.knowledge)
    blocks: list[Block] = []
    if handled:
        blocks += tell.standing("intro_knowledge", n=minutes.knowledge[0].threshold)
    else:
        passed = _(
            "The knowledge base was laid before the hall, but was not handled in the meeting."
        )
        blocks.append(Paragraph(plain(passed)))
    blocks += (_met(tell, at, met, handled) for at, met in enumerate(minutes.knowledge, start=1))
    yield Section(plain(_("The knowledge base")), tuple(blocks), "knowledge")


def _met(tell: Teller, at: int, met: Met, handled: bool) -> Section:
    _ = tell._
    blocks: list[Block] = []
    figure = [Run(met.figure, own=True)] if met.figure else []
    source = [Run(_("Source: {source}", source=met.source), own=True)] if met.source else []
    if figure or source:
        dash = [Run(" – ")] if figure and source else []
        blocks.append(Paragraph((*figure, *dash, *source), "quiet"))
    if met.shown:
        blocks.append(
            Numbers(tuple((met.counts[kind], _(name)) for kind, name in REACTIONS.items()))
        )
        whys = tuple(
            tell.note(why, label=_(name))
            for kind, name in REACTIONS.items()
            for why in met.words
            if why.reaction is kind
        )
        if whys:
            blocks.append(Items(whys, "notes"))
    elif handled:
        words = (
            _("Too few to be shown")
            if tell.minutes.ended
            else _("The reactions come here when the workshop has ended.")
        )
        blocks.append(Paragraph(plain(words), "quiet"))
    return Section(own(met.text), tuple(blocks), f"met-{at}", "case")
