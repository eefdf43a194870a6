"""Minutes frozen as JSON, and back: what is stored, hashed, and read by other programs for years.

A field that is younger than the first published minutes is named in `YOUNGER`: by its name, or of
one class alone.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import fields, is_dataclass, replace
from hashlib import sha256
from typing import Any

from app.core.discussion import Answer, Cut, InCommon, LaidAside, Reasoned, TableStatement
from app.core.edits import Bearing, Fate, Unused
from app.core.evaluation import Evaluated, Line, Measured
from app.core.events import LogHead
from app.core.floor import Shared
from app.core.minutes import (
    Attendee,
    Case,
    Chosen,
    Contribution,
    Correction,
    DraftRemark,
    Level,
    Met,
    Minutes,
    Prioritisation,
    Ranked,
    Why,
)
from app.core.things import Details, Measure, Parking, Reaction, Side
from app.core.understood import (
    Backing,
    Corrected,
    End,
    Linked,
    Synthesised,
    Understanding,
    Verification,
    Verified,
)

YOUNGER = frozenset(
    {"basis", "TableStatement.hidden", "dissent_hidden", "dissent_basis", "Answer.hidden", "cuts"}
    | {"knowledge", "reactions", "places", "most_dots", "equal_shares", "parked"}
    | {"arguments", "common", "evaluation", "lines", "method", "graded", "floor", "unhandled"}
    | {"verification", "synthesis", "draft_remarks", "consents"}
    | {"wording", "crest", "closed", "closed_basis", "disqualified_basis", "approved"}
    | {"recording_answer", "recording_disturbance", "log"}
)


def to_json(minutes: Minutes) -> str:
    """The tree as canonical JSON: sorted keys, no spaces, UTF-8. What is stored and hashed.

    Younger fields are left out where they are empty: an old tree has the digest that it had.
    """
    tree = _without_empty(minutes)
    return json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _without_empty(tree: Any) -> Any:
    if is_dataclass(tree):
        kind = type(tree).__name__
        kept = {
            field.name: each
            for field in fields(tree)
            if (each := getattr(tree, field.name)) or not _is_younger(kind, field.name)
        }
        return {name: _without_empty(each) for name, each in kept.items()}
    match tree:
        case dict():
            return {name: _without_empty(each) for name, each in tree.items()}
        case list() | tuple():
            return [_without_empty(each) for each in tree]
        case _:
            return tree


def _is_younger(kind: str, field: str) -> bool:
    return field in YOUNGER or f"{kind}.{field}" in YOUNGER


def digest(minutes: Minutes) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal."""
    return sha256(to_json(minutes).encode()).hexdigest()


def holds(text: str, fingerprints: Collection[str]) -> bool:
    """Whether the words of any of these stand in the tree that was frozen as `text`."""
    return _holds(json.loads(text), fingerprints)


def _holds(tree: Any, fingerprints: Collection[str]) -> bool:
    match tree:
        case dict():
            told = tree.get("fingerprint") in fingerprints and not tree.get("hidden")
            return told or any(_holds(each, fingerprints) for each in tree.values())
        case list():
            return any(_holds(each, fingerprints) for each in tree)
    return False


def from_json(text: str) -> Minutes:
    """The tree that was frozen as `text`. What a newer tree has and an old one lacks is empty."""
    tree: dict[str, Any] = json.loads(text)
    corrects = tree.get("corrects")
    return replace(
        Minutes(**tree),
        details=Details(**tree["details"]),
        present=tuple(Attendee(**one) for one in tree["present"]),
        absent=tuple(Attendee(**one) for one in tree["absent"]),
        cases=tuple(_case_from(case) for case in tree["cases"]),
        prioritisations=tuple(_prioritisation_from(one) for one in tree["prioritisations"]),
        corrects=Correction(**corrects) if corrects else None,
        knowledge=tuple(_met_from(met) for met in tree.get("knowledge", ())),
        reactions=tuple(tree.get("reactions", ())),
        parked=tuple(
            replace(LaidAside(**one), kind=Parking(one["kind"])) for one in tree.get("parked", ())
        ),
        evaluation=_evaluation_from(tree.get("evaluation")),
        lines=tuple(tree.get("lines", ())),
        floor=Shared(**tree["floor"]) if tree.get("floor") else None,
        verification=_verification_from(tree.get("verification")),
        synthesis=_synthesis_from(tree.get("synthesis")),
        draft_remarks=tuple(DraftRemark(**one) for one in tree.get("draft_remarks", ())),
        consents=tuple(tree.get("consents", ())),
        log=LogHead(**log) if (log := tree.get("log")) else None,
    )


