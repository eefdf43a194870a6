"""The knowledge base in the workshop: laid, met with reactions, and shown when that is closed."""

import json
from dataclasses import replace

import pytest
from hypothesis import given as given_any
from hypothesis import settings
from hypothesis import strategies as st

from app.core import commands as c
from app.core import events as e
from app.core.asides import REACTIONS, aside
from app.core.events import Fact
from app.core.evolve import replay
from app.core.rules import Code
from app.core.seen import ControlView, Reactions, TabletView
from app.core.state import Workshop
from app.core.things import Kind, Knowledge, Question, Reaction, Reason, Step
from app.core.views import Audience, InControl, OnProjector, TabletAt, view
from tests.core.given import (
    ANNA,
    BENT,
    CARL,
    DINA,
    NOON,
    PLANNED,
    TABLES,
    Given,
    keep,
    note,
    opened,
    planned,
)
from tests.core.screens import whole

EVERYBODY: list[Audience] = [TabletAt(1), TabletAt(2), OnProjector(), InControl()]
HOMES = Knowledge("boliger", "Én av fire bor alene.", "25 %", "Statistikken", (11,))
BUSES = Knowledge("buss", "Halvparten når jobben på tjue minutter med buss.")
LAID: tuple[Fact, ...] = (
    e.KnowledgeLaid((HOMES, BUSES)),
    e.StepPlanned(Step("kunnskap", Kind.KNOWLEDGE, 10), "regler"),
)
OPENED = e.StepOpened("kunnskap", NOON, None)
CLOSED: tuple[Fact, ...] = (e.StepClosed("kunnskap", NOON), e.RoundSealed(REACTIONS))
SURPRISED = aside("boliger", Reaction.SURPRISED)


def meeting(*facts: Fact) -> Given:
    """The hall meets the knowledge base, and these have happened since."""
    return planned(*LAID, OPENED, *facts)


def reacted(number: int, text: str = "", table: int = 1, question: str = SURPRISED) -> e.NoteKept:
    return e.NoteKept(note(number, text, table, question))


#: Three at three tables: as many as the threshold asks for.
ENOUGH = (reacted(1, "Så mange?"), reacted(2, table=2), reacted(3, "Hva med hyblene?", table=3))


def tablet(state: Workshop) -> TabletView:
    seen = view(state, TabletAt(1))
    assert isinstance(seen, TabletView)
    return seen


def control(state: Workshop) -> ControlView:
    seen = view(state, InControl())
    assert isinstance(seen, ControlView)
    return seen


# ---------------------------------------------------------------- laying it


def test_the_knowledge_base_is_laid_with_its_reactions() -> None:
    """B1, B2: three questions about each statement; laid again it causes nothing."""
    laid = planned().when(c.LayKnowledge((HOMES, BUSES))).then(e.KnowledgeLaid((HOMES, BUSES)))
    asked = [q for q in laid.state.questions.values() if q.about]
    assert [(q.id, q.about) for q in asked][:4] == [
        ("boliger.surprised", "boliger"),
        ("boliger.curious", "boliger"),
        ("boliger.missing", "boliger"),
        ("buss.surprised", "buss"),
    ]
    laid.when(c.LayKnowledge((HOMES, BUSES))).nothing()
    fewer = laid.when(c.LayKnowledge((BUSES,))).then(e.KnowledgeLaid((BUSES,)))
    assert not any(q.about == "boliger" for q in fewer.state.questions.values())


def test_what_somebody_has_met_stands() -> None:
    """B1: order and others may change until the reactions are sealed, then nothing."""
    for kept in (reacted(1), e.NoteKept(replace(note(1, "", question=SURPRISED), withdrawn=True))):
        here = meeting(kept)
        here.when(c.LayKnowledge((BUSES,))).refused(Code.CLOSED)
        here.when(c.LayKnowledge((replace(HOMES, figure="24 %"), BUSES))).refused(Code.CLOSED)
        here.when(c.LayKnowledge((BUSES, HOMES))).then(e.KnowledgeLaid((BUSES, HOMES)))
        here.when(c.LayKnowledge((HOMES,))).then(e.KnowledgeLaid((HOMES,)))
    meeting(reacted(1), *CLOSED).when(c.LayKnowledge((HOMES,))).refused(Code.CLOSED)
    meeting(e.WorkshopEnded(NOON)).when(c.LayKnowledge(())).refused(Code.ENDED)


