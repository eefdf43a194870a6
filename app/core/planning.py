"""A plan process (planprosess) and its knowledge base: what the staff say, and what lacks.

It is one document, kept whole and shown on one page. Every text may be empty while it is being
prepared: what is missing or contradicts itself is told by `findings`, and blocks nobody.

Words for the law, the governance models and the kinds of problems are the product's own
(`web/plan/words.py`); here is only what can be told apart.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from math import ceil

from app.core.draft import Money, Place, Result
from app.core.things import Knowledge, Millis

LANGUAGES = ("nb", "nn", "en", "se")
"""What a plan process may be written in."""

GOALS = range(1, 18)
"""The UN goals for sustainable development."""

CONCISE, FEW = 300, 12
"""A statement of more characters, or more statements, are too much to take in at a table."""

HEARING = 42
"""Days: the shortest hearing of a municipal plan (plan- og bygningsloven § 11-14)."""

WORDS_A_MINUTE = 200


class PlanKind(StrEnum):
    NONE = ""
    SOCIAL = "social"  # kommuneplanens samfunnsdel
    LAND = "land"  # kommuneplanens arealdel
    PLANNING = "planning"  # kommunal planstrategi
    STRATEGY = "strategy"
    THEME = "theme"  # temaplan
    ACTION = "action"  # handlingsplan, økonomiplan
    REPORT = "report"  # melding


HEARD = frozenset({PlanKind.SOCIAL, PlanKind.LAND})
"""Plans that the law sends to a hearing of at least six weeks."""


class Relation(StrEnum):
    """Where another plan stands, seen from this one."""

    ABOVE = "above"
    BELOW = "below"
    AFFECTS = "affects"
    REPLACES = "replaces"


class Phase(StrEnum):
    KNOWLEDGE = "knowledge"
    COCREATION = "cocreation"  # samskapende fase: the workshops
    FORMAL = "formal"  # hearing, and decision


class Governance(StrEnum):
    NONE = ""
    FORMANNSKAP = "formannskap"
    PARLIAMENTARY = "parliamentary"


class Problem(StrEnum):
    """How far people agree on what the problem is, and on what would solve it."""

    NONE = ""
    TAME = "tame"
    COMPLEX = "complex"
    WICKED = "wicked"


class Standing(StrEnum):
    """Of another plan."""

    NONE = ""
    VALID = "valid"
    REVISED = "revised"  # being revised
    COMING = "coming"
    LAPSED = "lapsed"


class Followed(StrEnum):
    NONE = ""
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Section(StrEnum):
    """What is edited together, and saved by one person at a time."""

    PLAN = "plan"
    KNOWLEDGE = "knowledge"
    FILES = "files"
    DRAFT = "draft"  # places in the plan, money, results
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Related:
    relation: Relation
    title: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A phase with its dates, as typed: 14.03.2027, 2027-03, or "våren 2027"."""

    phase: Phase
    begins: str = ""
    ends: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """An entry of the timeline. `body`: who meets, empty where it is no meeting."""

    when: str
    what: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class OtherPlan:
    title: str
    kind: PlanKind = PlanKind.NONE
    status: Standing = Standing.NONE
    adopted: str = ""
    followed: Followed = Followed.NONE


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A chart or document beside the statement `about`; `alt` is what it shows, in words."""

    about: str
    file: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Save:
    """Somebody of the staff saved a section: this may everybody read."""

    rev: int
    at: Millis
    by: str
    what: Section


@dataclass(frozen=True, slots=True)
class PlanProcess:
    title: str = ""
    municipality: str = ""
    language: str = "nb"
    kind: PlanKind = PlanKind.NONE
    purpose: str = ""
    ordered_by: str = ""
    governance: Governance = Governance.NONE
    problem: Problem = Problem.NONE
    problem_why: str = ""
    related: tuple[Related, ...] = ()
    stages: tuple[Stage, ...] = tuple(Stage(phase) for phase in Phase)
    now: Phase | None = None
    here: str = ""  # where we are
    goal: str = ""  # of this period
    long_goal: str = ""
    gap: str = ""  # what lies between
    timeline: tuple[Happening, ...] = ()
    others: tuple[OtherPlan, ...] = ()
    national: str = ""  # what the state expects
    regional: str = ""  # what the region expects
    region: str = ""  # the municipality's place in it
    knowledge: tuple[Knowledge, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    places: tuple[Place, ...] = ()
    money: tuple[Money, ...] = ()
    results: tuple[Result, ...] = ()
    saves: tuple[Save, ...] = ()


# ---------------------------------------------------------------- dates


_DATES = (
    re.compile(r"(?P<y>\d{4})(-(?P<m>\d{1,2})(-(?P<d>\d{1,2}))?)?"),
    re.compile(r"((?P<d>\d{1,2})\.\s*)?(?P<m>\d{1,2})\.\s*(?P<y>\d{4})"),
)
_SEASONS = (
    (1, re.compile(r"(vinter(en)?|winter)\s+(?P<y>\d{4})", re.IGNORECASE)),
    (3, re.compile(r"(vår(en)?|spring)\s+(?P<y>\d{4})", re.IGNORECASE)),
    (6, re.compile(r"(somm[ea]r(en)?|summer)\s+(?P<y>\d{4})", re.IGNORECASE)),
    (9, re.compile(r"(høst(en)?|haust(en)?|autumn)\s+(?P<y>\d{4})", re.IGNORECASE)),
)
"""By the month that each is taken to begin in, in bokmål, nynorsk and English."""


def moment(typed: str) -> date | None:
    """The first day of what was typed: 14.03.2027, 03.2027, 2027-03-14, 2027-03, 2027, or
    "våren 2027"."""
    for month, season in _SEASONS:
        if (found := season.fullmatch(typed.strip())) and (year := int(found["y"])):
            return date(year, month, 1)
    for shape in _DATES:
        if found := shape.fullmatch(typed.strip()):
            year, month, day = (int(found[part] or 1) for part in "ymd")
            try:
                return date(year, month, day)
            except ValueError:
                return None
    return None


def is_day(typed: str) -> bool:
    """Whether a day was typed, and not only a month or a year."""
    return moment(typed) is not None and len(re.findall(r"\d+", typed)) == 3


def _last(typed: str) -> date | None:
    """About the last day of what was typed: a day, or the end of its month, season or year."""
    first = moment(typed)
    if first is None:
        return None
    exact = len(re.findall(r"\d+", typed))
    season = any(letter.isalpha() for letter in typed)
    return first + timedelta(days=90 if season else {1: 364, 2: 30}.get(exact, 0))


def in_order(timeline: Iterable[Happening]) -> list[Happening]:
    """By date. What has none that can be read keeps its place after the one before."""
    last = date.min
    placed = []
    for each in timeline:
        last = moment(each.when) or last
        placed.append((last, each))
    return [each for _, each in sorted(placed, key=lambda pair: pair[0])]


# ---------------------------------------------------------------- the knowledge base


def blind_spots(process: PlanProcess) -> list[int]:
    """The UN goals that no statement says anything of."""
    seen = {goal for each in process.knowledge for goal in each.goals}
    return [goal for goal in GOALS if goal not in seen]


def reading_minutes(process: PlanProcess) -> int:
    """How long the knowledge base takes to read, in whole minutes; 0 where it is empty."""
    words = sum(len(f"{k.text} {k.figure} {k.source}".split()) for k in process.knowledge)
    return ceil(words / WORDS_A_MINUTE)


def exhibit(process: PlanProcess, about: str) -> Exhibit | None:
    return next((each for each in process.exhibits if each.about == about), None)


# ---------------------------------------------------------------- saves


def saved(process: PlanProcess, save: Save) -> PlanProcess:
    """With the save written down.

    What one person saves of a section within the hour is one line; each turn to the public and
    back is a line of its own.
    """
    before = process.saves
    if before and _same(before[-1], save):
        before = before[:-1]
    return replace(process, saves=(*before, save))


def _same(one: Save, next_one: Save) -> bool:
    hour = one.at // 3_600_000 == next_one.at // 3_600_000
    return hour and (one.by, one.what) == (next_one.by, next_one.what) != (one.by, Section.PUBLIC)


# ---------------------------------------------------------------- what lacks


class Flaw(StrEnum):
    EMPTY = "empty"  # a field that the page needs
    UNREADABLE = "unreadable"  # a date that cannot be placed on the line
    BACKWARDS = "backwards"  # a phase ends before it begins
    DISORDER = "disorder"  # a phase begins before the one before it
    SHORT_HEARING = "short_hearing"
    MANY = "many"  # statements
    LONG = "long"  # a statement
    UNSOURCED = "unsourced"
    GOALLESS = "goalless"  # no statement has a goal: the public hear nothing of goals
    UNCARRYING = "uncarrying"  # a place that carries out no direction
    UNFUNDED = "unfunded"  # neither money nor that nothing is set aside
    UNSIGNED = "unsigned"  # a result without who or when


@dataclass(frozen=True, slots=True)
class Finding:
    """`where` names a field, a phase, a place by its heading, or a statement by its number from 1;
    `said` was typed, in the field `part` of a phase."""

    flaw: Flaw
    section: Section
    where: str = ""
    said: str = ""
    part: str = ""


_NEEDED = ("purpose", "ordered_by", "kind", "governance", "problem", "now", "here", "goal", "gap")


def findings(process: PlanProcess) -> list[Finding]:
    """What is missing, contradicts itself, or is too much: to be told, never to block."""
    return [
        *(
            Finding(Flaw.EMPTY, Section.PLAN, each)
            for each in _NEEDED
            if not getattr(process, each)
        ),
        *_of_dates(process),
        *_of_knowledge(process),
        *_of_draft(process),
    ]


def _of_dates(process: PlanProcess) -> Iterator[Finding]:
    typed = [("timeline", "", each.when) for each in process.timeline]
    for stage in process.stages:
        typed += [(stage.phase, "begins", stage.begins), (stage.phase, "ends", stage.ends)]
    for where, part, when in typed:
        if when and moment(when) is None:
            yield Finding(Flaw.UNREADABLE, Section.PLAN, where, when, part)
    last = date.min
    for stage in process.stages:
        begins, ends = moment(stage.begins), _last(stage.ends)
        if begins and ends and ends < begins:
            yield Finding(Flaw.BACKWARDS, Section.PLAN, stage.phase)
        elif (
            stage.phase is Phase.FORMAL and process.kind in HEARD and begins and ends
            and is_day(stage.begins) and is_day(stage.ends) and (ends - begins).days < HEARING
        ):  # fmt: skip
            yield Finding(Flaw.SHORT_HEARING, Section.PLAN, stage.phase)
        if (by := _last(stage.begins)) and by < last:
            yield Finding(Flaw.DISORDER, Section.PLAN, stage.phase)
        last = begins or last


def _of_knowledge(process: PlanProcess) -> Iterator[Finding]:
    if not process.knowledge:
        yield Finding(Flaw.EMPTY, Section.KNOWLEDGE, "knowledge")
    elif not any(each.goals for each in process.knowledge):
        yield Finding(Flaw.GOALLESS, Section.KNOWLEDGE)
    if len(process.knowledge) > FEW:
        yield Finding(Flaw.MANY, Section.KNOWLEDGE)
    for number, each in enumerate(process.knowledge, start=1):
        if len(each.text) > CONCISE:
            yield Finding(Flaw.LONG, Section.KNOWLEDGE, str(number))
        if not each.source:
            yield Finding(Flaw.UNSOURCED, Section.KNOWLEDGE, str(number))


def _of_draft(process: PlanProcess) -> Iterator[Finding]:
    paid = {each.place for each in process.money}
    unsigned = {each.place for each in process.results if not (each.by and each.when)}
    for place in process.places:
        if not place.carries:
            yield Finding(Flaw.UNCARRYING, Section.DRAFT, place.heading)
        if place.id not in paid:
            yield Finding(Flaw.UNFUNDED, Section.DRAFT, place.heading)
        if place.id in unsigned:
            yield Finding(Flaw.UNSIGNED, Section.DRAFT, place.heading)
