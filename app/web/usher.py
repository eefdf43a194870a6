"""Shows people to their seats: the roster and the stored seating as a problem, and back again.

Nothing here waits for the web or the disk. Solving takes seconds of a core, so it is done in a
process of its own (`seat`, `mend`), and the halls that are under way do not notice.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import anyio
import anyio.to_process

from app import seating as s
from app.core.minutes import ABSENT, DEPUTY, PRESENT
from app.seating.laying import without
from app.store.seatings import Place, Round, Rules, Seating
from app.store.tables import Member

SECONDS = 2.0
SIZE = 7
UNDOS = 20

_COMMAS = re.compile(r",(?![^(]*\))")  # not within the name of a list

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
    """What is to be solved. Raises `ValueError` where there is nobody, or too many tables."""
    people = [_person(member) for member in seated(members)]
    rules = kept.rules
    both = {one.bloc for one in people} >= set(_BLOCS.values())
    laid = s.lay(
        people,
        tables=len(kept.tables),
        rounds=max(1, len(kept.rounds)),
        rules=s.Rules(
            rules.host, rules.both_blocs and both, rules.no_party_majority, rules.max_same_party
        ),
        offers={_id(place.no): _offers(place) for place in kept.tables},
        slack=slack,
    )
    there = {one.id for one in people}
    wishes = [wish for wish in _wishes(kept) if all(one in there for one in wish.people)]
    return without(replace(laid, wishes=tuple(wishes)), rules.waived)


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


async def seat(asked: s.Problem) -> Answer:
    """The best seating that is found in `SECONDS`."""
    return await anyio.to_process.run_sync(_seat, asked, SECONDS)


async def mend(asked: s.Problem, there: s.Seating, from_round: int) -> Answer:
    """The seating for those who are there now, with the fewest who must stand up."""
    return await anyio.to_process.run_sync(_mend, asked, there, from_round)


def _seat(asked: s.Problem, seconds: float) -> Answer:
    def best() -> s.Seating:
        *_, last = s.seatings(asked, seconds)
        return last

    return _answer(asked, best)


def _mend(asked: s.Problem, there: s.Seating, from_round: int) -> Answer:
    return _answer(asked, lambda: s.repair(asked, there, from_round).seating)


def _answer(asked: s.Problem, find: Callable[[], s.Seating]) -> Answer:
    try:
        return Answer(as_stored(find()))
    except s.Impossible as no:
        return Answer(None, tuple(no.conflicts), s.cheapest(asked))
    except s.Undecided:
        return Answer()


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


def named_groups(
    text: str, members: Sequence[Member]
) -> tuple[tuple[tuple[str, ...], ...], list[str]]:
    """Groups of ids from lines of names between commas; and the names that nobody has."""
    groups, unknown = [], []
    for line in text.splitlines():
        names = list(filter(None, map(str.strip, _COMMAS.split(line))))
        found = [find(name, members) for name in names]
        unknown += [name for name, one in zip(names, found, strict=True) if one is None]
        ids = tuple(dict.fromkeys(one for one in found if one))
        if len(ids) > 1:
            groups.append(ids)
    return tuple(groups), unknown


def named_places(
    text: str, members: Sequence[Member], count: int
) -> tuple[dict[str, int], list[str]]:
    """Person → table from lines «name: table»; and the lines that say nothing."""
    fixed: dict[str, int] = {}
    unknown = []
    for line in filter(None, map(str.strip, text.splitlines())):
        name, _, table = line.rpartition(":")
        one, digits = find(name.strip(), members), "".join(c for c in table if c.isdecimal())
        if one and digits and 1 <= int(digits[:4]) <= count:
            fixed[one] = int(digits)
        else:
            unknown.append(line)
    return fixed, unknown


def find(name: str, members: Sequence[Member]) -> str | None:
    """The id of the only one of that name; «Name (Party)» where there are more."""
    plain = name.casefold()
    exact = [m.id for m in members if plain in (m.name.casefold(), called(m).casefold())]
    return exact[0] if len(exact) == 1 else None


def called(member: Member) -> str:
    return f"{member.name} ({member.party})"


def in_lines(rules: Rules, members: Mapping[str, Member]) -> dict[str, str]:
    """The rules about people as they are typed: those who left the roster are passed over."""

    def lines(groups: Iterable[Iterable[str]]) -> str:
        known = ([called(members[one]) for one in group if one in members] for group in groups)
        return "\n".join(", ".join(names) for names in known if len(names) > 1)

    fixed = [f"{called(members[one])}: {no}" for one, no in rules.fixed.items() if one in members]
    return {
        "together": lines(rules.together),
        "apart": lines(rules.apart),
        "fixed": "\n".join(fixed),
    }
