"""The JSON Schema of the published minutes, made from the types that they are made of.

What `data.py` tells of a field stands at the field. A field that comes later is no new schema: who
reads the minutes by program passes by what it does not know.
"""

import json
import re
from functools import cache
from inspect import cleandoc
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from app.core.minutes import Minutes
from app.publish.opendata import data

_TOLD = re.compile(r"^- `(.+?)`: (.*(?:\n  .*)*)", re.MULTILINE)
"""What `data.py` tells of a field."""


class _Plain(GenerateJsonSchema):
    """Without a title for each field, which would say its name once more."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


@cache
def document() -> bytes:
    """The schema as JSON in UTF-8."""
    return json.dumps(schema(), ensure_ascii=False, indent=1).encode()


def schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of what `data.document` gives."""
    tree = TypeAdapter(Minutes).json_schema(mode="serialization", schema_generator=_Plain)
    kinds = tree.pop("$defs")
    told = cleandoc(data.__doc__ or "")
    made = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": data.SCHEMA,
        "description": told.partition("\n")[0],
        "type": "object",
        "properties": {
            "schema": {"const": data.SCHEMA},
            "version": {"type": ["integer", "null"], "minimum": 1},
            "published": {"type": ["string", "null"], "format": "date-time"},
            "digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "minutes": {"$ref": "#/$defs/Minutes"},
        },
        "required": ["schema", "version", "published", "digest", "minutes"],
        "$defs": {**kinds, "Minutes": tree},
    }
    for path, words in _TOLD.findall(told):
        _field(made, path)["description"] = " ".join(words.split())
    return made


def _field(made: dict[str, Any], path: str) -> dict[str, Any]:
    """The field at a path such as `minutes.cases[].notes[]`. Raises `KeyError` if there is none."""
    here: dict[str, Any] = made
    for name in path.replace("[]", "").split("."):
        here = _opened(made, here)["properties"][name]
    return here


def _opened(made: dict[str, Any], field: dict[str, Any]) -> dict[str, Any]:
    """What a field holds: of a list its members, of what may be missing what it is otherwise."""
    for some in field.get("anyOf", ()):
        if some.get("type") != "null":
            return _opened(made, some)
    if "items" in field:
        return _opened(made, field["items"])
    if "$ref" in field:
        kind: dict[str, Any] = made["$defs"][field["$ref"].rpartition("/")[2]]
        return kind
    return field
