"""The notice: what is asked for, what it lacks, what is frozen, and what changed since."""

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from app.core import commands as c
from app.core import events as e
from app.core.notice import MOST_DOCUMENTS, MUST, Gap, changes, compose, digest, gaps
from app.core.rules import Code
from app.core.things import AgendaItem, Announcement, Document, Item, Notice, Question, Translation
from tests.core.given import (
    ANNA,
    MINUTE,
    NOON,
    NOTICE,
    PLAN,
    QUESTIONS,
    Given,
    given,
    planned,
)

BEFORE = NOON - 20_000 * MINUTE
WRITTEN = e.NoticeWritten(NOTICE)
TOLD = compose(planned(WRITTEN).state)
OUT = e.NoticePublished(1, TOLD, BEFORE)


def publishing(there: Given, version: int = 1) -> c.PublishNotice:
    """What somebody asks for who looked at the notice as it stands."""
    return c.PublishNotice(version, digest(compose(there.state)))


def test_a_draft_is_kept_with_whatever_it_lacks() -> None:
    """I1."""
    empty = Notice(remote=True, closing="Sak 2")
    planned().when(c.WriteNotice(empty, Notice())).then(e.NoticeWritten(empty))
    planned().when(c.WriteNotice(NOTICE, Notice()), ANNA).refused(Code.NOT_ALLOWED)


def test_who_writes_second_is_told() -> None:
    """I1: and who writes the same once more is not."""
    planned(WRITTEN).when(c.WriteNotice(NOTICE, Notice())).nothing()
    other = replace(NOTICE, chair="Varaordføreren")
    planned(WRITTEN).when(c.WriteNotice(other, Notice())).refused(Code.STALE)
    planned(WRITTEN).when(c.WriteNotice(other, NOTICE)).then(e.NoticeWritten(other))


def test_documents_have_an_end() -> None:
    """I1."""
    papers = tuple(Document(f"Notat {n}") for n in range(MOST_DOCUMENTS + 1))
    most = Notice(documents=papers[1:])
    planned().when(c.WriteNotice(most, Notice())).then(e.NoticeWritten(most))
    too_many = Notice(documents=papers)
    planned().when(c.WriteNotice(too_many, Notice())).refused(Code.BAD_PLAN)


def test_what_is_published_is_what_was_looked_at_whole() -> None:
    """I2."""
    there = planned(WRITTEN)
    asked = publishing(there)
    after = there.when(asked, now=BEFORE).then(OUT)
    assert after.state.announced == (OUT,)
    after.when(asked, now=NOON).nothing()
    other = planned(WRITTEN, e.WorkshopPlanned(replace(PLAN, place="Biblioteket")))
    other.when(asked, now=BEFORE).refused(Code.STALE)


def test_versions_follow_one_another() -> None:
    """I2: what was published is not touched by what comes after."""
    moved = e.WorkshopPlanned(replace(PLAN, place="Biblioteket"))
    there = planned(WRITTEN, OUT, moved)
    there.when(publishing(there), now=BEFORE).refused(Code.STALE)
    after = there.when(publishing(there, 2), now=BEFORE).then(
        e.NoticePublished(2, compose(there.state), BEFORE)
    )
    assert [told.announcement.place for told in after.state.announced] == [
        "Kinosalen",
        "Biblioteket",
    ]


def test_a_rehearsal_is_not_announced() -> None:
    """I2."""
    there = given(e.WorkshopPlanned(replace(PLAN, rehearsal=True)))
    there.when(publishing(there), now=BEFORE).refused(Code.BAD_PLAN)


def test_the_agenda_makes_itself() -> None:
    """I3: last workshop's summary first; reactions to the knowledge base are no cases."""
    second = e.WorkshopPlanned(replace(PLAN, number=2, of=2))
    reaction = e.QuestionAsked(Question("r", "Hva tenker du?", about="k1"))
    told = compose(planned(second, reaction, WRITTEN).state)
    assert [item.kind for item in told.agenda] == ["review", "question", "question", "other"]
    assert [item.text for item in told.agenda[1:]] == [
        *(question.text for question in QUESTIONS), "Eventuelt",
    ]  # fmt: skip
    assert compose(planned().state).agenda[0].kind is Item.QUESTION


