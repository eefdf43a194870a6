"""A description as linked data (RDF): one tree of things, written as Turtle and as JSON-LD.

The strings of JSON are strings of Turtle too, so whatever somebody typed is only ever a string.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Address:
    """What is known by its address (an IRI). It must hold no spaces and none of <>"{}|^`."""

    iri: str


@dataclass(frozen=True, slots=True)
class Text:
    """Words in a language."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a type (`xsd:dateTime`, by its prefix); without one it is plain words."""

    text: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """`iri` is empty for one that stands inside another, and is known from there only."""

    type: str
    told: Mapping[str, "Sequence[Term]"]
    iri: str = ""


Term: TypeAlias = Address | Text | Value | Thing


def turtle(things: Sequence[Thing], prefixes: Mapping[str, str]) -> bytes:
    """RDF 1.1 Turtle, in UTF-8."""
    lines = [f"@prefix {name}: <{iri}> ." for name, iri in prefixes.items()]
    for thing in things:
        lines += ["", f"<{thing.iri}> {_said(thing, '  ')} ."]
    return ("\n".join(lines) + "\n").encode()


def _said(thing: Thing, indent: str) -> str:
    each = (
        f"{name} {', '.join(_term(term, indent) for term in terms)}"
        for name, terms in thing.told.items()
        if terms
    )
    return f" ;\n{indent}".join((f"a {thing.type}", *each))


def _term(term: Term, indent: str) -> str:
    match term:
        case Address(iri):
            return f"<{iri}>"
        case Text(text, language):
            return f"{_quoted(text)}@{language}"
        case Value(text, type=""):
            return _quoted(text)
        case Value(text, type):
            return f"{_quoted(text)}^^{type}"
        case Thing():
            inner = f"{indent}  "
            return f"[\n{inner}{_said(term, inner)}\n{indent}]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def json_ld(things: Sequence[Thing], prefixes: Mapping[str, str]) -> bytes:
    """JSON-LD 1.1, in UTF-8, with its context inside: nothing is fetched to read it."""
    graph = [_node(thing) for thing in things]
    return json.dumps({"@context": prefixes, "@graph": graph}, ensure_ascii=False).encode()


def _node(thing: Thing) -> dict[str, Any]:
    told = {name: [_object(term) for term in terms] for name, terms in thing.told.items() if terms}
    return {**({"@id": thing.iri} if thing.iri else {}), "@type": thing.type, **told}


def _object(term: Term) -> dict[str, Any]:
    match term:
        case Address(iri):
            return {"@id": iri}
        case Text(text, language):
            return {"@value": text, "@language": language}
        case Value(text, type=""):
            return {"@value": text}
        case Value(text, type):
            return {"@value": text, "@type": type}
        case Thing():
            return _node(term)
