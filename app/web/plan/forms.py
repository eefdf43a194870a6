"""The three long forms, from a plan process to what stands in the fields, and back.

Nothing typed is lost: whatever is sent comes back in the fields, also where it cannot be stored.
Lists are numbered rows, `timeline.0.when`; rows come and go by a button that sends the form.
"""

import json
import re
import secrets
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from pydantic import TypeAdapter

from app.core.draft import MOST_MONEY, YEARS, Funding
from app.core.planning import GOALS, LANGUAGES, Phase, PlanProcess, Section
from app.core.words import clean

LONGEST = 2_000  # characters of a text
LONGEST_LINE = 300
MOST = 100  # rows of a list
MOST_OF_ALL = 1_000  # rows of a list that goes on from place to place
LONGEST_NUMBER = 9  # digits of the number of a row

#: The single fields of each form. The lines are short, the others may be long.
FIELDS: Mapping[Section, tuple[str, ...]] = {
    Section.PLAN: (
        "title", "municipality", "language", "kind", "purpose", "ordered_by", "governance",
        "problem", "problem_why", "now", "here", "goal", "long_goal", "gap",
    ),
    Section.KNOWLEDGE: ("national", "regional", "region"),
    Section.DRAFT: (),
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
    Section.DRAFT: {
        "places": ("id", "number", "heading", "words", "carries"),
        "money": ("place", "year", "amount", "funding", "account", "words"),
        "results": ("place", "words", "by", "when"),
    },
}
FIXED = frozenset({"stages"})
"""Lists whose rows neither come nor go."""
OF_A_PLACE = frozenset({"money", "results"})
"""Lists that each place of the draft has its own rows in."""
KEPT = FIXED | {"places"}
"""Lists with rows that others hang on: one goes by its button only, also where it is empty."""
CHOSEN = frozenset({"id", "place", "phase", "relation", "kind", "status", "followed"})
"""A row in which nothing stands but these is an empty row."""
TICKED = frozenset({"goals", "carries"})
"""Parts that are boxes to tick: what is ticked stands on a line each."""
NUMBERS = frozenset({"year", "amount"})
LONG = frozenset({"text", "words"})
"""Parts of a row that may be long."""


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
        row["goals"] = "\n".join(map(str, row["goals"]))
    if "carries" in row:
        row["carries"] = "\n".join(f"{one.workshop}/{one.statement}" for one in row["carries"])
    return {part: str(value or "") for part, value in row.items()}


def typed(sent: Mapping[str, str], section: Section, *, empty: bool = False) -> Typed:
    """The fields as they were sent, cleaned; `empty` rows are kept where the form goes on.

    Raises `ValueError` where a row is of a phase that there is not: nobody types which.
    """
    rows = {
        name: _sent_rows(sent, name, parts, empty or name in KEPT)
        for name, parts in LISTS[section].items()
    }
    for row in rows.get("stages", ()):
        Phase(row["phase"])
    if section is Section.DRAFT:
        there = {row["id"] for row in rows["places"]}
        for name in OF_A_PLACE:  # what a place had goes with it
            rows[name] = [row for row in rows[name] if row["place"] in there]
    fields = {name: clean(sent.get(name, "")) for name in FIELDS[section]}
    return Typed(section, fields, rows)


def _sent_rows(
    sent: Mapping[str, str], name: str, parts: Collection[str], empty: bool
) -> list[dict[str, str]]:
    numbers = {
        int(pieces[1])
        for key in sent
        if (pieces := key.split("."))[0] == name and len(pieces) > 2 and _numbers_a_row(pieces[1])
    }
    rows = []
    for number in sorted(numbers):
        row = {part: _sent_part(sent, f"{name}.{number}.{part}", part) for part in parts}
        if empty or any(value for part, value in row.items() if part not in CHOSEN):
            rows.append(row)
    return rows


def _numbers_a_row(text: str) -> bool:
    return text.isdecimal() and len(text) <= LONGEST_NUMBER


def _sent_part(sent: Mapping[str, str], at: str, part: str) -> str:
    if part in TICKED:
        marked = (key.removeprefix(f"{at}.") for key in sent if key.startswith(f"{at}."))
        if part == "goals":
            marked = (one for one in marked if one in map(str, GOALS))
        return "\n".join(sorted(marked, key=lambda one: (len(one), one)))
    text = clean(sent.get(at, ""))
    return _digits(text) if part in NUMBERS else text


def _digits(text: str) -> str:
    """A number as people write it, 4 500 or −300, in digits; else as it was."""
    bare = text.replace(" ", "").replace("−", "-").replace("–", "-")
    return str(int(bare)) if re.fullmatch(r"-?[0-9]{1,15}", bare) else text


def with_row(form: Typed, which: str) -> Typed:
    """With an empty row at the end of the list; `money.ID`: for the place with that id."""
    name, _, place = which.partition(".")
    empty = dict.fromkeys(LISTS[form.section][name], "")
    if "place" in empty:
        empty["place"] = place
    if "id" in empty:
        empty["id"] = secrets.token_hex(8)
    return replace(form, rows={**form.rows, name: [*form.rows[name], empty]})


def without_row(sent: Mapping[str, str], which: str) -> dict[str, str]:
    """What was sent, but for the row `timeline.2`."""
    return {key: text for key, text in sent.items() if not which or not key.startswith(f"{which}.")}


