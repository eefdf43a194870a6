"""Writing up: the secretary's page, with the fields and the draft as it would be published."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from app import secretary
from app.core import commands as c
from app.core.checks import Check, checks
from app.core.evaluation import evaluation
from app.core.minutes import Minutes
from app.core.state import Workshop
from app.core.synthesis import unaccounted
from app.core.things import Details, Kind
from app.core.verification import words_of
from app.i18n import N_, translator
from app.publish.forms import html
from app.publish.minutes import evaluation as graded
from app.publish.minutes import paper
from app.publish.minutes.teller import Teller
from app.publish.papers import notice
from app.store import roster
from app.web import details, editions, weighed
from app.web.login import LeadsOrWrites, Staff
from app.web.reopening import NAMED
from app.web.visit import Here, Visit

router = APIRouter(prefix="/stab/v", include_in_schema=False)

CHECKS: Mapping[Check, str] = {
    Check.ENDED: N_("The workshop is ended in control"),
    Check.ATTENDANCE: N_("Attendance is taken for every member"),
    Check.DEPUTIES: N_("Nobody is marked as present together with their deputy"),
    Check.CHAIR: N_("The chair of the meeting is written in"),
    Check.MINUTE_TAKER: N_("The minute-taker is written in"),
    Check.CLOSED_BASIS: N_("The provision for the closed doors is written in"),
    Check.DISQUALIFIED_BASIS: N_("The provision for disqualification or exemption is written in"),
    Check.RECORDING: N_("The answer to the request to record is written in"),
    Check.NAMES: N_("Names and the like that were found are decided on"),
    Check.ACCOUNTED: N_("All that was said has an end in the synthesis"),
    Check.NOTICE: N_("The dates of notice and announcement are written in"),
}

MENDED: Mapping[Check, str] = {
    Check.ENDED: "control",
    Check.ATTENDANCE: "attendance",
    Check.DEPUTIES: "attendance",
    Check.ACCOUNTED: "workbench",
    Check.NAMES: "redaction",
    Check.CHAIR: "#chair",
    Check.MINUTE_TAKER: "#minute_taker",
    Check.CLOSED_BASIS: "#closed_basis",
    Check.DISQUALIFIED_BASIS: "#disqualified_basis",
    Check.RECORDING: "#recording_answer",
    Check.NOTICE: "#notice_sent",
}
"""The page where each is mended, or the place on this one: the way there loads nothing, and what is
typed stands."""


@router.get("/{code}/motebok", name="writeup")
async def writeup(visit: Here, who: Staff, code: str, saved: str = "") -> Response:
    return await page(visit, code, saved=saved)


async def page(visit: Visit, code: str, status: int = 200, **data: Any) -> Response:
    """The whole page; `data` is what came of a form, and what was typed in it."""
    row, room = await visit.workshop(code)
    state = room.state
    roll = secretary.attendees(await visit.ask(roster.members, visit.site.engine, row.id))
    draft = await secretary.draft(room, visit.site.engine)
    to_decide = await weighed.to_decide(visit, row, room)
    held = checks(state, roll, to_decide)
    still_published = await secretary.still_published(visit.site.engine, row, room)
    shown: dict[str, Any] = {
        "details": _begun(state),
        "saved": "",
        "detail_errors": {},
        "overwritten": [],
        "error": "",
        "error_at": "publish",
        "reason": "",
        "answering": None,
        "withdrawing": 0,
        "why": "",
        **await editions.told(visit, row, room, draft),
        **data,
    }
    return await visit.ask(
        visit.page,
        "staff/writeup.html",
        status,
        row=row,
        plan=state.plan,
        fields=details.FIELDS,
        seen=_digest(state.details),
        checks=[
            (
                visit._(CHECKS[check]),
                ok,
                where if where.startswith("#") else visit.url(where, code=row.code),
            )
            for check, ok in held.items()
            for where in [MENDED[check]]
        ],
        to_decide=to_decide,
        ended=state.ended is not None,
        unaccounted=_unaccounted(state),
        still_published=still_published,
        evaluates=any(step.kind is Kind.EVALUATE for step in state.steps),
        came=lambda beside: _evaluation(state, draft, visit.language, beside),
        draft=lambda beside: html.render(paper(draft, draft.language), beside),
        draft_language=draft.language,
        **shown,
    )


def _evaluation(state: Workshop, draft: Minutes, language: str, beside: html.Beside) -> str:
    """What came of it, where it is not in the draft; empty until the workshop has ended."""
    came = evaluation(state) if state.ended and not state.details.evaluation else None
    if came is None:
        return ""
    blocks = graded.told(Teller(draft, language), came)
    return html.fragment(blocks, language, draft.language, beside)


def _unaccounted(state: Workshop) -> list[str]:
    """The first of what has no end yet, in its words."""
    left = unaccounted(state) if state.ended else ()
    return [words_of(state, id_) for id_ in left[:NAMED]]


def _begun(state: Workshop) -> dict[str, str]:
    assert state.plan is not None
    told = notice.for_minutes(state.announced, translator(state.plan.language))
    return details.begun(state.details, told)


def _digest(recorded: Details) -> str:
    return sha256(json.dumps(asdict(recorded)).encode()).hexdigest()


# ---------------------------------------------------------------- the fields


@router.post("/{code}/motebok/opplysninger", name="record_details")
async def record_details(visit: Here, form: LeadsOrWrites, code: str) -> Response:
    """Store the fields. Who comes last is right, and is told what stood there meanwhile."""
    row, room = await visit.workshop(code)
    typed = details.typed(form)
    errors = details.errors(typed, visit._)
    if errors:
        told = {"error": visit._("The fields were not stored."), "error_at": next(iter(errors))}
        return await page(visit, code, 422, details=asdict(typed), detail_errors=errors, **told)
    before, now = room.state.details, details.cleaned(typed)
    await room.do(c.RecordDetails(now), c.Staff(form.who.name))
    if form.text("seen") != _digest(before):
        overwritten = details.overwritten(before, now, visit._)
        if overwritten:
            return await page(visit, code, saved="details", overwritten=overwritten)
    path = visit.url("writeup", query={"saved": "details"}, code=row.code)
    return visit.turn_to(path)
