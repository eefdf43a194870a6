"""What the minutes say of a prioritising: how it was done, both lists, and grades in words."""

from collections.abc import Iterable, Iterator, Sequence

from babel.lists import format_list

from app.core.minutes import Chosen, Prioritisation
from app.core.things import Method
from app.i18n import N_, Translator

GRADES = (
    N_("Disagree completely"),
    N_("Disagree somewhat"),
    N_("Neither agree nor disagree"),
    N_("Agree somewhat"),
    N_("Agree completely"),
)


def taken(done: Prioritisation, _: Translator) -> str:
    """How many took part, and with what each."""
    if done.method == Method.SCALE:
        return _.ngettext(
            "{n} councillor answered how far they agree.",
            "{n} councillors answered how far they agree.",
            done.ballots,
        )
    if done.method == Method.POINTS:
        return _.ngettext(
            "{n} councillor prioritised, with {points} points to spread.",
            "{n} councillors prioritised, with {points} points each to spread.",
            done.ballots,
            points=done.dots,
        )
    return _.ngettext(
        "{n} councillor prioritised, with up to {dots} dots each.",
        "{n} councillors prioritised, with up to {dots} dots each.",
        done.ballots,
        dots=done.dots,
    )


def spent(done: Prioritisation, _: Translator) -> str:
    """How many of all the dots (or points) were used; empty where choices were graded."""
    used, all_ = sum(row.dots for row in done.rows), done.ballots * done.dots
    if done.method == Method.SCALE:
        return ""
    if done.method == Method.POINTS:
        return _("{used} of {all} points were used.", used=used, all=all_)
    return _(
        "{used} of {all} dots were used, at most one of each councillor’s on a choice.",
        used=used,
        all=all_,
    )


def lists(done: Prioritisation, _: Translator) -> Iterator[tuple[str, str, list[str]]]:
    """Both lists: what each is called, how it is made, and what must be said of it.

    Of grades there are none: how far one agrees with each chooses none before another.
    """
    points = done.method == Method.POINTS
    most = (
        (_("Most points"), _("The choices with most points, and nothing else."))
        if points
        else (_("Most dots"), _("The choices with most dots, and nothing else."))
    )
    for (name, why), chosen in (
        ((_("Equal influence"), _("Everybody has the same influence to use.")), done.equal_shares),
        (most, done.most_dots),
    ):
        if chosen:
            yield name, why, [*_told(chosen, done.threshold, points, _)]


def _told(chosen: Chosen, threshold: int, points: bool, _: Translator) -> Iterator[str]:
    yield _("On the list: {choices}", choices=_numbers(chosen.rows) or "–")
    yield _covered(chosen.uncovered, threshold, points, _)
    if chosen.uncovered:
        choices = _numbers(chosen.theirs)
        yield (
            _("Their points are on {choices}.", choices=choices)
            if points
            else _("Their dots are on {choices}.", choices=choices)
        )
    for tie in chosen.ties:
        yield _(
            "{choices} stood level; {chosen} came first.",
            choices=_listed(tie.level, _),
            chosen=_listed(tie.chosen, _),
        )
    if chosen.ties:
        yield (
            _("Where choices stand level, most points go first, then the order of the choices.")
            if points
            else _("Where choices stand level, most dots go first, then the order of the choices.")
        )


def _covered(uncovered: int | None, threshold: int, points: bool, _: Translator) -> str:
    if uncovered is None:
        some = (
            N_("Some, but fewer than {threshold}, have none of their points on the list.")
            if points
            else N_("Some, but fewer than {threshold}, have none of their dots on the list.")
        )
        return _(some, threshold=threshold)
    if uncovered == 0 and points:
        return _("Everybody has at least one of their points on the list.")
    if uncovered == 0:
        return _("Everybody has at least one of their dots on the list.")
    if points:
        return _.ngettext(
            "{n} has none of their points on the list.",
            "{n} have none of their points on the list.",
            uncovered,
        )
    return _.ngettext(
        "{n} has none of their dots on the list.",
        "{n} have none of their dots on the list.",
        uncovered,
    )


def _numbers(rows: Iterable[int]) -> str:
    return ", ".join(map(str, rows))


def _listed(rows: Iterable[int], _: Translator) -> str:
    """As it is said: 8, 10 og 12."""
    return format_list([*map(str, rows)], locale="en_GB" if _.language == "en" else _.language)


def amount(done: Prioritisation, n: int, _: Translator) -> str:
    """Dots or points, as they are said."""
    if done.method == Method.POINTS:
        return _.ngettext("{n} point", "{n} points", n)
    return _.ngettext("{n} dot", "{n} dots", n)


def most(done: Prioritisation) -> int:
    """What the longest bar is for; at least 1."""
    return max((row.dots for row in done.rows), default=0) or 1


# ---------------------------------------------------------------- grades


def graded(counts: Sequence[int], _: Translator) -> list[tuple[str, int, int]]:
    """The highest grade first: its words, how many gave it, and its bar's percent."""
    longest = max(counts, default=0) or 1
    rows = [(_(words), n, 100 * n // longest) for words, n in zip(GRADES, counts, strict=True)]
    return rows[::-1]


def in_words(counts: Sequence[int], _: Translator) -> str:
    """Where most are, how many are not, and the grade in the middle."""
    against, in_favour, everybody = sum(counts[:2]), sum(counts[3:]), sum(counts)
    if in_favour == everybody:
        said = [_("All agree.")]
    elif against == everybody:
        said = [_("All disagree.")]
    elif 2 * in_favour > everybody:
        said = [_("Most agree."), _.ngettext("{n} disagrees.", "{n} disagree.", against)]
    elif 2 * against > everybody:
        said = [_("Most disagree."), _.ngettext("{n} agrees.", "{n} agree.", in_favour)]
    else:
        said = [_("The hall is divided.")]
    return " ".join([*said, _("In the middle: {grade}.", grade=_middle(counts, _))])


def _middle(counts: Sequence[int], _: Translator) -> str:
    """The grade in the middle; where the middle falls between two, both."""
    given = [words for words, n in zip(GRADES, counts, strict=True) for _each in range(n)]
    low, high = given[(len(given) - 1) // 2], given[len(given) // 2]
    return _(low) if low == high else f"{_(low)} – {_(high)}"
