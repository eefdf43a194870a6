"""The roster: taken in from a spreadsheet after a look at what will happen; edited by hand; out
again. Nothing here is seen by the public or by tablets but what stood there before."""

import json
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields, replace
from typing import Any

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.core.words import clean, whole
from app.i18n import N_, Translator
from app.roster import columns, parties, writer
from app.roster.changes import Change, compare
from app.roster.people import Person, Read, Unreadable
from app.roster.reader import named, read
from app.roster.sheets import LARGEST, TOO_LARGE
from app.store import roster, workshops
from app.store.tables import Member, WorkshopRow
from app.store.workshops import Conflict
from app.web.login import Prepares, Preparing, Sent, Staff
from app.web.plan.upload import PreparesFile, Upload
from app.web.visit import Here, Visit

router = APIRouter(prefix="/stab/v", include_in_schema=False)

LONGEST = 200
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

LABELS: Mapping[str, str] = {
    "name": N_("Name"),
    "party": N_("Party"),
    "role": N_("Office"),
    "deputy_no": N_("Order among the deputies"),
    "bloc": N_("Position or opposition"),
    "gender": N_("Gender"),
    "full_time": N_("Full-time politician"),
    "first_term": N_("First term"),
    "committee": N_("Committee"),
    "host": N_("Table host"),
    "needs": N_("Arrangements"),
    "email": N_("E-mail"),
}
ROLES: Mapping[str, str] = {
    "member": N_("member"),
    "chair": N_("leader of the body"),
    "deputy_chair": N_("deputy leader"),
    "deputy": N_("deputy member"),
}
WORDS: Mapping[str, str] = {
    "position": N_("position"),
    "opposition": N_("opposition"),
    "access": N_("step-free"),
    "quiet": N_("quiet"),
}
EMPTY: Mapping[str, Any] = {"pasted": "", "error": "", "source": ""}


def person(member: Member) -> Person:
    """The line of the roster as `app.roster` knows it."""
    same = {each.name: getattr(member, each.name) for each in fields(Person)}
    return Person(**{**same, "more": json.loads(member.more)})


def _columns(one: Person) -> dict[str, Any]:
    return {**asdict(one), "more": json.dumps(one.more, ensure_ascii=False)}


def in_words(_: Translator, field: str, value: object) -> str:
    """A value of `Person` as it is shown."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field == "role":
        return _(ROLES[str(value)])
    if field in ("bloc", "needs"):
        return ", ".join(_(WORDS[word]) for word in str(value).split() if word in WORDS)
    return str(value)


def _listed(members: Iterable[Member]) -> list[Member]:
    """Those whom a list can speak of: who was written in at the door is on none."""
    return [member for member in members if not member.written_in]


# ---------------------------------------------------------------- the list


@router.get("/{code}/medlemmer", name="members")
async def members_page(visit: Here, who: Staff, code: str, saved: str = "") -> Response:
    row, _ = await visit.workshop(code)
    return await _page(visit, row, saved=saved, **EMPTY)


async def _page(visit: Visit, row: WorkshopRow, status: int = 200, **data: Any) -> Response:
    engine = visit.site.engine
    members = await visit.ask(roster.members, engine, row.id)
    others = await visit.ask(workshops.all_workshops, engine)
    people = [(member, person(member)) for member in members]
    shown = [field for field in LABELS if any(_said(one, field) for _, one in people)]
    return visit.page(
        "staff/members.html",
        status,
        row=row,
        people=people,
        fields=[field for field in shown if field not in ("name", "party", "email")],
        extra=list(dict.fromkeys(key for _, one in people for key in one.more)),
        others=[other for other in others if other.id != row.id],
        labels=LABELS,
        in_words=in_words,
        parties=Counter(one.party for member, one in people if one.role != "deputy"),
        **{"saved": "", **data},
    )


def _said(one: Person, field: str) -> bool:
    return getattr(one, field) not in (None, "", False, "member")


@router.get("/{code}/medlemmer.{kind}", name="members_out")
async def export(visit: Here, who: Preparing, code: str, kind: str) -> Response:
    row, _ = await visit.workshop(code)
    members = await visit.ask(roster.members, visit.site.engine, row.id)
    table = writer.table([person(member) for member in _listed(members)])
    return _file(visit, table, kind, f"medlemmer-{row.code}")


@router.get("/{code}/medlemsmal.{kind}", name="members_template")
async def template(visit: Here, who: Staff, code: str, kind: str) -> Response:
    return _file(visit, writer.table(writer.EXAMPLES), kind, "medlemsmal")


def _file(visit: Visit, table: list[list[str]], kind: str, name: str) -> Response:
    if kind == "csv":
        body, media = writer.to_csv(table), "text/csv; charset=utf-8"
    elif kind == "xlsx":
        body, media = writer.to_xlsx(table, visit._("Members")), SHEET_TYPE
    else:
        raise HTTPException(404)
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.{kind}"',
        "Cache-Control": "no-store",
    }
    return Response(body, media_type=media, headers=headers)


# ---------------------------------------------------------------- taking in


@router.post("/{code}/medlemmer/les", name="read_members")
async def look(visit: Here, form: PreparesFile, code: str) -> Response:
    """A file, pasted lines, or another workshop's roster: what taking it in would do."""
    row, _ = await visit.workshop(code)
    try:
        found = await _read(visit, form)
    except Unreadable as no:
        error = visit._(no.words, **no.holes)
        pasted, source = form.fields.get("pasted", ""), form.text("source")
        return await _page(visit, row, 422, pasted=pasted, error=error, source=source)
    return await _preview(visit, row, found)