@pytest.mark.parametrize(
    ("statements", "code"),
    [
        ((HOMES, replace(BUSES, id="boliger")), Code.BAD_PLAN),
        ((replace(HOMES, id=""),), Code.BAD_PLAN),
        ((replace(HOMES, goals=(18,)),), Code.BAD_PLAN),
        (tuple(replace(HOMES, id=str(n)) for n in range(41)), Code.BAD_PLAN),
        ((replace(HOMES, text=" "),), Code.EMPTY),
        ((replace(HOMES, text="x" * 601),), Code.TOO_LONG),
        ((replace(HOMES, id="x" * 31),), Code.TOO_LONG),
    ],
)
def test_a_knowledge_base_that_is_none(statements: tuple[Knowledge, ...], code: Code) -> None:
    """B1."""
    planned().when(c.LayKnowledge(statements)).refused(code)


def test_nobody_asks_a_question_that_looks_like_a_reaction() -> None:
    """B8: nor writes about one in any other step."""
    asking = Question("vekst.missing", "Hva mangler?")
    planned().when(c.AskQuestion(asking)).refused(Code.BAD_PLAN)
    about = Question("ny", "Ny?", about="boliger")
    planned().when(c.AskQuestion(about)).refused(Code.BAD_PLAN)
    step = Step("ekstra", Kind.WRITE, 5, SURPRISED)
    planned(*LAID).when(c.PlanStep(step, None)).refused(Code.UNKNOWN_QUESTION)


# ---------------------------------------------------------------- reacting


def test_a_reaction_is_a_note_that_may_be_without_words() -> None:
    """B2: given, explained, withdrawn, given anew; each as often as it is sent."""
    given = note(1, "", question=SURPRISED)
    here = meeting().when(keep(given), ANNA).then(e.NoteKept(given))
    here.when(keep(given), ANNA).nothing()
    why = replace(given, text="Så mange?", rev=1)
    here = here.when(keep(why), ANNA).then(e.NoteKept(why))
    here.when(keep(why, key="another"), BENT).refused(Code.NOT_YOURS)
    back = c.WithdrawNote(given.id, given.key or "", SURPRISED)
    gone = replace(why, text="", withdrawn=True)
    here = here.when(back, ANNA).then(e.NoteKept(gone))
    here.when(keep(given), ANNA).nothing()
    again = note(2, "", question=SURPRISED)
    here.when(keep(again), ANNA).then(e.NoteKept(again))


def test_reactions_are_given_in_the_open_knowledge_step_and_nothing_else_is() -> None:
    """B3: before, after, in the writing, and openly at the table they are `closed`."""
    reaction = keep(note(1, "", question=SURPRISED))
    planned(*LAID).when(reaction, ANNA).refused(Code.CLOSED)
    planned(*LAID, opened("vekst-skriv")).when(reaction, ANNA).refused(Code.CLOSED)
    meeting(*CLOSED).when(reaction, ANNA).refused(Code.CLOSED)
    meeting().when(keep(note(1)), ANNA).refused(Code.CLOSED)
    meeting().when(replace(reaction, shared=True), ANNA).refused(Code.CLOSED)
    meeting().when(keep(note(1, "", question="vekst")), ANNA).refused(Code.EMPTY)
    gone = keep(note(1, "Ord", question="skole.missing"))
    meeting().when(gone, ANNA).refused(Code.UNKNOWN_QUESTION)


def test_no_five_seconds_more() -> None:
    """B3: the result is there at once, and who came after would stand out in it."""
    meeting(*ENOUGH, *CLOSED).when(c.GiveGrace("kunnskap")).refused(Code.CLOSED)


def test_a_table_is_no_louder_than_it_has_seats() -> None:
    """B4: for each kind and statement; one that is withdrawn makes room."""
    full = meeting(reacted(1), reacted(2), reacted(3, table=2))
    more = note(4, "", question=SURPRISED)
    full.when(keep(more), ANNA).refused(Code.TOO_MANY_REACTIONS)
    full.when(keep(note(1, "Så mange?", question=SURPRISED, rev=1)), ANNA).then(
        reacted_again := e.NoteKept(note(1, "Så mange?", question=SURPRISED, rev=1))
    )
    assert reacted_again.note.rev == 1
    for other in (
        aside("boliger", Reaction.CURIOUS),
        aside("buss", Reaction.SURPRISED),
    ):
        full.when(keep(note(4, "", question=other)), ANNA).then(reacted(4, question=other))
    full.when(keep(note(4, "", 2, SURPRISED)), CARL).then(reacted(4, table=2))
    withdrawn = e.NoteKept(replace(note(2, "", question=SURPRISED), withdrawn=True))
    meeting(reacted(1), withdrawn).when(keep(more), ANNA).then(e.NoteKept(more))


