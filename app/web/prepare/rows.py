"""The programme as rows in a form: what was typed, what a button does to it, what it comes to.

Nothing is stored by a button but the one that stores: the rows come back as typed, one moved or one
more. So a programme may stand unfinished on the page for as long as it takes.
"""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from app.core.programme import LONGEST_STEP, MOST_PLACES
from app.core.rules import ABOUT_A_QUESTION
from app.core.things import PLACES, Kind, Method, Mode, Question, Step
from app.core.words import clean, whole
from app.i18n import N_, Translator
from app.text.bank import bank, programme, templates
from app.web.prepare import typed

Row: TypeAlias = Mapping[str, str]

STEP = (
    "id",
    "kind",
    "title",
    "question",
    "minutes",
    "responsible",
    "mode",
    "detail",
    "places",
    "method",
    "cafe",
)
QUESTION = ("id", "text", "hint")
MOST_STEPS, MOST_QUESTIONS = 60, 30
LONGEST = {"title": 120, "responsible": 120, "detail": 1_000, "text": 500, "hint": 500}

ASKS_NOTHING = frozenset(
    {Kind.RULES, Kind.KNOWLEDGE, Kind.ROUND, Kind.VERIFY, Kind.EVALUATE, Kind.PAUSE, Kind.END}
)

TOO_MANY_STEPS = N_("A programme has at most {n} steps.")
TOO_MANY_QUESTIONS = N_("A programme has at most {n} questions.")


@dataclass(frozen=True)
class Rows:
    """`focus` is the field that a button leaves one in; `told` what could not be done; `bereft` the
    steps, by number from 0, that a button left without their question."""

    questions: tuple[Row, ...]
    steps: tuple[Row, ...]
    focus: str = ""
    told: str = ""
    bereft: tuple[int, ...] = ()


def of(questions: Iterable[Question], steps: Iterable[Step]) -> Rows:
    return Rows(
        tuple({part: getattr(each, part) for part in QUESTION} for each in questions),
        tuple({part: _as_typed(getattr(each, part)) for part in STEP} for each in steps),
    )


