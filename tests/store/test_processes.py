"""Plan processes and their files, on SQLite and PostgreSQL alike."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, update

from app.core.draft import Carried, Funding, Money, Place, Result
from app.core.planning import (
    Exhibit,
    Followed,
    Governance,
    Happening,
    OtherPlan,
    Phase,
    PlanKind,
    PlanProcess,
    Problem,
    Related,
    Relation,
    Section,
    Stage,
    Standing,
)
from app.core.things import Knowledge
from app.store import files, intake, processes, workshops
from app.store.intake import Refusal, Unfit
from app.store.processes import Kept, Stale
from app.store.workshops import WORKSHOP
from tests.core.given import NOON
from tests.store.test_contract import WORDS

#: With as much in it as there can be.
FULL = PlanProcess(
    title=WORDS, municipality=WORDS, language="nn", kind=PlanKind.LAND, purpose=WORDS,
    ordered_by=WORDS, governance=Governance.PARLIAMENTARY, problem=Problem.WICKED,
    problem_why=WORDS, related=(Related(Relation.REPLACES, WORDS, WORDS),),
    stages=tuple(Stage(phase, WORDS, WORDS, WORDS) for phase in Phase), now=Phase.FORMAL,
    here=WORDS, goal=WORDS, long_goal=WORDS, gap=WORDS,
    timeline=(Happening(WORDS, WORDS, WORDS), Happening("", "")),
    others=(OtherPlan(WORDS, PlanKind.REPORT, Standing.LAPSED, WORDS, Followed.PARTLY),),
    national=WORDS, regional=WORDS, region=WORDS,
    knowledge=(Knowledge("k", WORDS, WORDS, WORDS, (1, 17)),),
    exhibits=(Exhibit("k", "f", WORDS),),
    places=(Place("p", WORDS, WORDS, WORDS, (Carried("ABC123", WORDS),)),),
    money=(Money("p", 2028, -3, Funding.AMOUNT, WORDS, WORDS), Money("p", 2029)),
    results=(Result("p", WORDS, WORDS, WORDS),),
)  # fmt: skip
CSV = "år;innbyggere\n2026;1\n".encode()


@pytest.fixture
def kept(engine: Engine) -> Kept:
    return processes.create(engine, FULL, "Kari", NOON)


def test_a_process_comes_back_as_it_was(engine: Engine, kept: Kept) -> None:
    """C1, C8."""
    assert replace(kept.plan, saves=()) == FULL
    assert [(each.by, each.at, each.what) for each in kept.plan.saves] == [
        ("Kari", NOON, Section.PLAN)
    ]
    assert not kept.public
    assert processes.load(engine, kept.id) == kept
    assert processes.find(engine, f" {kept.code[:3]}-{kept.code[3:].lower()} ") == kept
    assert processes.all_processes(engine) == [kept]
    assert processes.load(engine, "nix") is processes.find(engine, "nix") is None


def test_who_saves_second_is_told(engine: Engine, kept: Kept) -> None:
    """C1: and what the first one saved stands."""
    mine, theirs = (replace(FULL, title=title) for title in ("Min", "Deres"))
    first = processes.save(engine, kept, theirs, Section.PLAN, "Per", NOON + 5)
    with pytest.raises(Stale):
        processes.save(engine, kept, mine, Section.PLAN, "Kari", NOON + 6, public=True)
    assert processes.load(engine, kept.id) == first
    assert (first.rev, first.saved_by, first.at, first.public) == (2, "Per", NOON + 5, False)
    shown = processes.save(engine, first, first.plan, Section.PUBLIC, "Per", NOON, public=True)
    assert shown.public
    again = processes.save(engine, shown, mine, Section.PLAN, "Kari", NOON)
    assert again.public, "saving something else leaves it where it was"


def test_a_series_is_in_the_order_of_its_numbers(engine: Engine, kept: Kept) -> None:
    """M9: and a rehearsal is none of it."""
    made = [workshops.create(engine, process=kept.id) for _ in range(3)]
    workshops.create(engine)
    said: list[dict[str, Any]] = [{"number": 2}, {"number": 1}, {"rehearsal": True}]
    for workshop, columns in zip(made, said, strict=True):
        with engine.begin() as connection:
            mine = WORKSHOP.c.id == workshop
            connection.execute(update(WORKSHOP).where(mine).values(**columns))
    assert [row.id for row in processes.series(engine, kept.id)] == [made[1], made[0]]


def test_a_file_comes_back_byte_for_byte(engine: Engine, kept: Kept) -> None:
    """C6."""
    other = processes.create(engine, FULL, "Kari", NOON)
    file = files.keep(engine, kept.id, "C:\\tull\\tall.exe", CSV)
    assert (file.name, file.media) == ("tall.csv", "text/csv")
    found = files.fetch(engine, kept.id, file.id)
    assert found
    assert (found.content, found.digest) == (CSV, file.digest)
    assert files.fetch(engine, other.id, file.id) is None, "of another process"
    assert files.listed(engine, kept.id).keys() == {file.id}
    files.drop(engine, other.id, [file.id])
    assert files.fetch(engine, kept.id, file.id)
    files.drop(engine, kept.id, [file.id])
    assert files.fetch(engine, kept.id, file.id) is None


def test_a_process_holds_no_more_than_it_may(
    engine: Engine, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """C5: and what another holds is not counted."""
    monkeypatch.setattr(files, "LARGEST_ALL", 2 * len(CSV))
    other = processes.create(engine, FULL, "Kari", NOON)
    for process in (kept.id, kept.id, other.id):
        files.keep(engine, process, "a.csv", CSV)
    with pytest.raises(Refusal) as refused:
        files.keep(engine, kept.id, "a.csv", CSV)
    assert refused.value.why is Unfit.FULL
    assert len(files.listed(engine, kept.id)) == 2


def test_every_kind_has_an_ending() -> None:
    """C6."""
    assert set(intake.SUFFIXES) == {intake.PDF, intake.PNG, intake.XLSX, intake.CSV}


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("../../etc/passwd", "passwd.csv"), ("tall", "tall.csv"), ("", "fil.csv"),
        (".csv", "csv.csv"), ("a\"b\n<c>.pdf", "abc.csv"), ("x" * 300, "x" * 100 + ".csv"),
        ("år 2026.v2.csv", "år 2026.v2.csv"), ("\u202egpj.exe", "gpj.csv"),
    ],
)  # fmt: skip
def test_a_name_is_a_name_and_no_more(sent: str, name: str) -> None:
    """C6."""
    found: Any = intake.fit_name(sent, intake.CSV)
    assert found == name
