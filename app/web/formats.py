"""The published minutes as files: one table of formats, and one way to fetch them.

`/v/CODE.json`, and so on: `?version=` is an older version, `?lang=` the language of our words.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.core.frozen import from_json
from app.core.minutes import Minutes
from app.publish import data, pdf, schema, word
from app.publish.issue import Issue
from app.publish.minutes import paper
from app.publish.pdf import NotSet
from app.store import documents, workshops
from app.store.tables import MinutesRow, WorkshopRow
from app.web.made import Crowded
from app.web.notice import attachment
from app.web.visit import HereInPublic, Visit
from app.web.withdrawn import Withdrawn

router = APIRouter(tags=["minutes"])
log = logging.getLogger("tannhjul.web")

SCHEMA = "api/minutes.schema.json"


@dataclass(frozen=True)
class Published:
    """A version of a workshop's minutes, as it was stored."""

    row: WorkshopRow
    kept: MinutesRow
    issue: Issue

    @cached_property
    def minutes(self) -> Minutes:
        return from_json(self.kept.body)


@dataclass(frozen=True)
class Wanted:
    """What a file is made of. `chosen`: the reader's language, if they chose one."""

    published: Published
    chosen: str

    @property
    def language(self) -> str:
        """That of our words in the file."""
        return self.chosen or self.published.minutes.language


@dataclass(frozen=True, slots=True)
class Format:
    """`make` is called in a thread. `told` describes it to those who read of the API."""

    media: str
    make: Callable[[Wanted], bytes]
    told: str


def as_json(wanted: Wanted) -> bytes:
    return data.document(wanted.published.minutes, wanted.published.issue)


def as_pdf(wanted: Wanted) -> bytes:
    minutes, issue = wanted.published.minutes, wanted.published.issue
    told = paper(minutes, wanted.language, issue)
    return pdf.document(told, at=issue.at, attached=as_json(wanted).decode())


def as_docx(wanted: Wanted) -> bytes:
    minutes, issue = wanted.published.minutes, wanted.published.issue
    told = paper(minutes, wanted.language, issue)
    return word.document(told, at=issue.at, author=minutes.municipality)


#: By the ending of the address.
FORMATS: Mapping[str, Format] = {
    "json": Format(
        "application/json",
        as_json,
        "The published minutes: schema, version, published, digest, minutes. 404 before that.",
    ),
    "pdf": Format(
        "application/pdf",
        as_pdf,
        "The published minutes as PDF/A-3a and PDF/UA-1, with the JSON inside. 404 before that.",
    ),
    "docx": Format(
        word.MEDIA,
        as_docx,
        "The published minutes for Word, to go on with. 404 before that.",
    ),
}


# ---------------------------------------------------------------- what is published


async def open_workshop(visit: Visit, code: str) -> WorkshopRow:
    """The workshop's line. `HTTPException` 404 where there is none, or it is a rehearsal."""
    row = await visit.ask(workshops.find, visit.site.engine, code)
    if row is None or row.rehearsal or not row.title:
        raise HTTPException(404)
    return row


async def version_of(visit: Visit, row: WorkshopRow, version: int | None) -> Published | None:
    """The newest minutes that stand, or those of `version`; None before the first were published.

    `HTTPException` 404 where there is no such version. Raises `Withdrawn` where it does not stand,
    or none does.
    """
    rows = await visit.ask(documents.versions, visit.site.engine, row.id)
    stands = next((kept for kept in rows if kept.withdrawn_at is None), None)
    newest = stands.version if stands else 0
    if not rows and version is None:
        return None
    asked = version if version is not None else newest or rows[0].version
    kept = next((kept for kept in rows if kept.version == asked), None)
    if kept is None:
        raise HTTPException(404)
    if kept.withdrawn_at is not None:
        raise Withdrawn(row, kept, newest)
    return Published(row, kept, Issue(kept.version, newest, kept.at, kept.digest))


async def published(visit: Visit, code: str, version: int | None) -> Published:
    """The same by the workshop's code. `HTTPException` 404 also before the first were published."""
    found = await version_of(visit, await open_workshop(visit, code), version)
    if found is None:
        raise HTTPException(404)
    return found


# ---------------------------------------------------------------- fetching


def _serve(ending: str, form: Format) -> None:
    async def fetch(visit: HereInPublic, code: str, version: int | None = None) -> Response:
        found = await published(visit, code, version)
        wanted = Wanted(found, visit.chosen)
        key = (ending, wanted.chosen, found.row.id, found.issue)
        try:
            content = await visit.site.made.file(key, lambda: form.make(wanted))
        except (Crowded, NotSet, OSError, MemoryError):
            log.exception("%s.%s could not be made", code, ending)
            return _not_made(visit)
        answer = attachment(content, form.media, f"motebok-{code}.{ending}")
        if ending == "json":
            described = f'<{visit.base}{SCHEMA}>; rel="describedby"'
            answer.headers["Link"] = described
        return visit.public(answer)

    path = f"/v/{{code}}.{ending}"
    router.add_api_route(path, fetch, name=f"minutes_{ending}", description=form.told)


@router.get(f"/{SCHEMA}", name="minutes_schema")
async def minutes_schema(visit: HereInPublic) -> Response:
    """The JSON Schema (2020-12) of the published minutes."""
    return visit.public(Response(schema.document(), media_type="application/schema+json"))


def _not_made(visit: Visit) -> Response:
    _ = visit._
    title = _("The file could not be made just now")
    advice = _("The minutes stand whole on their page. Wait a little and try once more.")
    answer = visit.page("error.html", 503, title=title, advice=advice)
    answer.headers["Retry-After"] = "30"
    return answer


for each in FORMATS.items():
    _serve(*each)
