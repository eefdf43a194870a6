"""The first page: what it is, and in short what came of it."""

from collections.abc import Iterator

from app.core.edits import Bearing
from app.core.minutes import Minutes, Prioritisation, Ranked
from app.core.understood import Understanding
from app.i18n import N_
from app.publish.minutes.teller import Teller, brief
from app.publish.paper import (
    Block,
    Box,
    Contents,
    Item,
    Items,
    Numbers,
    Paragraph,
    Run,
    Section,
    own,
    plain,
)
from app.publish.phrases import prioritised, times

FIRST = 3
"""How many of the prioritised are told on the first page."""

WEIGHT = {
    Bearing.SUPPORTS: N_("{n} in support"),
    Bearing.CONTRADICTS: N_("{n} against"),
    Bearing.NUANCES: N_("{n} with nuances"),
}

POINTS, FEWEST = 5, 3
"""How many of the points, political directions among them; and beside these, however many they are.
More do not go on the one page."""


def when(minutes: Minutes, language: str) -> str:
    """The day and hours as they went, or as they were planned (§ 11-4 a)."""
    return times.span(minutes.began or minutes.starts, minutes.ended or minutes.ends, language)


def head(tell: Teller) -> Iterator[Block]:
    """What stands under the title."""
    _, minutes, issue = tell._, tell.minutes, tell.issue
    lead = tell.line("lead", body=minutes.body, number=minutes.number, of=minutes.of)
    yield Paragraph(lead, "lead")
    place = (Run(", "), Run(minutes.place, own=True)) if minutes.place else ()
    yield Paragraph((Run(when(minutes, tell.language)), *place))
    if minutes.demo:
        tag = _("Demonstration: people, figures and views are made up")
        yield Paragraph((Run(tag, look="tag", tone="warning"),))
    if issue is None:
        tag = _("Draft, not published")
        yield Paragraph((Run(tag, look="tag", tone="warning"),))
    elif issue.version > 1:
        tag = _("Version {version}, corrected", version=issue.version)
        yield Paragraph((Run(tag, look="tag", tone="info"),))
    if tell.language == "se":
        told = _(
            "The Northern Sámi in this document is translated by machine, and nobody has read it "
            "over. The Norwegian text counts."
        )
        yield Box((Paragraph(plain(told)),), "warning")
    if minutes.corrects:
        told = _("This version corrects version {version}.", version=minutes.corrects.version)
        words = Paragraph(own(minutes.corrects.reason), "words")
        yield Box((Paragraph(plain(told)), words), "notice")


def summary(tell: Teller) -> Iterator[Block]:
    """In short, on a page of its own; and then the contents."""
    _ = tell._
    blocks = (
        *tell.standing("opening"),
        Paragraph(tuple(_outcome(tell))),
        _numbers(tell),
        *_put_first(tell),
        *_directions(tell),
        *_understood(tell),
    )
    yield Section(plain(_("In short")), blocks, look="summary")
    yield Contents(_("Contents"))


def _outcome(tell: Teller) -> Iterator[Run]:
    """No decision, no vote, open or not: what § 11-4 asks of every case, for all of them."""
    for key in ("no_decision", "no_vote"):
        yield from (*tell.line(key), Run(" "))
    if tell.minutes.details.closed:
        yield Run(tell._("The meeting was closed, wholly or in part."), to="#conduct")
    else:
        yield from tell.line("was_open")


def _numbers(tell: Teller) -> Numbers:
    _, minutes = tell._, tell.minutes
    met, gone = len(minutes.present), len(minutes.absent)
    asked = minutes.verification if minutes.verification and minutes.verification.asked else None
    laid = len(asked.statements) if asked else 0
    ballots = asked.ballots if asked else 0
    handled = sum(not case.unhandled for case in minutes.cases)
    notes, said = minutes.notes, minutes.statements
    rows = (
        (laid, _.ngettext("wording laid before the hall", "wordings laid before the hall", laid)),
        (
            ballots,
            _.ngettext(
                "answered: have we understood you?", "answered: have we understood you?", ballots
            ),
        ),
        (handled, _.ngettext("question", "questions", handled)),
        (notes, _.ngettext("note", "notes", notes)),
        (said, _.ngettext("table statement", "table statements", said)),
    )
    always = ((met, _("met")), (gone, _("absent")))
    return Numbers((*always, *((n, words) for n, words in rows if n)))


