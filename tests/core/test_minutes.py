"""Given what happened, the minutes say it, and join nothing that must stay apart."""

import json
from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

from app.core import events as e
from app.core.asides import EVALUATION, LINE, REACTIONS
from app.core.checks import Check, checks
from app.core.composing import compose
from app.core.evaluation import curves
from app.core.events import Fact
from app.core.evolve import replay
from app.core.frozen import digest, from_json, to_json
from app.core.minutes import Attendee, Chosen, Contribution, Correction, Level, count_attendance
from app.core.receipts import fingerprint, root
from app.core.state import Workshop
from app.core.things import (
    Details,
    Kind,
    Knowledge,
    Measure,
    Method,
    Note,
    Plan,
    Question,
    Reaction,
    Reason,
    Statement,
    Step,
    Table,
)
from tests.core.given import dotted
from tests.publish.documents import render

PLAN = Plan("Hvor går veien?", "Prøve", "kommunestyret", "Salen", 1_000, 9_000, threshold=5)
ROSTER = [
    Attendee("Anne", "Ap", "chair", "present"),
    Attendee("Bo", "H", "member", "absent", remark="syk"),
    Attendee("Cato", "H", "deputy", "present", stands_in_for="Bo"),
    Attendee("Dina", "H", "deputy"),
    Attendee("Eli", "Sp"),
]

NO_LISTS: dict[str, Any] = {"places": 0, "most_dots": None, "equal_shares": None}
TEXTS = {"bb": "tett", "aa": "spredt", "dd": "ingenting"}


def note(id: str, text: str, question: str = "q1", **more: bool) -> e.NoteKept:  # noqa: A002
    return e.NoteKept(Note(id, question, text, None, None, **more))


def workshop(*sayings: Fact, ended: bool = True, ballots: int = 6) -> Workshop:
    acts: list[Fact] = [
        e.WorkshopPlanned(PLAN),
        e.TablesLaid((Table(1, "Bord 1", 6), Table(2, "Bord 2", 6))),
        e.QuestionAsked(Question("q1", "Hvor skal vi vokse?")),
        e.QuestionAsked(Question("q2", "Hva må vike?")),
        e.StepPlanned(Step("p", Kind.PRIORITISE, 5), None),
        e.StepOpened("p", 1_100, None),
        e.BallotsCounted("p", ballots, {"q1.2": 4, "q1.1": 2, "aa": 3}),
    ]
    said: Iterable[Fact] = (
        e.StatementKept(Statement("q1", 2, "Ved banen", "Ett medlem: langs kysten", 1)),
        e.StatementKept(Statement("q1", 1, "I sentrum", "", 1)),
        note("bb", "tett"),
        note("aa", "spredt", lifted=True),
        note("cc", "", withdrawn=True),
        note("dd", "ingenting", question="q2"),
    )
    ending = [e.WorkshopEnded(8_000)] if ended else []
    return replay([*acts, *ending], [*said, *sayings])


def test_cases_come_in_the_order_of_the_questions_with_statements_and_dissent() -> None:
    first, second = compose(workshop(), ROSTER).cases
    assert (first.question, second.question) == ("Hvor skal vi vokse?", "Hva må vike?")
    assert [(s.table, s.text, s.dissent) for s in first.statements] == [
        ("Bord 1", "I sentrum", ""),
        ("Bord 2", "Ved banen", "Ett medlem: langs kysten"),
    ]
    assert second.statements == ()


def test_a_question_that_the_hall_never_came_to_is_told_as_that() -> None:
    """And what was handled has the tree that it had."""
    skipped = e.QuestionAsked(Question("q3", "Hva koster det?"))
    planned = e.StepPlanned(Step("w", Kind.WRITE, 5, "q3"), "p")
    here = workshop(skipped, planned, e.StepSkipped("w", True))
    whole = compose(here, ROSTER)
    assert {case.question: case.unhandled for case in whole.cases} == {
        "Hva koster det?": True,
        "Hvor skal vi vokse?": False,
        "Hva må vike?": False,
    }
    tree = to_json(whole)
    assert tree.count('"unhandled":true') == tree.count('"unhandled"') == 1
    assert from_json(tree) == whole
    page = render(whole, "en")
    assert page.count("The case was not handled in the meeting.") == 1
    assert "<b>2</b> questions" in page
    opened = compose(replace(here, visited=here.visited | {"w"}), ROSTER)
    assert not any(case.unhandled for case in opened.cases)
    draft = compose(replace(here, ended=None), ROSTER)
    assert not any(case.unhandled for case in draft.cases)


