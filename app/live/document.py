"""Writes down the protocol from the code that enforces it.

python -m app.live.document schema   → JSON Schema, from which the TypeScript types are made

`protocol` makes `docs/protocol.md`, around a transcript of a real run (`tests/live/transcript.py`).
"""

import inspect
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args, get_type_hints

from app.core import commands as c
from app.core.rules import ASKED_BY, Code
from app.live import frames
from app.live.frames import Asked, CommandFrame, FromScreen, Have, ListChange, Protocol, ToScreen


def schema() -> str:
    """JSON Schema of all frames and views, stable from run to run."""
    return json.dumps(_schema(), sort_keys=True, indent=1) + "\n"


def _schema() -> dict[str, Any]:
    whole = Protocol.model_json_schema(mode="serialization")
    may_lack = {frame.__name__ for frame in (*_all_below(Asked), Have, ListChange)}
    for name, model in {"": whole, **whole["$defs"]}.items():
        for field in model.get("properties", {}).values():
            _untitled(field)
        if name not in may_lack and "properties" in model:
            model["required"] = list(model["properties"])  # what else we send is always whole
    return whole


def _all_below(model: type) -> set[type]:
    below: set[type] = set(model.__subclasses__())
    return below.union(*(_all_below(each) for each in below))


def _untitled(field: Any) -> None:
    """A title on a field would become a type of its own in TypeScript."""
    if isinstance(field, dict):
        field.pop("title", None)
        for part in field.values():
            _untitled(part)
    elif isinstance(field, list):
        for part in field:
            _untitled(part)


# ---------------------------------------------------------------- docs/protocol.md

#: What each code means to somebody who writes a client.
MEANING: Mapping[str, str] = {
    Code.NOT_ALLOWED: "this role may not ask for it",
    Code.NOT_YOUR_ROLE: "of the staff, but without the right that it needs",
    Code.NOT_PLANNED: "the workshop has no plan yet",
    Code.ENDED: "the workshop is over",
    Code.NOT_ENDED: "minutes are published when the workshop is over",
    Code.CLOSED: "the step does not take it, or no longer",
    Code.OTHER_STEP: "the hall is at another step",
    Code.UNKNOWN_STEP: "there is no such step",
    Code.UNKNOWN_TABLE: "there is no such table",
    Code.UNKNOWN_QUESTION: "there is no such question",
    Code.UNKNOWN_NOTE: "there is no such note at this table",
    Code.UNKNOWN_STATEMENT: "that table has no statement to show",
    Code.UNKNOWN_OPTION: "the ballot names something that is not among the choices",
    Code.EMPTY: "there are no words in it",
    Code.TOO_LONG: "a note holds 2,000 characters, a statement 4,000",
    Code.OTHER_TEXT: "this id and rev were stored with other content",
    Code.NOT_YOURS: "the secret is not the one the note was written with",
    Code.PEN_TAKEN: "another tablet at the table holds the pen",
    Code.NO_PEN: "this tablet does not hold the pen",
    Code.STALE: "something newer is stored already",
    Code.TOO_MANY_DOTS: "a ballot has five dots, or ten points",
    Code.BAD_MARK: "a dot is 1, a point at least 1, a grade from 1 to 5",
    Code.NO_MORE_BALLOTS: "as many as may sit at the table, or in the hall, have a ballot",
    Code.UNACCOUNTED: "a contribution has no end yet",
    Code.NEEDS_CONSENT: "somebody else of the staff must consent to the minutes first",
    Code.UNKNOWN_VERSION: "no such version of the minutes was published",
    Code.NOT_HELD: "the hall did not say that it was understood in this wording",
    Code.IN_USE: "something else refers to it, or it has another end already",
    Code.NOTHING_TO_UNDO: "the hall is not where the screen thinks, or there is nothing before it",
    Code.TOO_MANY_LIFTED: "a table lifts two notes on each question",
    Code.TOO_MANY_REACTIONS: "every seat at the table has reacted to the statement like this",
    Code.NO_BALLOT: "the key is no ticket of this step",
    Code.COUNTED: "the ballots are counted and gone",
    Code.BAD_PLAN: "the values do not go together",
    "malformed": "not JSON, or a field is missing, unknown, or of the wrong kind",
    "too_large": f"larger than {frames.LARGEST:,} bytes",
    "unknown_frame": "there is no frame with this `t`",
    "not_joined": "`join` comes first",
    "unknown_code": "the code leads nowhere",
    "ended_code": "the code's table is not in use",
    "not_allowed_here": "this screen only looks",
    "not_stored": "the disk or the database would not take it; send it again",
    "too_many_errors": "more than sixty refusals on one connection, `not_stored` aside; it closes",
    "slow_down": "too many wrong codes come in, or too many screens by this one: come again",
}

