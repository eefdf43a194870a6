"""What came of the evaluation, where the municipality wants it in the minutes."""

from collections.abc import Iterator

from babel.numbers import format_decimal

from app.core.evaluation import Evaluated, Measured
from app.core.things import Measure
from app.i18n import N_
from app.publish.minutes.teller import Teller
from app.publish.paper import Block, Items, Paragraph, Run, Runs, Section, Table, plain

MEASURES = {
    Measure.ROLE: N_("I knew what was expected of me."),
    Measure.TRUST: N_("It was safe to say what I mean."),
    Measure.HEARD: N_("I was listened to."),
    Measure.OWNERSHIP: N_("What we came to is mine as well."),
    Measure.USEFUL: N_("The workshop was worth the time."),
}


def sections(tell: Teller) -> Iterator[Section]:
    """None where it is not in the minutes."""
    came = tell.minutes.evaluation
    if came:
        yield Section(plain(tell._("Evaluation")), told(tell, came), "evaluation")


def told(tell: Teller, came: Evaluated) -> tuple[Block, ...]:
    """The grades as a table of numbers, and what was written."""
    return (*_grades(tell, came), *_lines(tell, came))


def _grades(tell: Teller, came: Evaluated) -> Iterator[Block]:
    _ = tell._
    if not came.shown:
        few = _(
            "Fewer than {n} councillors answered. The result is not shown, so that nobody can be "
            "recognised in it.",
            n=came.threshold,
        )
        yield Paragraph(plain(few))
        return
    answered = _.ngettext(
        "{n} councillor answered, without a name, from 1 (to a very small degree) to 5 (to a very "
        "large degree).",
        "{n} councillors answered, without names, from 1 (to a very small degree) to 5 (to a very "
        "large degree).",
        came.ballots,
    )
    yield Paragraph(plain(answered))
    yield Table(
        _("How many gave each grade"),
        (_("The statement"), "1", "2", "3", "4", "5", _("On average"), _("Answered")),
        tuple(_row(tell, one) for one in came.measures),
    )


def _row(tell: Teller, one: Measured) -> tuple[Runs, ...]:
    _ = tell._
    name = plain(_(MEASURES[one.measure]))
    if not one.answers:
        return (name, *[plain("–")] * 5, plain(_("Too few to be shown")), plain("–"))
    mean = Run(decimal(one.mean, tell.language), look="strong")
    return (name, *(plain(str(n)) for n in one.grades), (mean,), plain(str(one.answers)))


def decimal(mean: float, language: str) -> str:
    """With one decimal: 4,2."""
    return format_decimal(mean, "0.0", "en_GB" if language == "en" else language)


def _lines(tell: Teller, came: Evaluated) -> Iterator[Block]:
    _ = tell._
    if came.lines:
        yield Section(
            plain(_("One thing we should do differently?")),
            (Items(tuple(map(tell.note, came.lines)), "notes"),),
        )
    else:
        none = _(
            "What was written is not shown where fewer than {n} wrote something.",
            n=came.threshold,
        )
        yield Paragraph(plain(none), "quiet")