def _put_first(tell: Teller) -> Iterator[Block]:
    _, done, rows = tell._, last(tell.minutes), top(tell.minutes)
    if not done or not rows:
        return
    blocks: list[Block] = []
    if done.title or len(tell.minutes.prioritisations) > 1:
        title = Run(done.title, own=True) if done.title else Run(_("From the last prioritising."))
        blocks.append(Paragraph((title,), "quiet"))
    blocks.append(Items(tuple(_ranked(tell, done, row) for row in rows), "numbers"))
    yield Section(plain(_("What the councillors put first")), tuple(blocks))


def _ranked(tell: Teller, done: Prioritisation, row: Ranked) -> Item:
    told = prioritised.amount(done, row.dots, tell._)
    told += " · " + tell._("with dissent") if row.dissent or row.dissent_hidden else ""
    return Item((Paragraph((*tell.in_short(row), Run(" "), Run(told, look="quiet"))),))


def _directions(tell: Teller) -> Iterator[Block]:
    _, taken = tell._, tell.register.directions
    if taken:
        points = Items(tuple(_point(tell, one) for one in taken))
        yield Section(plain(_("Taken as political directions")), (points,))


def _understood(tell: Teller) -> Iterator[Block]:
    """The first of what was understood, and no direction yet; and what became of all."""
    _, register = tell._, tell.register
    points = [one for those in register.themes.values() for one in those]
    rest = [one for one in points if not (one.direction or one.withdrawn)]
    some = max(FEWEST, POINTS - len(register.directions))
    if rest:
        whose = _("As the administration understood what was said. None of it is decided.")
        first = Items(tuple(_point(tell, one) for one in rest[:some]))
        yield Section(
            plain(_("This is how we have understood you")),
            (Paragraph(plain(whose), "quiet"), first),
        )
    if register.ends:
        more = len(rest) - some
        told = _.ngettext("And {n} point more.", "And {n} points more.", more) if more > 0 else ""
        yield Paragraph(
            (
                Run(f"{told} {register.coverage} ".lstrip()),
                Run(_("What became of them"), to="#understood"),
            )
        )


def _point(tell: Teller, one: Understanding) -> Item:
    """Its beginning, what stands against it, and where all of it is."""
    against = " · ".join(_weight(tell, one))
    words = Run(brief(one.text), own=True)
    where = Run(" " + tell._("Point") + " ", look="quiet")
    return Item(
        (Paragraph((words, where, tell.point(one.id), Run(f" · {against}", look="quiet"))),)
    )


def _weight(tell: Teller, one: Understanding) -> Iterator[str]:
    """In a few words how much lies behind it, and what a headline must not leave out."""
    _ = tell._
    asked = tell.minutes.verification
    met = next((each for each in asked.statements if each.id == one.id), None) if asked else None
    if met and met.text != one.text:
        yield _("worded anew after the hall had answered")
    elif met and met.answers:
        yield _("{n} of {all} answered: understood", n=met.answers[0], all=sum(met.answers))
    for bearing, words in WEIGHT.items():
        n = sum(link.bearing is bearing for link in one.links)
        # What was said for a statement from before is in the minutes of then: 0 here says nothing.
        if n or (bearing is Bearing.SUPPORTS and not met):
            yield _(words, n=n)
    for there, words in (
        (one.minority, N_("The minority’s view")),
        (one.remark, N_("Professional remark")),
        (one.conflict, N_("In conflict with a plan that stands")),
    ):
        if there:
            told = _(words)
            yield told[:1].lower() + told[1:]


def last(minutes: Minutes) -> Prioritisation | None:
    """The last that chose something before something else: grades do not."""
    shown = [done for done in minutes.prioritisations if done.shown and done.method != "scale"]
    return shown[-1] if shown else None


def top(minutes: Minutes) -> list[Ranked]:
    """The first few of the last prioritising; those that share the last place all come along."""
    done = last(minutes)
    rows = [row for row in done.rows if row.dots] if done else []
    least = rows[min(FIRST, len(rows)) - 1].dots if rows else 0
    return [row for row in rows if row.dots >= least]
