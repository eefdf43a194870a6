"""A whole programme laid at once: given, when, then; and any programme after any other."""

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given as anything
from hypothesis import settings
from hypothesis import strategies as st

from app.core import commands as c
from app.core import events as e
from app.core.composing import compose
from app.core.decide import decide
from app.core.evolve import evolve
from app.core.programme import Advice, advice, mark, questions
from app.core.rules import Code, Refused
from app.core.state import Workshop
from app.core.tally import options
from app.core.things import Kind, Knowledge, Mode, Question, Step
from tests.core.given import (
    LEADER,
    NOON,
    PLANNED,
    QUESTIONS,
    STEPS,
    note,
    opened,
    planned,
    replay_on,
    said,
)
from tests.core.given import given as after

REST = Step("hvile", Kind.PAUSE, 5)
SAME = c.LayProgramme(QUESTIONS, STEPS)
WROTE = e.NoteKept(note(1))


def test_the_first_programme() -> None:
    """E1."""
    laid = after(*PLANNED[:2]).when(SAME).then(*PLANNED[2:])
    assert laid.state.steps == STEPS
    laid.when(SAME).nothing()


def test_what_changed_is_all_that_is_done() -> None:
    """E6: one moved, one changed, one new, one gone; a question new, one gone."""
    regler, skriv, bord, plenum, pause, *_ = STEPS
    new = Question("ny", "Hva skal vi skjerme?")
    shorter = replace(bord, minutes=15)
    wanted = (regler, pause, skriv, shorter, REST, plenum)
    planned().when(c.LayProgramme((QUESTIONS[0], new), wanted)).then(
        e.QuestionAsked(new),
        *map(e.StepDropped, STEPS[5:]),
        e.StepPlanned(pause, "regler"),
        e.StepPlanned(shorter, "vekst-skriv"),
        e.StepPlanned(REST, "vekst-bord"),
        e.QuestionDropped(QUESTIONS[1]),
    )


def test_what_was_visited_stands() -> None:
    """E3."""
    running = planned(opened("regler"), opened("vekst-skriv"))
    first, second, *rest = STEPS
    for wrong in (
        STEPS[1:],
        (second, first, *rest),
        (replace(first, minutes=9), second, *rest),
    ):
        running.when(c.LayProgramme(QUESTIONS, wrong)).refused(Code.CLOSED)
    fine = (first, REST, second, *rest)
    running.when(c.LayProgramme(QUESTIONS, fine)).then(e.StepPlanned(REST, "regler"))


def test_what_lies_before_a_visited_step_moves_and_not_the_step_itself() -> None:
    """E6: the visited one is never placed anew, however many others are."""
    there = planned(opened("vekst-bord"))
    first, second, here, *rest = STEPS
    wanted = (here, first, second, *rest)
    there.when(c.LayProgramme(QUESTIONS, wanted)).then(
        e.StepPlanned(first, here.id), e.StepPlanned(second, first.id)
    )


@pytest.mark.parametrize("answer", [WROTE, said(1)])
def test_what_was_answered_stands(answer: e.Fact) -> None:
    """E3, P3: a note or a statement is an answer."""
    there = planned(answer)
    other = replace(QUESTIONS[0], text="Hvor ikke?")
    there.when(c.LayProgramme((other, QUESTIONS[1]), STEPS)).refused(Code.CLOSED)
    there.when(c.AskQuestion(other)).refused(Code.CLOSED)
    without = tuple(step for step in STEPS if step.question != "vekst")
    there.when(c.LayProgramme(QUESTIONS[1:], without)).refused(Code.CLOSED)
    there.when(c.LayProgramme(QUESTIONS, without)).then(*map(e.StepDropped, STEPS[1:4]))


def test_after_the_end() -> None:
    """P13."""
    over = planned(e.WorkshopEnded(NOON))
    over.when(SAME).nothing()
    over.when(c.LayProgramme(QUESTIONS, STEPS[1:])).refused(Code.ENDED)


