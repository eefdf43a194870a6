"""News as an Atom feed (RFC 4287): whoever follows it hears of notices, minutes and corrections.

An entry keeps its id wherever the workshop is moved, so that nobody is told the same twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from lxml import etree  # type: ignore[import-untyped]

from app.core.things import Millis
from app.publish.fit import fit
from app.publish.phrases import times

MEDIA = "application/atom+xml"
_ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_OURS = UUID("5b0c2c2e-8f0d-4d86-9f0e-1d3f6b1f5a07")
"""The namespace of our names (RFC 4122, section 4.3)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """`name` is what tells it from all others, for ever; `address` where it is read."""

    name: str
    title: str
    at: Millis
    address: str
    author: str
    summary: str


def feed(title: str, *, own: str, home: str, language: str, entries: Sequence[Entry]) -> bytes:
    """The newest first. `own` is the feed's address, `home` that of the page it is about."""
    root = etree.Element(f"{{{_ATOM}}}feed", {_LANG: language}, nsmap={None: _ATOM})
    _put(root, "id", own)
    _put(root, "title", title)
    _put(root, "updated", times.zulu(max((entry.at for entry in entries), default=0)))
    _put(root, "link", rel="self", type=MEDIA, href=own)
    _put(root, "link", rel="alternate", type="text/html", href=home)
    for entry in sorted(entries, key=lambda entry: -entry.at):
        there = _put(root, "entry")
        _put(there, "id", uuid5(_OURS, entry.name).urn)
        _put(there, "title", entry.title)
        _put(there, "updated", times.zulu(entry.at))
        _put(there, "link", rel="alternate", type="text/html", href=entry.address)
        _put(_put(there, "author"), "name", entry.author)
        _put(there, "summary", entry.summary)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))


def _put(under: etree._Element, name: str, text: str = "", **told: str) -> etree._Element:
    made = etree.SubElement(under, f"{{{_ATOM}}}{name}", {k: fit(v) for k, v in told.items()})
    if text:
        made.text = fit(text)
    return made
