"""What the administration prints, as PDF: table cards, name signs, and the place list."""

from collections.abc import Sequence

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.core.minutes import ABSENT, DEPUTY, PRESENT
from app.i18n import translator
from app.publish.forms import pdf
from app.publish.phrases import times
from app.store import roster, seatings, workshops
from app.store.tables import Member
from app.web.join import qr
from app.web.login import Preparing, Staff
from app.web.notice import attachment
from app.web.visit import Here

router = APIRouter(prefix="/stab/v", include_in_schema=False)

PDF = "application/pdf"


@router.get("/{code}/bordkort.pdf", name="cards")
async def cards(visit: Here, who: Preparing, code: str) -> Response:
    """One card a table: its name, its code, and the code as a QR. No people's names."""
    row, room = await visit.workshop(code)
    codes = await visit.ask(workshops.codes, visit.site.engine, row.id)
    assert room.state.plan is not None
    _ = translator(room.state.plan.language)
    data = {
        "language": _.language,
        "title": _("Table cards"),
        "address": visit.full(visit.base + "b"),
        "cards": [
            {
                "table": table.name,
                "code": f"{codes[no][:4]} {codes[no][4:]}",
                "qr": qr(visit.full(f"{visit.base}b/{codes[no]}")),
            }
            for no, table in sorted(room.state.tables.items())
            if no in codes
        ],
        "words": {
            "qr": _("QR code that leads to the table"),
            "scan": _("Scan with the camera, or go to"),
            "type": _("and type"),
            "promise": _("No account, no name. Nobody can find out who wrote what."),
        },
    }
    made = await visit.ask(pdf.render, "cards", data)
    return attachment(made, PDF, f"bordkort-{row.code}.pdf")


@router.get("/{code}/navneskilt.pdf", name="signs")
async def signs(visit: Here, who: Staff, code: str) -> Response:
    """A sign for everybody who is expected at a table: name and party."""
    row, room = await visit.workshop(code)
    members = await visit.ask(roster.members, visit.site.engine, row.id)
    assert room.state.plan is not None
    _ = translator(room.state.plan.language)
    people = [{"name": one.name, "party": one.party} for one in expected(members)]
    if not people:
        raise HTTPException(404)
    data = {"language": _.language, "title": _("Name signs"), "signs": people}
    made = await visit.ask(pdf.render, "signs", data)
    return attachment(made, PDF, f"navneskilt-{row.code}.pdf")


def expected(members: Sequence[Member]) -> list[Member]:
    """The elected who have not said that they are away, and the deputies who were called."""
    return [
        one
        for one in members
        if one.standing != ABSENT
        and (one.role != DEPUTY or one.stands_in_for or one.standing == PRESENT)
    ]


@router.get("/{code}/plassliste.pdf", name="door_list")
async def door_list(visit: Here, who: Staff, code: str) -> Response:
    """For the door: by name, which table in each round."""
    row, room = await visit.workshop(code)
    seating, _rev = await visit.ask(seatings.load, visit.site.engine, row.id)
    if not seating.rounds:
        raise HTTPException(404)
    members = await visit.ask(roster.members, visit.site.engine, row.id)
    plan = room.state.plan
    assert plan is not None
    _ = translator(plan.language)
    names = {place.no: place.name for place in seating.tables}
    seats = [{one: no for no, ids in each.items() for one in ids} for each in seating.rounds]
    data = {
        "language": _.language,
        "title": plan.title,
        "when": times.span(plan.starts, plan.ends, _.language),
        "words": {"heading": _("Where do I sit?"), "name": _("Name")},
        "rounds": [_("Round {n}", n=n) for n in range(1, len(seats) + 1)],
        "rows": [
            {
                "name": one.name,
                "party": one.party,
                "tables": [names.get(each.get(one.id, 0), "–") for each in seats],
            }
            for one in sorted(members, key=lambda one: alphabetical(one.name))
            if any(one.id in each for each in seats)
        ],
    }
    made = await visit.ask(pdf.render, "door", data)
    return attachment(made, PDF, f"plassliste-{row.code}.pdf")


def alphabetical(name: str) -> str:
    """What Norwegian names are sorted by: å after ø, and both after z."""
    return name.casefold().translate(_ORDER)


_ORDER = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "á": "a", "é": "e"})