def _as_typed(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else ""
    return "" if value is None else str(value)


def sent(form: Mapping[str, str]) -> Rows:
    """The rows of a form, in the order of their numbers: `s.3.title`, `q.0.text`."""
    return Rows(tuple(_rows(form, "q", QUESTION)), tuple(_rows(form, "s", STEP)))


def _rows(form: Mapping[str, str], letter: str, parts: Iterable[str]) -> Iterator[Row]:
    numbers = {
        number
        for name in form
        if (pieces := name.split("."))[0] == letter
        and len(pieces) == 3
        and pieces[1].isascii()
        and (number := whole(pieces[1])) is not None
    }
    for no in sorted(numbers):
        row = {part: form.get(f"{letter}.{no}.{part}", "") for part in parts}
        yield row if row["id"] else {**row, "id": _new_id()}


def _new_id() -> str:
    return secrets.token_hex(6)


# ---------------------------------------------------------------- what the buttons do


def after(rows: Rows, press: str, language: str, _: Translator) -> Rows:
    """The rows after a button: `up 3`, `down 3`, `remove 3`, `copy 3`, `insert 3`, `ask`,
    `forget 1`, `pick ID` (a question of the bank), `take ID` (a template, where nothing is written
    yet). What it does not know changes nothing."""
    what, _space, which = press.partition(" ")
    at = number if (number := whole(which)) is not None else -1
    steps, asked = list(rows.steps), list(rows.questions)
    focus = told = ""
    bereft: tuple[int, ...] = ()
    match what:
        case "take" if not steps and not asked:
            if any(template.id == which for template in templates(language)):
                return of(*programme(which, language))
        case "up" if 0 < at < len(steps):
            steps[at - 1], steps[at] = steps[at], steps[at - 1]
            focus = f"s.{at - 1}.up"
        case "down" if 0 <= at < len(steps) - 1:
            steps[at], steps[at + 1] = steps[at + 1], steps[at]
            focus = f"s.{at + 1}.down"
        case "remove" if 0 <= at < len(steps):
            del steps[at]
            focus = f"s.{min(at, len(steps) - 1)}.remove" if steps else "add"
        case "copy" | "insert" if at < len(steps) and len(steps) >= MOST_STEPS:
            told = _(TOO_MANY_STEPS, n=MOST_STEPS)
        case "copy" if 0 <= at < len(steps):
            steps.insert(at + 1, {**steps[at], "id": _new_id()})
            focus = f"s.{at + 1}.title"
        case "insert" if at < len(steps):
            empty = dict.fromkeys(STEP, "") | {"id": _new_id(), "kind": Kind.INTRO, "minutes": "10"}
            steps.insert(at + 1, empty)
            focus = f"s.{at + 1}.kind"
        case "ask" | "pick" if len(asked) >= MOST_QUESTIONS:
            told = _(TOO_MANY_QUESTIONS, n=MOST_QUESTIONS)
        case "ask" | "pick":
            texts = {entry.id: entry.text for entry in bank(language)}
            asked.append({"id": _new_id(), "text": texts.get(which, ""), "hint": ""})
            focus = f"q.{len(asked) - 1}.text"
        case "forget" if 0 <= at < len(asked):
            gone = asked.pop(at)["id"]
            bereft = tuple(no for no, step in enumerate(steps) if step["question"] == gone)
            steps = [{**s, "question": ""} if s["question"] == gone else s for s in steps]
            focus = f"q.{min(at, len(asked) - 1)}.text" if asked else "ask"
            focus = "bereft" if bereft else focus
    return replace(
        rows, questions=tuple(asked), steps=tuple(steps), focus=focus or rows.focus, told=told,
        bereft=bereft,
    )  # fmt: skip


# ---------------------------------------------------------------- what it comes to


@dataclass(frozen=True)
class Read:
    """The programme that was typed, as far as it can be read, and what is wrong by field."""

    questions: tuple[Question, ...]
    steps: tuple[Step, ...]
    errors: Mapping[str, str]


def read(rows: Rows, _: Translator) -> Read:
    """Minutes that cannot be read count as none, so that totals can be told all the same."""
    errors: dict[str, str] = {}
    used = {row["question"] for row in rows.steps}
    questions, steps = list[Question](), list[Step]()
    for no, row in enumerate(rows.questions):
        text, hint = (
            _line(row, "text", f"q.{no}", errors, _),
            _line(row, "hint", f"q.{no}", errors, _),
        )
        if not text and (hint or row["id"] in used):
            errors[f"q.{no}.text"] = _("Write the question, or take it out.")
        if text:
            questions.append(Question(row["id"], text, hint))
    known = {row["id"] for row in rows.questions}
    for no, row in enumerate(rows.steps):
        at = f"s.{no}"
        minutes = typed.number(row["minutes"])
        if minutes is None or minutes > LONGEST_STEP:
            errors[f"{at}.minutes"] = _(
                "Write the minutes as a number, at most {n}.", n=LONGEST_STEP
            )
        kind = Kind(row["kind"]) if row["kind"] in {*Kind} else Kind.INTRO
        if kind is Kind.EVALUATE and any(step.kind is kind for step in steps):
            errors[f"{at}.kind"] = _("There is an evaluation already. One is enough.")
        places = typed.number(row["places"] or str(PLACES)) or 0
        if not 1 <= places <= MOST_PLACES:
            if kind is Kind.PRIORITISE:
                errors[f"{at}.places"] = _(
                    "Write the places as a number from 1 to {n}.", n=MOST_PLACES
                )
            places = PLACES
        question = row["question"] if row["question"] in known else None
        if kind in ABOUT_A_QUESTION and question is None:
            errors[f"{at}.question"] = _("Choose the question that this step is about.")
        if kind in ASKS_NOTHING:
            question = None
        steps.append(
            Step(
                row["id"],
                kind,
                min(minutes or 0, LONGEST_STEP),
                question,
                _line(row, "title", at, errors, _),
                _line(row, "responsible", at, errors, _),
                Mode(row["mode"]) if row["mode"] in {*Mode} else Mode.NONE,
                _line(row, "detail", at, errors, _),
                places,
                Method(row["method"]) if row["method"] in {*Method} else Method.DOTS,
                cafe=kind is Kind.ROUND and row["cafe"] == "1",
            )
        )
    if len(steps) > MOST_STEPS:
        errors["add"] = _(TOO_MANY_STEPS, n=MOST_STEPS)
    if len(rows.questions) > MOST_QUESTIONS:
        errors["ask"] = _(TOO_MANY_QUESTIONS, n=MOST_QUESTIONS)
    return Read(tuple(questions), tuple(steps), errors)


def _line(row: Row, part: str, at: str, errors: dict[str, str], _: Translator) -> str:
    text = clean(row[part])
    if len(text) > LONGEST[part]:
        errors[f"{at}.{part}"] = _("Too long: at most {n} characters.", n=LONGEST[part])
    return text