async def _read(visit: Visit, form: Upload) -> Read:
    """What was chosen in the form. Raises `Unreadable`."""
    if form.content is None:
        raise Unreadable(TOO_LARGE, megabytes=LARGEST // 1_000_000)
    if form.text("source"):
        return await _from_another(visit, form.text("source"))
    pasted = form.fields.get("pasted", "").encode("utf-8", "replace")
    return await visit.ask(read, form.content or pasted)


async def _from_another(visit: Visit, source: str) -> Read:
    other, _ = await visit.workshop(source)
    members = await visit.ask(roster.members, visit.site.engine, other.id)
    table = writer.table([person(member) for member in _listed(members)])
    return await visit.ask(read, writer.to_csv(table))


async def _preview(
    visit: Visit, row: WorkshopRow, found: Read, *, keep: bool = False, changed: bool = False
) -> Response:
    members = await visit.ask(roster.members, visit.site.engine, row.id)
    listed = _listed(members)
    changes = compare([person(member) for member in listed], found)
    carried = writer.table(found.people, found.fields, found.extra)
    kinds = Counter(change.kind for change in changes)
    return visit.page(
        "staff/members_preview.html",
        row=row,
        found=found,
        changes=[change for change in changes if change.kind != "same"],
        marked={change.index for change in changes if _loses_marks(change, listed)},
        counts={kind: kinds[kind] for kind in ("new", "changed", "same", "gone")},
        doubtful=[(i, entry) for i, entry in enumerate(found.entries) if entry.doubt],
        parties=Counter(one.party for one in found.people if one.role != "deputy"),
        national=parties.national,
        known=[LABELS[field] for field in LABELS if field in found.fields],
        labels=LABELS,
        in_words=in_words,
        carried=writer.to_csv(carried).decode("utf-8-sig"),
        stamp=roster.stamp(members),
        keep=keep,
        changed=changed,
    )


def _loses_marks(change: Change, listed: Sequence[Member]) -> bool:
    return change.kind == "gone" and bool(listed[change.index or 0].standing)


@router.post("/{code}/medlemmer", name="take_members")
async def take_in(visit: Here, form: Prepares, code: str) -> Response:
    """What the preview showed happens now; if the roster was changed meanwhile, another look."""
    row, _ = await visit.workshop(code)
    keep = form.text("keep") == "1"
    try:
        found = await visit.ask(read, form.fields.get("list", "").encode("utf-8", "replace"))
    except Unreadable:
        raise HTTPException(400) from None
    chosen = [e for i, e in enumerate(found.entries) if form.text(f"skip.{i}") != "1"]
    taken = replace(found, entries=tuple(replace(entry, doubt=None) for entry in chosen))
    engine = visit.site.engine
    members = await visit.ask(roster.members, engine, row.id)
    after = _taken_in(members, taken, row.id, keep=keep)
    if roster.stamp(after) == roster.stamp(members):
        return visit.turn_to(visit.url("members", query={"saved": "same"}, code=row.code))
    try:
        await visit.ask(roster.replace_members, engine, row.id, after, form.text("stamp"))
    except Conflict:
        return await _preview(visit, row, found, keep=keep, changed=True)
    return visit.turn_to(visit.url("members", query={"saved": "list"}, code=row.code))


def _taken_in(members: Sequence[Member], found: Read, workshop: str, *, keep: bool) -> list[Member]:
    """The roster as it will be: in the list's order, then whoever stays without being on it."""
    listed = _listed(members)
    after: list[Member] = []
    for change in compare([person(member) for member in listed], found):
        if change.index is None:
            marks: dict[str, Any] = {"id": secrets.token_hex(16), "workshop": workshop}
        elif change.entry is not None or keep:
            marks = listed[change.index].model_dump()
        else:
            continue
        after.append(Member(**{**marks, **_columns(change.after), "place": len(after)}))
    for member in members:
        if member.written_in:
            after.append(Member(**{**member.model_dump(), "place": len(after)}))
    there = {member.id for member in after}
    for member in after:
        if member.stands_in_for not in there:
            member.stands_in_for = None
    return after


# ---------------------------------------------------------------- one by hand


@router.get("/{code}/medlem/{member}", name="member")
async def member_page(visit: Here, who: Preparing, code: str, member: str) -> Response:
    """`ny` for somebody new."""
    row, _ = await visit.workshop(code)
    members = await visit.ask(roster.members, visit.site.engine, row.id)
    there = _one(members, member)
    one = person(there) if there else Person("", "")
    return _edit(visit, row, members, there, one)


def _one(members: Iterable[Member], which: str) -> Member | None:
    """`HTTPException` 404 for who is not there."""
    found = next((member for member in members if member.id == which), None)
    if found is None and which != "ny":
        raise HTTPException(404)
    return found


def _edit(
    visit: Visit, row: WorkshopRow, members: Sequence[Member], there: Member | None, one: Person,
    errors: Mapping[str, str] | None = None, was: str = "",
) -> Response:  # fmt: skip
    keys = dict.fromkeys([*one.more, *(key for each in members for key in json.loads(each.more))])
    return visit.page(
        "staff/member.html",
        422 if errors else 200,
        row=row,
        member=there,
        one=one,
        labels=LABELS,
        roles=ROLES,
        more=[(key, one.more.get(key, "")) for key in keys],
        lists=sorted({each.party for each in members} - {""}),
        errors=errors or {},
        was=was or (roster.stamp([there]) if there else ""),
    )


@router.post("/{code}/medlem/{member}")
async def keep_member(visit: Here, form: Prepares, code: str, member: str) -> Response:
    row, _ = await visit.workshop(code)
    engine = visit.site.engine
    members = await visit.ask(roster.members, engine, row.id)
    there = _one(members, member)
    one = _typed(form)
    errors: dict[str, str] = {}
    removed = form.text("do") == "remove" and there is not None
    if not removed:
        if not any(c.isalpha() for c in one.name):
            errors["name"] = visit._("Write the name.")
        if not any(c.isalnum() for c in one.party):
            errors["party"] = visit._("Write the party, or the name of the list.")
        if form.text("deputy_no") and one.deputy_no is None:
            errors["deputy_no"] = visit._("Write a whole number from 1 to 999.")
        if one.email and "@" not in one.email[1:-1]:
            errors["email"] = visit._("This does not look like an e-mail address.")
    if there and form.text("was") != roster.stamp([there]):
        errors["form"] = visit._(
            "Somebody else changed {name} meanwhile. What you typed stands here: look it over and "
            "store it once more.",
            name=there.name,
        )
        return _edit(visit, row, members, there, one, errors, roster.stamp([there]))
    if errors:
        return _edit(visit, row, members, there, one, errors, form.text("was"))
    stamp = roster.stamp(members)
    after = [each for each in members if there is None or each.id != there.id]
    if not removed:
        marks = there.model_dump() if there else {"id": secrets.token_hex(16), "workshop": row.id}
        place = there.place if there else len(members)
        after.insert(min(place, len(after)), Member(**{**marks, "place": place, **_columns(one)}))
    try:
        await visit.ask(roster.replace_members, engine, row.id, _numbered(after), stamp)
    except Conflict:
        return await keep_member(visit, form, code, member)  # with what is there by now
    return visit.turn_to(visit.url("members", query={"saved": "one"}, code=row.code))


def _numbered(members: Sequence[Member]) -> list[Member]:
    there = {member.id for member in members}
    for place, member in enumerate(members):
        member.place = place
        if member.stands_in_for not in there:
            member.stands_in_for = None
    return list(members)


def _typed(form: Sent) -> Person:
    """What was filled in, as far as it can be read."""
    yes_no = {"yes": True, "no": False}
    order = form.text("deputy_no")
    role = form.text("role")
    text = {key: _line(form.text(key)) for key in form.fields}
    return Person(
        name=named(text.get("name", ""))[0],
        party=parties.short(text.get("party", "")),
        role=role if role in ROLES else "member",
        bloc=form.text("bloc") if form.text("bloc") in ("position", "opposition") else None,
        gender=columns.gender(text.get("gender", "")),
        full_time=yes_no.get(form.text("full_time")),
        first_term=yes_no.get(form.text("first_term")),
        committee=text.get("committee", ""),
        host=form.text("host") == "yes",
        needs=" ".join(need for need in ("access", "quiet") if form.text(f"needs.{need}")),
        deputy_no=number if (number := whole(order)) and number < 1_000 else None,
        email=text.get("email", ""),
        more={key[5:]: value for key, value in text.items() if key.startswith("more.") and value},
    )


def _line(text: str) -> str:
    return " ".join(clean(text).split())[:LONGEST]