def test_a_table_that_others_came_to_has_room_for_them() -> None:
    """B4: two sit there, and a third came with the tablet from another table."""
    came = [e.TabletCame(f"{n:032x}", 1) for n in range(3)]
    full = meeting(*came, reacted(1), reacted(2))
    third = note(3, "", question=SURPRISED)
    full.when(keep(third), ANNA).then(e.NoteKept(third)).when(
        keep(note(4, "", question=SURPRISED)), ANNA
    ).refused(Code.TOO_MANY_REACTIONS)


# ---------------------------------------------------------------- closing


def test_closing_seals_all_reactions_together_and_for_good() -> None:
    """B7: however it is closed; who goes back sees what came of it."""
    here = meeting(*ENOUGH, reacted(4, question=aside("buss", Reaction.MISSING)))
    shut = here.when(c.CloseStep("kunnskap")).then(*CLOSED)
    assert not any(n.table or n.key for notes in shut.state.notes.values() for n in notes.values())
    here.when(c.OpenStep("pause")).then(*CLOSED, opened("pause"))
    back = shut.when(c.OpenStep("vekst-skriv")).then(opened("vekst-skriv"))
    back = Given(replay([*PLANNED, *LAID, OPENED, *CLOSED, opened("vekst-skriv")], ENOUGH))
    again = back.when(c.OpenStep("kunnskap")).then(e.StepClosed("vekst-skriv", NOON), OPENED)
    assert not again.state.open
    again.when(c.OpenStep("kunnskap")).nothing()
    again.when(keep(note(9, "", question=SURPRISED)), DINA).refused(Code.CLOSED)
    assert known(again.state, "boliger") is not None


def test_where_nobody_reacted_it_can_be_opened_again() -> None:
    """B7."""
    withdrawn = e.NoteKept(replace(note(1, "", question=SURPRISED), withdrawn=True))
    shut = meeting(withdrawn).when(c.CloseStep("kunnskap")).then(e.StepClosed("kunnskap", NOON))
    again = shut.when(c.OpenStep("kunnskap")).then(replace(OPENED, ends_at=NOON + 600_000))
    again.when(keep(note(2, "", question=SURPRISED)), ANNA).then(reacted(2))


def test_the_end_seals_what_is_open() -> None:
    """B7: withdrawn ones too."""
    withdrawn = e.NoteKept(replace(note(1, "", question=SURPRISED), withdrawn=True))
    for kept in (reacted(1), withdrawn):
        meeting(kept).when(c.EndWorkshop()).then(
            e.StepClosed("kunnskap", NOON), e.RoundSealed(REACTIONS), e.WorkshopEnded(NOON)
        )


# ---------------------------------------------------------------- what is seen


def known(state: Workshop, statement: str) -> Reactions | None:
    return tablet(state).knowledge[statement].reactions


@pytest.mark.parametrize("audience", EVERYBODY, ids=str)
def test_while_it_is_open_nobody_sees_what_others_do(audience: Audience) -> None:
    """B5: neither words nor counts, nor that there is one more at a table that has reacted."""
    one = meeting(*ENOUGH).state
    more = meeting(*ENOUGH, reacted(4, "Mer"), reacted(5, question="buss.missing")).state
    assert view(one, audience) == view(more, audience)
    seen = json.dumps(whole(view(more, audience)), ensure_ascii=False)
    assert "Én av fire bor alene." in seen
    assert not {word for word in ("Mer", "hyblene") if word in seen}


def test_control_knows_how_many_tables_have_reacted() -> None:
    """B5: and counts reactions among no notes."""
    counts = control(meeting(reacted(1), reacted(2, table=3), e.NoteKept(note(7))).state).counts
    assert (counts.reacted, counts.notes, counts.notes_in_all) == (2, 0, 1)


