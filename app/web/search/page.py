"""Searching in what is public: without JavaScript, without cookies, and nothing is kept of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TypeAlias

from fastapi import APIRouter
from sqlalchemy import Engine
from starlette.responses import Response

from app.core.things import Millis
from app.core.words import clean
from app.i18n import N_
from app.publish.phrases import times
from app.store import processes, search, workshops
from app.store.processes import Kept
from app.store.tables import WorkshopRow
from app.text.finding import asked, marked
from app.web.search import index
from app.web.search.index import Hit
from app.web.search.passages import Kind
from app.web.visit import HereInPublic, Visit

router = APIRouter(include_in_schema=False)

LONGEST = 200
A_PAGE = 20
LONGEST_NUMBER = 9  # digits of the number of a page

KINDS: Mapping[Kind, str] = {
    Kind.DIRECTION: N_("Political direction"),
    Kind.UNDERSTOOD: N_("How we understood it"),
    Kind.EARLIER: N_("Earlier wording"),
    Kind.WITHDRAWN: N_("Withdrawn later"),
    Kind.BESIDE: N_("Remark of the administration"),
    Kind.TABLE: N_("Answer of a table"),
    Kind.QUESTION: N_("Question"),
    Kind.CONTRIBUTION: N_("Contribution"),
    Kind.NOTICE: N_("Notice"),
    Kind.PLAN: N_("Plan process"),
}
ORDER = [*Kind]
LISTED = (Kind.DIRECTION, Kind.UNDERSTOOD, Kind.QUESTION, Kind.NOTICE, Kind.PLAN)
"""What is listed where nothing can be searched: all but what was said, which is in the minutes."""


@dataclass(frozen=True)
class Source:
    """A workshop or a plan process that something was found in."""

    route: str
    code: str
    title: str
    at: Millis
    demo: bool
    series: str = ""
    held: WorkshopRow | None = None

    @cached_property
    def year(self) -> int:
        return times.local(self.at).year


@dataclass(frozen=True, slots=True)
class Found:
    """A hit as it is shown: `pieces` of its text, each with whether it was asked for."""

    kind: str
    about: str
    pieces: list[tuple[str, bool]]
    address: str


Sources: TypeAlias = Mapping[str, Source]


@dataclass(frozen=True, slots=True)
class Sieve:
    """Only of this kind, year, series or workshop; empty: any."""

    kind: str = ""
    year: str = ""
    series: str = ""
    workshop: str = ""

    def lets(self, hit: Hit, source: Source) -> bool:
        return (
            self.kind in ("", hit.kind)
            and self.year in ("", str(source.year))
            and self.series in ("", source.series)
            and self.workshop in ("", source.code)
        )


@router.get("/sok", name="search")
async def page(
    visit: HereInPublic,
    q: str = "",
    kind: str = "",
    year: str = "",
    series: str = "",
    workshop: str = "",
    page: str = "",
) -> Response:
    """What is public with all these words in it, by workshop, the newest first."""
    question, sieve = clean(q)[:LONGEST], Sieve(kind, year, series, workshop)
    await visit.ask(index.refresh, visit.site.engine)
    sources = await visit.ask(_sources, visit.site.engine)
    if visit.live:
        hits = await visit.ask(index.find, visit.site.engine, question)
    else:  # no server answers: the reader's own browser is to search in the whole list
        hits = await visit.ask(index.listed, visit.site.engine, LISTED)
    known = [hit for hit in hits if hit.owner in sources]
    let = sorted(
        (hit for hit in known if sieve.lets(hit, sources[hit.owner])),
        key=lambda hit: _place(hit, sources),
    )
    most = A_PAGE if visit.live else max(1, len(let))
    last = max(1, -(-len(let) // most))
    number = min(max(_number(page), 1), last)
    shown = let[(number - 1) * most : number * most]
    nothing = bool(question) and not known
    return visit.page(
        "public/search.html",
        question=question,
        words=bool(asked(question)),
        sieve=sieve,
        sieved=any((kind, year, series, workshop)),
        all=len(known),
        count=len(let),
        kinds=_kinds(known, visit),
        years=_years(known, sources),
        plans=_plans(known, sources),
        line=_line(known, sources, sieve),
        groups=await visit.ask(_groups, visit, shown, sources, question),
        number=number,
        last=last,
        to=lambda **other: _address(visit, question, sieve, **other),
        instead=await visit.ask(index.instead, visit.site.engine, question) if nothing else [],
    )


def _number(text: str) -> int:
    """0 where it is none that a page could have."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0


