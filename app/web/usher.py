"""Shows people to their seats: the roster and the stored seating as a problem, and back again.

Nothing here waits for the web or the disk. Solving takes seconds of a core, so it is done in a
process of its own (`seat`), and the halls that are under way do not notice.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import anyio
import anyio.to_process
import anyio.to_thread

from app import seating as s
from app.core.minutes import ABSENT, DEPUTY, PRESENT
from app.i18n import Translator
from app.seating.laying import without
from app.seating.words import rule_in_words
from app.store.seatings import Place, Round, Seating
from app.store.tables import Member

SECONDS = 2.0
SIZE = 7
UNDOS = 20

_BLOCS = {"position": s.model.POSITION, "opposition": s.model.OPPOSITION}
_NEEDS = {"access": "accessible", "quiet": "quiet"}


def seated(members: Iterable[Member]) -> list[Member]:
    """Who has a seat: the elected who are not away, and the deputies who step in for somebody."""
    return [
        member
        for member in members
        if member.standing != ABSENT
        and (
            member.role != DEPUTY
            or member.stands_in_for is not None
            or (member.written_in and member.standing == PRESENT)
        )
    ]


def places(
    people: int, count: int, now: Sequence[Place], call: Callable[[int], str]
) -> list[Place]:
    """`count` tables for so many, as even as can be; those that are there keep name and place."""
    there = {place.no: place for place in now}
    seats = -(-people // count)
    return [
        replace(there.get(no, Place(no, call(no), seats)), seats=seats)
        for no in range(1, count + 1)
    ]


def problem(members: Sequence[Member], kept: Seating, *, slack: int = 0) -> s.Problem:
    """What is to be solved: all that was asked for but what was given up. Raises `ValueError`
    where there is nobody, or too many tables."""
    return without(asked(members, kept, slack), kept.rules.waived)


def mending(members: Sequence[Member], kept: Seating) -> s.Problem:
    """What is to be solved when people came or went, as `problem`: a table may have one fewer than
    even, but not more than its seats while the hall has room, save who was put there by hand.
    Knows those who left too: their chairs are free for somebody like them."""
    given = problem(members, kept, slack=1)
    room = {_id(place.no): place.seats for place in kept.tables}
    people = {one.id: one for one in map(_person, members)}
    if "size" in kept.rules.waived:
        return replace(given, people={**people, **given.people})
    even = -(-len(given.people) // len(room))
    rounds = []
    for each, seats in zip(given.rounds, as_solved(kept).rounds, strict=True):
        tables = []
        for table in each.tables:
            stay = len(given.people.keys() & set(seats.get(table.id, ())))
            most = min(table.max, max(room[table.id], even, stay))
            tables.append(replace(table, max=most))
        rounds.append(replace(each, tables=tuple(tables)))
    return replace(given, people={**people, **given.people}, rounds=tuple(rounds))


def asked(members: Sequence[Member], kept: Seating, slack: int = 0) -> s.Problem:
    """All that was asked for, as `problem`."""
    people = [_person(member) for member in seated(members)]
    rules = kept.rules
    host = rules.host or rules.cafe
    both = {one.bloc for one in people} >= set(_BLOCS.values())
    laid = s.lay(
        people,
        tables=len(kept.tables),
        rounds=max(1, len(kept.rounds)),
        rules=s.Rules(
            host, rules.both_blocs and both, rules.no_party_majority, rules.max_same_party
        ),
        offers={_id(place.no): _offers(place) for place in kept.tables},
        slack=slack,
    )
    there = {one.id for one in people}
    wishes = [*_wishes(kept), *_staying(members, kept)]
    wishes = [wish for wish in wishes if all(one in there for one in wish.people)]
    return replace(laid, wishes=tuple(wishes))


def _staying(members: Sequence[Member], kept: Seating) -> Iterable[s.Wish]:
    """In a world café the host of each table in the first round stays. Of two, who stays already;
    else the one whose id comes first, so that it is always the same."""
    if not kept.rules.cafe or not kept.rounds:
        return
    hosts = {member.id for member in seated(members) if member.host}
    for no, sitting in kept.rounds[0].items():
        here = hosts & set(sitting)
        stay = {one for one in here if all(table_of(each, one) == no for each in kept.rounds)}
        for one in sorted(stay or here)[:1]:
            yield s.Wish(f"stay:{one}", s.Kind.FIX, (one,), _id(no))


def _person(member: Member) -> s.Person:
    needs = frozenset(_NEEDS[need] for need in member.needs.split() if need in _NEEDS)
    traits = {
        "gender": member.gender,
        "fulltime": member.full_time,
        "first_period": member.first_term,
        "committee": member.committee or None,
    }
    bloc = _BLOCS.get(member.bloc or "", "")
    return s.Person(member.id, member.party, bloc, member.host, needs, traits, member.name)


def _id(no: int) -> str:
    return f"T{no}"


def _offers(place: Place) -> frozenset[str]:
    met = {"accessible": place.access, "quiet": place.quiet}
    return frozenset(need for need, offered in met.items() if offered)


def _wishes(kept: Seating) -> Iterable[s.Wish]:
    rules = kept.rules
    for kind, groups in ((s.Kind.TOGETHER, rules.together), (s.Kind.APART, rules.apart)):
        for i, people in enumerate(groups, start=1):
            yield s.Wish(f"{kind}:{i}", kind, people)
    for one, no in rules.fixed.items():
        yield s.Wish(f"fixed:{one}", s.Kind.FIX, (one,), _id(no))
    for i, locked in enumerate(kept.locks):
        for one, no in locked.items():
            if rules.fixed.get(one) != no:
                yield s.Wish(f"lock:{i}:{one}", s.Kind.FIX, (one,), _id(no), frozenset({i}))


def as_solved(kept: Seating) -> s.Seating:
    """The stored rounds in the solver's words."""
    return s.Seating(
        tuple({_id(no): sitting for no, sitting in each.items()} for each in kept.rounds)
    )


