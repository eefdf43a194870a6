"""`tannhjul seat`: cross-party tables from a roster or a problem file. Needs no database."""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import Any

from app import seating as s
from app.cli.common import Stop
from app.i18n import Translator, translator
from app.roster import people as listed
from app.roster.reader import read as read_roster
from app.seating.laying import USUAL
from app.seating.model import OPPOSITION, POSITION
from app.web.hall import figures_in_words

MOST_BYTES = 20_000_000
MOST_SECONDS = 3_600

_BLOCS = {listed.POSITION: POSITION, listed.OPPOSITION: OPPOSITION}
_NEEDS = {listed.ACCESS: "accessible", listed.QUIET: "quiet"}


@dataclass
class Found:
    """What came of it. `asked` is the problem without what was given up."""

    asked: s.Problem
    conflicts: list[s.Conflict] = field(default_factory=list)
    given_up: tuple[str, ...] = ()
    seating: s.Seating | None = None
    moved: tuple[str, ...] | None = None
    first: float | None = None
    final: float | None = None


def seat(args: argparse.Namespace) -> None:
    _ = translator(args.language)
    if not 0 <= args.seconds <= MOST_SECONDS:
        raise Stop(f"seconds go from 0 to {MOST_SECONDS}")
    try:
        problem = _problem(args, _)
        if args.rules:
            problem = s.with_rules(problem, _read(args.rules).decode())
        kept = s.read_seating(_json(_read(args.keep))) if args.keep else None
    except listed.Unreadable as error:
        raise Stop(_(error.words, **error.holes)) from None
    except UnicodeDecodeError:
        raise Stop(f"{args.rules} is not text in UTF-8") from None
    except ValueError as error:  # also `s.Unreadable`
        raise Stop(str(error)) from None
    try:
        found = _find(problem, kept, args.seconds, args.relax)
    except s.Undecided:
        raise Stop("it was not found out in time whether there is a seating") from None
    if args.json:
        print(json.dumps(_answer(_, problem, found), ensure_ascii=False))
    else:
        print("\n".join(_told(_, problem, found)))
    if found.conflicts:
        sys.exit(1)


def _find(problem: s.Problem, kept: s.Seating | None, seconds: float, relax: bool) -> Found:
    """Seat everybody, or mend what is kept; without the cheapest rules if it must and may be."""
    found, begun = Found(problem), monotonic()
    try:
        _seat(found, kept, seconds, begun)
    except s.Impossible as impossible:
        found.conflicts = impossible.conflicts
        if relax:
            found.asked, found.given_up = s.relaxed(problem)
            _seat(found, kept, seconds, begun)
    return found


def _seat(found: Found, kept: s.Seating | None, seconds: float, begun: float) -> None:
    if kept is not None:
        mended = s.repair(found.asked, kept)
        found.seating, found.moved = mended.seating, mended.moved
        found.first = found.final = monotonic() - begun
        return
    for better in s.seatings(found.asked, seconds):
        found.seating, found.first = better, found.first or monotonic() - begun
    found.final = monotonic() - begun


def _answer(_: Translator, problem: s.Problem, found: Found) -> dict[str, Any]:
    """What `--json` prints; the README says what is what."""
    times = {"t_first": found.first, "t_final": found.final} if found.seating else {}
    answer: dict[str, Any] = {
        "instance": problem.name,
        "rounds": [dict(each) for each in found.seating.rounds] if found.seating else [],
        "figures": _figures(s.figures(found.asked, found.seating)) if found.seating else {},
        "meta": {name: round(value, 4) for name, value in times.items() if value is not None},
        "conflicts": [
            {
                "round": each.round,
                "rules": list(each.rules),
                "words": s.in_words(_, problem, each),
            }
            for each in found.conflicts
        ],
    }
    if found.given_up:
        answer["given_up"] = list(found.given_up)
    if found.moved is not None:
        answer["moved"] = list(found.moved)
    return answer


def _figures(figures: s.Figures) -> dict[str, Any]:
    def both(measure: s.Measure) -> dict[str, float]:
        return {"value": round(float(measure.value), 4), "best": round(float(measure.best), 4)}

    return {
        "party": both(figures.party),
        "bloc": both(figures.bloc),
        **{trait: both(measure) for trait, measure in figures.traits.items()},
        "one_bloc": both(figures.one_bloc),
        "lonely": both(figures.lonely),
        "repeats": both(figures.repeats),
        "largest_share": {
            "value": round(figures.largest[0] / figures.largest[1], 4),
            "best": round(float(figures.largest_best), 4),
        },
        "neighbours": {
            "value": round(figures.new_neighbours, 2),
            "best": round(figures.possible_neighbours, 2),
        },
    }


def _told(_: Translator, problem: s.Problem, found: Found) -> Iterator[str]:
    """The seating and the figures in plain words, or why there is none."""
    for conflict in found.conflicts:
        yield s.in_words(_, problem, conflict)
    for rule in found.given_up:
        yield _("Given up: {rule}", rule=s.rule_in_words(_, problem, rule))
    if found.seating is None:
        return
    for number, each in enumerate(found.seating.rounds, start=1):
        yield ""
        yield _("Round {n}", n=number)
        for table, those in each.items():
            people = (problem.people[one] for one in those)
            yield f"  {table}: {', '.join(f'{one.called} ({one.party})' for one in people)}"
    yield ""
    yield from figures_in_words(_, found.asked, s.figures(found.asked, found.seating))
    if found.moved is not None:
        names = ", ".join(problem.people[one].called for one in found.moved)
        yield _("Must move: {names}", names=names) if names else _("Nobody must move.")


def _problem(args: argparse.Namespace, _: Translator) -> s.Problem:
    """From a problem file, which has its own tables and rounds, or from a roster."""
    data = _read(args.roster)
    if args.roster.suffix.lower() == ".json":
        if args.tables or args.size or args.rounds:
            raise Stop("a problem file has its own tables and rounds")
        return s.read_problem(_json(data))
    read = read_roster(data)
    for remark in read.unread:
        line = ":".join(filter(None, (str(args.roster), remark.sheet, str(remark.row))))
        print(f"{line}: {_(remark.words, **remark.holes)}", file=sys.stderr)
    people = list(_people(read))
    both = {POSITION, OPPOSITION} <= {one.bloc for one in people}
    return s.lay(
        people,
        tables=args.tables,
        size=args.size,
        rounds=1 if args.rounds is None else args.rounds,
        rules=replace(USUAL, both_blocs=both),
        name=args.roster.stem,
    )


def _people(read: listed.Read) -> Iterator[s.Person]:
    """Only the elected; a deputy sits when somebody made a member of them. Names are the ids."""
    times: dict[str, int] = {}
    for one in read.people:
        if one.role == listed.DEPUTY:
            continue
        times[one.name] = times.get(one.name, 0) + 1
        id_ = one.name if times[one.name] == 1 else f"{one.name} ({times[one.name]})"
        traits: Mapping[str, str | bool | None] = {
            "gender": one.gender,
            "fulltime": one.full_time,
            "first_period": one.first_term,
            "committee": one.committee or None,
        }
        needs = frozenset(_NEEDS[need] for need in one.needs.split() if need in _NEEDS)
        bloc = _BLOCS.get(one.bloc or "", "")
        yield s.Person(id_, one.party, bloc, one.host, needs, traits, id_)


def _read(path: Path) -> bytes:
    if path.stat().st_size > MOST_BYTES:
        raise Stop(f"{path} is larger than {MOST_BYTES // 1_000_000} MB")
    return path.read_bytes()


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise s.Unreadable("not JSON") from None