def test_two_who_began_from_the_same() -> None:
    """E4: and the same twice is still once (W5)."""
    began = mark(QUESTIONS, STEPS)
    mine = c.LayProgramme(QUESTIONS, STEPS[1:], began)
    theirs = c.LayProgramme(QUESTIONS, STEPS[2:], began)
    stands = planned().when(mine).then(e.StepDropped(STEPS[0]))
    stands.when(mine).nothing()
    stands.when(theirs).refused(Code.STALE)


@pytest.mark.parametrize(
    ("asked", "steps", "code"),
    [
        (QUESTIONS, (*STEPS, STEPS[0]), Code.BAD_PLAN),
        ((*QUESTIONS, QUESTIONS[0]), STEPS, Code.BAD_PLAN),
        (QUESTIONS, (replace(REST, minutes=601),), Code.BAD_PLAN),
        (QUESTIONS, (replace(REST, minutes=-1),), Code.BAD_PLAN),
        (QUESTIONS, (replace(REST, places=0),), Code.BAD_PLAN),
        (QUESTIONS, (replace(REST, places=61),), Code.BAD_PLAN),
        (QUESTIONS[:1], STEPS, Code.UNKNOWN_QUESTION),
        (QUESTIONS, (Step("x", Kind.TALK, 5),), Code.UNKNOWN_QUESTION),
        ((*QUESTIONS, Question("tom", " ")), STEPS, Code.EMPTY),
        ((*QUESTIONS, Question("om", "Overrasket?", about="k1")), STEPS, Code.BAD_PLAN),
        ((*QUESTIONS, Question("k1.curious", "Nysgjerrig?")), STEPS, Code.BAD_PLAN),
    ],
)
def test_what_could_not_be_followed(
    asked: tuple[Question, ...], steps: tuple[Step, ...], code: Code
) -> None:
    """E5."""
    planned().when(c.LayProgramme(asked, steps)).refused(code)


def test_reactions_are_left_alone() -> None:
    """E7: nor is one written about in another step, where the hall would read it at once."""
    there = planned(e.KnowledgeLaid((Knowledge("k1", "Flere bor alene."),)))
    there.when(SAME).nothing()
    meeting = Step("kunnskap", Kind.KNOWLEDGE, 5)
    there.when(c.LayProgramme((), (meeting,))).then(
        *map(e.StepDropped, STEPS),
        e.StepPlanned(meeting, None),
        *map(e.QuestionDropped, QUESTIONS),
    )
    about = Step("skriv", Kind.WRITE, 5, "k1.curious")
    there.when(c.LayProgramme((), (about,))).refused(Code.UNKNOWN_QUESTION)


def test_what_is_asked_follows_the_programme() -> None:
    """E1: in the minutes, on the agenda and among the choices, whichever was written first."""
    later = tuple(step for step in STEPS if step.question != "vekst")
    first = tuple(step for step in STEPS if step.question == "vekst")
    new = Question("ny", "Hva mer?")
    there = planned(said(1), said(1, "Skolene.", "kutt"))
    lay = c.LayProgramme((*QUESTIONS, new), (*later, *first))
    state = replay_on(there.state, there.when(lay).facts)
    assert [question.id for question in questions(state)] == ["kutt", "vekst", "ny"]
    assert compose(state, ()).cases[0].question == QUESTIONS[1].text
    assert [*options(state, STEPS[8])] == ["kutt.1", "vekst.1"]


# ---------------------------------------------------------------- any programme after any other

MINUTES = st.integers(0, 30)
ASKED = st.lists(st.sampled_from("abcd"), unique=True).flatmap(
    lambda ids: st.tuples(
        *(st.builds(Question, st.just(id_), st.sampled_from(["Hva?", "Hvor?"])) for id_ in ids)
    )
)


@st.composite
def programmes(draw: st.DrawFn) -> c.LayProgramme:
    asked, some = draw(ASKED), draw(st.randoms(use_true_random=False))
    ids = draw(st.lists(st.sampled_from("stuvwxyz"), unique=True))
    steps = [
        Step(id_, Kind.WRITE, draw(MINUTES), some.choice(asked).id)
        if asked and some.random() < 0.5
        else Step(id_, Kind.PAUSE, draw(MINUTES))
        for id_ in ids
    ]
    return c.LayProgramme(asked, tuple(steps))