_INTRODUCTION = f"""# Live protocol

Made from `app/live/frames.py` and `app/core/seen.py` by `make protocol`. Do not edit.

{{about}}

Any websocket client can follow: connect to `/live`, send `join`, read. A browser's page must come
from the same host; other programs send no `Origin`. A frame is at most {frames.LARGEST:,} bytes.
One that is wrong is refused with a code and the connection lives on, until there were sixty.

A view travels once as a whole and then as changes. `parts` replace each other; `lists` change item
by item. A screen that was away joins with `have` – the `epoch` and `v` of its last view frame – and
receives only what is new since. Send again whatever was not answered: what was carried out already
is answered with `stored` and causes nothing. Times are milliseconds since 1970 in UTC.
"""


def protocol(transcript: str) -> str:
    """`docs/protocol.md`, with a transcript of a real run."""
    definitions = _schema()["$defs"]
    return "\n".join(
        (
            _INTRODUCTION.format(about=(inspect.getdoc(frames) or "").split("\n\n")[1]),
            "## A transcript\n",
            transcript,
            "## Frames from a screen\n",
            *_frames(get_args(get_args(FromScreen)[0]), definitions),
            "## Frames to a screen\n",
            *_frames(get_args(get_args(ToScreen)[0]), definitions),
            "## Views\n",
            "What views hold, by role, and what edits are made of. A list is marked `{id: …}`.\n",
            *_views(definitions),
            "## Codes\n",
            "Why something is refused. Codes are stable.\n",
            *(f"- `{code}`: {meaning}" for code, meaning in MEANING.items()),
            "",
        )
    )


def _frames(models: Iterable[type], definitions: Mapping[str, Any]) -> Iterator[str]:
    for model in models:
        shape = definitions[model.__name__]
        yield f"### `{shape['properties']['t']['const']}`\n"
        who = _asker(model)
        words = " ".join((inspect.getdoc(model) or "").split())
        inherited = model.__doc__ is None or words == " ".join((Asked.__doc__ or "").split())
        yield from (f"{line}\n" for line in (who, "" if inherited else words) if line)
        yield from _table(shape, leave_out="t")


def _asker(model: type) -> str:
    if not issubclass(model, CommandFrame):
        return ""
    hint = get_type_hints(model.command)["return"]
    command = (get_args(hint) or (hint,))[0]
    actor = next(actor for actor, commands in ASKED_BY.items() if command in commands)
    if command in {c.EditSynthesis, c.TakeBackEdit, c.TakeDirection}:
        return "From the workbench."
    return {c.Tablet: "From a tablet.", c.Staff: "From control."}[actor]


def _views(definitions: Mapping[str, Any]) -> Iterator[str]:
    done: set[str] = set()
    waiting = ["TabletView", "ProjectorView", "ControlView", "WorkbenchView", "Have", "ListChange"]
    waiting += _references(definitions["EditFrame"])
    while waiting:
        name = waiting.pop(0)
        if name in done:
            continue
        done.add(name)
        shape = definitions[name]
        yield f"### {name}\n"
        if "description" in shape:
            yield " ".join(shape["description"].split()) + "\n"
        if "enum" in shape:
            yield "One of " + ", ".join(f"`{value}`" for value in shape["enum"]) + ".\n"
        else:
            yield from _table(shape)
        waiting += _references(shape)


def _references(shape: Any) -> list[str]:
    if isinstance(shape, list):
        return [name for part in shape for name in _references(part)]
    if not isinstance(shape, dict):
        return []
    own = [shape["$ref"].rsplit("/", 1)[1]] if "$ref" in shape else []
    return own + [name for part in shape.values() for name in _references(part)]


def _table(shape: Mapping[str, Any], leave_out: str = "") -> Iterator[str]:
    fields = {name: field for name, field in shape["properties"].items() if name != leave_out}
    if not fields:
        return
    yield "| field | is | |"
    yield "| --- | --- | --- |"
    for name, field in fields.items():
        needed = name in shape.get("required", ())
        notes = [] if needed else [f"may be left out: {json.dumps(field.get('default'))}"]
        notes += [field["description"]] if "description" in field else []
        yield f"| `{name}` | {_kind(field)} | {'; '.join(notes)} |"
    yield ""


def _kind(field: Mapping[str, Any]) -> str:
    """A type in words, from its JSON Schema."""
    if "$ref" in field:
        return str(field["$ref"].rsplit("/", 1)[1])
    if "const" in field:
        return f"`{field['const']}`"
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if options := field.get("anyOf", field.get("oneOf")):
        return " or ".join(_kind(option) for option in options)
    match field.get("type"):
        case "array":
            return f"list of {_kind(field['items'])}" if "items" in field else "list"
        case "object":
            items = field.get("additionalProperties")
            return f"`{{id: …}}` of {_kind(items)}" if isinstance(items, dict) else "object"
        case "string" if "pattern" in field:
            return "32 hexadecimal digits"
        case "string" if "maxLength" in field:
            return f"text, at most {field['maxLength']:,}"
        case "string":
            return "text"
        case "integer":
            return "whole number"
        case "boolean":
            return "yes or no"
        case "null":
            return "`null`"
        case _:
            return "anything"


if __name__ == "__main__":
    sys.stdout.write(schema())
