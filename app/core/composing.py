"""A workshop as the minutes of it: what happened, found and put in the order of the document.

Nothing here joins a note to a table, a party, a person or a time: notes are sorted by fingerprint.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from app.core.asides import common
from app.core.discussion import asides, in_common, laid_aside, said_at_tables
from app.core.evaluation import evaluation, line_marks
from app.core.floor import shared
from app.core.knowledge import in_use, notes_on, reactions
from app.core.minutes import (
    Attendee,
    Case,
    Chosen,
    Contribution,
    Correction,
    DraftRemark,
    Level,
    Met,
    Minutes,
    Prioritisation,
    Ranked,
    Why,
    split,
)
from app.core.outcome import result
from app.core.programme import answered, questions
from app.core.receipts import fingerprint, root
from app.core.redaction import dissent_from, hiding, told
from app.core.seen import Dots, Listed
from app.core.state import Workshop
from app.core.tally import MOST, options
from app.core.things import Kind, Knowledge, Method, Question, Reaction, Step
from app.core.understood import all_corrections, synthesised, verified


def compose(
    state: Workshop,
    roster: Iterable[Attendee],
    corrects: Correction | None = None,
    wording: Mapping[str, str] = MappingProxyType({}),
    crest: str = "",
    remarks: Iterable[DraftRemark] = (),
) -> Minutes:
    """The minutes as they would be published now. Needs a planned workshop.

    Until the workshop has ended, what the councillors wrote is not in it: a draft must not show
    the administration what the hall cannot see yet.
    """
    plan = state.plan
    assert plan is not None
    present, absent = split(roster)
    ended = state.ended is not None
    cases = tuple(_case(state, question, ended) for question in questions(state))
    knowledge = tuple(_met(state, statement, ended) for statement in state.knowledge)
    wordless = _wordless(state, knowledge) if ended else ()
    parked = laid_aside(state) if ended else ()
    came = evaluation(state) if ended and state.details.evaluation else None
    lines_told = {line.fingerprint for line in came.lines} if came else set()
    lines = tuple(mark for mark in line_marks(state) if mark not in lines_told) if ended else ()
    marks = [note.fingerprint for case in cases for note in case.notes]
    marks += [one.fingerprint for case in cases for one in asides(case.statements, case.common)]
    marks += [one.fingerprint for one in parked]
    marks += [why.fingerprint for met in knowledge for why in met.words]
    asked = verified(state) if ended else None
    marks += [one.fingerprint for one in all_corrections(asked)]
    return Minutes(
        municipality=plan.municipality,
        body=plan.body,
        title=plan.title,
        number=plan.number,
        of=plan.of,
        language=plan.language,
        demo=plan.demo,
        place=plan.place,
        starts=plan.starts,
        ends=plan.ends,
        began=state.started,
        ended=state.ended,
        details=state.details,
        present=present,
        absent=absent,
        cases=cases,
        prioritisations=tuple(_prioritisations(state)) if ended else (),
        notes_root=root([*marks, *wordless, *lines_told, *lines]),
        corrects=corrects,
        knowledge=knowledge,
        reactions=wordless,
        parked=parked,
        evaluation=came,
        lines=lines,
        floor=shared(state) if ended else None,
        verification=asked,
        synthesis=synthesised(state) if ended else None,
        wording=dict(wording),
        crest=crest,
        draft_remarks=tuple(remarks) if ended else (),
    )


def _met(state: Workshop, statement: Knowledge, ended: bool) -> Met:
    came = reactions(state, statement.id)
    shown = ended and came.shown
    words = [
        Why(kind, **told(state, note))
        for kind in Reaction
        for note in notes_on(state, statement.id, kind)
        if shown and note.text
    ]
    come_to = any(step.kind is Kind.KNOWLEDGE and step.id in state.visited for step in state.steps)
    return Met(
        text=statement.text,
        figure=statement.figure,
        source=statement.source,
        goals=statement.goals,
        threshold=came.threshold,
        shown=shown,
        counts={kind: getattr(came, kind) for kind in Reaction} if shown else {},
        words=tuple(sorted(words, key=lambda why: why.fingerprint)),
        unhandled=ended and not come_to and not in_use(state),
    )


def _wordless(state: Workshop, knowledge: Iterable[Met]) -> tuple[str, ...]:
    """Without words, or too few of their kind: side by side, so that none tells what it was to."""
    worded = {why.fingerprint for met in knowledge for why in met.words}
    given = (
        fingerprint(note.id, note.text)
        for statement in state.knowledge
        for kind in Reaction
        for note in notes_on(state, statement.id, kind)
    )
    return tuple(sorted(mark for mark in given if mark not in worded))


def _case(state: Workshop, question: Question, ended: bool) -> Case:
    if not ended:
        return Case(question.text, question.hint)
    notes = [
        Contribution(lifted=note.lifted, shared=note.shared, **told(state, note))
        for note in state.notes_on(question.id).values()
        if not note.withdrawn
    ]
    come_to = any(s.question == question.id and s.id in state.visited for s in state.steps)
    return Case(
        question=question.text,
        hint=question.hint,
        statements=said_at_tables(state, question.id),
        # By fingerprint: the place of a hidden note tells nothing of its id.
        notes=tuple(sorted(notes, key=lambda note: note.fingerprint)),
        common=in_common(state, question.id),
        unhandled=not come_to and not answered(state, question.id),
    )


def _table(state: Workshop, no: int | None) -> str:
    table = state.tables.get(no or 0)
    return table.name if table else ""


def _prioritisations(state: Workshop) -> Iterable[Prioritisation]:
    for step in state.steps:
        if step.kind is Kind.PRIORITISE:
            yield from _prioritisation(state, step)


def _prioritisation(state: Workshop, step: Step) -> Iterable[Prioritisation]:
    outcome = result(state, step)
    if outcome is None or outcome.ballots == 0:
        return
    there = options(state, step)
    given = {graded.id: graded.grades for graded in outcome.grades}
    dots = {row.id: row.dots for row in outcome.rows}
    dissents = {
        choice: hiding(state, dissent_from(option.contribution)) for choice, option in there.items()
    }
    yield Prioritisation(
        title=step.title,
        dots=MOST[step.method],
        ballots=outcome.ballots if outcome.shown else 0,
        threshold=outcome.threshold,
        shown=outcome.shown,
        rows=tuple(
            Ranked(
                text=there[choice].text,
                dots=dots.get(choice, 0),
                table=_table(state, there[choice].table),
                dissent=there[choice].dissent,
                graded=given.get(choice, ()),
                common=choice == common(there[choice].question),
                **hiding(state, there[choice].contribution),
                dissent_hidden=dissents[choice]["hidden"],
                dissent_basis=dissents[choice]["basis"],
            )
            for choice in given or dots
        ),
        places=outcome.places,
        most_dots=_chosen(outcome.most_dots, outcome.rows),
        equal_shares=_chosen(outcome.equal_shares, outcome.rows),
        method="" if step.method is Method.DOTS else step.method.value,
    )


def _chosen(listed: Listed | None, rows: Iterable[Dots]) -> Chosen | None:
    if listed is None:
        return None
    no = {row.id: number for number, row in enumerate(rows, start=1)}

    def numbers(choices: Iterable[str]) -> tuple[int, ...]:
        return tuple(no[choice] for choice in choices)

    return Chosen(
        numbers(listed.choices),
        tuple(Level(numbers(tie.level), numbers(tie.chosen)) for tie in listed.ties),
        listed.uncovered,
        numbers(listed.theirs),
    )


def edited_since(state: Workshop, published: Minutes) -> bool:
    """Whether the synthesis, or what the hall said of one, is no longer as it was `published`."""
    return (synthesised(state), verified(state)) != (published.synthesis, published.verification)
