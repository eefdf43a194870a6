"""Questions and programmes to start from, in the workshop's own language: `bank.json` and
`programmes.json`. What is taken from here is the staff's own, to change as they like."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from app.core.things import Kind, Mode, Question, Step

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Entry:
    """A question of the bank, and what it is good for."""

    id: str
    group: str
    text: str
    good_for: str


@dataclass(frozen=True, slots=True)
class Template:
    """A programme to start from. `minutes` is how long it takes in all."""

    id: str
    name: str
    purpose: str
    minutes: int


@cache
def _read(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((HERE / name).read_text(encoding="utf-8"))
    return data


@cache
def bank(language: str) -> tuple[Entry, ...]:
    """All questions, group after group."""
    data = _read("bank.json")
    return tuple(
        Entry(
            one["id"],
            data["groups"][one["group"]][language],
            one["text"][language],
            one["good_for"][language],
        )
        for one in data["questions"]
    )


@cache
def templates(language: str) -> tuple[Template, ...]:
    return tuple(
        Template(
            one["id"],
            one["name"][language],
            one["purpose"][language],
            sum(step["minutes"] for step in one["steps"]),
        )
        for one in _read("programmes.json")["templates"]
    )


def programme(template: str, language: str) -> tuple[tuple[Question, ...], tuple[Step, ...]]:
    """The questions and steps of a template. Raises `KeyError` where there is no such one."""
    data = _read("programmes.json")
    words, leads = data["words"], data["responsible"]
    drafts = {one["id"]: one["steps"] for one in data["templates"]}[template]
    asked = dict.fromkeys(draft["question"] for draft in drafts if "question" in draft)
    texts = {entry.id: entry.text for entry in bank(language)}
    steps = (
        Step(
            f"{draft['kind']}-{no}",
            Kind(draft["kind"]),
            draft["minutes"],
            draft.get("question"),
            words[draft["title"]][language] if "title" in draft else "",
            leads[draft["responsible"]][language],
            Mode(draft.get("mode", "")),
            words[draft["detail"]][language],
            cafe=draft.get("cafe", False),
        )
        for no, draft in enumerate(drafts, start=1)
    )
    return tuple(Question(id_, texts[id_]) for id_ in asked), tuple(steps)
