"""Writes down the protocol from the code that enforces it.

python -m app.live.document schema   → JSON Schema, from which the TypeScript types are made
"""

import json
import sys
from typing import Any

from app.live.frames import Asked, Have, Protocol


def schema() -> str:
    """JSON Schema of all frames and views, stable from run to run."""
    whole = Protocol.model_json_schema(mode="serialization")
    asked = {frame.__name__ for frame in _all_below(Asked)} | {Have.__name__}
    for name, model in {"": whole, **whole["$defs"]}.items():
        for field in model.get("properties", {}).values():
            _untitled(field)
        if name not in asked and "properties" in model:
            model["required"] = list(model["properties"])  # what we send is always whole
    return json.dumps(whole, sort_keys=True, indent=1) + "\n"


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


if __name__ == "__main__":
    sys.stdout.write(schema())