def test_notes_stand_by_their_fingerprints_and_withdrawn_ones_are_gone() -> None:
    """R3."""
    minutes = compose(workshop(), ROSTER)
    first, second = minutes.cases
    marks = {note_id: fingerprint(note_id, text) for note_id, text in TEXTS.items()}
    aa = Contribution("aa", "spredt", True, fingerprint=marks["aa"])
    bb = Contribution("bb", "tett", fingerprint=marks["bb"])
    assert first.notes == tuple(sorted((aa, bb), key=lambda n: n.fingerprint))
    assert second.notes == (Contribution("dd", "ingenting", fingerprint=marks["dd"]),)
    assert minutes.notes_root == root(marks.values())


def test_a_hidden_note_stands_without_id_and_words() -> None:
    """R3: its fingerprint, its reason, and the same root as if it were not hidden."""
    before = compose(workshop(), ROSTER)
    minutes = compose(workshop(e.NoteHidden("aa", Reason.INSULT)), ROSTER)
    assert minutes.notes_root == before.notes_root
    (hidden,) = (n for case in minutes.cases for n in case.notes if n.hidden)
    mark = fingerprint("aa", "spredt")
    assert hidden == Contribution("", "", True, False, mark, Reason.INSULT)
    (ranked,) = (r for p in minutes.prioritisations for r in p.rows if r.hidden)
    assert (ranked.text, ranked.dots) == ("", 3)
    assert "spredt" not in to_json(minutes)
    assert '"aa"' not in to_json(minutes)


def test_the_order_in_which_notes_came_leaves_no_trace() -> None:
    late, early = note("0f", "sist"), note("f0", "først")
    one, other = workshop(late, early), workshop(early, late)
    assert to_json(compose(one, ROSTER)) == to_json(compose(other, ROSTER))


def test_a_draft_shows_nothing_that_the_hall_cannot_see_yet() -> None:
    draft = compose(workshop(ended=False), ROSTER)
    assert [case.question for case in draft.cases] == ["Hvor skal vi vokse?", "Hva må vike?"]
    assert (draft.notes, draft.statements, draft.prioritisations) == (0, 0, ())
    assert "tett" not in to_json(draft)


def test_priorities_carry_their_words_most_dots_first() -> None:
    (done,) = compose(workshop(), ROSTER).prioritisations
    assert done.shown
    assert [(r.dots, r.table, r.text) for r in done.rows] == [
        (4, "Bord 2", "Ved banen"),
        (3, "", "spredt"),
        (2, "Bord 1", "I sentrum"),
    ]


def test_below_the_threshold_there_is_neither_result_nor_count() -> None:
    (done,) = compose(workshop(ballots=4), ROSTER).prioritisations
    assert (done.shown, done.rows, done.ballots, done.threshold) == (False, (), 0, 5)


ALIKE = e.ProfilesKept(
    "p", dotted(("q1.2",), ("q1.2",), ("q1.2",), ("aa", "q1.2"), ("aa",), ("aa",))
)


def test_both_lists_are_told_by_the_numbers_of_their_rows() -> None:
    """X8."""
    (done,) = compose(workshop(ALIKE), ROSTER).prioritisations
    assert (done.places, done.equal_shares) == (3, Chosen((1, 2), (), 0, ()))
    assert done.most_dots == done.equal_shares
    level = e.ProfilesKept(
        "p", dotted(("q1.1",), ("q1.1",), ("q1.2",), ("q1.2",), ("aa",), ("aa",))
    )
    step = e.StepPlanned(Step("p", Kind.PRIORITISE, 5, places=1), None)
    (done,) = compose(workshop(level, step), ROSTER).prioritisations
    assert done.most_dots == Chosen((3,), (Level((3, 1, 2), (3,)),), None, ())


def step_by(method: Method) -> e.StepPlanned:
    return e.StepPlanned(Step("p", Kind.PRIORITISE, 5, method=method), None)


def test_points_stand_with_both_lists() -> None:
    """X8."""
    spread = ((("aa", 3), ("q1.2", 7)),) * 4 + ((("q1.1", 10),),) * 2
    counted = e.BallotsCounted("p", 6, {"aa": 12, "q1.1": 20, "q1.2": 28})
    there = workshop(step_by(Method.POINTS), counted, e.ProfilesKept("p", spread))
    (done,) = compose(there, ROSTER).prioritisations
    assert (done.method, done.dots) == ("points", 10)
    assert [(row.dots, row.text) for row in done.rows] == [
        (28, "Ved banen"),
        (20, "I sentrum"),
        (12, "spredt"),
    ]
    assert done.most_dots == Chosen((1, 2, 3), (), 0, ())


