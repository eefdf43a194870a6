"""What was sent and what was acknowledged, thing by thing, to hold against what is on disk."""

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.core.events import BallotsCounted

Key = tuple[Hashable, ...]
"""("note", id), ("ballot", step, key's hash), ("statement" or "stand", question, table)."""


@dataclass(slots=True)
class Thing:
    """One note, ballot, statement or stand: each version sent, by rev, and the last stored one.

    A version None says that it is withdrawn.
    """

    frames: dict[int, dict[str, Any]] = field(default_factory=dict)
    versions: dict[int, Any] = field(default_factory=dict)
    stored: int = -1

    @property
    def newest(self) -> int:
        return max(self.versions)

    @property
    def may_be(self) -> list[Any]:
        """What may stand on disk: the version that was acknowledged, or a later one."""
        nothing = [None] if self.stored < 0 else []
        return nothing + [said for rev, said in self.versions.items() if rev >= self.stored]


@dataclass
class Ledger:
    things: dict[Key, Thing] = field(default_factory=dict)

    def send(self, key: Key, rev: int, said: Any, frame: dict[str, Any]) -> None:
        thing = self.things.setdefault(key, Thing())
        thing.versions[rev] = said
        thing.frames[rev] = frame

    def stored(self, key: Key, rev: int) -> None:
        self.things[key].stored = max(self.things[key].stored, rev)

    def unanswered(self) -> Iterator[tuple[Key, int, dict[str, Any]]]:
        """The newest version of each thing that nobody has heard of again."""
        for key, thing in self.things.items():
            if thing.stored < thing.newest:
                yield key, thing.newest, thing.frames[thing.newest]

    def of(self, *begin: Hashable) -> dict[Key, Thing]:
        return {key: thing for key, thing in self.things.items() if key[: len(begin)] == begin}

    def faults(self, there: Mapping[Key, Any], *begin: Hashable) -> list[str]:
        """What is not on disk as it was sent, of the things whose key begins so."""
        mine = self.of(*begin)
        wrong = [
            f"{key} is {there.get(key)!r}, of {thing.versions} it had stored {thing.stored}"
            for key, thing in mine.items()
            if there.get(key) not in thing.may_be
        ]
        return wrong + [f"{key}: nobody sent it" for key in there if key not in mine]


def pairs(left: Sequence[Collection[int]]) -> int:
    """How many of those on the left can have one of their own, of those on the right they know."""
    taken: dict[int, int] = {}

    def find(one: int, seen: set[int]) -> bool:
        for other in left[one]:
            if other not in seen:
                seen.add(other)
                if other not in taken or find(taken[other], seen):
                    taken[other] = one
                    return True
        return False

    return sum(find(one, set()) for one in range(len(left)))


def counted_faults(profiles: Sequence[Collection[Any]], ballots: Collection[Thing]) -> list[str]:
    """Ballots that lost their keys: each must be there once, as it was stored or sent last."""
    counted = [frozenset(profile) for profile in profiles]
    known = [[frozenset(said) for said in thing.may_be if said] for thing in ballots]
    certain = [
        [i for i, profile in enumerate(counted) if profile in saids]
        for thing, saids in zip(ballots, known, strict=True)
        if all(thing.may_be)
    ]
    anybody = [[i for i, saids in enumerate(known) if profile in saids] for profile in counted]
    faults = []
    if (lost := len(certain) - pairs(certain)) > 0:
        faults.append(f"{lost} stored ballots are not counted")
    if (strange := len(anybody) - pairs(anybody)) > 0:
        faults.append(f"{strange} counted ballots are nobody's, or counted twice")
    return faults


def graded_faults(counted: BallotsCounted, ballots: Collection[Thing]) -> list[str]:
    """Of ballots where everything was graded only sums are left: as many of each as there were."""
    certain = sum(all(thing.may_be) for thing in ballots)
    faults = [
        f"{sum(grades)} graded {choice}, of {counted.ballots}"
        for choice, grades in counted.grades.items()
        if sum(grades) != counted.ballots
    ]
    if not certain <= counted.ballots <= len(ballots):
        faults.append(f"{counted.ballots} ballots graded, of {certain} to {len(ballots)}")
    return faults
