"""The parts that views are made of, one function each.

Each is given the state cut down to the fields that `views.py` names for it, and no other: that is
why a part may be kept for as long as those fields are the same.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256

from app.core.events import REACTIONS, Kind, Note, Question, Reaction, Step, round_of
from app.core.knowledge import notes_on, reactions
from app.core.programme import questions as asked
from app.core.seen import (
    Choice,
    Counts,
    Dots,
    Hall,
    Head,
    Known,
    Listed,
    Now,
    OwnStatement,
    OwnTable,
    Planned,
    Prioritising,
    Result,
    Said,
    TableSeen,
    Why,
)
from app.core.shares import (
    Ballot,
    Selection,
    Spent,
    count_dots,
    equal_shares,
    most_dots,
    uncovered,
)
from app.core.standing import NOTES_SHOWN, Presence, Standing
from app.core.state import Workshop
from app.core.tally import DOTS, options


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
    )


def hall(state: Workshop, here: Presence) -> Hall:
    box = state.boxes.get(state.step or "")
    return Hall(
        tables=len(state.tables),
        ready=sum(state.mark(state.step, no).ready for no in state.tables),
        tablets=sum(here.tablets.values()),
        accepted=sum(here.accepted.values()),
        cast=sum(bool(b.choices) for b in box.ballots.values()) if box else 0,
    )


def shown(state: Workshop) -> Said | None:
    return _said(state, *state.shown) if state.shown else None


# ---------------------------------------------------------------- at a table


def own_table(state: Workshop, no: int, here: Presence) -> OwnTable:
    mark = state.mark(state.step, no)
    holder = state.pens.get(no)
    return OwnTable(
        no=no,
        name=_table_name(state, no),
        tablets=here.tablets.get(no, 0),
        accepted=here.accepted.get(no, 0),
        ready=mark.ready,
        help=bool(state.calls_for_help(no)),
        pen=tag(holder) if holder else None,
    )


def own_statement(state: Workshop, table: int) -> OwnStatement | None:
    step = state.current
    if step is None or step.kind not in NOTES_SHOWN or step.question is None:
        return None
    said = state.statements.get((step.question, table))
    if said is None:
        return OwnStatement(step.question, "", "", 0)
    return OwnStatement(said.question, said.text, said.dissent, said.rev)


def _said(state: Workshop, question: str, table: int) -> Said:
    said = state.statements[question, table]
    return Said(question, table, _table_name(state, table), said.text, said.dissent)


def _table_name(state: Workshop, no: int | None) -> str:
    table = state.tables.get(no or 0)
    return table.name if table else ""


# ---------------------------------------------------------------- prioritising


def prioritising(state: Workshop) -> Prioritising | None:
    step = state.current
    if step is None or step.kind is Kind.END:
        # At the end the hall keeps what it came to before its eyes.
        counted = [s for s in state.steps if (box := state.boxes.get(s.id)) and box.counted]
        step = counted[-1] if counted else None
    if step is None or step.kind is not Kind.PRIORITISE:
        return None
    offered = options(state, step).values()
    several = len({option.question for option in offered}) > 1
    choices = tuple(
        Choice(
            option.id,
            _table_name(state, option.table),
            state.questions[option.question].text if several else "",
            option.text,
            option.dissent,
            option.hidden,
        )
        for option in offered
    )
    return Prioritising(step.id, DOTS, choices, result(state, step))


def result(state: Workshop, step: Step) -> Result | None:
    """What came of a counted step; None while it is open. Hidden below the threshold."""
    box = state.boxes.get(step.id)
    if box is None or box.counted is None or state.plan is None:
        return None
    ballots, threshold = box.counted.ballots, state.plan.threshold
    if ballots < threshold:
        return Result(ballots, False, threshold)
    dots = {option: box.counted.dots.get(option, 0) for option in options(state, step)}
    ranked = sorted(dots, key=lambda option: -dots[option])
    places = min(step.places, len(ranked))
    by_dots, by_shares = (
        _listed(method(box.profiles, places, tuple(dots)), box.profiles, ranked, threshold)
        for method in (most_dots, equal_shares)
    )
    rows = tuple(Dots(option, dots[option]) for option in ranked)
    return Result(ballots, True, threshold, rows, places, by_dots, by_shares)


def _listed(
    found: Selection, profiles: Iterable[Ballot], ranked: Iterable[str], threshold: int
) -> Listed:
    left = uncovered(profiles, found.choices)
    used = tuple(_percent(one) if one.payers >= threshold else None for one in found.spent)
    if 0 < len(left) < threshold:  # two who stand alone would know each other's dots
        return Listed(found.choices, found.ties, None, (), used)
    theirs = count_dots(left)
    return Listed(found.choices, found.ties, len(left), tuple(filter(theirs.get, ranked)), used)


def _percent(one: Spent) -> int:
    return 0 if one.topped_up else max(1, round(100 * one.share))


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
        note.id: _why(state, note, each.id, kind)
        for each in known.values()
        if each.reactions is not None and each.reactions.shown
        for kind in Reaction
        for note in notes_on(state, each.id, kind)
        if note.text
    }


def _why(state: Workshop, note: Note, statement: str, kind: Reaction) -> Why:
    hidden = state.hidden.get(note.id)
    return Why(note.id, statement, kind, "" if hidden else note.text, hidden)


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
        )
        for i, step in enumerate(state.steps)
    )


def _question_text(questions: Mapping[str, Question], step: Step) -> str:
    question = questions.get(step.question or "")
    return question.text if question else ""


def following(state: Workshop) -> str:
    """The kind of the next step, empty after the last."""
    return next((step.kind for step in programme(state) if step.state == "next"), "")


def opened(state: Workshop) -> tuple[int, ...]:
    """The tables whose statements on this question have been on the projector."""
    step = state.current
    question = step.question if step else None
    return tuple(no for asked, no in state.opened_statements if asked == question)


def questions(state: Workshop) -> tuple[Question, ...]:
    return asked(state)


def statements(state: Workshop) -> dict[str, Said]:
    """The tables' statements, once the question is talked about."""
    step = state.current
    if step is None or step.kind not in NOTES_SHOWN:
        return {}
    return {
        str(no): _said(state, asked, no)
        for (asked, no), said in state.statements.items()
        if asked == step.question and said.text
    }


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
        )
    return seen


def counts(state: Workshop, here: Presence, notes: Standing) -> Counts:
    there: list[Note] = []
    reactions: list[Note] = []
    for question, written in state.notes.items():
        (reactions if round_of(question) == REACTIONS else there).extend(
            note for note in written.values() if not note.withdrawn
        )
    return Counts(
        notes=len(notes.cards),
        notes_in_all=len(there),
        drafting=here.drafting,
        controls=sum(state.controls.values()),
        reacted=len({note.table for note in reactions} - {None}),
    )
