"""Charts and files beside the statements: taken in by the staff, and shown safely to everybody."""

from dataclasses import replace
from urllib.parse import quote

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.core.planning import Exhibit, PlanProcess, Section, exhibit
from app.core.roles import Right
from app.core.words import clean
from app.store import files, intake
from app.store.intake import PNG, Refusal, Unfit
from app.store.processes import Kept
from app.web.login import Staff
from app.web.plan import words
from app.web.plan.forms import LONGEST_LINE
from app.web.plan.keeping import found, keep
from app.web.plan.upload import PreparesFile
from app.web.visit import Here, Visit

router = APIRouter(include_in_schema=False)

SHOWN = "sandbox; default-src 'none'"
"""A file that is opened by itself may run nothing and fetch nothing."""


@router.get("/stab/plan/{code}/kunnskap/{statement}/fil", name="plan_file")
async def plan_file(visit: Here, who: Staff, code: str, statement: str) -> Response:
    kept = await found(visit, code)
    there = exhibit(kept.plan, statement)
    return await _page(visit, kept, statement, there.alt if there else "")


async def _page(
    visit: Visit, kept: Kept, statement: str, alt: str, errors: dict[str, str] | None = None
) -> Response:
    said = next((each for each in kept.plan.knowledge if each.id == statement), None)
    if said is None:
        raise HTTPException(404)
    there = exhibit(kept.plan, statement)
    listed = await visit.ask(files.listed, visit.site.engine, kept.id)
    return visit.page(
        "plan/file.html",
        422 if errors else 200,
        kept=kept,
        said=said,
        file=listed.get(there.file) if there else None,
        alt=alt,
        errors=errors or {},
        largest=intake.LARGEST // 1_000_000,
    )


@router.post("/stab/plan/{code}/kunnskap/{statement}/fil")
async def take(visit: Here, form: PreparesFile, code: str, statement: str) -> Response:
    """Put the file beside the statement, change what is said of it, or take it away."""
    kept = await found(visit, code)
    alt = clean(form.text("alt"))
    there = exhibit(kept.plan, statement)
    chosen = form.content is None or bool(form.name or form.content)
    if form.text("remove"):
        await _put(visit, code, form.who.name, statement, None)
        return _back(visit, code)
    errors = {}
    if not alt:
        errors["alt"] = visit._(words.FILL_IN)
    elif len(alt) > LONGEST_LINE:
        errors["alt"] = visit._(words.TOO_LONG, n=LONGEST_LINE)
    if not chosen and there is None:
        errors["file"] = visit._("Choose a file.")
    if any(each.id == statement for each in kept.plan.knowledge) and not errors:
        try:
            file = await _taken(visit, kept, form.name, form.content) if chosen else ""
            shown = Exhibit(statement, file or (there.file if there else ""), alt)
            await _put(visit, code, form.who.name, statement, shown)
            return _back(visit, code)
        except Refusal as refusal:
            most = intake.LARGEST_ALL if refusal.why is Unfit.FULL else intake.LARGEST
            errors["file"] = visit._(words.UNFIT[refusal.why], n=most // 1_000_000)
    return await _page(visit, kept, statement, alt, errors)


async def _taken(visit: Visit, kept: Kept, name: str, content: bytes | None) -> str:
    """The id of the file, once it is stored. Raises `Refusal`."""
    if content is None:
        raise Refusal(Unfit.LARGE)
    return (await visit.ask(files.keep, visit.site.engine, kept.id, name, content)).id


async def _put(visit: Visit, code: str, who: str, statement: str, shown: Exhibit | None) -> None:
    def changed(kept: Kept) -> PlanProcess:
        rest = tuple(each for each in kept.plan.exhibits if each.about != statement)
        return replace(kept.plan, exhibits=(*rest, shown) if shown else rest)

    await keep(visit, code, who, Section.FILES, changed)


def _back(visit: Visit, code: str) -> Response:
    return visit.turn_to(visit.url("edit_knowledge", query={"saved": "yes"}, code=code))


# ---------------------------------------------------------------- for everybody


@router.get("/plan/{code}/fil/{file}", name="exhibit")
async def show(visit: Here, code: str, file: str) -> Response:
    """The file as it is: a picture in the page, all else to be downloaded."""
    kept = await found(visit, code)
    if not (kept.public or visit.may(Right.SEE)):
        raise HTTPException(404)
    stored = await visit.ask(files.fetch, visit.site.engine, kept.id, file)
    if stored is None:
        raise HTTPException(404)
    how = "inline" if stored.media == PNG else "attachment"
    headers = {
        "Content-Type": stored.media,  # of a table nobody has said the encoding
        "Content-Disposition": f"{how}; filename*=UTF-8''{quote(stored.name, safe='')}",
        "Content-Security-Policy": SHOWN,
        "Cache-Control": "no-store",
    }
    response = Response(stored.content, headers=headers)
    return visit.public(response) if kept.public else response