def as_stored(found: s.Seating) -> tuple[Round, ...]:
    return tuple(
        {int(table[1:]): tuple(sitting) for table, sitting in each.items()} for each in found.rounds
    )


# ---------------------------------------------------------------- solving


@dataclass(frozen=True, slots=True)
class Answer:
    """A seating; or the rules that conflict and which it costs least to give up; or neither,
    when the time was up before it was known."""

    rounds: tuple[Round, ...] | None = None
    conflicts: tuple[s.Conflict, ...] = ()
    cheapest: tuple[str, ...] = ()


async def seat(given: s.Problem) -> Answer:
    """The best seating that is found in `SECONDS`."""
    return await anyio.to_process.run_sync(_seat, given, SECONDS)


async def seat_cafe(members: Sequence[Member], asked: Seating) -> Answer:
    """As `seat`, where the hosts stay: who is host where is found first, for one round."""
    first = await seat(problem(members, replace(asked, rounds=asked.rounds[:1])))
    if first.rounds is None or len(asked.rounds) == 1:
        return first
    begun = replace(asked, rounds=(*first.rounds, *asked.rounds[1:]))
    return await seat(problem(members, begun))


async def mend(given: s.Problem, there: s.Seating, from_round: int) -> Answer:
    """The seating for those who are there now, with the fewest who must stand up.

    In a thread: it takes milliseconds, and the hall waits.
    """
    return await anyio.to_thread.run_sync(_mend, given, there, from_round)


def _seat(given: s.Problem, seconds: float) -> Answer:
    def best() -> s.Seating:
        patience = seconds if len(given.rounds[0].tables) > 1 else 0  # one table: no choice
        *_, last = s.seatings(given, patience)
        return last

    return _answer(given, best)


def _mend(given: s.Problem, there: s.Seating, from_round: int) -> Answer:
    return _answer(given, lambda: s.repair(given, there, from_round).seating)


