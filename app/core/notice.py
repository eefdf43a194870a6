"""The notice of a meeting (kunngjøring, innkalling): what is in it, missing in it, new in it.

Kommuneloven § 11-3 asks for a notice to the members and to the public; `law.md` numbers the fields
N1 to N16. The plan and the questions give the frame, the staff write the rest, and publishing
freezes the whole as a version. Labels and dates are put on by `publish`.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from app.core import commands as c
from app.core.events import Fact, NoticePublished, NoticeWritten
from app.core.programme import questions
from app.core.rules import Code, Refused
from app.core.state import Workshop
from app.core.things import AgendaItem, Announcement, Item, Millis, Notice, Plan

MOST_DOCUMENTS = 40


class Gap(StrEnum):
    """What a notice lacks. It may be published even so, but for what is in `MUST`."""

    PAST = "past"  # the meeting has been
    PLACE = "place"
    CHAIR = "chair"
    CONTACT = "contact"
    AGENDA = "agenda"  # a list of the cases: § 11-3, first paragraph
    DOCUMENTS = "documents"  # § 11-3, third paragraph
    EMPTY_DOCUMENT = "empty_document"  # neither file nor link, and nothing says why
    ACCESS = "access"  # § 11-5: everyone may be present
    PUBLIC_SEATS = "public_seats"
    ABSENCE = "absence"  # § 8-1
    ABSENCE_BY = "absence_by"  # later than the meeting
    SENT = "sent"  # rimelig varsel: § 11-3, first paragraph
    CLOSING = "closing"  # closed without a provision: § 11-5
    REMOTE = "remote"  # remote without the council's decision: § 11-7


MUST = frozenset({Gap.CLOSING, Gap.REMOTE})


def compose(state: Workshop) -> Announcement:
    """The notice as it would be published now. Needs a planned workshop."""
    plan, own = state.plan, state.notice
    assert plan is not None
    written = {f.name: getattr(own, f.name) for f in fields(Notice) if f.name in _PUBLIC}
    framed = {f.name: getattr(plan, f.name) for f in fields(plan) if f.name in _PUBLIC}
    return Announcement(**{**framed, **written, "agenda": tuple(_agenda(state))})


_PUBLIC = frozenset(f.name for f in fields(Announcement))
FROM_THE_PLAN = frozenset(f.name for f in fields(Plan) if f.name in _PUBLIC) | {"agenda"}
"""The fields that change when the plan or the questions do, and not the notice itself."""


def _agenda(state: Workshop) -> Iterator[AgendaItem]:
    """In the order of the meeting. A reaction to the knowledge base is no case of its own."""
    assert state.plan is not None
    if state.plan.number > 1:
        yield AgendaItem(Item.REVIEW)
    for question in questions(state):
        yield AgendaItem(Item.QUESTION, question.text, question.id)
    for text in state.notice.agenda:
        yield AgendaItem(Item.OTHER, text)


def gaps(told: Announcement, now: Millis) -> tuple[Gap, ...]:
    """What is missing or cannot be right. `now` tells whether the meeting is yet to come."""
    papers = told.documents
    missing = {
        Gap.PAST: told.ends <= now,
        Gap.PLACE: not told.place and not told.remote,
        Gap.CHAIR: not told.chair,
        Gap.CONTACT: not told.contact,
        Gap.AGENDA: not told.agenda,
        Gap.DOCUMENTS: not papers,
        Gap.EMPTY_DOCUMENT: any(not (d.file or d.link or d.exempt) for d in papers),
        Gap.ACCESS: not (told.step_free or told.access),
        Gap.PUBLIC_SEATS: not told.public_seats,
        Gap.ABSENCE: not told.absence,
        Gap.ABSENCE_BY: bool(told.absence_by) and _day(told.absence_by) > told.ends,
        Gap.SENT: not told.sent or _day(told.sent) > told.starts,
        Gap.CLOSING: bool(told.closing) and not told.closing_basis,
        Gap.REMOTE: told.remote and not told.remote_basis,
    }
    return tuple(gap for gap, there in missing.items() if there)


def _day(iso: str) -> Millis:
    """The beginning of a day, to the nearest hours: enough to tell before from after."""
    return int(datetime.fromisoformat(iso).replace(tzinfo=UTC).timestamp() * 1000)


# ---------------------------------------------------------------- versions


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs between two versions.

    Of a list each thing is told by itself: with `before` None it came, with `after` None it went.
    Where only their order changed, both are whole lists.
    """

    field: str
    before: Any
    after: Any


def changes(before: Announcement, after: Announcement) -> tuple[Change, ...]:
    """All that differs, in the order of the fields; nothing where the two are alike."""
    return tuple(
        change
        for field in fields(Announcement)
        for change in _changed(field.name, getattr(before, field.name), getattr(after, field.name))
    )


def _changed(field: str, before: Any, after: Any) -> Iterator[Change]:
    if before == after:
        return
    if not isinstance(before, tuple):
        yield Change(field, before, after)
        return
    gone, new = Counter(before) - Counter(after), Counter(after) - Counter(before)
    yield from (Change(field, each, None) for each in gone.elements())
    yield from (Change(field, None, each) for each in new.elements())
    if not gone and not new:
        yield Change(field, before, after)


def digest(told: Announcement) -> str:
    """SHA-256 of the notice as canonical JSON: by it people and we mean the same words."""
    tree = json.dumps(asdict(told), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(tree.encode()).hexdigest()


# ---------------------------------------------------------------- what the staff ask for


def write(state: Workshop, cmd: c.WriteNotice, who: c.Staff, now: Millis) -> Iterator[Fact]:
    if cmd.notice == state.notice:
        return
    if cmd.before != state.notice:
        raise Refused(Code.STALE)
    if len(cmd.notice.documents) > MOST_DOCUMENTS:
        raise Refused(Code.BAD_PLAN)
    yield NoticeWritten(cmd.notice)


def publish(state: Workshop, cmd: c.PublishNotice, who: c.Staff, now: Millis) -> Iterator[Fact]:
    """Only what was looked at, and only once: a notice that is out already causes nothing."""
    assert state.plan is not None
    told = compose(state)
    if digest(told) != cmd.digest:
        raise Refused(Code.STALE)
    if state.announced and state.announced[-1].announcement == told:
        return
    if cmd.version != len(state.announced) + 1:
        raise Refused(Code.STALE)
    if state.plan.rehearsal or MUST.intersection(gaps(told, now)):
        raise Refused(Code.BAD_PLAN)
    yield NoticePublished(cmd.version, told, now)
