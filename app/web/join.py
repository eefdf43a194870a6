"""The way in for councillors: type a code, a tablet's screen, the projector, and a plain form.

Nobody is asked who they are, and no cookie is set.
"""

import io
import secrets
from collections.abc import Mapping
from typing import Any

import segno
from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.core import commands as c
from app.core.asides import WHOLE, correction
from app.core.rules import Code, Refused, accepts, hall_is_left, hashed
from app.core.state import Workshop
from app.core.things import Kind, Question
from app.core.words import NOTE_LIMIT
from app.i18n import N_
from app.rooms import Room, clock
from app.store import roster, workshops
from app.store.workshops import normal_code
from app.web.login import typed_in
from app.web.visit import Here, HereInPublic, Visit

router = APIRouter(include_in_schema=False)


def qr(address: str) -> str:
    """A QR code as an inline SVG, black on white in any colour scheme: cameras need it so."""
    image = io.BytesIO()
    segno.make(address, error="m").save(
        image, kind="svg", xmldecl=False, omitsize=True, border=2, light="#fff"
    )
    return image.getvalue().decode()


# ---------------------------------------------------------------- the code


@router.get("/b", name="join")
async def join(visit: HereInPublic, code: str = "") -> Response:
    """The field to type a code in; a right one leads to its screen."""
    if not code.strip():
        return _ask_code(visit, "", wrong=bool(code))
    door = await visit.site.rooms.doors.behind(code)
    if door is None:
        return _ask_code(visit, code, wrong=True)
    return visit.turn_to(visit.url(door.role, code=normal_code(code)))


def _ask_code(visit: Visit, typed: str, *, wrong: bool) -> Response:
    return visit.page("join/code.html", 404 if wrong else 200, typed=typed[:60], wrong=wrong)


async def room_behind(visit: Visit, code: str, role: str) -> tuple[Room, int] | None:
    """The room of a code and its table, 0 for the projector; None where no such screen has it."""
    door = await visit.site.rooms.doors.behind(code)
    room = await visit.site.rooms.room(door.workshop) if door and door.role == role else None
    if door is None or room is None:
        return None
    return room, door.table or 0


@router.get("/b/{code}", name="tablet")
async def tablet(visit: HereInPublic, code: str) -> Response:
    """A table's screen. A workshop that is over still opens: the tablet shows its end."""
    found = await room_behind(visit, code, "tablet")
    if found is None:
        return _ask_code(visit, code, wrong=True)
    room, table = found
    title = room.state.tables[table].name if table in room.state.tables else ""
    engine = visit.site.engine
    writing = room.state.ended is None and not hall_is_left(room.state, clock())
    page = {
        "workshop": await visit.ask(workshops.public_code, engine, room.id),
        "mine": visit.full(visit.base + "mine"),
        # To hint at names before a note is sent. Afterwards there is nothing to send.
        "names": await visit.ask(roster.listed, engine, room.id) if writing else [],
    }
    return visit.shell("tablet", normal_code(code), title, {"page": page})


@router.get("/skjerm/{code}", name="projector")
async def projector(visit: Here, code: str) -> Response:
    found = await room_behind(visit, code, "projector")
    if found is None or hall_is_left(found[0].state, clock()):
        raise HTTPException(404)
    address = visit.full(visit.base + "b")
    plan = found[0].state.plan
    title = plan.title if plan else ""
    data = {"join": {"address": address, "qr": qr(address)}}
    return visit.shell("projector", normal_code(code), title, data)


# ---------------------------------------------------------------- without JavaScript

WORDS: Mapping[Code, str] = {
    Code.ENDED: N_("The workshop is over."),
    Code.CLOSED: N_("It is closed now."),
    Code.EMPTY: N_("There are no words in it yet."),
    Code.TOO_LONG: N_("It is too long. Nothing is lost: shorten it and send again."),
    Code.OTHER_TEXT: N_("The note is already stored, with other words. Write a new one instead."),
    Code.UNKNOWN_QUESTION: N_("The question is no longer there."),
}
OTHERWISE = N_("This screen cannot do that.")


@router.get("/b/{code}/enkelt", name="plain")
async def plain_page(visit: HereInPublic, code: str, stored: str = "") -> Response:
    return await _plain(visit, code, stored=bool(stored))


async def _plain(visit: Visit, code: str, status: int = 200, **data: Any) -> Response:
    found = await room_behind(visit, code, "tablet")
    if found is None:
        return _ask_code(visit, code, wrong=True)
    room, table = found
    state = room.state
    elsewhere = []
    if table in state.disbanded:
        codes = await visit.ask(workshops.codes, visit.site.engine, room.id)
        there = state.tables.keys() - state.disbanded
        elsewhere = [(state.tables[no].name, codes[no]) for no in sorted(there)]
    shown: dict[str, Any] = {
        "id": secrets.token_hex(16),
        "secret": secrets.token_hex(16),
        "text": "",
        "about": "",
        "error": "",
        "stored": False,
        **data,
    }
    return visit.page(
        "join/plain.html",
        status,
        code=normal_code(code),
        state=state,
        table=state.tables.get(table),
        elsewhere=elsewhere,
        question=_question_now(state),
        reread=_reread_now(state),
        whole=correction(WHOLE),
        limit=NOTE_LIMIT,
        **shown,
    )


def _question_now(state: Workshop) -> Question | None:
    """What is being written about just now, if anything is."""
    step = state.current
    if step is None or step.kind is not Kind.WRITE or not accepts(state, c.KeepNote, clock()):
        return None
    return state.questions.get(step.question or "")


def _reread_now(state: Workshop) -> list[tuple[str, str]]:
    """The statements that may be corrected just now, each with the question that those are on."""
    step = state.current
    open_ = step is not None and step.kind is Kind.VERIFY and accepts(state, c.KeepNote, clock())
    return [(correction(id_), each.text) for id_, each in state.met.items()] if open_ else []


@router.post("/b/{code}/enkelt")
async def plain_note(visit: HereInPublic, code: str) -> Response:
    """Keep a note. The form carries its id and secret, so that sent twice it is still one note."""
    found = await room_behind(visit, code, "tablet")
    if found is None:
        return _ask_code(visit, code, wrong=True)
    room, table = found
    fields = dict(await typed_in(visit.request))
    note, secret, text = (fields.get(name, "") for name in ("id", "secret", "text"))
    if not (_hex128(note) and _hex128(secret)):
        raise HTTPException(400)
    about = fields.get("question", "")
    command = c.KeepNote(note, about, text, hashed(secret))
    try:
        await room.do(command, c.Tablet(secrets.token_hex(16), table))
    except Refused as refused:
        error = visit._(WORDS.get(refused.code, OTHERWISE))
        kept = {"text": text, "id": note, "secret": secret, "about": about}
        return await _plain(visit, code, 409, error=error, **kept)
    return visit.turn_to(visit.url("plain", query={"stored": 1}, code=code))


def _hex128(text: str) -> bool:
    return len(text) == 32 and all(character in "0123456789abcdef" for character in text)
