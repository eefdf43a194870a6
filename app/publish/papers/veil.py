"""What one of two versions of the minutes hides, kept back where both are told of: by the
contribution that a line is of, and else by the words."""

import json
import re
from collections.abc import Collection, Hashable, Iterator, Sequence
from typing import Any

from app.core.frozen import to_json
from app.core.minutes import Minutes
from app.core.redaction import joined, masked
from app.core.things import MASK

ENOUGH = 12
"""From so many characters a text that is hidden is known wherever it stands. A shorter one may be
anybody's, and is known only where nothing more was written."""

SPAN = 3
"""The same of what is blacked out within a text: it may be a name."""

BEGINNING = 40
"""After so many characters of a text its end may be missing: the first page shortens."""


class Veil:
    """Over words that stand open in the one tree and are hidden in the other."""

    def __init__(self, before: Minutes, after: Minutes) -> None:
        trees = [_told_in(json.loads(to_json(each))) for each in (before, after)]
        self._sources: tuple[set[Hashable], set[Hashable]] = set(), set()
        self._texts: set[str] = set()
        self._known: dict[str, dict[str, re.Pattern[str]]] = {}
        for sources, shown, other in zip(self._sources, trees, reversed(trees), strict=True):
            for there, (text, _) in shown.items():
                left, hidden = other.get(there, ("", False))
                if text and hidden and left != text:
                    sources.add(there[0])
                    self._hide(text, left)

    def _hide(self, text: str, left: str) -> None:
        whole = " ".join(text.split())
        self._texts.add(whole)
        if len(whole) >= ENOUGH:
            self._know(whole)
        for span in spans(text, left) if left else ():
            for words in (" ".join(each.split()) for each in span.split(MASK)):
                if len(words) >= SPAN:
                    self._know(words)

    def _know(self, words: str) -> None:
        """By the first word, so that a line is held against few of them. A name may own things."""
        start, end = re.escape(words), r"s?(?!\w)"
        if len(words) > BEGINNING:
            start = re.escape(words[:BEGINNING].rpartition(" ")[0] or words[:BEGINNING])
            end = ".*"
        first = next(iter(_words(words)), "")
        self._known.setdefault(first, {})[words] = re.compile(rf"(?<!\w){start}{end}")

    def over(self, text: str, own: Collection[str] = (), source: str = "", at: int = 0) -> str:
        """The words of a line of the one tree (`at` 0) or the other (1), with MASK for what is
        hidden. `own`: what people wrote of it, each for itself."""
        if own and source in self._sources[at]:
            return MASK
        found = [
            there.span()
            for each in self._texts.intersection((text, *own))
            for there in re.finditer(rf"(?<!\w){re.escape(each)}(?!\w)", text)
        ]
        words = {*_words(text)}
        for first in {"", *words, *(word.removesuffix("s") for word in words)}:
            for each, pattern in self._known.get(first, {}).items():
                if each[: BEGINNING // 2] in text:
                    found += (there.span() for there in pattern.finditer(text))
        if not found:
            return text
        cuts = joined(text, found)
        return masked(text, cuts) if cuts else MASK


def spans(text: str, left: str) -> set[str]:
    """What of the text is hidden where this is left: as far to the left as it may be, and as far
    to the right. Where it is not left of that text, each word that is gone."""
    forth = _cut(text, left.split(MASK))
    back = _cut(text[::-1], left[::-1].split(MASK))
    if forth is None or back is None:
        return {*_words(text)} - {*_words(left)}
    return {*forth, *(each[::-1] for each in back)}


def _cut(text: str, parts: Sequence[str]) -> list[str] | None:
    """What stands between these parts, each where it is met first; None where it has others."""
    first, *middle, last = parts if len(parts) > 1 else (*parts, "")
    at, end = len(first), len(text) - len(last)
    if not (text.startswith(first) and text.endswith(last)):
        return None
    found = []
    for part in middle:
        there = text.find(part, at + 1, end)
        if there < 0:
            return None
        found.append(text[at:there])
        at = there + len(part)
    return [*found, text[at:end]] if at < end else None


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


# ---------------------------------------------------------------- what the trees tell


def _told_in(tree: Any) -> dict[tuple[Hashable, str], tuple[str, bool]]:
    """By place and field, all words that may be hidden, and whether some are."""
    return {
        (place, name): (text, any(one.get(each) for each in ("hidden", "dissent_hidden", "cuts")))
        for place, one in _dicts(tree)
        for name, text in _fields(one)
    }


def _fields(one: dict[str, Any]) -> Iterator[tuple[str, str]]:
    texts = {name: one.get(name) for name in ("text", "dissent")}
    texts |= {f"version {at}": text for at, text in enumerate(one.get("versions", ()))}
    return ((name, text) for name, text in texts.items() if isinstance(text, str))


def _dicts(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Hashable, dict[str, Any]]]:
    """All that is told in the tree, by its place: what a line of it has as its source, if any."""
    match tree:
        case dict():
            place: Hashable = tree.get("fingerprint") or path
            match path:
                case ("cases", no, "statements", _):
                    place = f"{no + 1}/{tree['table']}"
            yield place, tree
            for name, each in tree.items():
                yield from _dicts(each, (*path, name))
        case list():
            for at, each in enumerate(tree):
                yield from _dicts(each, (*path, at))
