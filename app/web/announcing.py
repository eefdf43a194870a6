"""The staff's side of the notice: its fields, its documents, how it will look, and publishing it.

Three pages, so that no button loses what was typed for another: the fields; the documents; the
notice as it will stand, with what it lacks and the button that publishes it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from app.core import commands as c
from app.core.notice import FROM_THE_PLAN, MUST, Gap, changes, compose, digest, gaps
from app.core.rules import Code, Refused
from app.core.state import Workshop
from app.core.things import Ground, Notice, Translation
from app.core.words import clean
from app.i18n import N_, Translator
from app.publish.papers import notice
from app.rooms import clock
from app.roster.people import CHAIR
from app.store import roster
from app.web.login import Prepares, Publishes, Staff
from app.web.notice import address_of, versions
from app.web.visit import Here, Visit

router = APIRouter(prefix="/stab/v", include_in_schema=False)

LONGEST = 4_000
MOST_ITEMS = 50
TRANSLATED = ("se", "smj", "sma")

GROUNDS: Mapping[Ground, str] = {
    Ground.UNSAID: N_("Not said yet"),
    Ground.DECISION: N_("The body or the council decided it"),
    Ground.LEADER: N_("The leader finds it necessary"),
    Ground.THIRD: N_("A third of the members demanded it"),
}


@dataclass(frozen=True)
class Field:
    label: str
    hint: str = ""
    rows: int = 0
    type: str = "text"


#: The text fields in the order of the form; labels as in the notice, so that people find them.
FIELDS: Mapping[str, Field] = {
    "chair": Field(
        notice.LABELS["chair"],
        N_("The mayor or the leader of the body. Not the process leader."),
    ),
    "contact": Field(
        notice.LABELS["contact"], N_("A person or an office, with telephone or e-mail."), 2
    ),
    "access": Field(notice.LABELS["access"], N_("Which door, lift, parking."), 2),
    "public_seats": Field(
        notice.LABELS["public_seats"],
        N_("Everyone has a right to be in the room, but not at the councillors’ tables."),
    ),
    "agenda": Field(
        N_("More on the agenda"),
        N_("One case a line. The questions and the last workshop’s summary come by themselves."),
        3,
    ),
    "closing": Field(
        notice.LABELS["closing"],
        N_("Leave it empty where the whole meeting is open. A workshop nearly always is."),
        2,
    ),
    "closing_basis": Field(
        notice.LABELS["closing_basis"],
        N_("For instance the Local Government Act § 11-5, second paragraph."),
    ),
    "remote_basis": Field(
        notice.LABELS["remote_basis"],
        N_("Date and case number. Only the council may allow remote meetings (§ 11-7)."),
    ),
    "absence": Field(
        notice.LABELS["absence"], N_("How a member who cannot come tells, and whom."), 2
    ),
    "absence_by": Field(notice.LABELS["absence_by"], "", 0, "date"),
    "impartiality": Field(
        notice.LABELS["impartiality"], N_("Whom to tell. The rule itself stands in the notice."), 2
    ),
    "sent": Field(
        notice.LABELS["sent"], N_("The date. The rules of the council say how early."), 0, "date"
    ),
    "channel": Field(
        notice.LABELS["channel"], N_("The web pages, the local paper, the notice board.")
    ),
    "cancelled": Field(
        notice.LABELS["cancelled"],
        N_("Why, and what happens instead. Leave it empty where the meeting is held."),
        2,
    ),
}  # fmt: skip
BOXES = ("step_free", "hearing_loop", "remote")

GAPS: Mapping[Gap, str] = {
    Gap.PAST: N_("The meeting is over already: look at the date."),
    Gap.PLACE: N_("The place is missing."),
    Gap.CHAIR: N_("The chair of the meeting is missing."),
    Gap.CONTACT: N_("There is nobody to contact."),
    Gap.AGENDA: N_("There is nothing on the agenda (§ 11-3)."),
    Gap.DOCUMENTS: N_("There are no documents (§ 11-3)."),
    Gap.EMPTY_DOCUMENT: N_("A document has neither a file nor a link, and nothing says why."),
    Gap.ACCESS: N_("It does not say how one who cannot take stairs gets in."),
    Gap.PUBLIC_SEATS: N_("It does not say where the public sits."),
    Gap.ABSENCE: N_("It does not say how a member tells of absence."),
    Gap.ABSENCE_BY: N_("Absence is to be told after the meeting: look at the date."),
    Gap.SENT: N_("It does not say when the members were sent it, or says after the meeting."),
    Gap.CLOSING: N_("A meeting is closed only by a provision (§ 11-5): write which one."),
    Gap.REMOTE: N_("A remote meeting needs the council’s decision (§ 11-7): write which one."),
}  # fmt: skip

REFUSED: Mapping[Code, str] = {
    Code.STALE: N_("Somebody else published just now. Look through their version first."),
}
OTHERWISE = N_("It cannot be published before what is missing is filled in.")


# ---------------------------------------------------------------- the fields


@router.get("/{code}/kunngjoring", name="write_notice")
async def form(visit: Here, who: Staff, code: str, saved: str = "") -> Response:
    row, room = await visit.workshop(code)
    typed = _typed(room.state.notice)
    if room.state.notice == Notice():  # nobody has written on it: who leads the body is known
        members = await visit.ask(roster.members, visit.site.engine, row.id)
        typed["chair"] = next((one.name for one in members if one.role == CHAIR), "")
    return await _form(visit, code, typed, saved=saved)


async def _form(
    visit: Visit, code: str, typed: Mapping[str, str], status: int = 200, **data: Any
) -> Response:
    row, room = await visit.workshop(code)
    shown: dict[str, Any] = {"errors": {}, "meanwhile": [], "saved": "", **data}
    return visit.page(
        "staff/notice.html",
        status,
        row=row,
        plan=room.state.plan,
        typed=typed,
        fields=FIELDS,
        boxes={name: visit._(notice.LABELS[name]) for name in BOXES},
        grounds={ground.value: visit._(words) for ground, words in GROUNDS.items()},
        languages={tongue: notice.LANGUAGE_NAMES[tongue] for tongue in TRANSLATED},
        seen=_mark(room.state.notice),
        papers=len(room.state.notice.documents),
        versions=versions(room.state.announced, visit._),
        **shown,
    )


def _typed(own: Notice) -> dict[str, str]:
    """The notice as its fields show it."""
    texts = {name: str(getattr(own, name)) for name in FIELDS if name != "agenda"}
    boxes = {name: "yes" if getattr(own, name) else "" for name in BOXES}
    others = {f"in.{each.language}": each.text for each in own.translations}
    return {
        **{f"in.{tongue}": "" for tongue in TRANSLATED},
        **texts,
        **boxes,
        **others,
        "ground": own.ground.value,
        "agenda": "\n".join(own.agenda),
    }


def _read(typed: Mapping[str, str], before: Notice) -> Notice:
    """The notice that the fields mean, with the documents that it had."""
    plain: dict[str, Any] = {name: typed[name] for name in FIELDS if name != "agenda"}
    plain |= {name: bool(typed[name]) for name in BOXES}
    return replace(
        before,
        **plain,
        ground=Ground(typed["ground"]),
        agenda=tuple(filter(None, map(str.strip, typed["agenda"].splitlines()))),
        translations=tuple(
            Translation(tongue, typed[f"in.{tongue}"])
            for tongue in TRANSLATED
            if typed[f"in.{tongue}"]
        ),
    )


def _errors(typed: Mapping[str, str], _: Translator) -> dict[str, str]:
    """What cannot be stored, by field."""
    errors = {
        name: _("Too long: at most {n} characters.", n=LONGEST)
        for name, text in typed.items()
        if len(text) > LONGEST
    }
    if len(typed["agenda"].splitlines()) > MOST_ITEMS:
        errors["agenda"] = _("At most {n} cases.", n=MOST_ITEMS)
    for name, field in FIELDS.items():
        if field.type == "date" and typed[name] and not _is_date(typed[name]):
            errors[name] = _("Write the date as year, month and day: 2026-09-03.")
    if typed["ground"] not in set(Ground):
        errors["ground"] = _("Choose one of these.")
    return errors


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _mark(own: Notice) -> str:
    """Tells whether somebody changed the fields meanwhile; documents have a page of their own."""
    return sha256(json.dumps(_typed(own), sort_keys=True).encode()).hexdigest()


@router.post("/{code}/kunngjoring")
async def store(visit: Here, form: Prepares, code: str) -> Response:
    """Store the draft, gaps and all. Who began from an older one sees both before it is stored."""
    row, room = await visit.workshop(code)
    before = room.state.notice
    typed = {name: clean(form.text(name)) for name in _typed(before)}
    errors = _errors(typed, visit._)
    if errors:
        return await _form(visit, code, typed, 422, errors=errors)
    written = _read(typed, before)
    same = form.text("seen") == _mark(before)
    meanwhile = [] if same else _differing(before, written, visit._)
    if not meanwhile:
        try:
            await room.do(c.WriteNotice(written, before), c.Staff(form.who.name))
        except Refused:  # somebody was a moment quicker
            meanwhile = _differing(room.state.notice, written, visit._)
    if meanwhile:
        return await _form(visit, code, typed, 409, meanwhile=meanwhile)
    to = {"documents": "notice_documents", "look": "look_at_notice"}.get(form.text("then"))
    if to is None:
        path = visit.url("write_notice", query={"saved": "yes"}, code=row.code)
    else:
        path = visit.url(to, code=row.code)
    return visit.turn_to(path)


def _differing(theirs: Notice, mine: Notice, _: Translator) -> list[tuple[str, str]]:
    """Which fields somebody else has otherwise, and what they wrote there."""
    ours = _typed(mine)
    return [
        (_label(name, _), text or _("nothing"))
        for name, text in _typed(theirs).items()
        if text != ours[name]
    ]


def _label(name: str, _: Translator) -> str:
    if name == "ground":
        return _("Ground for the meeting")
    language = name.removeprefix("in.")
    return notice.LANGUAGE_NAMES[language] if language != name else _(notice.LABELS[name])


# ---------------------------------------------------------------- looking, and publishing


@router.get("/{code}/kunngjoring/se", name="look_at_notice")
async def look(visit: Here, who: Staff, code: str, saved: str = "") -> Response:
    return await _look(visit, code, saved=saved)


async def _look(visit: Visit, code: str, status: int = 200, **data: Any) -> Response:
    row, room = await visit.workshop(code)
    told = compose(room.state)
    lacks = gaps(told, clock())
    out = room.state.announced[-1] if room.state.announced else None
    shown: dict[str, Any] = {"error": "", "saved": "", **data}
    return visit.page(
        "staff/notice_look.html",
        status,
        row=row,
        plan=room.state.plan,
        body=notice.html(told, visit._, address_of(visit, row, room), None),
        digest=digest(told),
        must=[visit._(GAPS[gap]) for gap in lacks if gap in MUST],
        lacks=[visit._(GAPS[gap]) for gap in lacks if gap not in MUST],
        out=out,
        changes=notice.differences(out.announcement, told, visit._) if out else [],
        **shown,
    )


@router.post("/{code}/kunngjoring/publiser", name="publish_notice")
async def publish(visit: Here, form: Publishes, code: str) -> Response:
    """Publish what was looked at. What it lacks has been told, and must be confirmed."""
    row, room = await visit.workshop(code)
    told = compose(room.state)
    lacks = gaps(told, clock())
    error = ""
    if form.text("digest") != digest(told):
        error = visit._("The notice has changed since you opened the page. Look through it again.")
    elif lacks and not form.text("confirmed"):
        error = visit._("Something is missing. Fill it in, or confirm that it is published so.")
    if error:
        return await _look(visit, code, 422, error=error)
    try:
        command = c.PublishNotice(len(room.state.announced) + 1, digest(told))
        await room.do(command, c.Staff(form.who.name))
    except Refused as refused:
        error = visit._(REFUSED.get(refused.code, OTHERWISE))
        return await _look(visit, code, 409, error=error)
    path = visit.url("look_at_notice", query={"saved": "published"}, code=row.code)
    return visit.turn_to(path)


@dataclass(frozen=True)
class Behind:
    """A published notice that says otherwise than the plan; `quick` where one button mends it."""

    changes: list[notice.Difference]
    digest: str
    quick: bool


def behind(state: Workshop, _: Translator) -> Behind | None:
    """Whether the plan was changed after the notice was published."""
    if state.plan is None or not state.announced or state.ended is not None:
        return None
    told, out = compose(state), state.announced[-1].announcement
    if not any(change.field in FROM_THE_PLAN for change in changes(out, told)):
        return None
    new = set(gaps(told, clock())) - set(gaps(out, clock()))
    return Behind(notice.differences(out, told, _), digest(told), quick=not new)
