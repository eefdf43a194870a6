"""Limits, from both sides: what is just long enough is taken, and one more is refused."""

from dataclasses import replace
from typing import Any

import pytest

from app.core import commands as c
from app.core import events as e
from app.core.edits import Edit, StatementEdit, Theme, ThemeEdit, Understood
from app.core.knowledge import LONGEST
from app.core.notice import Gap, compose, gaps
from app.core.planning import PlanProcess, Save, Section, saved
from app.core.plenary import BESIDE
from app.core.programme import LONGEST_STEP, MOST_PLACES
from app.core.redaction import BASIS_LIMIT
from app.core.rehearsal import in_seconds
from app.core.rules import CODES_LAST, GRACE_ON_THE_WAY, Code, accepts, hall_is_left
from app.core.synthesis import ID_LIMIT, KEYWORDS, NAME_LIMIT
from app.core.things import Kind, Knowledge, Reason, Step, Table
from app.core.words import STATEMENT_LIMIT
from tests.core.given import (
    ANNA,
    MINUTE,
    NOON,
    NOTICE,
    PLAN,
    Given,
    closed,
    note,
    opened,
    planned,
    replay_on,
    said,
)

FULL = "å" * STATEMENT_LIMIT
DAY = 24 * 60 * MINUTE
WORDED = e.WordingWritten("vekst", 1, "Vi vil vokse.")


@pytest.mark.parametrize(("text", "dissent"), [(FULL, ""), ("Her", FULL), (FULL, FULL)])
def test_what_a_table_says_is_as_long_as_it_may_be(text: str, dissent: str) -> None:
    """V385: the statement and the dissent each."""
    here = planned(opened("vekst-bord"), e.PenMoved(1, ANNA.seat))
    asked = c.WriteStatement("vekst", text, dissent, 1)
    assert here.when(asked, ANNA).code is None
    for longer in (replace(asked, text=FULL + "å"), replace(asked, dissent=FULL + "å")):
        here.when(longer, ANNA).refused(Code.TOO_LONG)


def test_a_wording_in_common_is_as_long_as_it_may_be() -> None:
    """V385: typed and written."""
    here = planned(opened("vekst-plenum"))
    for one in (c.TypeWording("vekst", FULL), c.WriteWording("vekst", 1, FULL)):
        assert here.when(one).code is None
        here.when(replace(one, text=FULL + "å")).refused(Code.TOO_LONG)


def test_the_hall_has_its_bounds_in_plenary() -> None:
    """V385: a table's dissent, the statements beside one, and why words are hidden."""
    tables = tuple(Table(no, f"Bord {no}", 2) for no in range(1, BESIDE + 3))
    here = planned(e.TablesLaid(tables), *(said(table.no) for table in tables))
    there = Given(replay_on(here.state, (opened("vekst-plenum"), WORDED)))
    dissenting = c.TakeStand("vekst", 1, stands=False, dissent=FULL, rev=1)
    assert there.when(replace(dissenting, dissent="å"), ANNA).code in (None, Code.NO_PEN)
    assert there.when(dissenting, ANNA).code in (None, Code.NO_PEN)
    there.when(replace(dissenting, dissent=FULL + "å"), ANNA).refused(Code.TOO_LONG)
    others = tuple(table.no for table in tables[1:])
    assert there.when(c.ShowStatement("vekst", 1, others[:BESIDE])).code is None
    there.when(c.ShowStatement("vekst", 1, others)).refused(Code.BAD_PLAN)
    ended = planned(e.NoteKept(note(1)), e.WorkshopEnded(NOON))
    hiding = c.HideNote(note(1).id, Reason.NAME, "å" * BASIS_LIMIT)
    assert ended.when(hiding).code is None
    ended.when(replace(hiding, basis=hiding.basis + "å")).refused(Code.TOO_LONG)


