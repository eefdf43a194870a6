"""What a store must do, on SQLite and on PostgreSQL alike."""

import json
import random
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, insert, inspect, select

from app.core import events as e
from app.core.asides import REACTIONS, aside
from app.core.edits import (
    AsideEdit,
    Bearing,
    Behind,
    Edits,
    LinkEdit,
    MergeEdit,
    PlaceEdit,
    Reopened,
    SetAside,
    StatementEdit,
    Theme,
    ThemeEdit,
    Understood,
    Unused,
)
from app.core.events import Act, Fact, Saying
from app.core.evolve import replay
from app.core.notice import compose
from app.core.things import (
    Details,
    Kind,
    Knowledge,
    Note,
    Question,
    Reaction,
    Reason,
    Side,
    Stand,
    Statement,
    Step,
)
from app.store import deeds, documents, log, remarks, roster, stafflog, workshops
from app.store import tables as t
from app.store.database import writing
from app.store.sets import BOX, NOTE, SHEET, table_of
from app.store.workshops import OF_A_WORKSHOP, Conflict, Door
from tests.core.given import NOON, NOTICE, PLAN, TABLES, kinds, note, planned
from tests.core.shelf import without_screens
from tests.core.test_afternoon import Afternoon
from tests.store.batches import acts, batch, door, notes, sayings, state, write

WORDS = "«Blåbærsyltetøy» 🚌 áčđŋšŧž\nالنقل \\u0000 ' \" %s :x"

REOPENED = Reopened(
    "s1", 2, WORDS, "Før", "Kollektiv", True, WORDS, WORDS,
    (Behind(note(1).id, Bearing.SUPPORTS, WORDS),),
)  # fmt: skip

EVERY_EDIT: Edits = (
    ThemeEdit("buss", None, Theme(WORDS, (WORDS, "bane"), 2)),
    StatementEdit("s1", Understood("Før"), Understood(WORDS, "t", True, WORDS, WORDS, 3, WORDS)),
    PlaceEdit(note(1).id, None, "buss"),
    LinkEdit(("s1", note(1).id), Bearing.NUANCES, Bearing.CONTRADICTS),
    AsideEdit(note(2).id, SetAside(Unused.UNCLEAR, WORDS), None),
    MergeEdit("vekst.3", "vekst.2", None),
)

#: One of each fact, with as much in it as there can be. A new kind must be added here.
SAMPLES: dict[type[Fact], Fact] = {
    type(fact): fact
    for fact in (
        e.WorkshopPlanned(PLAN),
        e.TablesLaid(TABLES),
        e.QuestionAsked(Question("vekst", WORDS, "hint")),
        e.KnowledgeLaid((Knowledge("boliger", WORDS, "25 %", WORDS, (1, 11)),)),
        e.StepPlanned(Step("s", Kind.WRITE, 7, "vekst", WORDS), "before"),
        e.StepDropped(Step("s", Kind.WRITE, 7, "vekst", WORDS)),
        e.QuestionDropped(Question("vekst", WORDS)),
        e.NoticeWritten(NOTICE),
        e.NoticePublished(2, compose(planned(e.NoticeWritten(NOTICE)).state), NOON),
        e.StepSkipped("s"),
        e.StepOpened("s", NOON, NOON + 1),
        e.StepClosed("s", NOON),
        e.GraceGiven("s", NOON),
        e.ClockSet("s", None, 60_000),
        e.StatementShown("vekst", 1, (2, 3)),
        e.WordingWritten("vekst", 2, WORDS),
        e.ArgumentLaid("vekst.2", Side.AGAINST, note(1).id, on=False),
        e.FloorGiven(3, NOON),
        e.ParkedSettled(note(1).id, WORDS),
        e.TableDisbanded(3, on=True),
        e.MoveUndone("s", NOON, None, 60_000),
        e.HelpGiven(3),
        e.RoundSealed("vekst"),
        e.BallotsCounted("s", 3, {"vekst.1": 3, "kutt.2": 1}, {"role": (0, 0, 1, 2, 3)}),
        e.NoteHidden(note(1).id, Reason.INSULT),
        e.NoteHidden("vekst.1.dissent", Reason.NAME, WORDS, ((0, 4), (9, 12))),
        e.NoteUnhidden(note(1).id),
        e.WordsLeft(note(1).id, ((0, 4),)),
        e.AttendanceTaken(40, 3),
        e.DetailsRecorded(Details(chair=WORDS, recording="ja")),
        e.WorkshopEnded(NOON),
        e.SynthesisEdited("Kari", EVERY_EDIT, taken_back=3),
        e.StatementsReopened("6AX83E", 1, (REOPENED,)),
        e.DirectionTaken("s1", 2, WORDS, (9, 1, 0, 2), on=False),
        e.DraftShared(on=False),
        e.MinutesConsented("Kari", "digest"),
        e.MinutesPublished(1, "digest", NOON),
        e.MinutesWithdrawn("Kari", 1, WORDS, NOON),
        e.NoteKept(
            Note(
                note(1).id, "vekst", WORDS, 3, "key", rev=2, shared=True, lifted=True,
                withdrawn=True,
            )
        ),
        e.StatementKept(Statement("vekst", 2, WORDS, WORDS, 7)),
        e.StandKept(Stand("vekst", 2, 3, True, WORDS, 4)),
        e.TableMarked("s", 2, ready=True, help=False),
        e.BallotsIssued("s", frozenset({"k1"})),
        e.BallotKept("s", "k2", 3, {"kutt.2": 4, "vekst.1": 6}),
        e.ProfilesKept("s", ((("kutt.2", 4), ("vekst.1", 6)), (("vekst.1", 10),))),
    )
}  # fmt: skip