reached: Counter[str] = Counter()


@settings(max_examples=200, deadline=None)
@anything(st.lists(programmes(), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_any_programme_after_any_other(lays: list[c.LayProgramme], some: random.Random) -> None:
    """E1, E2, E3: what is laid stands exactly; a replay comes to the last; nothing done changes."""
    state, log = after(*PLANNED[:2]).state, list[e.Fact]()
    for lay in lays:
        before = state
        try:
            facts = decide(state, lay, LEADER, NOON)
        except Refused as refused:
            reached[refused.code.value if state.visited else "refused"] += 1
            continue
        for fact in facts:
            assert _meaningful(state, fact)
            state = evolve(state, fact)
            reached[type(fact).__name__] += 1
        log += facts
        assert state.steps == lay.steps
        assert {q.id: q for q in lay.questions} == state.questions
        assert decide(state, lay, LEADER, NOON) == []
        done = [step for step in before.steps if step.id in before.visited]
        assert [step for step in state.steps if step.id in before.visited] == done
        if state.steps and some.random() < 0.3:
            visit = e.StepOpened(some.choice(state.steps).id, NOON, None)
            state, log = evolve(state, visit), [*log, visit]
    assert after(*PLANNED[:2], *log).state == state


def _meaningful(state: Workshop, fact: e.Fact) -> bool:
    """Each act in its turn says something true: it is about what is there, and not yet so."""
    match fact:
        case e.StepPlanned(step, place):
            there = place is None or state.find_step(place) is not None
            asked = step.question is None or step.question in state.questions
            return there and asked and step.id not in state.visited
        case e.StepDropped(step):
            return step in state.steps and step.id not in state.visited
        case e.QuestionDropped(question):
            return not any(step.question == question.id for step in state.steps)
        case e.QuestionAsked(question):
            return state.questions.get(question.id) != question
    return False


def test_the_programmes_were_not_empty() -> None:
    """E1: every act, and refusals for what was visited, came up."""
    acts = ("QuestionAsked", "StepDropped", "StepPlanned", "QuestionDropped", "closed")
    assert not {what: reached[what] for what in acts if reached[what] < 10}
    assert set(reached) == set(acts), "and nothing was refused but for what was visited"


# ---------------------------------------------------------------- rhythm

RULES, END = Step("r", Kind.RULES, 5), Step("e", Kind.END, 5, mode=Mode.REFLECTS)
WRITE = Step("w", Kind.WRITE, 10, "q", mode=Mode.OPENS)
TALK = Step("t", Kind.TALK, 30, "q", mode=Mode.NARROWS)
BREAK = Step("b", Kind.PAUSE, 10)
GOOD = (RULES, WRITE, TALK, BREAK, replace(TALK, id="t2", minutes=60), END)


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ((), set()),
        (GOOD, set()),
        ((RULES, TALK, END), {Advice.NEVER_OPENS, Advice.TALK_FIRST}),
        ((RULES, TALK, WRITE, END), {Advice.NARROWS_FIRST, Advice.TALK_FIRST}),
        ((WRITE, TALK), {Advice.NEVER_REFLECTS, Advice.NO_RULES, Advice.NO_END}),
        (tuple(s for s in GOOD if s is not BREAK), {Advice.NO_BREAK}),
        ((RULES, WRITE, replace(TALK, minutes=75), BREAK, END), set()),
        ((RULES, WRITE, replace(TALK, minutes=76), BREAK, END), {Advice.NO_BREAK}),
    ],
)
def test_what_the_rhythm_lacks(steps: tuple[Step, ...], found: set[Advice]) -> None:
    """E8."""
    assert advice(steps) == found
    lay = c.LayProgramme((Question("q", "Hva?"),), steps)
    assert after(*PLANNED[:2]).when(lay).code is None