def test_grades_stand_with_how_many_gave_each() -> None:
    """D1, D11: in the order of the choices, the common wording for all on its question; of too few
    nothing."""
    worded = e.WordingWritten("q1", 1, "Tett rundt banen.")
    other = e.StatementKept(Statement("q2", 1, "Ingenting må vike", "", 1))
    lifted = note("ee", "alt", "q2", lifted=True)
    counted = e.BallotsCounted("p", 6, {}, {"q1.common": (0, 1, 0, 2, 3), "ee": (0, 0, 5, 0, 0)})
    there = workshop(step_by(Method.SCALE), worded, other, lifted, counted)
    whole = compose(there, ROSTER)
    (done,) = whole.prioritisations
    assert (done.method, done.dots, done.most_dots) == ("scale", 5, None)
    assert [(row.common, row.table, row.graded) for row in done.rows] == [
        (True, "", (0, 1, 0, 2, 3)),
        (False, "Bord 1", ()),
        (False, "", (0, 0, 5, 0, 0)),
    ]
    assert from_json(to_json(whole)) == whole


def test_what_is_younger_than_dots_is_not_in_minutes_of_dots() -> None:
    """K12: their digest is what it was."""
    tree = json.loads(to_json(compose(workshop(ALIKE), ROSTER)))
    assert "method" not in tree["prioritisations"][0]
    assert tree["prioritisations"][0]["rows"][0].keys() == {
        "text", "dots", "table", "dissent", "hidden",
    }  # fmt: skip


def test_minutes_from_before_there_were_lists_keep_their_digest() -> None:
    """K12, X8."""
    now = compose(workshop(ALIKE), ROSTER)
    (done,) = now.prioritisations
    before = replace(now, prioritisations=(replace(done, **NO_LISTS),))
    tree = json.loads(to_json(before))
    assert tree["prioritisations"][0].keys() == {
        "title", "dots", "ballots", "threshold", "shown", "rows",
    }  # fmt: skip
    assert to_json(from_json(to_json(before))) == to_json(before)
    assert from_json(to_json(before)) == before
    assert from_json(to_json(now)) == now


def test_who_met_and_who_did_not() -> None:
    minutes = compose(workshop(), ROSTER)
    assert [a.name for a in minutes.present] == ["Anne", "Cato"]
    assert [a.name for a in minutes.absent] == ["Bo"], "a deputy who was not called is not absent"
    assert count_attendance(ROSTER) == (2, 1)


def test_nothing_joins_a_note_to_a_table_a_person_or_a_time() -> None:
    assert {field.name for field in fields(Contribution)} == {
        "id", "text", "lifted", "shared", "fingerprint", "hidden", "basis",
    }  # fmt: skip
    assert "id" not in {field.name for field in fields(Attendee)}
    tree = json.loads(to_json(compose(workshop(), ROSTER)))
    ids = {note["id"] for case in tree["cases"] for note in case["notes"]}
    without_notes = [{**case, "notes": []} for case in tree["cases"]]
    rest = json.dumps({**tree, "cases": without_notes})
    assert not any(f'"{each}"' in rest for each in ids)


def test_the_tree_comes_back_as_it_was_and_its_digest_is_stable() -> None:
    minutes = compose(workshop(), ROSTER, Correction(1, "abc", "feil navn"))
    assert from_json(to_json(minutes)) == minutes
    assert digest(from_json(to_json(minutes))) == digest(minutes)
    assert digest(replace(minutes, place="Et annet sted")) != digest(minutes)


def test_checks_say_what_is_left_to_do() -> None:
    state = workshop(e.DetailsRecorded(Details(chair="Anne", notice_sent="1. mai")))
    assert checks(state, ROSTER) == {
        Check.ENDED: True,
        Check.ATTENDANCE: False,
        Check.DEPUTIES: True,
        Check.CHAIR: True,
        Check.MINUTE_TAKER: False,
        Check.NOTICE: False,
        Check.ACCOUNTED: False,
        Check.NAMES: True,
    }
    assert checks(state, [replace(one, standing="present") for one in ROSTER])[Check.ATTENDANCE]
    assert not checks(state, [])[Check.ATTENDANCE]
    ada = Attendee("Ada", "Lista", standing="present")
    deputy = Attendee("Vara", "Lista", "deputy", "present", stands_in_for="Ada")
    assert not checks(state, [ada, deputy])[Check.DEPUTIES]
    assert checks(state, [replace(ada, standing="absent"), deputy])[Check.DEPUTIES]


