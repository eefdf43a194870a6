"""The staff log as a chain: whatever is done to an old line shows in the sum."""

from hypothesis import given
from hypothesis import strategies as st

from app.core.chain import ACT, DEED, Line, head, line, until

WORDS = st.text(max_size=6)
TOLD = st.tuples(st.integers(0, 9), WORDS, WORDS)


@st.composite
def logs(draw: st.DrawFn) -> list[Line]:
    """Two logs, each with its numbers; clocks go back now and then."""
    return [
        line("key", log, no, at, who, what)
        for log in (ACT, DEED)
        for no, (at, who, what) in enumerate(draw(st.lists(TOLD, max_size=8)), start=1)
    ]


@given(logs(), logs(), st.data())
def test_the_sum_is_of_every_line(log: list[Line], other: list[Line], data: st.DataObject) -> None:
    """V320."""
    assert (head(log) == head(other)) == ({*log} == {*other})
    if not log:
        return
    at = data.draw(st.integers(0, len(log) - 1))
    without = [*log[:at], *log[at + 1 :]]
    assert head(without).head != head(log).head
    altered = line("key", log[at].log, log[at].no, log[at].at, "somebody else")
    assert head([*without, altered]).head != head(log).head


@given(logs(), st.integers(0, 9), st.integers(0, 9))
def test_what_is_done_later_leaves_it(log: list[Line], acts: int, deeds: int) -> None:
    """V320: whatever the clock says."""
    was = [each for each in log if each.no <= (acts if each.log == ACT else deeds)]
    assert until(log, head(was)) == was
    assert head(until(log, head(was))) == head(was)


def test_a_sum_gives_nothing_away() -> None:
    """V321: the same words in another workshop have another sum."""
    assert line("one", ACT, 1, 0, "Kari").sum != line("two", ACT, 1, 0, "Kari").sum