@pytest.fixture
def workshop(engine: Engine) -> str:
    return workshops.create(engine)


@pytest.mark.parametrize("act", kinds(Act))
def test_every_act_comes_back_as_it_was(engine: Engine, workshop: str, act: type[Act]) -> None:
    """K1."""
    write(engine, workshop, SAMPLES[act])
    assert acts(engine, workshop) == [SAMPLES[act]]


@pytest.mark.parametrize("saying", kinds(Saying))
def test_every_saying_comes_back_as_it_stands(
    engine: Engine, workshop: str, saying: type[Saying]
) -> None:
    """K1: blank ballots come back as ballots with nothing on them."""
    fact = SAMPLES[saying]
    write(engine, workshop, fact)
    found = sayings(engine, workshop)
    assert replay([], found) == replay([], [fact])
    assert len(found) == 1


def test_the_log_keeps_who_when_and_in_what_order(engine: Engine, workshop: str) -> None:
    """K1."""
    first, second = e.StepSkipped("a"), e.StepSkipped("b")
    write(engine, workshop, first)
    workshops.write(engine, [workshops.Batch(workshop, 1, [("Per", NOON + 5, second)], [second])])
    rows = stafflog.read(engine, workshop).acts
    assert [(row.seq, row.actor, row.at, row.kind) for row in rows] == [
        (1, "Kari", NOON, "StepSkipped"),
        (2, "Per", NOON + 5, "StepSkipped"),
    ]


def test_an_old_shape_is_read_through_an_upcast(monkeypatch: pytest.MonkeyPatch) -> None:
    """K1."""
    monkeypatch.setattr(log, "UPCASTS", {"StepSkipped": lambda old: {"step": old["which"]}})
    assert log.read("StepSkipped", '{"which": "pause"}') == e.StepSkipped("pause")


def test_a_saying_replaces_the_one_before(engine: Engine, workshop: str) -> None:
    """K1: also within one batch."""
    write(engine, workshop, e.NoteKept(note(1, "først")), e.NoteKept(note(1, "så", rev=1)))
    write(engine, workshop, e.NoteKept(note(1, "sist", rev=2)), e.NoteKept(note(2, "en annen")))
    texts = [kept.text for kept in notes(sayings(engine, workshop)).values()]
    assert sorted(texts) == ["en annen", "sist"]


@pytest.mark.parametrize("seed", [1000, 1001, 1002])
def test_a_whole_afternoon_on_disk(engine: Engine, workshop: str, seed: int) -> None:
    """K1, P15: in batches of any size, and read back."""
    stored: list[Fact] = []

    class Recorded(Afternoon):
        def check(self) -> None:
            pass

    afternoon = Recorded(seed)
    put = afternoon.shelf.put
    stored.extend(afternoon.shelf.log)

    def record(fact: Fact) -> None:
        put(fact)
        stored.append(fact)

    afternoon.shelf.put = record  # type: ignore[method-assign]
    afternoon.run()
    seq = 0
    some = random.Random(seed)
    while stored:
        size = some.randint(1, 40)
        taken, stored = stored[:size], stored[size:]
        workshops.write(engine, [batch(workshop, seq, *taken)])
        seq += sum(isinstance(fact, Act) for fact in taken)
    assert without_screens(state(engine, workshop)) == without_screens(afternoon.state)


