"""The parts that views are made of, one function each.

Each is given the state cut down to the fields that `views.py` names for it, and no other: that is
why a part may be kept for as long as those fields are the same.
"""

from collections.abc import Mapping
from hashlib import sha256

from app.core.asides import PARKING, REACTIONS, is_aside, round_of
from app.core.knowledge import notes_on, reactions
from app.core.programme import questions as asked
from app.core.redaction import stand_of, words
from app.core.seen import (
    Back,
    Counts,
    Hall,
    Head,
    Known,
    Now,
    OwnStand,
    OwnTable,
    Planned,
    TableSeen,
    Why,
)
from app.core.standing import Presence, Standing, card_of
from app.core.state import Workshop
from app.core.things import Kind, Note, Question, Reaction, Step


def tag(seat: str) -> str:
    """A short mark by which a tablet knows itself as the pen's holder, and nobody else knows it."""
    return sha256(seat.encode()).hexdigest()[:12]


# ---------------------------------------------------------------- what everybody sees


def head(state: Workshop) -> Head:
    plan = state.plan
    if plan is None:
        return Head()
    return Head(
        title=plan.title,
        municipality=plan.municipality,
        body=plan.body,
        language=plan.language,
        number=plan.number,
        of=plan.of,
        rehearsal=plan.rehearsal,
        demo=plan.demo,
        ended=state.ended is not None,
        ends=plan.ends,
    )


def now(state: Workshop) -> Now | None:
    step = state.current
    if step is None:
        return None
    live = [s.id for s in state.steps if s.id not in state.skipped]
    return Now(
        id=step.id,
        kind=step.kind,
        title=step.title,
        question=state.questions.get(step.question or ""),
        open=state.open,
        minutes=step.minutes,
        no=live.index(step.id) + 1,
        count=len(live),
        ends_at=state.clock.ends_at,
        left=state.clock.left,
        grace_until=state.clock.grace_until,
        round=state.round,
        cafe=step.cafe,
    )


def hall(state: Workshop, here: Presence) -> Hall:
    box = state.boxes.get(state.step or "")
    there = state.tables.keys() - state.disbanded
    return Hall(
        tables=len(there),
        ready=sum(state.mark(state.step, no).ready for no in there),
        tablets=sum(here.tablets.values()),
        accepted=sum(here.accepted.values()),
        cast=sum(bool(b.marks) for b in box.ballots.values()) if box else 0,
    )


# ---------------------------------------------------------------- at a table


def own_table(state: Workshop, no: int, here: Presence) -> OwnTable:
    mark = state.mark(state.step, no)
    holder = state.pens.get(no)
    return OwnTable(
        no=no,
        name=state.table_name(no),
        seats=state.most_at(no) if no in state.tables else 0,
        tablets=here.tablets.get(no, 0),
        accepted=here.accepted.get(no, 0),
        ready=mark.ready,
        help=bool(state.calls_for_help(no)),
        pen=tag(holder) if holder else None,
        stand=_own_stand(state, no),
        disbanded=no in state.disbanded,
    )


def _own_stand(state: Workshop, table: int) -> OwnStand | None:
    step = state.current
    stand = state.stands.get(((step.question if step else None) or "", table))
    if stand is None:
        return None
    dissent = words(state, stand_of(stand.question, table), stand.dissent)
    return OwnStand(stand.version, stand.stands, dissent, stand.rev)


# ---------------------------------------------------------------- the knowledge base


def knowledge(state: Workshop) -> dict[str, Known]:
    """The statements, while the hall meets them; with what came of it once that is closed."""
    step = state.current
    if step is None or step.kind is not Kind.KNOWLEDGE:
        return {}
    return {
        each.id: Known(
            no,
            each.id,
            each.text,
            each.figure,
            each.source,
            None if state.open else reactions(state, each.id),
        )
        for no, each in enumerate(state.knowledge, start=1)
    }


def whys(state: Workshop, known: Mapping[str, Known]) -> dict[str, Why]:
    """The words why, to the statements whose reactions are shown."""
    return {
        card.id: Why(card.id, each.id, kind, card.text, card.hidden)
        for each in known.values()
        if each.reactions is not None and each.reactions.shown
        for kind in Reaction
        for note in notes_on(state, each.id, kind)
        if note.text
        for card in (card_of(state, note),)
    }


# ---------------------------------------------------------------- what control sees


def programme(state: Workshop) -> tuple[Planned, ...]:
    """The programme with where we are; "next" is the first step after this one not skipped."""
    here = next((i for i, s in enumerate(state.steps) if s.id == state.step), -1)
    coming = (i for i, s in enumerate(state.steps) if i > here and s.id not in state.skipped)
    following = next(coming, None)
    return tuple(
        Planned(
            step.id,
            step.kind,
            step.title,
            _question_text(state.questions, step),
            step.minutes,
            "now"
            if i == here
            else "next"
            if i == following
            else "coming"
            if i > here and step.id not in state.skipped
            else "past"
            if step.id in state.visited
            else "skipped",
            step.detail,
        )
        for i, step in enumerate(state.steps)
    )


def _question_text(questions: Mapping[str, Question], step: Step) -> str:
    question = questions.get(step.question or "")
    return question.text if question else ""


def following(state: Workshop) -> str:
    """The kind of the next step, empty after the last."""
    return next((step.kind for step in programme(state) if step.state == "next"), "")


def undo(state: Workshop) -> Back | None:
    """None where the last opening or closing cannot be taken back."""
    if state.before is None or state.ended is not None:
        return None
    step = state.find_step(state.before.step)
    return Back(state.before.step) if step is None or not state.is_over(step) else None


def questions(state: Workshop) -> tuple[Question, ...]:
    return asked(state)


def tables(state: Workshop, here: Presence, notes: Standing) -> dict[str, TableSeen]:
    step = state.current
    question = step.question if step else None
    seen = {}
    for no, table in sorted(state.tables.items()):
        mark = state.mark(state.step, no)
        said = state.statements.get((question or "", no))
        seen[str(no)] = TableSeen(
            no=no,
            name=table.name,
            seats=table.seats,
            tablets=here.tablets.get(no, 0),
            accepted=here.accepted.get(no, 0),
            notes=len(notes.at_table.get(no, ())),
            ready=mark.ready,
            help=bool(state.calls_for_help(no)),
            pen=no in state.pens,
            statement=said is not None and bool(said.text),
            disbanded=no in state.disbanded,
        )
    return seen


def counts(state: Workshop, here: Presence, notes: Standing) -> Counts:
    by_round: dict[str, list[Note]] = {}
    for question, written in state.notes.items():
        there = [note for note in written.values() if not note.withdrawn]
        by_round.setdefault(round_of(question) if is_aside(question) else "", []).extend(there)
    return Counts(
        notes=len(notes.cards),
        notes_in_all=len(by_round.get("", ())),
        drafting=here.drafting,
        controls=sum(state.controls.values()),
        reacted=len({note.table for note in by_round.get(REACTIONS, ())} - {None}),
        wrote=here.wrote,
        parked=len(by_round.get(PARKING, ())),
    )
