"""What the minutes say of the synthesis: points, what became of each contribution, and the links
between them, both ways.

A point is a statement «slik har vi forstått dere»; they are numbered as they stand, by theme. A
contribution has a name that can be found on paper too: `1.12` is the twelfth note of case 1.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

from app.core.discussion import Reasoned, asides
from app.core.edits import Answer, Bearing, Fate, Unused
from app.core.minutes import Minutes, Why
from app.core.things import Reason
from app.core.understood import Corrected, End, Understanding, all_corrections
from app.i18n import N_, Translator

BEARS = {
    Bearing.SUPPORTS: N_("Supports point"),
    Bearing.CONTRADICTS: N_("Contradicts point"),
    Bearing.NUANCES: N_("Nuances point"),
}
BEHIND = {
    Bearing.SUPPORTS: N_("{n} in support:"),
    Bearing.CONTRADICTS: N_("{n} against:"),
    Bearing.NUANCES: N_("{n} with nuances:"),
}
WHY = {
    Unused.UNCLEAR: N_("it is unclear what is meant"),
    Unused.ELSEWHERE: N_("it is about something else than the question"),
    Unused.NOTHING_NEW: N_("it agrees, and says nothing more"),
}
"""Why a contribution is not used, as it ends a sentence."""

ENDED = {
    Fate.USED: N_("{n} used"),
    Fate.MERGED: N_("{n} merged with others"),
    Fate.ASIDE: N_("{n} set aside with a reason"),
    Fate.HIDDEN: N_("{n} hidden"),
    Fate.OPEN: N_("{n} without an end yet"),
}
FATES = {
    Fate.USED: N_("Used"),
    Fate.MERGED: N_("Merged with others"),
    Fate.ASIDE: N_("Set aside with a reason"),
    Fate.HIDDEN: N_("Hidden"),
    Fate.OPEN: N_("Without an end yet"),
}
ANSWERS = {
    Answer.UNDERSTOOD: N_("Understood"),
    Answer.PARTLY: N_("Partly"),
    Answer.WRONG: N_("Wrong"),
    Answer.LACKS: N_("Something is missing"),
}

SHORT = 12
"""How many characters of a fingerprint are shown; nobody mistakes one for another by them."""


def anchor(fingerprint: str) -> str:
    """Where the note with this fingerprint stands on the page."""
    return f"n-{fingerprint[:SHORT]}"


def point_anchor(statement: str) -> str:
    """Where the statement with this id stands on the page."""
    return f"s-{statement}"


Kind: TypeAlias = Literal["note", "statement", "argument", "reaction", "correction"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a contribution stands on the page, what it is called, its words, and what it is."""

    anchor: str
    name: str
    text: str
    kind: Kind
    hidden: Reason | None


def places(minutes: Minutes, _: Translator) -> dict[str, Place]:
    """Every contribution, by its `ref` (`core/understood.py`)."""
    found = dict(_of_cases(minutes, _))
    met = minutes.verification.statements if minutes.verification else ()
    for each in met:
        for at, said in enumerate(each.proposals, start=1):
            name = _("{table} on another wording", table=said.table)
            found[f"{each.id}/{said.table}"] = Place(
                f"t-{each.id}-{at}", name, said.text, "statement", said.hidden
            )
    kinds: tuple[tuple[Kind, str, Iterable[Reasoned | Why | Corrected]], ...] = (
        (
            "argument",
            N_("argument {n}"),
            (a for c in minutes.cases for a in asides(c.statements, c.common)),
        ),
        ("reaction", N_("reaction {n}"), (why for each in minutes.knowledge for why in each.words)),
        ("correction", N_("correction {n}"), all_corrections(minutes.verification)),
    )
    for kind, name, some in kinds:
        for n, one in enumerate(some, start=1):
            found[one.fingerprint] = Place(
                anchor(one.fingerprint), _(name, n=n), one.text, kind, one.hidden
            )
    return found


def _of_cases(minutes: Minutes, _: Translator) -> Iterator[tuple[str, Place]]:
    for no, case in enumerate(minutes.cases, start=1):
        for at, note in enumerate(case.notes, start=1):
            yield (
                note.fingerprint,
                Place(anchor(note.fingerprint), f"{no}.{at}", note.text, "note", note.hidden),
            )
        for at, said in enumerate(case.statements, start=1):
            name = _("{table} on case {n}", table=said.table, n=no)
            yield (
                f"{no}/{said.table}",
                Place(f"t-{no}-{at}", name, said.text, "statement", said.hidden),
            )


