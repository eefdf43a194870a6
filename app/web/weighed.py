"""What the staff weigh before they publish, as their page shows it: each contribution with what was
found in it, and what was decided."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise

from app.core.events import NoteHidden
from app.core.state import Workshop
from app.core.things import Reason, Span
from app.core.weighing import Piece, Sort, is_hidden, pieces, undecided
from app.i18n import N_, Translator
from app.rooms import Room
from app.store import roster
from app.store.tables import WorkshopRow
from app.text.hints import Hint, Kind, Roster, hints
from app.web.visit import Visit

SORTS: Mapping[Sort, str] = {
    Sort.NOTE: N_("Contribution"),
    Sort.ARGUMENT: N_("Argument"),
    Sort.REACTION: N_("Reaction to the knowledge base"),
    Sort.CORRECTION: N_("Correction"),
    Sort.PARKED: N_("Laid aside"),
    Sort.LINE: N_("Line from the evaluation"),
    Sort.STATEMENT: N_("{table}: statement"),
    Sort.REWORDED: N_("{table}: another wording"),
    Sort.PROPOSAL: N_("{table}: proposed wording in common"),
    Sort.DISSENT: N_("{table}: dissent"),
    Sort.STAND: N_("{table}: why it cannot answer for the wording in common"),
    Sort.WORDING: N_("Wording in common"),
    Sort.BEHIND: N_("Contribution from an earlier workshop"),
}
KINDS: Mapping[Kind, str] = {
    Kind.NAME: N_("a name"),
    Kind.PHONE: N_("a telephone number"),
    Kind.EMAIL: N_("an e-mail address"),
    Kind.ADDRESS: N_("an address"),
    Kind.ID_NUMBER: N_("a national identity number"),
    Kind.PLATE: N_("a number plate"),
    Kind.SELF: N_("the writer tells who they are"),
}


# ---------------------------------------------------------------- what is found


@lru_cache(maxsize=8)
def _listed(names: tuple[str, ...]) -> Roster:
    return Roster(names)


@lru_cache(maxsize=16_384)  # the staff's first page looks through some workshops at once
def _found(text: str, names: tuple[str, ...]) -> tuple[Hint, ...]:
    return tuple(hints(text, _listed(names)))


Found = Mapping[str, tuple[Hint, ...]]


async def found_in(visit: Visit, row: WorkshopRow, some: Iterable[Piece]) -> Found:
    """By contribution, what in it may be a name or the like."""
    members = await visit.ask(roster.members, visit.site.engine, row.id)
    names = tuple(member.name for member in members)
    return await visit.ask(lambda: {each.id: _found(each.text, names) for each in some})


def waiting(state: Workshop, found: Found) -> frozenset[str]:
    spans = {id_: [(hint.start, hint.end) for hint in there] for id_, there in found.items()}
    return frozenset(undecided(state, spans))


async def to_decide(visit: Visit, row: WorkshopRow, room: Room) -> int:
    """How many contributions are to be decided on before the minutes are published."""
    return len(waiting(room.state, await found_in(visit, row, pieces(room.state))))


# ---------------------------------------------------------------- as it is shown


@dataclass(frozen=True, slots=True)
class Box:
    """Something that was found, to be marked: `name` is the field's, `on` whether it is."""

    name: str
    words: str
    kind: str
    on: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A contribution on the page. `runs`: its words, each with whether something was found there,
    and whether it is hidden. `typed`: its form's fields, as they were sent or as they begin."""

    piece: Piece
    title: str
    runs: tuple[tuple[str, bool, bool], ...]
    boxes: tuple[Box, ...]
    hidden: NoteHidden | None
    left: bool
    seen: str
    typed: Mapping[str, str]


def shown(
    state: Workshop,
    piece: Piece,
    found: tuple[Hint, ...],
    _: Translator,
    sent: Mapping[str, str] | None = None,
) -> Shown:
    """`sent`: the fields of its form, where they were not accepted."""
    hidden, left = state.hidden.get(piece.id), state.left.get(piece.id, frozenset())
    begun = _begun(piece, found, hidden)
    boxes = tuple(
        Box(
            name := field_of(hint),
            piece.text[hint.start : hint.end],
            _(KINDS[hint.kind]),
            name in sent if sent else _is_on(state, piece.id, hint),
        )
        for hint in found
    )
    return Shown(
        piece,
        _(SORTS[piece.sort], table=piece.table),
        tuple(_runs(piece.text, found, hidden)),
        boxes,
        hidden,
        bool(left),
        seen(state, piece),
        {name: sent.get(name, "") for name in begun} if sent else begun,
    )


def field_of(hint: Hint) -> str:
    return f"span-{hint.start}-{hint.end}"


def _is_on(state: Workshop, id_: str, hint: Hint) -> bool:
    """As it is decided; before that, to be hidden."""
    span = (hint.start, hint.end)
    return is_hidden(state, id_, span) or span not in state.left.get(id_, ())


def _begun(piece: Piece, found: tuple[Hint, ...], hidden: NoteHidden | None) -> dict[str, str]:
    """What the fields begin with."""
    marked = {(hint.start, hint.end) for hint in found}
    picked = [span for span in hidden.spans if span not in marked] if hidden else []
    named = all(hint.kind in (Kind.NAME, Kind.SELF) for hint in found)
    usual = (Reason.NAME if named else Reason.PERSONAL_DATA) if found else ""
    return {
        "exact": "\n".join(dict.fromkeys(piece.text[at:end] for at, end in picked)),
        "reason": hidden.reason if hidden else usual,
        "basis": hidden.basis if hidden else "",
        "other": "",
    }


def _runs(
    text: str, found: tuple[Hint, ...], hidden: NoteHidden | None
) -> Iterator[tuple[str, bool, bool]]:
    marks = [(hint.start, hint.end) for hint in found]
    cuts = [*(hidden.spans or ((0, len(text)),))] if hidden else []
    edges = sorted({0, len(text), *(edge for span in (*marks, *cuts) for edge in span)})
    for at, end in pairwise(edges):
        yield text[at:end], _within(at, marks), _within(at, cuts)


def _within(at: int, spans: Iterable[Span]) -> bool:
    return any(start <= at < end for start, end in spans)


def seen(state: Workshop, piece: Piece) -> str:
    """Tells one decision from another, so that nobody's is undone unseen."""
    decided = state.hidden.get(piece.id), sorted(state.left.get(piece.id, ()))
    return sha256(repr(decided).encode()).hexdigest()[:16]
