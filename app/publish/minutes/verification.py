"""What the hall said of the statements of an earlier workshop."""

from collections.abc import Iterator

from app.core.edits import Bearing
from app.core.understood import Verification, Verified
from app.i18n import N_
from app.publish.minutes.teller import Teller, brief
from app.publish.paper import (
    Bar,
    Block,
    Box,
    Chart,
    Fold,
    Item,
    Items,
    Numbers,
    Paragraph,
    Run,
    Section,
    plain,
)
from app.publish.phrases.understood import anchor

BEARINGS = {
    Bearing.SUPPORTS: N_("supports"),
    Bearing.CONTRADICTS: N_("contradicts"),
    Bearing.NUANCES: N_("nuances"),
}


def sections(tell: Teller) -> Iterator[Section]:
    """Each statement as the hall met it; none where nothing was reopened."""
    asked = tell.minutes.verification
    if asked is None:
        return
    intro = tell.line("intro_verification", number=asked.number)
    blocks: list[Block] = [Paragraph((*intro, Run(" "), Run(_answered(tell, asked))))]
    blocks += _understood(tell, asked)
    blocks += (_statement(tell, asked, at, one) for at, one in enumerate(asked.statements, 1))
    if asked.corrections:
        blocks.append(
            Section(
                plain(tell._("Corrections that fit none of them")),
                (Items(tuple(map(tell.note, asked.corrections)), "notes"),),
            )
        )
    yield Section(plain(tell._("Have we understood you?")), tuple(blocks), "verification")


def _answered(tell: Teller, asked: Verification) -> str:
    _ = tell._
    if not asked.asked:
        return _("The hall never came to them.")
    if asked.ballots:
        return _.ngettext(
            "{n} councillor answered, without a name.",
            "{n} councillors answered, without names.",
            asked.ballots,
        )
    return _(
        "Fewer than {n} councillors answered. The result is not shown, so that nobody can be "
        "recognised in it.",
        n=asked.threshold,
    )


def _understood(tell: Teller, asked: Verification) -> Iterator[Block]:
    """In how much each statement was understood, side by side."""
    _ = tell._
    answered = [(at, one) for at, one in enumerate(asked.statements, 1) if one.answers]
    if len(answered) < 2:
        return
    bars = tuple(
        Bar(
            (Run(f"{at}. "), Run(brief(one.text, 70), own=True)),
            one.answers[0],
            _("{n} of {all}", n=one.answers[0], all=sum(one.answers)),
            100 * one.answers[0] // (sum(one.answers) or 1),
        )
        for at, one in answered
    )
    yield Chart(
        title=_("How many said understood"),
        alt=_("Of those who answered on each wording, how many said that it was understood."),
        head=(_("Statement"), _("Understood")),
        bars=bars,
    )


def _statement(tell: Teller, asked: Verification, at: int, one: Verified) -> Section:
    _, register = tell._, tell.register
    blocks: list[Block] = [*tell.said(one.text), *tell.threaded(one.id)]
    given = register.answered(one.id)
    if given:
        blocks.append(Numbers(tuple((n, name) for name, n in given)))
    elif asked.ballots:
        blocks.append(Paragraph(plain(_("Too few to be shown")), "quiet"))
    if one.id in register.number:
        gone = one.id in register.withdrawn
        words = _("Withdrawn, see point") if gone else _("How it stands now: point")
        blocks.append(Paragraph((Run(f"{words} "), tell.point(one.id)), "end"))
    if one.corrections:
        blocks.append(Paragraph(plain(_("Corrections")), "label"))
        blocks.append(Items(tuple(map(tell.note, one.corrections)), "notes"))
    blocks += _proposals(tell, one)
    blocks += _behind(tell, one)
    title = (Run(str(at)), Run(" · " + _("version {n}", n=one.version), look="quiet"))
    return Section(title, tuple(blocks), f"v-{one.id}", "statement")


def _proposals(tell: Teller, one: Verified) -> Iterator[Block]:
    for at, each in enumerate(one.proposals, start=1):
        words = " " + tell._("would rather have it say")
        yield Box(
            (
                Paragraph((Run(each.table, own=True), Run(words)), "label"),
                *tell.stated(each),
                *tell.became(f"{one.id}/{each.table}"),
            ),
            anchor=f"t-{one.id}-{at}",
        )


def _behind(tell: Teller, one: Verified) -> Iterator[Block]:
    _ = tell._
    if not one.behind:
        return
    items = []
    for each in one.behind:
        blocks: list[Block] = [Paragraph(plain(_(BEARINGS[each.bearing])), "label")]
        blocks += tell.words(each)
        if tell.earlier and each.fingerprint:
            there = f"{tell.earlier}#{anchor(each.fingerprint)}"
            words = _("In the minutes of that workshop")
            blocks.append(Paragraph((Run(words, to=there),), "end"))
        items.append(Item(tuple(blocks)))
    summary = _.ngettext(
        "What lay behind it: {n} contribution",
        "What lay behind it: {n} contributions",
        len(items),
    )
    yield Fold(summary, (Items(tuple(items), "notes"),))