# ---------------------------------------------------------------- transactions


def test_who_comes_second_is_told(engine: Engine, workshop: str) -> None:
    """K2: and nothing of the batch is kept."""
    workshops.write(engine, [batch(workshop, 0, e.StepSkipped("a"))])
    late = batch(workshop, 0, e.StepSkipped("b"), e.NoteKept(note(1)))
    with pytest.raises(Conflict):
        workshops.write(engine, [late])
    assert acts(engine, workshop) == [e.StepSkipped("a")]
    assert not sayings(engine, workshop)


def test_many_rooms_in_one_transaction(engine: Engine) -> None:
    """K3: all or nothing."""
    one, two = workshops.create(engine), workshops.create(engine)
    workshops.write(engine, [batch(one, 0, e.NoteKept(note(1))), batch(two, 0, e.StepSkipped("a"))])
    assert notes(sayings(engine, one)).keys() == {note(1).id}
    assert acts(engine, two) == [e.StepSkipped("a")]
    with pytest.raises(Conflict):
        workshops.write(
            engine, [batch(one, 0, e.NoteKept(note(2))), batch(two, 0, e.StepSkipped("b"))]
        )
    assert notes(sayings(engine, one)).keys() == {note(1).id}


def test_workshops_do_not_see_each_other(engine: Engine) -> None:
    """K3: the same ids in two workshops are two notes."""
    one, two = workshops.create(engine), workshops.create(engine)
    write(engine, one, e.NoteKept(note(1, "en")), e.BallotsIssued("s", frozenset({"k"})))
    write(engine, two, e.NoteKept(note(1, "to")), e.BallotsIssued("s", frozenset({"k"})))
    write(engine, two, e.RoundSealed("vekst"), e.BallotsCounted("s", 0, {}))
    assert notes(sayings(engine, one))[note(1).id] == note(1, "en")
    assert len(sayings(engine, one)) == 2
    assert notes(sayings(engine, two))[note(1).id].key is None


def test_there_is_no_such_workshop(engine: Engine) -> None:
    """K3."""
    assert workshops.load(engine, "nowhere") is None


# ---------------------------------------------------------------- sealing and counting


def rows(engine: Engine, table: Any) -> list[Any]:
    with engine.connect() as connection:
        return [*connection.execute(select(table))]


def test_sealing_drops_table_key_rev_and_withdrawn_notes(engine: Engine, workshop: str) -> None:
    """K4, A4: of that question, and of no other."""
    gone = Note(note(3).id, "vekst", "", 1, "key-3", withdrawn=True)
    write(
        engine, workshop,
        e.NoteKept(note(1, rev=4)), e.NoteKept(note(2, table=2)), e.NoteKept(gone),
        e.NoteKept(note(4, question="kutt")), e.RoundSealed("vekst"),
    )  # fmt: skip
    assert {row.id for row in rows(engine, NOTE)} == {note(1).id, note(2).id}
    (sheet,) = rows(engine, SHEET)
    assert (sheet.question, sheet.table_no) == ("kutt", 1)
    kept = notes(sayings(engine, workshop))
    for number in (1, 2):
        bare = kept[note(number).id]
        assert (bare.table, bare.key, bare.rev) == (None, None, 0)
    assert (kept[note(4).id].table, kept[note(4).id].key) == (1, "key-4")


def test_what_is_open_lies_on_sheets_in_the_order_of_random_ids(
    engine: Engine, workshop: str
) -> None:
    """A8: one row a table and question, one a step, the same bytes in whatever order it came."""
    numbers = random.sample(range(40), 40)
    for number in numbers:
        write(engine, workshop, e.NoteKept(note(number, table=1 + number % 2)))
    keys = [f"k{number:02}" for number in numbers]
    write(engine, workshop, e.BallotsIssued("s", frozenset(keys)))
    for key in keys:
        write(engine, workshop, e.BallotKept("s", key, 0, {"vekst.1": 1}))
    sheets = {row.table_no: json.loads(row.body) for row in rows(engine, SHEET)}
    for table, lines in sheets.items():
        assert [line[0] for line in lines] == [
            note(number).id for number in range(40) if 1 + number % 2 == table
        ]
    (box,) = rows(engine, BOX)
    assert [line[0] for line in json.loads(box.body)] == sorted(keys)
    assert not rows(engine, NOTE)