def test_an_older_tree_without_newer_fields_is_still_read() -> None:
    minutes = compose(workshop(), ROSTER)
    tree = json.loads(to_json(minutes))
    del tree["corrects"]
    assert from_json(json.dumps(tree)) == minutes


# ---------------------------------------------------------------- the knowledge base

KNOWLEDGE = (
    Knowledge("bolig", "Mange bor alene.", "25 %", "SSB", (11,)),
    Knowledge("b", "Få."),
)


def met(*more: Fact, ended: bool = True) -> Workshop:
    """Five were surprised by the first statement, two of them with words; two met the second."""
    laid = (e.KnowledgeLaid(KNOWLEDGE), e.RoundSealed(REACTIONS))
    given = [note(f"5{n}", "", "bolig.surprised") for n in range(3)]
    given += [note("5a", "Så mange!", "bolig.surprised"), note("5b", "Oi", "bolig.surprised")]
    given += [note("60", "", "b.curious"), note("61", "Hemmelig", "b.curious")]
    return workshop(*laid, *given, *more, ended=ended)


def test_the_knowledge_base_with_what_the_hall_made_of_it() -> None:
    """B9: counts and words; of a statement that too few reacted to, fingerprints alone."""
    minutes = compose(met(), ROSTER)
    shown, few = minutes.knowledge
    assert (shown.text, shown.figure, shown.source, shown.goals) == (
        "Mange bor alene.", "25 %", "SSB", (11,),
    )  # fmt: skip
    assert shown.counts == {"surprised": 5, "curious": 0, "missing": 0}
    assert {why.text for why in shown.words} == {"Så mange!", "Oi"}
    assert (few.shown, few.counts, few.words, few.threshold) == (False, {}, (), 5)
    apart = [("50", ""), ("51", ""), ("52", ""), ("60", ""), ("61", "Hemmelig")]
    assert list(minutes.reactions) == sorted(fingerprint(*each) for each in apart)
    assert "Hemmelig" not in to_json(minutes)
    every = {**TEXTS, **dict(apart), "5a": "Så mange!", "5b": "Oi"}
    assert minutes.notes_root == root(fingerprint(*each) for each in every.items())
    assert [case.question for case in minutes.cases] == ["Hvor skal vi vokse?", "Hva må vike?"]
    assert from_json(to_json(minutes)) == minutes


def test_hidden_words_of_a_reaction() -> None:
    """B9, R3: by fingerprint and reason; the count and the root stand."""
    minutes = compose(met(e.NoteHidden("5a", Reason.NAME)), ROSTER)
    (hidden,) = (why for why in minutes.knowledge[0].words if why.hidden)
    assert (hidden.id, hidden.text, hidden.hidden) == ("", "", Reason.NAME)
    assert minutes.knowledge[0].counts[Reaction.SURPRISED] == 5
    assert minutes.notes_root == compose(met(), ROSTER).notes_root


def test_a_draft_has_the_statements_and_no_reactions() -> None:
    """B9."""
    draft = compose(met(ended=False), ROSTER)
    assert [(m.text, m.shown, m.counts) for m in draft.knowledge] == [
        ("Mange bor alene.", False, {}), ("Få.", False, {}),
    ]  # fmt: skip
    assert draft.reactions == ()
    assert "Så mange" not in to_json(draft)


def test_a_knowledge_base_that_the_hall_never_came_to_is_told_as_that() -> None:
    """B9: also once frozen; where the hall met it the tree says nothing of it."""
    laid = e.KnowledgeLaid((Knowledge("k1", "Mange bor alene."),))
    passed = compose(workshop(laid), ROSTER)
    assert [one.unhandled for one in passed.knowledge] == [True]
    assert from_json(to_json(passed)) == passed
    assert not any(one.unhandled for one in compose(met(), ROSTER).knowledge)


def test_minutes_from_before_the_knowledge_step_keep_their_digest() -> None:
    tree = to_json(compose(workshop(), ROSTER))
    assert "knowledge" not in tree
    assert to_json(from_json(tree)) == tree


# ---------------------------------------------------------------- the evaluation

IN_MINUTES = e.DetailsRecorded(Details(evaluation=True))
CAME = (
    e.StepPlanned(Step("v", Kind.EVALUATE, 3), None),
    e.RoundSealed(EVALUATION),
    e.BallotsCounted("v", 6, {}, {"heard": (0, 1, 0, 2, 3), "role": (1, 4, 0, 0, 0)}),
)
LINES = {f"{n}e": f"Linje {n}" for n in range(5)}