def test_what_came_of_it() -> None:
    """B6: counts for all, words for tablets and control, none for the projector."""
    state = meeting(*ENOUGH, *CLOSED).state
    came = Reactions(shown=True, threshold=3, surprised=3)
    for audience in EVERYBODY:
        seen = view(state, audience)
        assert seen.knowledge["boliger"].reactions == came
        assert seen.knowledge["buss"].reactions == Reactions(shown=False, threshold=3)
    for seen in (tablet(state), control(state)):
        assert {why.text for why in seen.whys.values()} == {"Så mange?", "Hva med hyblene?"}
        assert {(why.statement, why.reaction) for why in seen.whys.values()} == {
            ("boliger", Reaction.SURPRISED)
        }
    assert "hyblene" not in json.dumps(whole(view(state, OnProjector())))


def test_hidden_words_still_count() -> None:
    """B6, N15."""
    state = meeting(*ENOUGH, *CLOSED, e.NoteHidden(note(1).id, Reason.NAME)).state
    why = tablet(state).whys[note(1).id]
    assert (why.text, why.hidden) == ("", Reason.NAME)
    assert known(state, "boliger") == Reactions(shown=True, threshold=3, surprised=3)


def test_three_reactions_of_one_person_are_not_three_people() -> None:
    """B6: the threshold is one of people; a hand gives one of each kind."""
    all_kinds = [reacted(n, question=aside("buss", kind)) for n, kind in enumerate(Reaction)]
    two = [
        reacted(8, "Hemmelig", question="buss.missing"),
        reacted(9, table=2, question="buss.curious"),
    ]
    state = meeting(*all_kinds, *two, *CLOSED).state
    assert known(state, "buss") == Reactions(shown=False, threshold=3)
    assert not tablet(state).whys


def test_reactions_are_not_among_the_questions() -> None:
    """B8."""
    asked = {question.id for question in control(meeting(*ENOUGH).state).questions}
    assert asked == {"vekst", "kutt"}


def test_elsewhere_the_knowledge_is_not_shown() -> None:
    """B5."""
    state = planned(*LAID, OPENED, *ENOUGH, *CLOSED, opened("vekst-skriv")).state
    for audience in EVERYBODY:
        assert view(state, audience).knowledge == {}
        assert "hyblene" not in json.dumps(whole(view(state, audience)))


def test_somebody_speaks_from_the_front() -> None:
    """B10: the hall rests and nothing is taken."""
    intro = (e.StepPlanned(Step("velkommen", Kind.INTRO, 5, title="Velkommen"), None),)
    here = planned(*intro, e.StepOpened("velkommen", NOON, None))
    here.when(keep(note(1)), ANNA).refused(Code.CLOSED)
    seen = tablet(here.state).now
    assert seen is not None
    assert (seen.kind, seen.title) == (Kind.INTRO, "Velkommen")


# ---------------------------------------------------------------- whatever is given

SOME = st.lists(
    st.tuples(
        st.sampled_from(["boliger", "buss"]),
        st.sampled_from(list(Reaction)),
        st.sampled_from([table.no for table in TABLES]),
        st.sampled_from(["", "", "hemmelig"]),
        st.booleans(),
    ),
    max_size=24,
)
found = {"shown": 0, "too few": 0}


@settings(max_examples=150, deadline=None)
@given_any(SOME, st.data())
def test_in_any_order_the_same_and_never_below_the_threshold(
    some: list[tuple[str, Reaction, int, str, bool]], data: st.DataObject
) -> None:
    """B6, P15: and what is not shown is not there, in no view."""
    sayings = [
        e.NoteKept(
            replace(
                note(n, text, table, aside(about, kind)),
                withdrawn=gone,
                text="" if gone else text,
            )
        )
        for n, (about, kind, table, text, gone) in enumerate(some)
    ]
    acts = [*PLANNED, *LAID, OPENED]
    state = replay(acts, sayings)
    assert replay(acts, data.draw(st.permutations(sayings))) == state
    state = meeting(*sayings, *CLOSED).state
    for about in ("boliger", "buss"):
        kinds = [kind for other, kind, _, _, gone in some if other == about and not gone]
        most = max((kinds.count(kind) for kind in Reaction), default=0)
        whys = [w for w in control(state).whys.values() if w.statement == about]
        came = known(state, about)
        assert came is not None
        if most >= 3:
            assert [came.surprised, came.curious, came.missing] == [*map(kinds.count, Reaction)]
            found["shown"] += 1
        else:
            assert came == Reactions(shown=False, threshold=3)
            assert not whys
            found["too few"] += bool(kinds)


def test_both_were_come_to() -> None:
    """B6."""
    assert min(found.values()) > 10, found
