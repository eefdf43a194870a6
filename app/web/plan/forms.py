"""The two long forms, from a plan process to what stands in the fields, and back.

Nothing typed is lost: whatever is sent comes back in the fields, also where it cannot be stored.
Lists are numbered rows, `timeline.0.when`; rows come and go by a button that sends the form.
"""

import json
import secrets
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter

from app.core.planning import GOALS, LANGUAGES, Phase, PlanProcess, Section
from app.core.words import clean

LONGEST = 2_000  # characters of a text
LONGEST_LINE = 300
MOST = 100  # rows of a list

#: The single fields of each form. The lines are short, the others may be long.
FIELDS: Mapping[Section, tuple[str, ...]] = {
    Section.PLAN: (
        "title", "municipality", "language", "kind", "purpose", "ordered_by", "governance",
        "problem", "problem_why", "now", "here", "goal", "long_goal", "gap",
    ),
    Section.KNOWLEDGE: ("national", "regional", "region"),
}  # fmt: skip
LINES = frozenset({"title", "municipality", "language", "kind", "governance", "problem", "now"})

#: The lists of each form, and what stands in a row.
LISTS: Mapping[Section, Mapping[str, tuple[str, ...]]] = {
    Section.PLAN: {
        "stages": ("phase", "begins", "ends", "note"),
        "related": ("relation", "title", "note"),
        "timeline": ("when", "what", "body"),
        "others": ("title", "kind", "status", "adopted", "followed"),
    },
    Section.KNOWLEDGE: {"knowledge": ("id", "text", "figure", "source", "goals")},
}
FIXED = frozenset({"stages"})
"""Lists whose rows neither come nor go."""
CHOSEN = frozenset({"id", "phase", "relation", "kind", "status", "followed"})
"""A row in which nothing stands but these is an empty row."""


@dataclass(frozen=True)
class Typed:
    """What stands in the fields of one form."""

    section: Section
    fields: Mapping[str, str]
    rows: Mapping[str, list[dict[str, str]]]

    @property
    def digest(self) -> str:
        """A mark of it, to see whether it was changed meanwhile."""
        told = [self.section, dict(self.fields), {k: list(v) for k, v in self.rows.items()}]
        return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def shown(process: PlanProcess, section: Section) -> Typed:
    """The fields as they stand for what is stored."""
    return Typed(
        section,
        {name: str(getattr(process, name) or "") for name in FIELDS[section]},
        {
            name: [_row(each, parts) for each in getattr(process, name)]
            for name, parts in LISTS[section].items()
        },
    )


def _row(each: object, parts: Collection[str]) -> dict[str, str]:
    row = {part: getattr(each, part) for part in parts}
    if "goals" in row:
        row["goals"] = " ".join(map(str, row["goals"]))
    return {part: str(value) for part, value in row.items()}


def typed(sent: Mapping[str, str], section: Section) -> Typed:
    """The fields as they were sent, cleaned, without the rows that are empty."""
    rows = {name: _sent_rows(sent, name, parts) for name, parts in LISTS[section].items()}
    fields = {name: clean(sent.get(name, "")) for name in FIELDS[section]}
    return Typed(section, fields, rows)


def _sent_rows(sent: Mapping[str, str], name: str, parts: Collection[str]) -> list[dict[str, str]]:
    numbers = {
        int(pieces[1])
        for key in sent
        if (pieces := key.split("."))[0] == name and len(pieces) > 2 and pieces[1].isdecimal()
    }
    rows = []
    for number in sorted(numbers):
        row = {part: clean(sent.get(f"{name}.{number}.{part}", "")) for part in parts}
        if "goals" in row:
            marked = (g for g in GOALS if f"{name}.{number}.goals.{g}" in sent)
            row["goals"] = " ".join(map(str, marked))
        if name in FIXED or any(value for part, value in row.items() if part not in CHOSEN):
            rows.append(row)
    return rows


def with_row(form: Typed, name: str) -> Typed:
    """With an empty row at the end of the list."""
    empty = dict.fromkeys(LISTS[form.section][name], "")
    if "id" in empty:
        empty["id"] = secrets.token_hex(8)
    return replace(form, rows={**form.rows, name: [*form.rows[name], empty]})


def without_row(sent: Mapping[str, str], which: str) -> dict[str, str]:
    """What was sent, but for the row `timeline.2`."""
    return {key: text for key, text in sent.items() if not which or not key.startswith(f"{which}.")}


def moved_up(form: Typed, statement: str) -> Typed:
    """With the statement of that id before the one it came after."""
    rows = list(form.rows["knowledge"])
    at = next((i for i, row in enumerate(rows) if row["id"] == statement), 0)
    if at:
        rows[at - 1], rows[at] = rows[at], rows[at - 1]
    return replace(form, rows={**form.rows, "knowledge": rows})


def differences(stored: Typed, form: Typed) -> dict[str, list[str]]:
    """What stands on disk where the form says something else, as lines, by field or list."""
    return {
        name: [text] for name, text in stored.fields.items() if text != form.fields[name]
    } | {
        name: [" · ".join(filter(None, row.values())) for row in rows]
        for name, rows in stored.rows.items()
        if rows != form.rows[name]
    }  # fmt: skip


def too_long(form: Typed) -> dict[str, int]:
    """What cannot be stored: how many characters, or rows, each field or list may have at most."""
    told = {
        name: _longest(name) for name, text in form.fields.items() if len(text) > _longest(name)
    }
    for name, rows in form.rows.items():
        if len(rows) > MOST:
            told[name] = MOST
        for number, row in enumerate(rows):
            told |= {
                f"{name}.{number}.{part}": _longest(part, in_row=True)
                for part, text in row.items()
                if len(text) > _longest(part, in_row=True)
            }
    return told


def _longest(name: str, *, in_row: bool = False) -> int:
    short = name != "text" if in_row else name in LINES
    return LONGEST_LINE if short else LONGEST


# ---------------------------------------------------------------- to a plan process


_WHOLE = TypeAdapter(PlanProcess)


def filled(process: PlanProcess, form: Typed) -> PlanProcess:
    """The process with what stands in the form. What was shown for statements that went, goes.

    Raises `ValueError` where a choice is none that the form offers, or the phases are not all
    there: nobody sends that by accident.
    """
    told = {**asdict(process), **form.fields, **form.rows}
    if form.section is Section.PLAN:
        told["now"] = told["now"] or None
        if [row["phase"] for row in form.rows["stages"]] != list(Phase):
            raise ValueError
        if told["language"] not in LANGUAGES:
            raise ValueError
    else:
        told["knowledge"] = _statements(form.rows["knowledge"])
        there = {row["id"] for row in told["knowledge"]}
        told["exhibits"] = [each for each in process.exhibits if each.about in there]
    return _WHOLE.validate_python(told)


def _statements(rows: list[dict[str, str]]) -> list[dict[str, Any]]:
    """The statements in their order; a new one gets an id of its own."""
    seen: set[str] = set()
    statements = []
    for row in rows:
        known = row["id"] if row["id"] and row["id"] not in seen else secrets.token_hex(8)
        seen.add(known)
        statements.append({**row, "id": known, "goals": [int(no) for no in row["goals"].split()]})
    return statements
