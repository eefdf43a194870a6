"""The description of the open data, for those who gather such: as Turtle and as JSON-LD."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import quote

from fastapi import APIRouter
from sqlalchemy import Engine
from starlette.responses import Response

from app.core.frozen import from_json
from app.publish.issue import Issue
from app.publish.opendata import data, rdf
from app.publish.opendata.catalog import PREFIXES, Dataset, File, Publisher, Series, catalog
from app.publish.opendata.rdf import Thing
from app.store import documents, news, processes, workshops
from app.store.news import Edition
from app.web.formats import FORMATS, SCHEMA, as_file
from app.web.visit import HereInPublic, Visit

router = APIRouter(tags=["catalogue"])

_IN_ADDRESSES = "%:/?#[]@!$&'()*+,;=~"
"""What stands in an address as it is; all else is written as %XX."""

Write = Callable[[Sequence[Thing], Mapping[str, str]], bytes]


@router.get("/dcat.ttl", name="catalog", **as_file("text/turtle"))
async def as_turtle(visit: HereInPublic) -> Response:
    """What open data there is: all published minutes, after DCAT-AP-NO 3, as Turtle."""
    return await _answer(visit, rdf.turtle, "text/turtle")


@router.get("/dcat.jsonld", name="catalog_jsonld", **as_file("application/ld+json"))
async def as_json_ld(visit: HereInPublic) -> Response:
    """The same as JSON-LD."""
    return await _answer(visit, rdf.json_ld, "application/ld+json")


async def _answer(visit: Visit, write: Write, media: str) -> Response:
    content = await visit.ask(lambda: write(_described(visit), PREFIXES))
    return visit.public(Response(content, media_type=media))


def _described(visit: Visit) -> list[Thing]:
    engine, settings = visit.site.engine, visit.site.settings
    plans = {kept.id: kept for kept in processes.all_processes(engine) if kept.public}
    datasets = []
    for edition, issued in _standing(news.editions(engine)):
        row, kept = edition.held, plans.get(edition.held.process or "")
        facts = _facts(engine, row.id, edition.version)
        datasets.append(
            Dataset(
                code=row.code,
                title=row.title,
                municipality=row.municipality,
                body=row.body,
                language=facts.language,
                number=row.number,
                of=row.of,
                starts=facts.starts,
                ends=facts.ends,
                version=edition.version,
                issued=issued,
                modified=edition.at,
                demo=row.demo,
                files=_files(facts),
                series=kept.code if kept else "",
            )
        )
    used = {one.series for one in datasets}
    series = [
        Series(kept.code, kept.plan.title, kept.plan.municipality, kept.demo)
        for kept in plans.values()
        if kept.code in used
    ]
    publisher = Publisher(_name(visit, datasets), settings.organisation, settings.licence)

    def address(path: str) -> str:
        return quote(visit.full(visit.base + path), safe=_IN_ADDRESSES)

    return catalog(datasets, series, publisher, address, SCHEMA)


def _standing(editions: Sequence[Edition]) -> Iterator[tuple[Edition, int]]:
    """The newest version that stands of each workshop's minutes, and when the first was out."""
    by_workshop: dict[str, list[Edition]] = {}
    for each in editions:
        by_workshop.setdefault(each.held.id, []).append(each)
    for versions in by_workshop.values():
        stands = [each for each in versions if each.withdrawn is None]
        if stands:
            newest = max(stands, key=lambda each: each.version)
            yield newest, min(each.at for each in versions)


class _Facts(NamedTuple):
    language: str
    starts: int
    ends: int
    size: int
    digest: str


@lru_cache(maxsize=4096)
def _facts(engine: Engine, workshop: str, version: int) -> _Facts:
    """What only the minutes themselves tell; a version never changes.

    Of their JSON also how large it is, and its SHA-256: the others are set when they are asked for.
    """
    kept = next(each for each in documents.versions(engine, workshop) if each.version == version)
    minutes = from_json(kept.body)
    content = data.document(minutes, Issue(version, version, kept.at, kept.digest))
    return _Facts(
        minutes.language,
        minutes.began or minutes.starts,
        minutes.ended or minutes.ends,
        len(content),
        sha256(content).hexdigest(),
    )


def _files(facts: _Facts) -> list[File]:
    return [
        File(ending, form.media, *((facts.size, facts.digest) if ending == "json" else ()))
        for ending, form in FORMATS.items()
    ]


def _name(visit: Visit, datasets: Sequence[Dataset]) -> str:
    """Of the municipality whose server this is, as its newest minutes or workshop have it."""
    if datasets:
        return max(datasets, key=lambda one: one.modified).municipality
    rows = workshops.all_workshops(visit.site.engine)
    return next((row.municipality for row in reversed(rows) if row.municipality), visit.host)
