"""What was prioritised: both lists, and every choice with its bar (mission row 11)."""

from collections.abc import Iterator

from app.core.minutes import Prioritisation, Ranked
from app.core.things import Method
from app.publish.minutes.teller import Teller
from app.publish.paper import (
    Bar,
    Block,
    Box,
    Chart,
    Item,
    Items,
    Paragraph,
    Run,
    Runs,
    Section,
    Table,
    own,
    plain,
)
from app.publish.phrases import prioritised

SHORT = 80
"""How many characters of a choice stand in the table of both lists."""


def sections(tell: Teller) -> Iterator[Section]:
    """Each prioritising in its order; none where there was none."""
    done = tell.minutes.prioritisations
    if not done:
        return
    blocks: list[Block] = [*tell.standing("intro_priorities")]
    for each in done:
        if each.title:
            blocks.append(Section(own(each.title), tuple(_told(tell, each))))
        else:
            blocks += _told(tell, each)
    yield Section(plain(tell._("Prioritising")), tuple(blocks), "priorities")


def _told(tell: Teller, done: Prioritisation) -> Iterator[Block]:
    _ = tell._
    if not done.shown:
        few = _(
            "Fewer than {n} councillors prioritised. The result is not shown, so that nobody can "
            "be recognised in it.",
            n=done.threshold,
        )
        yield Paragraph(plain(few))
        return
    yield Paragraph(plain(f"{prioritised.taken(done, _)} {prioritised.spent(done, _)}".strip()))
    if done.method == "scale":
        yield from (_graded(tell, row) for row in done.rows)
        return
    lists = [*prioritised.lists(done, _)]
    if lists:
        places = _.ngettext(
            "There is {n} place on each list. The numbers are those below.",
            "There are {n} places on each list. The numbers are those below.",
            done.places,
        )
        yield Paragraph(plain(places))
        yield Box(tuple(_list(*each) for each in lists), "columns")
        yield _side_by_side(tell, done)
    yield Items(
        tuple(_ranked(tell, done, at if lists else 0, row) for at, row in enumerate(done.rows, 1)),
        "ranking",
    )


def _side_by_side(tell: Teller, done: Prioritisation) -> Table:
    """Which choices are on which list, in words that can be read in one go."""
    _ = tell._
    lists = [one.rows for one in (done.equal_shares, done.most_dots) if one]
    names = [name for name, *_rest in prioritised.lists(done, _)]
    rows = (
        (
            (Run(f"{at}. "), *tell.in_short(row, SHORT)),
            plain(str(row.dots)),
            *(plain(_("on the list") if at in on else "–") for on in lists),
        )
        for at, row in enumerate(done.rows, start=1)
    )
    dots = _("Points") if done.method == Method.POINTS else _("Dots")
    return Table(_("Which choices are on which list"), (_("The choice"), dots, *names), tuple(rows))


def _list(name: str, why: str, told: list[str]) -> Box:
    first = Paragraph((Run(name, look="strong"),))
    return Box((first, *(Paragraph(plain(each)) for each in (why, *told))))


def _ranked(tell: Teller, done: Prioritisation, number: int, row: Ranked) -> Item:
    """`number` is 0 where there are no lists that name it."""
    label = (Run(f"{number} · "), *_source(tell, row)) if number else _source(tell, row)
    percent = 100 * row.dots // prioritised.most(done)
    words = prioritised.amount(done, row.dots, tell._)
    return Item(tuple(_words(tell, row)), bar=Bar(label, row.dots, words, percent))


def _source(tell: Teller, row: Ranked) -> Runs:
    """Who said it: a table, all in common, or somebody who is nobody's business."""
    if row.table:
        return own(row.table)
    _ = tell._
    return plain(_("The wording in common") if row.common else _("A note that a table lifted"))


def _words(tell: Teller, row: Ranked) -> Iterator[Block]:
    yield from tell.words(row)
    yield from tell.dissent(row.dissent, row.dissent_hidden, row.dissent_basis)


def _graded(tell: Teller, row: Ranked) -> Section:
    _ = tell._
    blocks = [*_words(tell, row)]
    if row.graded:
        said = prioritised.in_words(row.graded, _)
        blocks.append(Paragraph((Run(said, look="strong"),)))
        bars = tuple(
            Bar(plain(name), n, str(n), percent)
            for name, n, percent in prioritised.graded(row.graded, _)
        )
        blocks.append(Chart("", said, (_("Answer"), _("How many")), bars))
    else:
        blocks.append(Paragraph(plain(_("Too few to be shown")), "quiet"))
    return Section(_source(tell, row), tuple(blocks), look="case")
