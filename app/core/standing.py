"""Tablets and notes, sorted once for the many parts of views that are made from them.

Like the parts, these see no more of the state than the fields that `views.py` names.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from app.core.redaction import dissent_from, said_at, seen_as, why_gone, words
from app.core.seen import OwnStatement, Said
from app.core.state import Workshop
from app.core.things import Card, Kind, Note, Statement

Cards: TypeAlias = dict[str, Card]

#: Steps in which the notes of the question lie open. In writing each sees only their own, and the
#: tablet knows those itself.
NOTES_SHOWN = frozenset({Kind.TALK, Kind.PLENARY})


@dataclass(frozen=True, slots=True)
class Presence:
    """Who is on just now, by table."""

    tablets: Mapping[int, int]
    accepted: Mapping[int, int]
    drafting: int
    wrote: int = 0


def presence(state: Workshop) -> Presence:
    tablets: dict[int, int] = {}
    accepted: dict[int, int] = {}
    drafting = wrote = 0
    for seat in state.seats.values():
        tablets[seat.table] = tablets.get(seat.table, 0) + 1
        accepted[seat.table] = accepted.get(seat.table, 0) + seat.accepted
        drafting += seat.drafting
        wrote += seat.wrote
    return Presence(tablets, accepted, drafting, wrote)


@dataclass(frozen=True, slots=True)
class Standing:
    """The notes on the question of the moment that were not withdrawn; `alone`: not shared ones."""

    cards: Cards
    at_table: Mapping[int | None, Cards]
    alone: Mapping[int | None, Cards]


def standing(state: Workshop) -> Standing:
    step = state.current
    cards: Cards = {}
    at_table: dict[int | None, Cards] = {}
    alone: dict[int | None, Cards] = {}
    for note in state.notes_on(step.question if step else None).values():
        if note.withdrawn:
            continue
        card = card_of(state, note)
        cards[card.id] = card
        at_table.setdefault(note.table, {})[card.id] = card
        if not note.shared:
            alone.setdefault(note.table, {})[card.id] = card
    return Standing(cards, at_table, alone)


def card_of(state: Workshop, note: Note) -> Card:
    """What anybody may see of it."""
    if note.id not in state.hidden:
        return note.card
    text, hidden = words(state, note.id, note.text), why_gone(state, note.id)
    return replace(note.card, id=seen_as(state, note.id), text=text, hidden=hidden)


def said_by(state: Workshop, said: Statement) -> Said:
    """What anybody may see of what a table said."""
    seen = own_said(state, said)
    name = state.table_name(said.table)
    return Said(said.question, said.table, name, seen.text, seen.dissent)


def own_said(state: Workshop, said: Statement) -> OwnStatement:
    """The same, as the table itself has it."""
    id_ = said_at(said.question, said.table)
    text = words(state, id_, said.text)
    dissent = words(state, dissent_from(id_), said.dissent)
    return OwnStatement(said.question, text, dissent, said.rev)


# ---------------------------------------------------------------- notes


def lies_open(state: Workshop, notes: Standing) -> Mapping[int | None, Cards]:
    """What each table has laid before the hall.

    What a table writes openly in its talk stays at the table until the plenary.
    """
    step = state.current
    if step is None or step.kind not in NOTES_SHOWN:
        return {}
    return notes.alone if step.kind is Kind.TALK else notes.at_table


def own_notes(state: Workshop, table: int, notes: Standing) -> Cards:
    step = state.current
    shown = step is not None and step.kind in NOTES_SHOWN
    return notes.at_table.get(table, {}) if shown else {}


def hall_notes(_: Workshop, table: int, laid: Mapping[int | None, Cards]) -> Cards:
    return {note: card for no, cards in laid.items() if no != table for note, card in cards.items()}


def all_notes(state: Workshop, notes: Standing) -> Cards:
    step = state.current
    return notes.cards if step is not None and step.kind in NOTES_SHOWN else {}
