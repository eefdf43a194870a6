"""What is ready for the workshop and what is missing, each with the page where it is done."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from app.core.programme import questions
from app.core.state import Workshop
from app.core.things import Kind
from app.i18n import Translator
from app.store import staff
from app.store.seatings import Seating
from app.store.tables import Member, WorkshopRow
from app.web.api import REPORT
from app.web.prepare import words
from app.web.usher import strangers
from app.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Item:
    """`told` says how it stands, `href` where it is done."""

    name: str
    done: bool
    told: str
    href: str


async def checklist(
    visit: Visit, row: WorkshopRow, state: Workshop, members: list[Member], seating: Seating
) -> list[Item]:
    tried = await visit.ask(staff.setting, visit.site.engine, REPORT) is not None
    return [*_items(visit, row, state, members, seating, tried)]


def _items(
    visit: Visit,
    row: WorkshopRow,
    state: Workshop,
    members: list[Member],
    seating: Seating,
    tried: bool,
) -> Iterator[Item]:
    _, plan, steps = visit._, state.plan, state.steps
    assert plan is not None
    page = partial(visit.url, code=row.code)
    missing = _("still to do")
    asked = questions(state)
    hinted = sum(bool(words.told(question.text, plan.language, _)) for question in asked)
    regulars = [member for member in members if member.role != "deputy"]
    places = sum(table.seats for table in state.tables.values())
    length = sum(step.minutes for step in steps) * 60_000
    yield Item(_("Time and place"), True, "", page("frame"))
    yield Item(
        _("Programme"),
        0 < length <= plan.ends - plan.starts,
        words.reckoning(plan, steps, _) if steps else missing,
        page("programme"),
    )
    yield Item(
        _("Questions"),
        bool(asked) and not hinted,
        _.ngettext("{n} could be asked better", "{n} could be asked better", hinted)
        if hinted
        else _.ngettext("{n} question", "{n} questions", len(asked))
        if asked
        else missing,
        page("programme"),
    )
    if state.knowledge or any(step.kind is Kind.KNOWLEDGE for step in steps):
        yield Item(
            _("From the knowledge base"),
            bool(state.knowledge),
            _.ngettext("{n} statement", "{n} statements", len(state.knowledge))
            if state.knowledge
            else _("the programme has a step for it, and no statement is chosen"),
            page("programme"),
        )
    yield from _verification(state, page, _)
    yield Item(
        _("Members"),
        bool(members),
        _.ngettext("{n} on the list", "{n} on the list", len(members)) if members else missing,
        page("members"),
    )
    moved = sum(map(len, strangers(members, seating, 0))) if seating.rounds else 0
    yield Item(
        _("Seating"),
        bool(seating.rounds) and not moved,
        _("attendance has changed since the tables were filled")
        if moved
        else _("everybody has a table")
        if seating.rounds
        else _("{places} seats for {members} members", places=places, members=len(regulars))
        if places and regulars
        else missing,
        page("seating"),
    )
    yield Item(
        _("The notice"),
        bool(row.announced),
        _("The meeting is called off")
        if row.cancelled
        else _("published")
        if row.announced
        else _("not published yet"),
        page("write_notice"),
    )
    yield Item(
        _("Table cards"),
        bool(state.tables) and not visit.alone,
        _(
            "no tablet reaches {host}: ask IT for an address in the hall’s network"
            " before you print",
            host=visit.host,
        )
        if state.tables and visit.alone
        else _.ngettext("{n} card to print", "{n} cards to print", len(state.tables))
        if state.tables
        else _("come when the tables are laid"),
        page("cards" if state.tables else "seating"),
    )
    practised = _("lead it once by yourself, with imagined councillors")
    yield Item(_("Practice"), False, practised, page("practice"))
    yield Item(
        _("Rehearsal"),
        tried,
        _("tried on this server") if tried else _("try the hall the day before"),
        visit.url("rehearsal"),
    )


def _verification(state: Workshop, page: Callable[[str], str], _: Translator) -> Iterator[Item]:
    """Statements without a step are asked about by nobody; a step without them asks nothing."""
    step = any(step.kind is Kind.VERIFY for step in state.steps)
    count = len(state.met)
    if not step and not count:
        return
    told = _.ngettext("{n} statement is reopened", "{n} statements are reopened", count)
    if not count:
        told = _("the programme has a step for it, and no statement is reopened")
    elif not step:
        told += ", " + _("and the programme has no step for it")
    where = "programme" if count and not step else "reopening"
    yield Item(_("Have we understood you?"), step and count > 0, told, page(where))
