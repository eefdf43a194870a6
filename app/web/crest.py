"""The municipality's mark (kommunevåpen, logo): taken in by the staff, and fetched by everybody."""

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.core.words import clean
from app.i18n import N_
from app.publish.crest import LARGEST, NoMark, Unfit, drawn
from app.store import municipality
from app.store.municipality import Municipality, Stale
from app.web.login import Staff
from app.web.plan.upload import GovernsFile, Upload
from app.web.visit import Here, HereInPublic, Visit

router = APIRouter(include_in_schema=False)

LONGEST = 200

UNFIT: Mapping[Unfit, str] = {
    Unfit.EMPTY: N_("Choose a file."),
    Unfit.LARGE: N_("The picture is too large: at most {n} kB."),
    Unfit.UNKNOWN: N_("This is not a PNG, a JPEG or an SVG."),
    Unfit.BROKEN: N_("The picture could not be drawn. Save it anew as PNG, and try again."),
    Unfit.THIN: N_("The picture is too narrow to be seen."),
}


@router.get("/stab/kommune/merke", name="mark")
async def show(visit: Here, who: Staff, saved: str = "") -> Response:
    return _page(visit, await visit.ask(municipality.load, visit.site.engine), saved=saved)


def _page(visit: Visit, stands: Municipality, status: int = 200, **data: Any) -> Response:
    adorns = bool(stands.crest) and not stands.crest_alt
    shown = {"alt": stands.crest_alt, "adorns": adorns, "errors": {}, "saved": ""}
    shown |= {"seen": _seen(stands), **data}
    return visit.page(
        "staff/mark.html",
        status,
        stands=stands,
        largest=LARGEST // 1_000,
        longest=LONGEST,
        **shown,
    )


def _seen(stands: Municipality) -> str:
    """What the form began from."""
    return f"{stands.crest} {stands.crest_alt}".strip()


@router.post("/stab/kommune/merke")
async def save(visit: Here, form: GovernsFile) -> Response:
    """Take in a new mark, tell otherwise what is on it, or let it go."""
    stands = await visit.ask(municipality.load, visit.site.engine)
    typed: dict[str, Any] = {"alt": clean(form.text("alt")), "adorns": bool(form.text("adorns"))}
    removed = form.text("press") == "remove"
    picture, errors = (None, {}) if removed else await _read(visit, form, stands, **typed)
    if errors:
        return _page(visit, stands, 422, errors=errors, seen=form.text("seen"), **typed)
    changed = replace(stands, at=int(time.time() * 1000), by=form.who.name)
    if removed:
        changed = replace(changed, crest="", crest_alt="")
    else:
        changed = replace(changed, crest_alt=typed["alt"])
    if form.text("seen") != _seen(stands):
        return _stale(visit, stands, typed)
    try:
        await visit.ask(municipality.save, visit.site.engine, changed, picture)
    except Stale as stale:
        return _stale(visit, stale.now, typed)
    visit.site.municipality.forget()
    return visit.turn_to(visit.url("mark", query={"saved": "yes"}))


def _stale(visit: Visit, now: Municipality, typed: dict[str, Any]) -> Response:
    error = visit._("{name} changed this just now. Look at it first.", name=now.by)
    return _page(visit, now, 409, errors={"file": error}, **typed)


async def _read(
    visit: Visit, form: Upload, stands: Municipality, alt: str, adorns: bool
) -> tuple[bytes | None, dict[str, str]]:
    """The new picture, drawn, if there is one; and what is wrong, by field."""
    _, errors = visit._, {}
    if len(alt) > LONGEST:
        errors["alt"] = _("Too long: at most {n} characters.", n=LONGEST)
    elif bool(alt) == adorns:
        errors["alt"] = _("Either tell what is on it, or say that it only adorns.")
    if form.content == b"" and stands.crest:
        return None, errors
    try:
        content = form.content if form.content is not None else bytes(LARGEST + 1)
        return await visit.ask(drawn, content), errors
    except NoMark as refused:
        return None, errors | {"file": _(UNFIT[refused.why], n=LARGEST // 1_000)}


@router.get("/kommunemerke.png", name="crest")
async def picture(visit: HereInPublic) -> Response:
    mark = visit.site.municipality.now.crest
    kept = await visit.ask(municipality.crest, visit.site.engine, mark)
    if kept is None:
        raise HTTPException(404)
    return visit.public(Response(kept, media_type="image/png"))