LACKING: dict[Gap, dict[str, Any]] = {
    Gap.PAST: {"starts": 0, "ends": BEFORE},
    Gap.PLACE: {"place": ""},
    Gap.CHAIR: {"chair": ""},
    Gap.CONTACT: {"contact": ""},
    Gap.AGENDA: {"agenda": ()},
    Gap.DOCUMENTS: {"documents": ()},
    Gap.EMPTY_DOCUMENT: {"documents": (*TOLD.documents, Document("Tom"))},
    Gap.ACCESS: {"step_free": False, "access": ""},
    Gap.PUBLIC_SEATS: {"public_seats": ""},
    Gap.ABSENCE: {"absence": ""},
    Gap.ABSENCE_BY: {"absence_by": "2031-01-01"},
    Gap.SENT: {"sent": "2031-01-01"},
    Gap.CLOSING: {"closing": "Sak 2"},
    Gap.REMOTE: {"remote": True},
}


@pytest.mark.parametrize("gap", Gap)
def test_what_is_missing_is_told(gap: Gap) -> None:
    """I4: each by itself, and nothing where nothing is."""
    assert gaps(TOLD, BEFORE) == ()
    now = NOON if gap is Gap.PAST else BEFORE
    assert gap in gaps(replace(TOLD, **LACKING[gap]), now)


def test_an_empty_notice_lacks_all_that_can_be_missing() -> None:
    """I4."""
    told = compose(given(e.WorkshopPlanned(replace(PLAN, place=""))).state)
    wrong = {Gap.PAST, Gap.EMPTY_DOCUMENT, Gap.ABSENCE_BY, *MUST}
    assert set(gaps(told, BEFORE)) == set(Gap) - wrong


@pytest.mark.parametrize("notice", [replace(NOTICE, closing="Sak 2"), replace(NOTICE, remote=True)])
def test_neither_closed_nor_remote_without_a_provision(notice: Notice) -> None:
    """I4: kommuneloven §§ 11-5 and 11-7."""
    there = planned(e.NoticeWritten(notice))
    there.when(publishing(there), now=BEFORE).refused(Code.BAD_PLAN)
    said = replace(notice, closing_basis="§ 11-5 andre ledd", remote_basis="Sak 12/29")
    mended = planned(e.NoticeWritten(said))
    told = compose(mended.state)
    mended.when(publishing(mended), now=BEFORE).then(e.NoticePublished(1, told, BEFORE))


# ---------------------------------------------------------------- what changed

TEXT = st.sampled_from(["", "Kinosalen", "Biblioteket", "2030-03-01"])
LISTS: dict[str, st.SearchStrategy[Any]] = {
    "agenda": st.builds(AgendaItem, st.sampled_from(Item), TEXT, st.none() | TEXT),
    "documents": st.builds(Document, TEXT, st.none() | TEXT, link=TEXT, exempt=TEXT),
    "translations": st.builds(Translation, TEXT, TEXT),
}
OF_TYPE: dict[type, st.SearchStrategy[Any]] = {
    str: TEXT, int: st.integers(1, 3), bool: st.booleans(),
}  # fmt: skip
FIELDS = [field.name for field in fields(Announcement)]


def anything(field: str) -> st.SearchStrategy[Any]:
    """A value that the field of an announcement may have."""
    if field in LISTS:
        return st.lists(LISTS[field], max_size=3).map(tuple)
    return OF_TYPE[type(getattr(TOLD, field))]


ANNOUNCEMENTS = st.builds(Announcement, **{field: anything(field) for field in FIELDS})


def test_every_field_that_differs_is_told_and_nothing_else() -> None:
    """I5."""
    reached: set[str] = set()

    @for_all(ANNOUNCEMENTS, ANNOUNCEMENTS, st.sets(st.sampled_from(FIELDS), min_size=8))
    def check(before: Announcement, other: Announcement, which: set[str]) -> None:
        after = replace(before, **{field: getattr(other, field) for field in which})
        differs = {name for name in FIELDS if getattr(before, name) != getattr(after, name)}
        told = changes(before, after)
        assert {change.field for change in told} == differs
        assert all(change.before != change.after for change in told)
        reached.update(differs)

    check()
    assert reached == set(FIELDS)


def test_of_a_list_each_thing_is_told_by_itself() -> None:
    """I5: twice the same is twice; another order is told too."""
    a, b = Document("A"), Document("B")
    told = changes(replace(TOLD, documents=(a, a)), replace(TOLD, documents=(b, a)))
    assert [(change.before, change.after) for change in told] == [(a, None), (None, b)]
    (turned,) = changes(replace(TOLD, documents=(a, b)), replace(TOLD, documents=(b, a)))
    assert (turned.before, turned.after) == ((a, b), (b, a))