def moved_up(form: Typed, id_: str) -> Typed:
    """With the statement or place of that id before the one it came after."""
    name = next(name for name, parts in LISTS[form.section].items() if "id" in parts)
    rows = list(form.rows[name])
    at = next((i for i, row in enumerate(rows) if row["id"] == id_), 0)
    if at:
        rows[at - 1], rows[at] = rows[at], rows[at - 1]
    return replace(form, rows={**form.rows, name: rows})


def differences(
    stored: Typed, form: Typed, names: Mapping[str, str] = MappingProxyType({})
) -> dict[str, list[str]]:
    """What stands on disk where the form says something else, as lines, by field or list.

    `names`: what to say for what has no words of its own, such as the id of a place.
    """
    return {
        name: [text] for name, text in stored.fields.items() if text != form.fields[name]
    } | {
        name: [_in_a_line(row, names) for row in rows]
        for name, rows in stored.rows.items()
        if rows != form.rows[name]
    }  # fmt: skip


def _in_a_line(row: Mapping[str, str], names: Mapping[str, str]) -> str:
    told = (value for part, value in row.items() if part != "id" and value)
    return " · ".join(names.get(one, one) for value in told for one in value.split("\n"))


def too_long(form: Typed) -> dict[str, int]:
    """What cannot be stored: how many characters, or rows, each field or list may have at most."""
    told = {
        name: _longest(name) for name, text in form.fields.items() if len(text) > _longest(name)
    }
    for name, rows in form.rows.items():
        most = MOST_OF_ALL if name in OF_A_PLACE else MOST
        if len(rows) > most:
            told[name] = most
        for number, row in enumerate(rows):
            told |= {
                f"{name}.{number}.{part}": _longest(part, in_row=True)
                for part, text in row.items()
                if len(text) > _longest(part, in_row=True)
            }
    return told


def _longest(name: str, *, in_row: bool = False) -> int:
    if name in TICKED:
        return LONGEST * MOST  # nobody types it
    short = name not in LONG if in_row else name in LINES
    return LONGEST_LINE if short else LONGEST


class Wrong(StrEnum):
    """What cannot be stored of the draft of a plan."""

    NAMELESS = "nameless"
    YEAR = "year"
    AMOUNT = "amount"
    SUM = "sum"  # an amount where nothing is set aside


def wrong(form: Typed) -> dict[str, Wrong]:
    """What cannot be stored of the draft of the plan, by field."""
    if form.section is not Section.DRAFT:
        return {}
    told = {}
    for i, row in enumerate(form.rows["places"]):
        if not row["heading"]:
            told[f"places.{i}.heading"] = Wrong.NAMELESS
    for i, row in enumerate(form.rows["money"]):
        if _number(row["year"]) not in YEARS:
            told[f"money.{i}.year"] = Wrong.YEAR
        amount = _number(row["amount"])
        if row["funding"] == Funding.NOTHING:
            if row["amount"]:
                told[f"money.{i}.amount"] = Wrong.SUM
        elif not 0 < abs(amount) <= MOST_MONEY:
            told[f"money.{i}.amount"] = Wrong.AMOUNT
    for i, row in enumerate(form.rows["results"]):
        if not row["words"]:
            told[f"results.{i}.words"] = Wrong.NAMELESS
    return told


def _number(text: str) -> int:
    """0 where it is none."""
    return int(text) if re.fullmatch(r"-?[0-9]{1,15}", text) else 0


# ---------------------------------------------------------------- to a plan process


_WHOLE = TypeAdapter(PlanProcess)


def filled(process: PlanProcess, form: Typed) -> PlanProcess:
    """The process with what stands in the form. What was shown for statements that went, goes.

    Raises `ValueError` where a choice is none that the form offers, the phases are not all there,
    or places have no ids of their own: nobody sends that by accident.
    """
    told = {**asdict(process), **form.fields, **form.rows}
    if form.section is Section.PLAN:
        told["now"] = told["now"] or None
        if [row["phase"] for row in form.rows["stages"]] != list(Phase):
            raise ValueError
        if told["language"] not in LANGUAGES:
            raise ValueError
    elif form.section is Section.KNOWLEDGE:
        told["knowledge"] = _statements(form.rows["knowledge"])
        there = {row["id"] for row in told["knowledge"]}
        told["exhibits"] = [each for each in process.exhibits if each.about in there]
    else:
        told["places"] = [
            {**row, "carries": list(map(_carried, row["carries"].splitlines()))}
            for row in form.rows["places"]
        ]
        ids = [row["id"] for row in form.rows["places"]]
        if len(set(filter(None, ids))) != len(ids):
            raise ValueError
        told["money"] = [{**row, "amount": row["amount"] or 0} for row in form.rows["money"]]
    return _WHOLE.validate_python(told)


def _carried(typed: str) -> dict[str, str]:
    workshop, _, statement = typed.partition("/")
    return {"workshop": workshop, "statement": statement}


def _statements(rows: list[dict[str, str]]) -> list[dict[str, Any]]:
    """The statements in their order; a new one gets an id of its own."""
    seen: set[str] = set()
    statements = []
    for row in rows:
        known = row["id"] if row["id"] and row["id"] not in seen else secrets.token_hex(8)
        seen.add(known)
        statements.append({**row, "id": known, "goals": [int(no) for no in row["goals"].split()]})
    return statements
