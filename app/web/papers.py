"""The documents of the notice, added one at a time: a file, a link, or a title that is exempt."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeAlias

from fastapi import APIRouter
from starlette.responses import Response

from app.core import commands as c
from app.core.notice import MOST_DOCUMENTS
from app.core.rules import Code, Refused
from app.core.things import Document
from app.core.words import clean
from app.i18n import Translator
from app.publish.papers.notice import size
from app.rooms import Room
from app.store import files
from app.store.intake import LARGEST, LARGEST_ALL, Refusal, Unfit
from app.web.login import Prepares, Staff
from app.web.plan.upload import PreparesFile, Upload
from app.web.plan.words import UNFIT
from app.web.visit import Here, Visit

router = APIRouter(prefix="/stab/v", include_in_schema=False)

LONGEST = 300
FIELDS = ("title", "question", "link", "exempt")


@router.get("/{code}/kunngjoring/dokumenter", name="notice_documents")
async def show(visit: Here, who: Staff, code: str, saved: str = "") -> Response:
    return await _page(visit, code, saved=saved)


async def _page(visit: Visit, code: str, status: int = 200, **data: Any) -> Response:
    row, room = await visit.workshop(code)
    shown: dict[str, Any] = {"errors": {}, "saved": "", "typed": dict.fromkeys(FIELDS, ""), **data}
    return visit.page(
        "staff/notice_documents.html",
        status,
        row=row,
        plan=room.state.plan,
        papers=room.state.notice.documents,
        questions=_questions(room),
        size=size,
        name_of=name_of,
        most=MOST_DOCUMENTS,
        largest=LARGEST // 1_000_000,
        **shown,
    )


def _questions(room: Room) -> dict[str, str]:
    """The cases that a document may belong to, by the question's id."""
    return {id_: asked.text for id_, asked in room.state.questions.items() if not asked.about}


@router.post("/{code}/kunngjoring/dokumenter/fil", name="add_document")
async def add(visit: Here, sent: PreparesFile, code: str) -> Response:
    """Keep the file, if any, and lay the document beside the others in the draft."""
    row, room = await visit.workshop(code)
    typed = {name: clean(sent.text(name)) for name in FIELDS}
    errors = _errors(typed, sent, room, visit._)
    if errors:
        return await _page(visit, code, 422, errors=errors, typed=typed)
    paper = Document(
        typed["title"], typed["question"] or None, link=typed["link"], exempt=typed["exempt"]
    )
    if sent.content:
        try:
            engine = visit.site.engine
            kept = await visit.ask(files.keep, engine, row.id, sent.name, sent.content, "workshop")
        except Refusal as refusal:
            errors = {"file": _unfit(refusal.why, visit._)}
            return await _page(visit, code, 422, errors=errors, typed=typed)
        paper = replace(
            paper, file=kept.id, name=kept.name, size=len(kept.content), digest=kept.digest
        )
    await _write(room, lambda papers: (*papers, paper), sent.who.name)
    return visit.turn_to(visit.url("notice_documents", query={"saved": "added"}, code=row.code))


def _errors(typed: dict[str, str], sent: Upload, room: Room, _: Translator) -> dict[str, str]:
    """What keeps the document from being stored, by field."""
    errors = {
        name: _("Too long: at most {n} characters.", n=LONGEST)
        for name, text in typed.items()
        if len(text) > LONGEST
    }
    if not typed["title"]:
        errors["title"] = _("Give the document a title.")
    if typed["link"] and not typed["link"].startswith(("https://", "http://")):
        errors["link"] = _("A link begins with https:// or http://.")
    if typed["question"] not in {"", *_questions(room)}:
        errors["question"] = _("Choose one of these.")
    if sent.content is None:
        errors["file"] = _unfit(Unfit.LARGE, _)
    elif typed["link"] and sent.content:
        errors["file"] = _("Choose either a file or a link, not both.")
    elif not (sent.content or sent.name or typed["link"] or typed["exempt"]):
        errors["file"] = _("Choose a file, give a link, or say why it is not public.")
    elif sent.name and not sent.content:
        errors["file"] = _unfit(Unfit.EMPTY, _)
    if len(room.state.notice.documents) >= MOST_DOCUMENTS:
        errors["title"] = _("There are {n} documents, and no room for more.", n=MOST_DOCUMENTS)
    return errors


def _unfit(why: Unfit, _: Translator) -> str:
    if why is Unfit.FULL:
        return _("The notice has no room for more: at most {n} MB in all.", n=LARGEST_ALL // 10**6)
    return _(UNFIT[why], n=LARGEST // 10**6)


@router.post("/{code}/kunngjoring/dokumenter/bort", name="remove_document")
async def remove(visit: Here, form: Prepares, code: str) -> Response:
    """Take a document out of the draft. A file that was never published goes for good."""
    row, room = await visit.workshop(code)
    unwanted = form.text("document")
    before = {paper.file for paper in room.state.notice.documents}
    await _write(
        room, lambda papers: tuple(p for p in papers if name_of(p) != unwanted), form.who.name
    )
    needed = {paper.file for paper in room.state.notice.documents} | {
        paper.file for out in room.state.announced for paper in out.announcement.documents
    }
    gone = before - needed
    await visit.ask(files.drop, visit.site.engine, row.id, gone, "workshop")
    return visit.turn_to(visit.url("notice_documents", query={"saved": "removed"}, code=row.code))


def name_of(paper: Document) -> str:
    """What a document is known by in a form: its file, or else all that it says."""
    return paper.file or "\n".join((paper.title, paper.question or "", paper.link, paper.exempt))


Papers: TypeAlias = tuple[Document, ...]


async def _write(room: Room, change: Callable[[Papers], Papers], name: str) -> None:
    """Change the documents of the draft as it stands, also where others write in it just now."""
    while True:
        before = room.state.notice
        after = replace(before, documents=change(before.documents))
        try:
            return await room.do(c.WriteNotice(after, before), c.Staff(name))
        except Refused as refused:
            if refused.code is not Code.STALE:
                raise