def _sources(engine: Engine) -> Sources:
    """By id. A series is told by the plan process that the public sees."""
    plans = {kept.id: kept for kept in processes.all_processes(engine) if kept.public}
    held = {
        row.id: Source(
            "public", row.code, row.title, row.starts, row.demo, _series(row, plans), row
        )
        for row in workshops.all_workshops(engine)
    }
    return held | {
        id_: Source("plan", kept.code, kept.plan.title, kept.at, kept.demo, kept.code)
        for id_, kept in plans.items()
    }


def _series(row: WorkshopRow, plans: Mapping[str, Kept]) -> str:
    kept = plans.get(row.process or "")
    return kept.code if kept else ""


def _place(hit: Hit, sources: Sources) -> tuple[object, ...]:
    """The newest workshop first, in it what was understood before what was said; of one kind
    the very word first, then its twin, then compounds."""
    source = sources[hit.owner]
    return (-source.at, hit.owner, ORDER.index(hit.kind), -hit.sure, hit.no)


# ---------------------------------------------------------------- what to choose from


def _kinds(hits: Sequence[Hit], visit: Visit) -> list[tuple[str, str]]:
    """The kinds there are, each with its words and how many."""
    many = Counter(hit.kind for hit in hits)
    return [(kind, f"{visit._(KINDS[kind])} ({many[kind]})") for kind in Kind if many[kind]]


def _years(hits: Sequence[Hit], sources: Sources) -> list[tuple[int, str]]:
    """The newest first."""
    return [(year, str(year)) for year in sorted({sources[hit.owner].year for hit in hits})[::-1]]


def _plans(hits: Sequence[Hit], sources: Sources) -> list[tuple[str, str]]:
    """The series there are: code and title of the plan."""
    here = {sources[hit.owner].series for hit in hits}
    plans = [source for source in sources.values() if source.route == "plan"]
    return sorted((one.code, one.title) for one in plans if one.code in here)


def _line(
    hits: Sequence[Hit], sources: Sources, sieve: Sieve
) -> list[tuple[int, list[tuple[Source, int]]]]:
    """Through the years: the workshops that it was spoken of in, and how often, the first first."""
    many = Counter(
        hit.owner
        for hit in hits
        if sources[hit.owner].held and Sieve(sieve.kind).lets(hit, sources[hit.owner])
    )
    order = sorted(many, key=lambda owner: sources[owner].at)
    return [
        (year, [(sources[owner], many[owner]) for owner in owners])
        for year, owners in groupby(order, key=lambda owner: sources[owner].year)
    ]


# ---------------------------------------------------------------- what is shown


def _groups(
    visit: Visit, hits: Sequence[Hit], sources: Sources, question: str
) -> list[tuple[Source, list[Found]]]:
    told = search.passages(visit.site.engine, [(hit.owner, hit.no) for hit in hits])
    wanted = asked(question)
    groups = []
    for owner, some in groupby(hits, key=lambda hit: hit.owner):
        source = sources[owner]
        found = []
        for hit in some:
            passage = told.get((owner, hit.no))
            if passage:
                route, _, anchor = passage.place.partition("#")
                address = f"{visit.url(route, code=source.code)}#{anchor}"
                kind = visit._(KINDS[hit.kind])
                found.append(Found(kind, passage.about, marked(passage.text, wanted), address))
        groups.append((source, found))
    return groups


def _address(visit: Visit, question: str, sieve: Sieve, **other: object) -> str:
    """This search with something else chosen."""
    asked_for = {
        "q": question,
        "kind": sieve.kind,
        "year": sieve.year,
        "series": sieve.series,
        "workshop": sieve.workshop,
        **other,
    }
    return visit.url("search", query={name: each for name, each in asked_for.items() if each})