class Register:
    """What became of everything in these minutes; empty where nothing is written up. Contributions
    are known by their `ref`."""

    def __init__(self, minutes: Minutes, _: Translator) -> None:
        self._ = _
        made = minutes.synthesis
        self.places: Mapping[str, Place] = places(minutes, _) if made else {}
        self.ends = {end.ref: end for end in made.ends} if made else {}
        self.themes = by_theme(made.statements) if made else {}
        points = [one for some in self.themes.values() for one in some]
        self.number = {one.id: n for n, one in enumerate(points, start=1)}
        self.withdrawn = {one.id for one in points if one.withdrawn}
        self.directions = [one for one in points if one.direction]
        self._points: dict[str, list[tuple[Bearing, str]]] = {}
        for one in points:
            for link in one.links:
                self._points.setdefault(link.ref, []).append((link.bearing, one.id))
        asked = minutes.verification.statements if minutes.verification else ()
        self._present = len(minutes.present)
        self._answers = {each.id: each.answers for each in asked}
        self.alike: dict[str, list[str]] = {}
        """What is merged with a contribution."""
        for end in self.ends.values():
            if end.fate is Fate.MERGED:
                self.alike.setdefault(end.into, []).append(end.ref)

    @property
    def fates(self) -> dict[Fate, int]:
        """How many contributions ended in each way that any ended in."""
        counted = Counter(end.fate for end in self.ends.values())
        return {fate: counted[fate] for fate in FATES if counted[fate]}

    @property
    def coverage(self) -> str:
        """How many contributions there were, and how many ended in which way."""
        told = ", ".join(self._(ENDED[fate], n=n) for fate, n in self.fates.items())
        return self._.ngettext(
            "{n} contribution in all ({kinds}): {told}.",
            "{n} contributions in all ({kinds}): {told}.",
            len(self.ends),
            kinds=", ".join(self._kinds()),
            told=told,
        )

    def _kinds(self) -> Iterator[str]:
        """How many there were of each kind that there were any of."""
        _, counted = self._, Counter(self.places[ref].kind for ref in self.ends)
        notes, said, argued = counted["note"], counted["statement"], counted["argument"]
        reactions, corrections = counted["reaction"], counted["correction"]
        for n, words in (
            (notes, _.ngettext("{n} note", "{n} notes", notes)),
            (said, _.ngettext("{n} table statement", "{n} table statements", said)),
            (argued, _.ngettext("{n} argument", "{n} arguments", argued)),
            (reactions, _.ngettext("{n} reaction", "{n} reactions", reactions)),
            (corrections, _.ngettext("{n} correction", "{n} corrections", corrections)),
        ):
            if n:
                yield words

    @property
    def unused(self) -> Iterator[tuple[str, list[End]]]:
        """What is set aside, by the reason."""
        for why, words in WHY.items():
            ends = [end for end in self.ends.values() if end.why is why]
            if ends:
                yield self._(words), ends

    def why(self, end: End) -> str:
        """Why it is not used; empty where it is."""
        return self._(WHY[end.why]) if end.why else ""

    def bears(self, ref: str) -> Iterator[tuple[str, list[str]]]:
        """In which ways it bears on points, and on which, by their ids."""
        for bearing, words in BEARS.items():
            on = [id_ for way, id_ in self._points.get(ref, ()) if way is bearing]
            if on:
                yield self._(words), on

    def behind(self, one: Understanding) -> Iterator[tuple[str, list[str]]]:
        """How many contributions are linked to the point in each way, and which."""
        for bearing, words in BEHIND.items():
            refs = [link.ref for link in one.links if link.bearing is bearing]
            if refs:
                yield self._(words, n=len(refs)), refs

    def answered(self, statement: str) -> list[tuple[str, int]]:
        """How many gave each answer; empty where too few did."""
        given = zip(ANSWERS.values(), self._answers.get(statement, ()), strict=False)
        return [(self._(words), n) for words, n in given]

    def held(self, statement: str) -> str:
        """How many said that it was understood, of whom; empty where too few answered."""
        given = self._answers.get(statement)
        if not given:
            return ""
        return said_understood(given, self._present, self._)


def said_understood(answers: Sequence[int], present: int, _: Translator) -> str:
    """How many said that it was understood, of those who answered, and of those who met.

    Six of six is not the whole hall. `present` is 0 where attendance is not told. Needs answers.
    """
    n, all_ = answers[0], sum(answers)
    if not present:
        return _("{n} of the {all} who answered on the wording said understood", n=n, all=all_)
    return _(
        "{n} of the {all} who answered on the wording said understood – of {present} who met",
        n=n,
        all=all_,
        present=present,
    )


def by_theme(statements: Iterable[Understanding]) -> dict[str, list[Understanding]]:
    """In the editor's order, by theme as its first statement stands; those of none are last."""
    found: dict[str, list[Understanding]] = {}
    for one in statements:
        found.setdefault(one.theme, []).append(one)
    return {theme: found[theme] for theme in sorted(found, key=lambda theme: not theme)}


def changed(before: str, text: str) -> Iterator[tuple[str, str]]:
    """The words of both wordings in one go: each run is "del", "ins", or empty where it stands."""
    old, new = (re.findall(r"(?:\w+|[^\w\s]+)\s*", each) for each in (before, text))
    same = SequenceMatcher(None, [*map(str.strip, old)], [*map(str.strip, new)], autojunk=False)
    for what, i, j, k, m in same.get_opcodes():
        gone, come = "".join(old[i:j]), "".join(new[k:m])
        if what == "equal":
            yield "", come
            continue
        if gone:
            yield "del", f"{gone.rstrip()} " if come else gone
        if come:
            yield "ins", come