@pytest.mark.parametrize(
    ("minutes", "places", "taken"),
    [
        (0, 1, True),
        (LONGEST_STEP, MOST_PLACES, True),
        (-1, 1, False),
        (LONGEST_STEP + 1, 1, False),
        (0, 0, False),
        (0, MOST_PLACES + 1, False),
    ],
)
def test_a_step_has_its_bounds(minutes: int, places: int, taken: bool) -> None:
    """V385: laid in a programme; and, by its minutes, alone."""
    step = Step("valg", Kind.PRIORITISE, minutes, places=places)
    laid = planned().when(c.LayProgramme((), (step,)))
    assert laid.code == (None if taken else Code.BAD_PLAN)
    if places == 1:
        alone = planned().when(c.PlanStep(step, None))
        assert alone.code == (None if taken else Code.BAD_PLAN)


@pytest.mark.parametrize(("place", "taken"), [(-1, False), (0, True), (MOST_PLACES + 1, True)])
def test_a_place_that_is_pointed_at_is_on_the_list(place: int, taken: bool) -> None:
    """V385: from the first, until the one that tells who has nothing."""
    counted = (e.BallotsCounted("dotter", 0, {}), e.ProfilesKept("dotter", ()))
    there = planned(opened("dotter"), *counted)
    assert (there.when(c.PointAtPlace("dotter", place)).code is None) == taken
    past = there.when(c.PointAtPlace("dotter", MOST_PLACES + 2))
    assert past.code is not None


def test_a_table_has_a_number_and_a_seat() -> None:
    """V385: each of them, at every table."""
    for bad in (Table(0, "Bord", 1), Table(2, "Bord", 0)):
        planned().when(c.LayTables((Table(1, "Bord 1", 1), bad))).refused(Code.BAD_PLAN)
    assert planned().when(c.LayTables((Table(1, "Bord 1", 1),))).code is None


def test_words_of_a_synthesis_are_as_long_as_they_may_be() -> None:
    """V385: keys, names, keywords, and statements."""
    after = planned(e.NoteKept(note(1)), e.WorkshopEnded(NOON))
    theme, name = Theme("Buss"), "å" * NAME_LIMIT
    words = tuple(f"ord{number}" for number in range(KEYWORDS))
    taken: list[Edit] = [
        ThemeEdit("k" * ID_LIMIT, None, theme),
        ThemeEdit("t", None, Theme(name, (name, *words[1:]))),
        StatementEdit("s", None, Understood(FULL, remark=FULL, conflict=FULL)),
    ]
    for edit in taken:
        assert after.when(c.EditSynthesis((edit,))).code is None
    refused: list[tuple[Edit, Code]] = [
        (ThemeEdit("k" * (ID_LIMIT + 1), None, theme), Code.BAD_PLAN),
        (ThemeEdit("", None, theme), Code.BAD_PLAN),
        (ThemeEdit("t", None, Theme(name + "å")), Code.TOO_LONG),
        (ThemeEdit("t", None, Theme("Buss", (name + "å",))), Code.TOO_LONG),
        (ThemeEdit("t", None, Theme("Buss", (name, *words))), Code.TOO_LONG),
        (StatementEdit("s", None, Understood(FULL + "å")), Code.TOO_LONG),
        (StatementEdit("s", None, Understood("Buss", remark=FULL + "å")), Code.TOO_LONG),
        (StatementEdit("s", None, Understood("Buss", conflict=FULL + "å")), Code.TOO_LONG),
    ]
    for edit, code in refused:
        after.when(c.EditSynthesis((edit,))).refused(code)