def given_lines(count: int = 5) -> list[e.NoteKept]:
    return [note(id_, text, LINE) for id_, text in [*LINES.items()][:count]]


def test_the_evaluation_is_in_the_minutes_where_it_is_wanted() -> None:
    """Y6: the grades by measure, the mean with one decimal, and the lines by fingerprint."""
    minutes = compose(workshop(*CAME, IN_MINUTES, *given_lines()), ROSTER)
    came = minutes.evaluation
    assert came is not None
    assert (came.ballots, came.threshold, came.shown) == (6, 5, True)
    means = {one.measure: one.mean for one in came.measures if one.answers}
    assert means == {"heard": 4.2, "role": 1.8}
    marks = {fingerprint(*each): each for each in LINES.items()}
    assert [line.fingerprint for line in came.lines] == sorted(marks)
    assert [(line.id, line.text) for line in came.lines] == [marks[mark] for mark in sorted(marks)]
    assert minutes.lines == ()
    assert minutes.notes_root == root(fingerprint(*each) for each in {**TEXTS, **LINES}.items())
    assert from_json(to_json(minutes)) == minutes


def test_where_it_is_not_wanted_the_lines_stand_by_their_fingerprints() -> None:
    """Y6: in the same root; and a draft has neither."""
    said = given_lines()
    minutes = compose(workshop(*CAME, *said), ROSTER)
    assert minutes.evaluation is None
    assert list(minutes.lines) == sorted(fingerprint(*each) for each in LINES.items())
    assert minutes.notes_root == compose(workshop(*CAME, IN_MINUTES, *said), ROSTER).notes_root
    assert "Linje" not in to_json(minutes)
    assert from_json(to_json(minutes)) == minutes
    draft = compose(workshop(*CAME, IN_MINUTES, *said, ended=False), ROSTER)
    assert (draft.evaluation, draft.lines) == (None, ())


def test_fewer_lines_than_the_threshold_are_not_told() -> None:
    """Y6: nor, of too few ballots, how many they were."""
    minutes = compose(workshop(*CAME, IN_MINUTES, *given_lines(4)), ROSTER)
    assert minutes.evaluation is not None
    assert (minutes.evaluation.lines, len(minutes.lines)) == ((), 4)
    assert "Linje" not in to_json(minutes)
    few = (*CAME[:2], e.BallotsCounted("v", 4, {}), IN_MINUTES)
    came = compose(workshop(*few, *given_lines(4)), ROSTER).evaluation
    assert came is not None
    assert (came.shown, came.ballots, came.measures, came.lines) == (False, 0, (), ())


def test_a_hidden_line() -> None:
    """Y6, R3: by fingerprint and reason; it counts among those who wrote."""
    hidden_ = e.NoteHidden("0e", Reason.INSULT)
    minutes = compose(workshop(*CAME, IN_MINUTES, *given_lines(), hidden_), ROSTER)
    assert minutes.evaluation is not None
    (hidden,) = (line for line in minutes.evaluation.lines if line.hidden)
    assert (hidden.id, hidden.text, hidden.hidden) == ("", "", Reason.INSULT)
    assert len(minutes.evaluation.lines) == 5
    assert "Linje 0" not in to_json(minutes)
    before = compose(workshop(*CAME, IN_MINUTES, *given_lines()), ROSTER)
    assert minutes.notes_root == before.notes_root


def test_minutes_from_before_there_was_an_evaluation_keep_their_digest() -> None:
    """Y6."""
    tree = to_json(compose(workshop(), ROSTER))
    assert "evaluation" not in tree
    assert "lines" not in tree
    assert to_json(from_json(tree)) == tree


def test_the_series_has_a_point_where_there_are_figures() -> None:
    """Y7: the mean with its answers; where there are none, neither."""
    shown = compose(workshop(*CAME, IN_MINUTES), ROSTER).evaluation
    few = (*CAME[:2], e.BallotsCounted("v", 4, {}), IN_MINUTES)
    hidden = compose(workshop(*few), ROSTER).evaluation
    drawn = curves([(1, shown), (2, None), (3, hidden), (4, shown)])
    assert [(p.number, p.mean, p.answers) for p in drawn[Measure.HEARD]] == [
        (1, 4.2, 6), (2, None, 0), (3, None, 0), (4, 4.2, 6),
    ]  # fmt: skip
    assert all(point.mean is None for point in drawn[Measure.USEFUL])
    assert curves([(1, None), (2, hidden)]) == {}