def test_reactions_lie_on_one_sheet_a_table_and_are_sealed_together(
    engine: Engine, workshop: str
) -> None:
    """B7, A8: whatever they are about; and each comes back as what it was."""
    kinds_of = [aside("boliger", kind) for kind in Reaction]
    given = [note(n, table=1 + n % 2, question=kinds_of[n % 3]) for n in range(12)]
    for each in given:
        write(engine, workshop, e.NoteKept(each))
    write(engine, workshop, e.NoteKept(note(20)), e.NoteKept(replace(given[0], withdrawn=True)))
    there = {(row.question, row.table_no): json.loads(row.body) for row in rows(engine, SHEET)}
    assert there.keys() == {("reactions", 1), ("reactions", 2), ("vekst", 1)}
    ids = [line[0] for line in there["reactions", 1]]
    assert ids == sorted(ids)
    kept = notes(sayings(engine, workshop))
    assert all(kept[each.id] == each for each in given[1:])
    write(engine, workshop, e.RoundSealed(REACTIONS))
    assert [(row.question, row.table_no) for row in rows(engine, SHEET)] == [("vekst", 1)]
    sealed = {row.id: row.question for row in rows(engine, NOTE)}
    assert sealed == {each.id: each.question for each in given[1:]}


def test_sealing_leaves_no_order(engine: Engine, workshop: str) -> None:
    """K4: where rows have an order on disk, it is not the one they came in; and more that is
    written to the question later lies among the others."""
    for some in (range(30), range(30, 60)):
        for number in some:
            write(engine, workshop, e.NoteKept(note(number)))
        write(engine, workshop, e.RoundSealed("vekst"))
    found = [row.id for row in rows(engine, NOTE)]
    assert sorted(found) == [note(number).id for number in range(60)]
    if engine.dialect.name == "postgresql":
        assert found != sorted(found)
        assert any(number >= note(30).id for number in found[:20])
        with engine.connect() as connection:
            born = connection.exec_driver_sql(
                "SELECT count(DISTINCT xmin::text) FROM note"
            ).scalar()
        assert born == 1


def test_counting_deletes_the_ballots(engine: Engine, workshop: str) -> None:
    """K5: of that step, and of no other."""
    write(
        engine, workshop,
        e.BallotsIssued("s", frozenset({"k1", "k2"})), e.BallotsIssued("s2", frozenset({"k3"})),
        e.BallotKept("s", "k1", 0, {"vekst.1": 1}),
        e.BallotsCounted("s", 1, {"vekst.1": 1}), e.ProfilesKept("s", ((("vekst.1", 1),),)),
    )  # fmt: skip
    assert [row.step for row in rows(engine, BOX)] == ["s2"]
    assert e.ProfilesKept("s", ((("vekst.1", 1),),)) in sayings(engine, workshop)


# ---------------------------------------------------------------- lists, codes, removal


def furnished(engine: Engine, rehearsal: bool) -> str:
    workshop = workshops.create(engine)
    plan = {"title": "T", "rehearsal": rehearsal}
    facts = [*SAMPLES.values()]
    acts = [("Kari", NOON, fact) for fact in facts if isinstance(fact, Act)]
    workshops.write(engine, [workshops.Batch(workshop, 0, acts, [], plan)])
    of_councillors: list[Fact] = [fact for fact in facts if isinstance(fact, Saying)]
    of_councillors.append(e.NoteKept(Note(note(2).id, "kutt", "Forseglet", None, None)))
    workshops.write(engine, [workshops.Batch(workshop, len(acts), [], of_councillors)])
    workshops.give_codes(engine, workshop, [1, 2])
    code = workshops.public_code(engine, workshop)
    with deeds.doing("/stab/v/{code}/medlemmer", "Kari", NOON, code):
        roster.replace_members(engine, workshop, [member(workshop)])
    row = t.MinutesRow(workshop=workshop, version=1, at=NOON, published_by="K", digest="", body="")
    documents.publish(engine, row)
    remarks.add(engine, remark(workshop))
    with writing(engine) as connection:
        seating = t.SeatingRow(workshop=workshop, body="{}")
        connection.execute(insert(table_of(t.SeatingRow)), seating.model_dump())
        file = t.StoredFile(
            id=f"f-{workshop}", workshop=workshop, name="a", media="a/b", digest="", content=b"%PDF"
        )
        connection.execute(insert(table_of(t.StoredFile)), file.model_dump())
    return workshop


