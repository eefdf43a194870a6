"""What a plan process lacks, in which order things happen, and what it is blind to."""

from dataclasses import replace
from datetime import date

import pytest

from app.core.planning import (
    CONCISE,
    FEW,
    GOALS,
    Finding,
    Flaw,
    Governance,
    Happening,
    Phase,
    PlanKind,
    PlanProcess,
    Problem,
    Save,
    Section,
    Stage,
    blind_spots,
    findings,
    in_order,
    moment,
    reading_minutes,
    saved,
)
from app.core.things import Knowledge

KNOWN = Knowledge("a", "Flere eldre", "2,1", "SSB", (3, 10))
WHOLE = PlanProcess(
    title="T", municipality="M", kind=PlanKind.SOCIAL, purpose="P", ordered_by="O",
    governance=Governance.FORMANNSKAP, problem=Problem.WICKED, now=Phase.COCREATION,
    here="H", goal="G", gap="L", knowledge=(KNOWN,),
)  # fmt: skip


def stages(*dates: tuple[str, str]) -> tuple[Stage, ...]:
    return tuple(Stage(phase, *both) for phase, both in zip(Phase, dates, strict=True))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("2027-03-14", date(2027, 3, 14)), ("14.03.2027", date(2027, 3, 14)),
        ("14. 3. 2027", date(2027, 3, 14)), ("2027-3", date(2027, 3, 1)),
        ("03.2027", date(2027, 3, 1)), (" 2027 ", date(2027, 1, 1)), ("31.02.2027", None),
        ("våren 2027", date(2027, 3, 1)), ("Vår 2027", date(2027, 3, 1)),
        ("spring 2027", date(2027, 3, 1)), ("sommeren 2027", date(2027, 6, 1)),
        ("sommaren 2027", date(2027, 6, 1)), ("summer 2027", date(2027, 6, 1)),
        ("høsten 2027", date(2027, 9, 1)), ("hausten 2027", date(2027, 9, 1)),
        ("autumn  2027", date(2027, 9, 1)), ("vinteren 2027", date(2027, 1, 1)),
        ("våren", None), ("våren 0000", None), ("i våren 2027", None),
        ("", None), ("2027-00-00", None), ("0000", None),
        ("٢٠٢٧", date(2027, 1, 1)),
    ],
)  # fmt: skip
def test_a_date_as_people_write_it(typed: str, found: date | None) -> None:
    """C3."""
    assert moment(typed) == found


def test_what_has_no_date_stays_after_the_one_before() -> None:
    """C3."""
    typed = ["2027-06", "etter ferien", "2026-12-01", "2027-01"]
    entries = [Happening(when, when) for when in typed]
    assert [each.when for each in in_order(entries)] == [
        "2026-12-01", "2027-01", "2027-06", "etter ferien",
    ]  # fmt: skip


def test_a_process_that_is_whole_lacks_nothing() -> None:
    """C3."""
    assert findings(WHOLE) == []


def test_each_field_that_is_empty_is_told() -> None:
    """C3."""
    told = {(each.flaw, each.where) for each in findings(PlanProcess())}
    needed = (
        "purpose",
        "ordered_by",
        "kind",
        "governance",
        "problem",
        "now",
        "here",
        "goal",
        "gap",
    )
    assert told == {(Flaw.EMPTY, name) for name in (*needed, "knowledge")}


