"""The red thread (rød tråd): each statement through a series, from the notes to what came of it.

Read from what everybody can read, and from nothing else: the published minutes of the workshops in
their order, and the page of the plan process. Nothing is kept of it (decision 27).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.core.contributions import Said, contributions
from app.core.draft import Carried, Funding, Money, Place, Result
from app.core.edits import Bearing, Fate
from app.core.minutes import Minutes
from app.core.planning import PlanProcess
from app.core.things import Reason
from app.core.understood import Understanding, Verified


@dataclass(frozen=True, slots=True)
class Held:
    """A workshop of the series, by its code, with its minutes as they stand now."""

    code: str
    minutes: Minutes


class Station(StrEnum):
    """Where a thread may have come to, in order."""

    VOICES = "voices"
    STATEMENT = "statement"
    TRIAL = "trial"
    DIRECTION = "direction"
    PLACE = "place"
    MONEY = "money"
    RESULT = "result"


@dataclass(frozen=True, slots=True)
class Voice:
    """A contribution that bears on the statement, as `Said` in the minutes of a workshop.

    `ref`: as in those (`understood.py`); it and `workshop` are empty where only a later workshop
    has the words. `alike`: how many more say the same.
    """

    workshop: str
    number: int
    ref: str
    bearing: Bearing
    text: str
    table: str = ""
    dissent: str = ""
    hidden: Reason | None = None
    alike: int = 0
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """How the statement was worded, and where: in the minutes of which workshop."""

    workshop: str
    number: int
    version: int
    text: str


@dataclass(frozen=True, slots=True)
class Trial:
    """The statement before the hall, in workshop `number`. `answers`: how many gave each `Answer`;
    empty where too few did. Not `asked`: the hall never came to it. `present`: how many met; 0
    where it is not said."""

    workshop: str
    number: int
    version: int
    text: str
    asked: bool
    threshold: int
    answers: tuple[int, ...]
    corrections: int
    proposals: int
    present: int


@dataclass(frozen=True, slots=True)
class Direction:
    """The statement taken as a political direction (politisk føring), with the hall's answers, and
    how many met."""

    workshop: str
    number: int
    version: int
    text: str
    answers: tuple[int, ...]
    present: int


@dataclass(frozen=True, slots=True)
class Thread:
    """One statement through the series. Its last wording is how it stands."""

    id: str
    wordings: tuple[Wording, ...]
    voices: tuple[Voice, ...] = ()
    trials: tuple[Trial, ...] = ()
    direction: Direction | None = None
    places: tuple[Place, ...] = ()
    money: tuple[Money, ...] = ()
    results: tuple[Result, ...] = ()
    theme: str = ""
    minority: bool = False
    remark: str = ""
    conflict: str = ""
    withdrawn: str = ""

    @property
    def text(self) -> str:
        return self.wordings[-1].text

    @property
    def tried(self) -> Trial | None:
        """The last time that a hall was asked about it."""
        return next((each for each in reversed(self.trials) if each.asked), None)

    @property
    def stands_tried(self) -> bool:
        """Whether a hall was asked about it as it stands."""
        return self.tried is not None and self.tried.text == self.text

    @property
    def nothing(self) -> tuple[Money, ...]:
        """Where it is said that nothing is set aside."""
        return tuple(each for each in self.money if each.funding is Funding.NOTHING)

    @property
    def paid(self) -> tuple[Money, ...]:
        return tuple(each for each in self.money if each.funding is Funding.AMOUNT)

    @property
    def reached(self) -> frozenset[Station]:
        """The stations that it has come to."""
        there = {
            Station.VOICES: self.voices,
            Station.STATEMENT: self.wordings,
            Station.TRIAL: self.stands_tried,
            Station.DIRECTION: self.direction,
            Station.PLACE: self.places,
            Station.MONEY: self.paid,
            Station.RESULT: self.results,
        }
        return frozenset(station for station, come in there.items() if come)

    @property
    def stands(self) -> Station:
        """The last of the stations that it has come to."""
        return [station for station in Station if station in self.reached][-1]


@dataclass(frozen=True, slots=True)
class Threads:
    """All of a series. `adrift`: places in the draft that carry out no direction that stands."""

    held: tuple[Held, ...]
    threads: tuple[Thread, ...]
    adrift: tuple[Place, ...]

    @property
    def waiting(self) -> tuple[Thread, ...]:
        """Directions that have no place in the draft."""
        return tuple(each for each in self.threads if each.direction and not each.places)

    def find(self, statement: str) -> Thread | None:
        return next((each for each in self.threads if each.id == statement), None)


# ---------------------------------------------------------------- from what is public


def follow(series: Iterable[Held], process: PlanProcess) -> Threads:
    """Every statement of the series, in the order that they came to be."""
    held = tuple(series)
    ids = dict.fromkeys(each.id for one in held for each in _said(one))
    told = {one.code: contributions(one.minutes) for one in held}
    threads = tuple(_thread(id_, held, told, process) for id_ in ids)
    carried = {each.id for thread in threads for each in thread.places}
    adrift = tuple(place for place in process.places if place.id not in carried)
    return Threads(held, threads, adrift)


def _met(one: Held) -> tuple[Verified, ...]:
    return one.minutes.verification.statements if one.minutes.verification else ()


def _written(one: Held) -> tuple[Understanding, ...]:
    return one.minutes.synthesis.statements if one.minutes.synthesis else ()


def _said(one: Held) -> Iterator[Verified | Understanding]:
    """As the hall met them, and then as they were written down after it."""
    yield from _met(one)
    yield from _written(one)


def _thread(
    id_: str, held: Sequence[Held], told: dict[str, dict[str, Said]], process: PlanProcess
) -> Thread:
    met = [(one, each) for one in held for each in _met(one) if each.id == id_]
    written = [(one, each) for one in held for each in _written(one) if each.id == id_]
    last = written[-1][1] if written else None
    direction = _direction(written[-1][0], written[-1][1]) if written else None
    carried = Carried(direction.workshop, id_) if direction else None
    places = tuple(each for each in process.places if carried in each.carries)
    there = {each.id for each in places}
    return Thread(
        id=id_,
        wordings=tuple(_wordings(id_, held)),
        voices=(*_behind(met, held), *_voices(written, told)),
        trials=tuple(_trial(one, each) for one, each in met),
        direction=direction,
        places=places,
        money=tuple(each for each in process.money if each.place in there),
        results=tuple(each for each in process.results if each.place in there),
        theme=last.theme if last else "",
        minority=bool(last and last.minority),
        remark=last.remark if last else "",
        conflict=last.conflict if last else "",
        withdrawn=last.withdrawn if last else "",
    )


def _wordings(id_: str, held: Iterable[Held]) -> Iterator[Wording]:
    """Each time the words changed."""
    before = ""
    for one in held:
        for each in _said(one):
            if each.id == id_ and each.text != before:
                before = each.text
                yield Wording(one.code, one.minutes.number, each.version, each.text)


def _trial(one: Held, met: Verified) -> Trial:
    came = one.minutes.verification
    assert came is not None  # or nothing was met
    return Trial(
        one.code,
        one.minutes.number,
        met.version,
        met.text,
        came.asked,
        came.threshold,
        met.answers,
        len(met.corrections),
        len(met.proposals),
        len(one.minutes.present),
    )


def _direction(one: Held, last: Understanding) -> Direction | None:
    if not last.direction:
        return None
    answers = next((each.answers for each in _met(one) if each.id == last.id), ())
    number, met = one.minutes.number, len(one.minutes.present)
    return Direction(one.code, number, last.version, last.text, answers, met)


def _voices(
    written: Iterable[tuple[Held, Understanding]], told: dict[str, dict[str, Said]]
) -> Iterator[Voice]:
    for one, each in written:
        made = one.minutes.synthesis
        alike = [end.into for end in made.ends if end.fate is Fate.MERGED] if made else []
        for link in each.links:
            if (said := told[one.code].get(link.ref)) is not None:
                yield Voice(
                    one.code,
                    one.minutes.number,
                    link.ref,
                    link.bearing,
                    said.text,
                    said.table,
                    said.dissent,
                    said.hidden,
                    alike.count(link.ref),
                    said.basis,
                )


def _behind(met: Sequence[tuple[Held, Verified]], held: Iterable[Held]) -> Iterator[Voice]:
    """What lay behind it where that workshop has no published minutes that say so themselves."""
    there = {one.code for one in held}
    for one, each in met[:1]:
        came = one.minutes.verification
        if came is not None and came.source not in there:
            for said in each.behind:
                yield Voice(
                    "",
                    came.number,
                    "",
                    said.bearing,
                    said.text,
                    hidden=said.hidden,
                    basis=said.basis,
                )
