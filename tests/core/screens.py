"""What a screen does with the frames it gets, in twenty lines."""

from typing import Any

import orjson

from app.core.seen import View


def whole(view: View) -> dict[str, Any]:
    """The view as a screen has it."""
    seen: dict[str, Any] = orjson.loads(orjson.dumps(view))
    return seen


class Merged:
    """A view put together from frames."""

    def __init__(self) -> None:
        self.epoch = ""
        self.version = 0
        self._parts: dict[str, Any] = {}
        self._lists: dict[str, dict[str, Any]] = {}

    def take(self, frame: dict[str, Any]) -> None:
        if frame["since"] == 0:
            self._parts, self._lists = {}, {}
        else:
            assert (frame["epoch"], frame["since"]) == (self.epoch, self.version)
        self._parts |= frame["parts"]
        for name, change in frame["lists"].items():
            old = {} if change.get("clear") else self._lists.get(name, {})
            self._lists[name] = {**old, **change["set"]}
            for key in change.get("gone", ()):
                self._lists[name].pop(key, None)
        self.epoch, self.version = frame["epoch"], frame["v"]

    def __getitem__(self, part: str) -> Any:
        return self._lists[part] if part in self._lists else self._parts[part]

    def notes(self, part: str = "hall_notes") -> set[str]:
        """The words of the notes in a list."""
        return {card["text"] for card in self._lists.get(part, {}).values()}

    @property
    def have(self) -> dict[str, Any]:
        return {"epoch": self.epoch, "v": self.version}

    def shows(self, view: dict[str, Any]) -> bool:
        """Whether this is the view. A list that holds nothing need not have been spoken of."""
        mine = {**self._parts, **self._lists}
        return {k: v for k, v in mine.items() if v != {}} == {
            k: v for k, v in view.items() if v != {}
        }
