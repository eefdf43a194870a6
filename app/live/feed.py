"""What has changed since a screen last looked: one feed for all who see the same.

A feed knows, for each part and each item of a list, the version at which it last changed. A frame
from version a to version b is encoded once and sent to everyone who stands at a. A screen that
comes back is just a screen at an old version; one that has seen nothing is at version 0.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from itertools import takewhile
from typing import Any, get_args

import orjson

from app.core.seen import View

_NAMES = {kind: tuple(part.name for part in fields(kind)) for kind in get_args(View)}
"""The parts of each kind of view, by name."""


@dataclass(slots=True)
class _List:
    """An item list: items encoded once, the version each changed at, and those that have gone."""

    items: Mapping[str, Any] = field(default_factory=dict)
    encoded: dict[str, orjson.Fragment] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    gone: dict[str, int] = field(default_factory=dict)
    cleared: int = 0
    touched: int = 0


class Feed:
    """The view of one audience through time. Versions start at 1, within the feed's own epoch."""

    def __init__(self) -> None:
        self.epoch = secrets.token_hex(6)
        self.version = 0
        self._parts: dict[str, tuple[Any, orjson.Fragment, int]] = {}
        self._lists: dict[str, _List] = {}
        self._frames: dict[int, bytes] = {}

    def show(self, view: View) -> bool:
        """Take the newest view. True where something in it changed."""
        version = self.version + 1
        changed = False
        for name in _NAMES[type(view)]:
            value = getattr(view, name)
            if isinstance(value, dict):
                known = self._lists.setdefault(name, _List())
                changed |= _compare(known, value, version)
            else:
                old = self._parts.get(name)
                if old is None or (old[0] is not value and old[0] != value):
                    self._parts[name] = value, orjson.Fragment(orjson.dumps(value)), version
                    changed = True
        if changed:
            self.version = version
            self._frames.clear()
        return changed

    def since(self, version: int) -> bytes:
        """The frame that brings a screen from `version` to now, as JSON. Encoded once."""
        if version > self.version:
            version = 0
        frame = self._frames.get(version)
        if frame is None:
            frame = self._frames[version] = self._encode(version)
        return frame

    def _encode(self, version: int) -> bytes:
        parts = {name: part for name, (_, part, at) in self._parts.items() if at > version}
        lists = {}
        for name, known in self._lists.items():
            if known.touched <= version:
                continue
            cleared = known.cleared > version
            change: dict[str, Any] = {
                "set": {key: known.encoded[key] for key in sorted(_after(version, known.changed))},
            }
            if cleared:
                change["clear"] = True
            else:
                change["gone"] = sorted(_after(version, known.gone))
            lists[name] = change
        return orjson.dumps(
            {
                "t": "view",
                "epoch": self.epoch,
                "v": self.version,
                "since": version,
                "parts": parts,
                "lists": lists,
            }
        )


def _after(version: int, changed: dict[str, int]) -> list[str]:
    """The keys that changed after `version`; the line is in the order of versions."""
    newest_first = reversed(changed.items())
    return [key for key, _ in takewhile(lambda entry: entry[1] > version, newest_first)]


def _compare(known: _List, items: dict[str, Any], version: int) -> bool:
    """Note what is new, other or gone. Items are compared by identity first: most are the same."""
    old = known.items
    if items is old:
        return False
    if not items:
        known.items = items
        if not old:
            return False
        known.encoded, known.changed, known.gone = {}, {}, {}
        known.cleared = known.touched = version
        return True
    fresh = {
        key: item
        for key, item in items.items()
        if (before := old.get(key)) is not item and before != item
    }
    gone = old.keys() - items.keys()
    known.items = items
    if not fresh and not gone:
        return False
    for key, item in fresh.items():
        known.encoded[key] = orjson.Fragment(orjson.dumps(item))
        known.gone.pop(key, None)
        known.changed.pop(key, None)  # to the end of the line: `_after` reads from there
        known.changed[key] = version
    for key in gone:
        known.encoded.pop(key, None)
        known.changed.pop(key, None)
        known.gone[key] = version
    known.touched = version
    return True