def remark(workshop: str, no: int = 1) -> t.RemarkRow:
    return t.RemarkRow(
        id=f"r{no}-{workshop}", workshop=workshop, at=NOON + no, name="Kari", about="", text=WORDS
    )


def member(workshop: str) -> t.Member:
    return t.Member(id=f"m-{workshop}", workshop=workshop, place=1, name="Kari", party="A")


def test_a_rehearsal_is_removed_whole(engine: Engine) -> None:
    """K6."""
    kept, removed = furnished(engine, rehearsal=False), furnished(engine, rehearsal=True)
    everywhere = {name for name in inspect(engine).get_table_names() if name != "alembic_version"}
    of_one = {table.name for table in OF_A_WORKSHOP} | {"workshop"}
    searched = {"search_source", "search_passage", "search_word"}  # of what is public alone
    of_the_house = {"plan_process", "setting", "staff_user", "staff_session", "deed"}
    assert everywhere - of_one == of_the_house | searched
    before = {table.name: len(rows(engine, table)) for table in OF_A_WORKSHOP}
    assert {name for name, there in before.items() if not there} <= {"home"}
    workshops.remove(engine, removed)
    for table in OF_A_WORKSHOP:
        assert {row.workshop for row in rows(engine, table)} <= {kept}
        assert len(rows(engine, table)) == before[table.name] // 2
    assert workshops.load(engine, removed) is None
    assert (len(deeds.of(engine, kept)), deeds.of(engine, removed)) == (1, [])


def test_nothing_but_a_rehearsal_is_removed(engine: Engine) -> None:
    """K6."""
    kept = furnished(engine, rehearsal=False)
    workshops.remove(engine, kept)
    assert workshops.load(engine, kept) is not None
    assert all(len(rows(engine, table)) for table in OF_A_WORKSHOP if table.name != "home")


def test_lists_leave_rehearsals_out(engine: Engine) -> None:
    """K6."""
    kept = furnished(engine, rehearsal=False)
    furnished(engine, rehearsal=True)
    assert [row.id for row in workshops.all_workshops(engine)] == [kept]


@pytest.mark.parametrize("mangle", [str.lower, lambda code: f" {code[:4]} - {code[4:]} ", str])
def test_a_code_as_it_was_meant(engine: Engine, workshop: str, mangle: Any) -> None:
    """K11."""
    workshops.give_codes(engine, workshop, [1, 2])
    codes = workshops.codes(engine, workshop)
    assert door(engine, mangle(codes[2])) == Door(workshop, "tablet", 2)
    assert door(engine, mangle(codes[None])) == Door(workshop, "projector", None)


def test_a_code_that_leads_nowhere(engine: Engine) -> None:
    """K11."""
    for code in ("", "ABCD", "\x00", "🚌", "' OR 1=1 --", "x" * 60):
        assert door(engine, code) is None
        assert workshops.find(engine, code) is None


def test_codes_stay_when_more_tables_come(engine: Engine, workshop: str) -> None:
    """K11."""
    workshops.give_codes(engine, workshop, [1])
    before = workshops.codes(engine, workshop)
    workshops.give_codes(engine, workshop, [1, 2])
    after = workshops.codes(engine, workshop)
    assert after.keys() == {None, 1, 2}
    assert before.items() <= after.items()


def test_published_minutes_never_change(engine: Engine, workshop: str) -> None:
    """K12: a correction is a version of its own."""

    def row(version: int, body: str) -> t.MinutesRow:
        return t.MinutesRow(
            workshop=workshop, version=version, at=NOON, published_by="K", digest="", body=body
        )

    documents.publish(engine, row(1, "first"))
    documents.publish(engine, row(1, "changed"))
    documents.publish(engine, row(2, "second"))
    found = [(kept.version, kept.body) for kept in documents.versions(engine, workshop)]
    assert found == [(2, "second"), (1, "first")]


def test_every_kind_of_fact_has_a_sample() -> None:
    """K1."""
    assert set(SAMPLES) == {*kinds(Act), *kinds(Saying)}
