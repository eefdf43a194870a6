"""The schema that strangers read the minutes by, held against minutes of every kind."""

import json
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from jsonschema.exceptions import ValidationError  # type: ignore[import-untyped]

from app.core.minutes import Correction, Minutes
from app.publish.opendata import data
from app.publish.opendata.schema import schema
from tests.publish.documents import ISSUE, largest, minutes
from tests.publish.test_understood import composed, second, wrote_up


def strict() -> Draft202012Validator:
    """The schema, and nothing that it does not know."""
    made = schema()
    for kind in (made, *made["$defs"].values()):
        if kind.get("type") == "object":
            kind["additionalProperties"] = False
    return Draft202012Validator(made)


def written(tree: Minutes) -> Any:
    return json.loads(data.document(tree, ISSUE))


def test_it_is_a_schema() -> None:
    """V126."""
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize(
    "tree",
    [
        minutes(),
        minutes(cases=(), prioritisations=(), present=(), absent=()),
        minutes(corrects=Correction(1, "a" * 64, "Feil navn")),
        largest(),
        composed(second()),
        composed(wrote_up()),
    ],
    ids=["ordinary", "empty", "corrected", "large", "answered", "written up"],
)
def test_what_is_published_is_valid_and_has_nothing_that_it_does_not_know(tree: Minutes) -> None:
    """V126."""
    strict().validate(written(tree))


def test_a_draft_is_valid() -> None:
    """V126."""
    strict().validate(json.loads(data.document(minutes())))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), "tannhjul-minutes-2"),
        (("digest",), "f" * 63),
        (("minutes", "title"), None),
        (("minutes", "cases", 0, "notes", 0, "hidden"), "because"),
        (("minutes", "prioritisations", 0, "rows", 0, "dots"), "ni"),
    ],
)
def test_what_is_otherwise_is_not_valid(path: tuple[str | int, ...], value: object) -> None:
    """V126."""
    told = written(minutes())
    here = told
    for name in path[:-1]:
        here = here[name]
    here[path[-1]] = value
    with pytest.raises(ValidationError):
        strict().validate(told)


def test_at_each_field_stands_what_is_told_of_it() -> None:
    """V126: a line of `data.py` on a field that is not there stops it from being made."""
    lines = re.findall(r"^- `", data.__doc__ or "", re.MULTILINE)
    kinds = schema()["$defs"]
    about = [kind["properties"] for kind in (schema(), *kinds.values()) if "properties" in kind]
    described = sum("description" in field for fields in about for field in fields.values())
    assert described == len(lines) > 10
    assert "SHA-256" in kinds["Case"]["properties"]["notes"]["description"]
    assert "§ 11-4" in kinds["Attendee"]["description"]
