"""Out and in again: what is written is read unchanged, and taking it in changes nothing."""

import io
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.words import clean
from app.roster import columns, parties, writer
from app.roster.changes import compare
from app.roster.people import Entry, Person, Read
from app.roster.reader import named, read

WORD = st.text(
    st.characters(exclude_categories=["C", "Z"], include_characters=" =+-@'\";,<&"),
    min_size=1,
    max_size=12,
).map(lambda text: " ".join(clean(text).split()))
NAME = st.tuples(st.sampled_from(["Åse", "=Lyng", "+Bekk", "@Gran", "'-Snø", "Øyvind"]), WORD).map(
    lambda pair: named(" ".join(pair).strip())[0]
)
PARTY = st.sampled_from([*(each.short for each in set(parties._KNOWN.values())), "Bygdelista"])
HEADING = WORD.filter(
    lambda text: text and not columns.heading(text) and not columns.folded(text).isdigit()
)


@st.composite
def people(draw: st.DrawFn) -> list[Person]:
    found = {}
    for name in draw(st.lists(NAME, max_size=8, unique_by=columns.folded)):
        deputy = draw(st.booleans())
        role = "deputy" if deputy else draw(st.sampled_from(["member", "chair", "deputy_chair"]))
        found[columns.folded(name)] = Person(
            name,
            draw(PARTY),
            role,
            draw(st.sampled_from([None, "position", "opposition"])),
            draw(st.sampled_from([None, "K", "M", "annet"])),
            draw(st.sampled_from([None, True, False])),
            draw(st.sampled_from([None, True, False])),
            draw(WORD.filter(lambda text: not columns.identity_number(text))),
            draw(st.booleans()),
            draw(st.sampled_from(["", "access", "quiet", "access quiet"])),
            draw(st.none() | st.integers(1, 99)) if deputy else None,
            draw(st.sampled_from(["", "a@example.no"])),
            draw(st.dictionaries(HEADING, WORD.filter(bool), max_size=2)),
        )
    return list(found.values())


reached: set[str] = set()


@settings(max_examples=60, deadline=None)
@given(people())
def _unchanged(there: list[Person]) -> None:
    rows = writer.table(there)
    for data in (writer.to_csv(rows), writer.to_xlsx(rows, "Medlemmer")):
        again = read(data)
        assert again.people == there
        assert again.unread == again.remarks == ()
        assert all(change.kind == "same" for change in compare(there, again))
    reached.update(person.role for person in there)
    reached.update("run" for person in there if person.name[0] in "=+@")


def test_what_is_exported_is_imported_unchanged() -> None:
    """L4, L5."""
    _unchanged()
    assert reached >= {"member", "chair", "deputy", "run"}


@pytest.mark.parametrize("text", ["=1+1", "+47 1", "-x", "@SUM(A1)", "'=1", "＝1"])
def test_no_spreadsheet_runs_a_cell(text: str) -> None:
    """L4."""
    rows = writer.table([Person(text + " Aa", "Ap", more={"Telefon": text})])
    body = writer.to_csv(rows).decode("utf-8-sig").splitlines()[1]
    assert all(cell[:1] not in "=+-@＝" for cell in body.split(";") if cell)
    sheet = openpyxl.load_workbook(io.BytesIO(writer.to_xlsx(rows, "M"))).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr", "n"}
    assert read(writer.to_csv(rows)).people == read(writer.to_xlsx(rows, "M")).people


def told(*people: Person, fields: str = "name party") -> Read:
    return Read(tuple(map(Entry, people)), frozenset(fields.split()))


def kinds(there: list[Person], said: Read) -> list[tuple[str, int | None]]:
    return [(change.kind, change.index) for change in compare(there, said)]


def test_who_stays_is_known_again() -> None:
    """L5: by name and list; by name alone after a change of party; by address after a marriage."""
    there = [Person("A Aa", "Ap"), Person("B Bb", "H"), Person("C Cc", "SV", email="c@x.no")]
    said = told(
        Person("B Bb", "V"), Person("a aa", "Ap"), Person("C Dd", "SV", email="c@x.no"),
        fields="name party email",
    )  # fmt: skip
    assert kinds(there, said) == [("changed", 1), ("changed", 0), ("changed", 2)]


def test_two_of_one_name() -> None:
    """L5: each is taken for themselves, also when the other leaves."""
    one, other = Person("A Aa", "Ap"), Person("A Aa", "H")
    assert kinds([one, other], told(other, one)) == [("same", 1), ("same", 0)]
    assert kinds([one, other], told(other)) == [("same", 1), ("gone", 0)]
    assert kinds([one], told(one, other)) == [("same", 0), ("new", None)]
    risen = told(replace(other, role="chair"), replace(one, role="chair"), fields="name party role")
    assert kinds([one, other], risen) == [("changed", 1), ("changed", 0)]
    member, deputy = Person("A Aa", "Ap"), Person("A Aa", "Ap", "deputy", deputy_no=1)
    said = told(deputy, member, fields="name party role deputy_no")
    assert kinds([member, deputy], said) == [("same", 1), ("same", 0)]


def test_what_the_list_does_not_speak_of_stays() -> None:
    """L5: offices, other columns, and what somebody filled in by hand."""
    there = [Person("A Aa", "Ap", "chair", "position", more={"Telefon": "1", "Rom": "2"})]
    said = replace(told(Person("A Aa", "Ap", more={"Rom": "3"})), extra=("Rom",))
    (change,) = compare(there, said)
    assert change.after == replace(there[0], more={"Telefon": "1", "Rom": "3"})
    assert change.differs == {"Rom": ("2", "3")}