def _prioritisation_from(tree: dict[str, Any]) -> Prioritisation:
    return replace(
        Prioritisation(**tree),
        rows=tuple(_ranked_from(row) for row in tree["rows"]),
        most_dots=_chosen_from(tree.get("most_dots")),
        equal_shares=_chosen_from(tree.get("equal_shares")),
    )


def _ranked_from(tree: dict[str, Any]) -> Ranked:
    return replace(Ranked(**tree), graded=tuple(tree.get("graded", ())))


def _chosen_from(tree: dict[str, Any] | None) -> Chosen | None:
    if tree is None:
        return None
    ties = tuple(Level(tuple(tie["level"]), tuple(tie["chosen"])) for tie in tree["ties"])
    return Chosen(tuple(tree["rows"]), ties, tree["uncovered"], tuple(tree["theirs"]))


def _met_from(tree: dict[str, Any]) -> Met:
    words = tuple(replace(Why(**why), reaction=Reaction(why["reaction"])) for why in tree["words"])
    return replace(Met(**tree), goals=tuple(tree["goals"]), words=words)


def _case_from(tree: dict[str, Any]) -> Case:
    return Case(
        tree["question"],
        tree["hint"],
        _said_from(tree["statements"]),
        tuple(Contribution(**note) for note in tree["notes"]),
        _common_from(tree.get("common")),
        tree.get("unhandled", False),
    )


def _said_from(trees: Iterable[dict[str, Any]]) -> tuple[TableStatement, ...]:
    return tuple(replace(TableStatement(**said), arguments=_arguments_from(said)) for said in trees)


def _common_from(tree: dict[str, Any] | None) -> InCommon | None:
    if tree is None:
        return None
    return InCommon(
        tuple(tree["versions"]),
        tree["tables"],
        tuple(Answer(**answer) for answer in tree["answers"]),
        _arguments_from(tree),
        _said_from(tree["proposals"]),
        tuple(Cut(**cut) for cut in tree.get("cuts", ())),
    )


def _arguments_from(tree: dict[str, Any]) -> tuple[Reasoned, ...]:
    return tuple(
        replace(Reasoned(**argument), side=Side(argument["side"]))
        for argument in tree.get("arguments", ())
    )


def _evaluation_from(tree: dict[str, Any] | None) -> Evaluated | None:
    if tree is None:
        return None
    graded = ((Measure(one["measure"]), one["grades"]) for one in tree["measures"])
    measures = tuple(Measured(measure, tuple(grades)) for measure, grades in graded)
    lines = tuple(Line(**line) for line in tree.get("lines", ()))
    return replace(Evaluated(**tree), measures=measures, lines=lines)


def _verification_from(tree: dict[str, Any] | None) -> Verification | None:
    if tree is None:
        return None
    return replace(
        Verification(**tree),
        statements=tuple(map(_verified_from, tree["statements"])),
        corrections=tuple(Corrected(**one) for one in tree["corrections"]),
    )


def _verified_from(tree: dict[str, Any]) -> Verified:
    return replace(
        Verified(**tree),
        answers=tuple(tree["answers"]),
        corrections=tuple(Corrected(**one) for one in tree["corrections"]),
        proposals=_said_from(tree["proposals"]),
        behind=tuple(map(_backing_from, tree["behind"])),
    )


def _synthesis_from(tree: dict[str, Any] | None) -> Synthesised | None:
    if tree is None:
        return None
    return Synthesised(
        tuple(
            replace(Understanding(**one), links=tuple(map(_linked_from, one["links"])))
            for one in tree["statements"]
        ),
        tuple(map(_end_from, tree["ends"])),
    )


def _linked_from(tree: dict[str, Any]) -> Linked:
    return Linked(tree["ref"], Bearing(tree["bearing"]))


def _end_from(tree: dict[str, Any]) -> End:
    return replace(
        End(**tree),
        fate=Fate(tree["fate"]),
        statements=tuple(tree["statements"]),
        why=Unused(tree["why"]) if tree["why"] else None,
    )


def _backing_from(tree: dict[str, Any]) -> Backing:
    return replace(Backing(**tree), bearing=Bearing(tree["bearing"]))
