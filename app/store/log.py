"""The staff's acts as rows: written as JSON, read back as the dataclasses they were.

A stored act is never rewritten. When the shape of an act changes, add a function to `UPCASTS` that
turns the old JSON into the new one as it is read.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import TypeAdapter

from app.core import events as e
from app.core.events import Act
from app.core.things import Millis

# A dataclass with slots stands twice among the subclasses; the later one is the one in use.
_ADAPTERS: Mapping[str, TypeAdapter[Act]] = {
    act.__name__: TypeAdapter(act) for act in Act.__subclasses__()
}

UPCASTS: Mapping[str, Callable[[dict[str, Any]], dict[str, Any]]] = {}


def rows(
    acts: Iterable[Act], workshop: str, seq: int, actor: str, at: Millis
) -> list[dict[str, Any]]:
    """The acts as rows of `staff_act`, numbered from `seq` + 1."""
    return [
        {
            "workshop": workshop,
            "seq": seq + i,
            "at": at,
            "actor": actor,
            "kind": type(act).__name__,
            "body": _ADAPTERS[type(act).__name__].dump_json(act).decode(),
        }
        for i, act in enumerate(acts, start=1)
    ]


def read(kind: str, body: str) -> e.Act:
    """The act that was stored as `body`."""
    stored = json.loads(body)
    if kind in UPCASTS:
        stored = UPCASTS[kind](stored)
    return _ADAPTERS[kind].validate_json(json.dumps(stored))