def test_a_statement_of_the_knowledge_base_has_its_bounds() -> None:
    """V385: each of its fields; and every goal, one, or none."""
    for name, longest in LONGEST.items():
        bare: dict[str, Any] = {"id": "k", "text": "Vi blir færre."}
        made = Knowledge(**bare | {name: "å" * longest})
        assert planned().when(c.LayKnowledge((made,))).code is None
        longer = Knowledge(**bare | {name: "å" * (longest + 1)})
        planned().when(c.LayKnowledge((longer,))).refused(Code.TOO_LONG)
    for goals, code in [
        ((), None),
        ((1, 17), None),
        (tuple(range(1, 18)), None),
        ((0,), Code.BAD_PLAN),
        ((17, 18), Code.BAD_PLAN),
    ]:
        asked = c.LayKnowledge((Knowledge("k", "Vi blir færre.", goals=goals),))
        assert planned().when(asked).code == code


# ---------------------------------------------------------------- limits of time


def test_words_on_their_way_are_taken_until_the_grace_is_over() -> None:
    """V385: to the millisecond."""
    until = NOON + 10 * MINUTE
    state = planned(opened("vekst-skriv"), closed("vekst-skriv")).state
    state = replace(state, clock=replace(state.clock, grace_until=until))
    assert accepts(state, c.KeepNote, until + GRACE_ON_THE_WAY)
    assert not accepts(state, c.KeepNote, until + GRACE_ON_THE_WAY + 1)
    assert not accepts(replace(state, ended=until), c.KeepNote, until)


def test_codes_last_for_hours_after_the_end() -> None:
    """V247: to the millisecond; and a meeting that is called off has none, unless it began."""
    over = planned(e.WorkshopEnded(NOON)).state
    assert not hall_is_left(over, NOON + CODES_LAST)
    assert hall_is_left(over, NOON + CODES_LAST + 1)
    told = compose(planned(e.NoticeWritten(NOTICE)).state)
    first = e.NoticePublished(1, told, NOON)
    off = e.NoticePublished(2, replace(told, cancelled="Snø"), NOON)
    on_again = e.NoticePublished(3, told, NOON)
    assert not hall_is_left(planned().state, NOON)
    assert not hall_is_left(planned(first).state, NOON)
    assert hall_is_left(planned(first, off).state, NOON)
    assert not hall_is_left(planned(first, off, on_again).state, NOON)
    assert not hall_is_left(planned(first, off, opened("regler")).state, NOON)


def test_a_notice_may_be_sent_until_the_day_begins() -> None:
    """I4: on the very moment too; and absence is told no later than the end."""
    begins = NOON - NOON % DAY
    plan = e.WorkshopPlanned(replace(PLAN, starts=begins, ends=begins + DAY))
    there = compose(planned(plan, e.NoticeWritten(NOTICE)).state)
    day, next_day, later = "2030-03-17", "2030-03-18", "2030-03-19"
    for sent, lacking in [(day, False), (next_day, True)]:
        assert (Gap.SENT in gaps(replace(there, sent=sent), begins - DAY)) == lacking
    for by, wrong in [(next_day, False), (later, True)]:
        assert (Gap.ABSENCE_BY in gaps(replace(there, absence_by=by), begins - DAY)) == wrong


def test_saves_of_one_hour_are_one_line() -> None:
    """V385: until the hour is full; of one person and one section."""
    first = Save(1, DAY, "Kari", Section.KNOWLEDGE)
    hour = 60 * MINUTE

    def lines(other: Save) -> int:
        return len(saved(saved(PlanProcess(), first), other).saves)

    assert lines(replace(first, at=DAY + hour - 1)) == 1
    assert lines(replace(first, at=DAY + hour)) == 2
    assert lines(replace(first, by="Per")) == 2
    assert lines(replace(first, what=Section.PLAN)) == 2


@pytest.mark.parametrize(
    ("millis", "said"),
    [
        (0, "0,01 s"), (94, "0,09 s"), (95, "0,1 s"), (400, "0,4 s"), (1000, "1 s"),
        (1040, "1 s"), (9_949, "9,9 s"), (9_950, "10 s"), (30_400, "30 s"),
    ],
)  # fmt: skip
def test_a_time_has_the_decimals_that_matter(millis: float, said: str) -> None:
    """G3."""
    assert in_seconds(millis) == said