@pytest.mark.parametrize(
    ("dates", "flaws"),
    [
        ([("2026-01", "2026-05"), ("2026-08", "2027-01"), ("01.03.2027", "12.04.2027")], []),
        ([("2026-05", "2026-01"), ("", ""), ("", "")], [(Flaw.BACKWARDS, Phase.KNOWLEDGE)]),
        ([("2026-05", ""), ("2026-01", ""), ("2026-03", "")], [(Flaw.DISORDER, Phase.COCREATION)]),
        ([("2026-05", ""), ("", ""), ("2026-03", "")], [(Flaw.DISORDER, Phase.FORMAL)]),
        ([("", ""), ("", ""), ("01.03.2027", "11.04.2027")], [(Flaw.SHORT_HEARING, Phase.FORMAL)]),
        ([("", ""), ("", ""), ("03.2027", "03.2027")], []),
        ([("", ""), ("", "en gang"), ("", "")], [(Flaw.UNREADABLE, Phase.COCREATION)]),
        ([("våren 2027", "høsten 2027"), ("høsten 2027", "2028"), ("våren 2028", "")], []),
        ([("2027-04", "våren 2027"), ("våren 2027", "15.04.2027"), ("2027", "2027")], []),
        ([("høsten 2027", "våren 2027"), ("", ""), ("", "")], [(Flaw.BACKWARDS, Phase.KNOWLEDGE)]),
        ([("9999", "9999"), ("høsten 9999", ""), ("9999-12", "")], []),
    ],
)
def test_phases_that_contradict_themselves(
    dates: list[tuple[str, str]], flaws: list[tuple[Flaw, str]]
) -> None:
    """C3: six weeks are the shortest hearing of a municipal plan; a season may mean any day of
    it."""
    found = findings(replace(WHOLE, stages=stages(*dates)))
    assert [(each.flaw, each.where) for each in found] == flaws


def test_only_a_plan_that_the_law_sends_to_hearing_has_a_shortest_one() -> None:
    """C3."""
    short = replace(WHOLE, stages=stages(("", ""), ("", ""), ("01.03.2027", "02.03.2027")))
    assert [each.flaw for each in findings(short)] == [Flaw.SHORT_HEARING]
    assert findings(replace(short, kind=PlanKind.THEME)) == []


def test_a_knowledge_base_that_is_too_much() -> None:
    """C3."""
    many = tuple(replace(KNOWN, id=str(i)) for i in range(FEW + 1))
    assert findings(replace(WHOLE, knowledge=many)) == [Finding(Flaw.MANY, Section.KNOWLEDGE)]
    assert findings(replace(WHOLE, knowledge=many[1:])) == []
    wordy = (KNOWN, replace(KNOWN, text="x" * (CONCISE + 1), source=""))
    assert findings(replace(WHOLE, knowledge=wordy)) == [
        Finding(Flaw.LONG, Section.KNOWLEDGE, "2"),
        Finding(Flaw.UNSOURCED, Section.KNOWLEDGE, "2"),
    ]


def test_goals_that_nobody_has_filled_in() -> None:
    """C3, C7."""
    unmarked = replace(KNOWN, goals=())
    only = replace(WHOLE, knowledge=(unmarked,))
    assert findings(only) == [Finding(Flaw.GOALLESS, Section.KNOWLEDGE)]
    assert findings(replace(WHOLE, knowledge=(unmarked, KNOWN))) == []


def test_goals_that_nothing_is_said_of() -> None:
    """C7."""
    assert blind_spots(WHOLE) == [no for no in GOALS if no not in (3, 10)]
    assert blind_spots(PlanProcess()) == list(GOALS) == list(range(1, 18))
    assert blind_spots(replace(WHOLE, knowledge=(replace(KNOWN, goals=tuple(GOALS)),))) == []


def test_how_long_it_takes_to_read() -> None:
    """C7: two hundred words a minute."""
    assert reading_minutes(PlanProcess()) == 0
    assert reading_minutes(WHOLE) == 1
    long = replace(KNOWN, text=" ".join(["ord"] * 401), figure="", source="")
    assert reading_minutes(replace(WHOLE, knowledge=(long,))) == 3


def test_one_line_for_what_one_person_saves_within_an_hour() -> None:
    """C8: but each turn to the public is a line of its own."""
    hour = 3_600_000
    plan = PlanProcess()
    for rev, (at, by, what) in enumerate(
        [
            (0, "Kari", Section.PLAN), (hour - 1, "Kari", Section.PLAN),
            (hour, "Kari", Section.PLAN), (hour, "Per", Section.PLAN),
            (hour, "Per", Section.KNOWLEDGE),
            (hour, "Per", Section.PUBLIC), (hour, "Per", Section.PUBLIC),
        ],
        start=1,
    ):  # fmt: skip
        plan = saved(plan, Save(rev, at, by, what))
    assert [(each.rev, each.by) for each in plan.saves] == [
        (2, "Kari"), (3, "Kari"), (4, "Per"), (5, "Per"), (6, "Per"), (7, "Per"),
    ]  # fmt: skip
