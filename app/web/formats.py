"""The published minutes as files: one table of formats, and one way to fetch them.

`/v/CODE.json`, and so on: `?version=` is an older version, `?lang=` the language of our words.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from fastapi import APIRouter
from sqlalchemy import Engine
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.core.frozen import from_json
from app.core.minutes import Minutes
from app.machine import measures
from app.publish import edition
from app.publish.edition import Edition
from app.publish.forms import word
from app.publish.forms.pdf import NotSet
from app.publish.issue import Issue
from app.publish.opendata import schema
from app.publish.packages import bundle
from app.store import documents, municipality, workshops
from app.store.tables import WorkshopRow
from app.web.made import Crowded
from app.web.notice import attachment
from app.web.visit import HereInPublic, Visit
from app.web.withdrawn import Withdrawn

router = APIRouter(tags=["minutes"])
log = logging.getLogger("tannhjul.web")

SCHEMA = "api/minutes.schema.json"
ZIP = "application/zip"


@dataclass(frozen=True)
class Published:
    """A version of a workshop's minutes that stands."""

    engine: Engine
    row: WorkshopRow
    issue: Issue

    @cached_property
    def minutes(self) -> Minutes:
        """Read from the database when they are asked for, which takes a while: in a thread."""
        return from_json(documents.body(self.engine, self.row.id, self.issue.version))


@dataclass(frozen=True, slots=True)
class Format:
    """`make` is called in a thread. `told` describes it to those who read of the API.

    `speaks`: its words are in the reader's language; else it is the same for all. `quick`: it takes
    so little to make that it waits for no turn.
    """

    media: str
    make: Callable[[Edition], bytes]
    told: str
    speaks: bool = False
    quick: bool = False


_BEFORE = "404 before they are published."

#: By the ending of the address.
FORMATS: Mapping[str, Format] = {
    "json": Format(
        "application/json",
        edition.as_json,
        f"The published minutes: schema, version, published, digest, minutes. {_BEFORE}",
        quick=True,
    ),
    "pdf": Format(
        "application/pdf",
        edition.as_pdf,
        f"The published minutes as PDF/A-3a and PDF/UA-1, with the JSON inside. {_BEFORE}",
        speaks=True,
    ),
    "docx": Format(
        word.MEDIA,
        edition.as_docx,
        f"The published minutes for Word, to go on with. {_BEFORE}",
        speaks=True,
    ),
    "csv": Format(
        "text/csv; charset=utf-8",
        edition.as_contributions,
        f"Every contribution in the published minutes, and what became of it. {_BEFORE}",
        quick=True,
    ),
    "zip": Format(
        ZIP,
        bundle.as_everything,
        f"The published minutes in every format, the notice and the archive package. {_BEFORE}",
    ),
}

#: Parts of the last, by their names.
PACKAGES: Mapping[str, Format] = {
    "tabeller": Format(ZIP, bundle.as_tables, f"The published minutes as tables (CSV). {_BEFORE}"),
    "arkivmelding": Format(
        ZIP, bundle.as_archive, f"For the municipality's archive, by Fiks Arkiv V1. {_BEFORE}"
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
    rows = await visit.ask(documents.listed, visit.site.engine, row.id)
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
    issue = Issue(kept.version, newest, kept.at, kept.digest)
    return Published(visit.site.engine, row, issue)


async def published(visit: Visit, code: str, version: int | None) -> Published:
    """The same by the workshop's code. `HTTPException` 404 also before the first were published."""
    found = await version_of(visit, await open_workshop(visit, code), version)
    if found is None:
        raise HTTPException(404)
    return found


# ---------------------------------------------------------------- fetching


def _serve(name: str, form: Format, path: str, file: str) -> None:
    async def fetch(visit: HereInPublic, code: str, version: int | None = None) -> Response:
        found = await published(visit, code, version)
        asked = visit.chosen if form.speaks else ""

        def make() -> bytes:
            notices = workshops.notices(visit.site.engine, found.row.id)
            crest = municipality.crest(visit.site.engine, found.minutes.crest)
            with measures.FILES.taken():
                return form.make(
                    Edition(found.minutes, found.row.code, found.issue, asked, notices, crest)
                )

        try:
            key = (name, asked, found.row.id, found.issue)
            content = await visit.site.made.file(key, make, quick=form.quick)
        except (Crowded, NotSet, OSError, MemoryError):
            log.exception("a file of the minutes could not be made: %s", name)
            return _not_made(visit)
        answer = attachment(content, form.media, file.format(code=found.row.code))
        if name == "json":
            answer.headers["Link"] = f'<{visit.base}{SCHEMA}>; rel="describedby"'
        return visit.public(answer)

    how = as_file(form.media)
    router.add_api_route(path, fetch, name=f"minutes_{name}", description=form.told, **how)


def as_file(media: str) -> dict[str, Any]:
    """How a route that answers with such a file is described to programs."""
    return {
        "response_class": Response,
        "responses": {200: {"content": {media.partition(";")[0]: {}}}},
    }


@router.get(f"/{SCHEMA}", name="minutes_schema", **as_file("application/schema+json"))
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


for ending, form in FORMATS.items():
    _serve(ending, form, f"/v/{{code}}.{ending}", f"motebok-{{code}}.{ending}")
for package, form in PACKAGES.items():
    _serve(package, form, f"/v/{{code}}/{package}.zip", f"{package}-{{code}}.zip")