def _answer(given: s.Problem, find: Callable[[], s.Seating]) -> Answer:
    try:
        return Answer(as_stored(find()))
    except s.Impossible as no:
        return Answer(None, tuple(no.conflicts), s.cheapest(given))
    except s.Undecided:
        return Answer()


# ---------------------------------------------------------------- in words


def _with_names(given: s.Problem, kept: Seating) -> s.Problem:
    """The same with the tables called as people call them: for words only."""
    names = {_id(place.no): place.name for place in kept.tables}
    wishes = (replace(wish, table=names.get(wish.table, "")) for wish in given.wishes)
    return replace(given, wishes=tuple(wishes))


def rules_in_words(
    _: Translator, members: Sequence[Member], kept: Seating, ids: Iterable[str]
) -> list[str]:
    """What these rules ask for."""
    named = _with_names(asked(members, kept), kept)
    return [rule_in_words(_, named, rule) for rule in ids]


def conflicts_in_words(
    _: Translator, members: Sequence[Member], kept: Seating, found: Iterable[s.Conflict]
) -> list[str]:
    named = _with_names(asked(members, kept), kept)
    return [s.in_words(_, named, conflict) for conflict in found]


def wrong_in_words(
    _: Translator, given: s.Problem, found: Iterable[s.Broken], kept: Seating
) -> list[tuple[int, str]]:
    """What does not hold, by round."""
    names = {_id(place.no): place.name for place in kept.tables}
    named = _with_names(given, kept)
    return [
        (each.round, s.broken_in_words(_, named, replace(each, table=names.get(each.table, ""))))
        for each in found
    ]


# ---------------------------------------------------------------- by hand


def with_rounds(kept: Seating, rounds: Sequence[Round]) -> Seating:
    """The same hall with others at its tables; what was there can be had back."""
    undo = (*kept.undo, kept.rounds)[-UNDOS:] if kept.rounds else ()
    return replace(kept, rounds=tuple(rounds), undo=undo)


def undone(kept: Seating) -> Seating:
    """As it was before the last move; the same where there was none."""
    if not kept.undo:
        return kept
    return replace(kept, rounds=kept.undo[-1], undo=kept.undo[:-1])


def table_of(each: Round, one: str) -> int | None:
    return next((no for no, sitting in each.items() if one in sitting), None)


def moved(each: Round, one: str, to: int) -> Round:
    """One person at another table."""
    rest = {
        no: tuple(sitter for sitter in sitting if sitter != one) for no, sitting in each.items()
    }
    return {**rest, to: (*rest.get(to, ()), one)}


def swapped(each: Round, one: str, other: str) -> Round:
    """Two people in each other's seats."""
    places = {one: other, other: one}
    return {
        no: tuple(places.get(sitter, sitter) for sitter in sitting) for no, sitting in each.items()
    }


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody who has another table than before. `before` None: had no seat; `to` None: has
    none any more."""

    round: int
    person: str
    before: int | None
    to: int | None


def moves(before: Sequence[Round], after: Sequence[Round]) -> list[Move]:
    """Who must stand up, come in, or leave, from one seating to another."""
    found = []
    for i, each in enumerate(after):
        was = before[i] if i < len(before) else {}
        people = {one: None for sitting in (*was.values(), *each.values()) for one in sitting}
        for one in people:
            from_table, to_table = table_of(was, one), table_of(each, one)
            if from_table != to_table:
                found.append(Move(i, one, from_table, to_table))
    return found


def strangers(members: Sequence[Member], kept: Seating, number: int) -> tuple[list[str], list[str]]:
    """Since the round was seated: ids of those with a seat who are not there, and of those who
    are there without one."""
    there = {member.id for member in seated(members)}
    at_tables = {one for sitting in kept.rounds[number].values() for one in sitting}
    return sorted(at_tables - there), sorted(there - at_tables)
