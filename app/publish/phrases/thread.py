"""The red thread in words: what its stations are called, and how far a statement has come at each.

For the page, the drawing, and the document for Word alike.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from babel.numbers import format_decimal

from app.core.draft import Funding, Money
from app.core.edits import Answer, Bearing
from app.core.thread import Direction, Station, Thread, Trial
from app.i18n import N_, Translator
from app.publish.phrases.understood import said_understood

NAMES: Mapping[Station, str] = {
    Station.VOICES: N_("Contributions"),
    Station.STATEMENT: N_("Understood like this"),
    Station.TRIAL: N_("Tried in a new workshop"),
    Station.DIRECTION: N_("Political direction"),
    Station.PLACE: N_("Place in the plan"),
    Station.MONEY: N_("Money"),
    Station.RESULT: N_("Result"),
}

STANDS: Mapping[Station, str] = {
    Station.TRIAL: N_("Tried in a new workshop"),
    Station.DIRECTION: N_("Political direction"),
    Station.PLACE: N_("In the plan"),
    Station.MONEY: N_("Paid for"),
    Station.RESULT: N_("Result reported"),
}
"""Where a thread stands now, by the last station that it has come to; before these, untried."""

SIDES: Mapping[Bearing, str] = {
    Bearing.SUPPORTS: N_("Support it"),
    Bearing.CONTRADICTS: N_("Contradict it"),
    Bearing.NUANCES: N_("Add nuances"),
}

UNTRIED = N_("Not tried in a new workshop")
NOTHING = N_("Nothing set aside")


@dataclass(frozen=True, slots=True)
class Node:
    """A station of one thread: its name, and in a few words what is there. `come`: it has come."""

    station: Station
    name: str
    words: str
    come: bool


def nodes(thread: Thread, _: Translator) -> list[Node]:
    """All stations, in order."""
    told = {
        Station.VOICES: _voices(thread, _),
        Station.STATEMENT: _("Version {version}", version=thread.wordings[-1].version),
        Station.TRIAL: _trial(thread, _),
        Station.DIRECTION: _direction(thread, _),
        Station.PLACE: _place(thread, _),
        Station.MONEY: _money(thread, _),
        Station.RESULT: _result(thread, _),
    }
    if thread.withdrawn:
        told[Station.STATEMENT] = _("Withdrawn")
    return [
        Node(station, _(NAMES[station]), words, station in thread.reached)
        for station, words in told.items()
    ]


def stands(thread: Thread, _: Translator) -> str:
    """Where it stands now."""
    if thread.withdrawn:
        return _("Withdrawn")
    if thread.stands in (Station.VOICES, Station.STATEMENT):
        return _trial(thread, _)
    words = _(STANDS[thread.stands])
    if thread.stands is Station.TRIAL:
        return f"{words}: {_trial(thread, _)}"
    if thread.stands is Station.PLACE and thread.nothing:
        return _("{stands}, but nothing is set aside", stands=words)
    return words


def answered(trial: Trial, answers: Mapping[Answer, str], _: Translator) -> list[tuple[str, int]]:
    """How many gave each answer, named as in `answers`; empty where too few did."""
    return [(_(answers[each]), n) for each, n in zip(Answer, trial.answers, strict=False)]


def tried(trial: Trial, _: Translator) -> str:
    """In one line what the hall said."""
    if not trial.asked:
        return _("The hall did not come to it")
    if not trial.answers:
        return _("Fewer than {n} answered: not shown", n=trial.threshold)
    return understood(trial, _)


def understood(asked: Trial | Direction, _: Translator) -> str:
    """How many said that it was understood. Needs answers."""
    return said_understood(asked.answers, asked.present, _)


def kroner(amount: int, language: str) -> str:
    """So many thousand kroner, whole: 4 500 000 kr."""
    number = format_decimal(1000 * amount, locale="en_GB" if language == "en" else language)
    return f"{number}\u00a0kr"


def funded(line: Money, _: Translator) -> str:
    """The year, and the amount or that nothing is set aside."""
    if line.funding is Funding.NOTHING:
        return f"{line.year}: {_(NOTHING)}"
    return f"{line.year}: {kroner(line.amount, _.language)}"


# ---------------------------------------------------------------- station by station


def _voices(thread: Thread, _: Translator) -> str:
    n = len(thread.voices)
    return _.ngettext("{n} contribution", "{n} contributions", n) if n else _("None is published")


def _trial(thread: Thread, _: Translator) -> str:
    last = thread.tried
    if last is None:
        return tried(thread.trials[-1], _) if thread.trials else _(UNTRIED)
    return tried(last, _) if thread.stands_tried else _("Worded anew since, and not tried again")


def _direction(thread: Thread, _: Translator) -> str:
    if thread.direction is None:
        return _("Not taken as a direction")
    return _("After workshop {n}", n=thread.direction.number)


def _place(thread: Thread, _: Translator) -> str:
    named = (f"{place.number} {place.heading}".strip() for place in thread.places)
    return _joined(named) or _("No place in the draft")


def _money(thread: Thread, _: Translator) -> str:
    lines = sorted(thread.money, key=lambda line: line.year)
    return _joined(funded(line, _) for line in lines) or _("Nothing is said of money")


def _result(thread: Thread, _: Translator) -> str:
    n = len(thread.results)
    return _.ngettext("{n} reported", "{n} reported", n) if n else _("None reported yet")


def _joined(words: Iterable[str]) -> str:
    """A line each."""
    return "\n".join(words)
