"""Minutes for programs: the tree, and a digest that anybody can compute again."""

import json
from dataclasses import replace
from hashlib import sha256

from app.core.frozen import digest, from_json, to_json
from app.publish.opendata.data import SCHEMA, document
from tests.publish.documents import ISSUE, largest, minutes


def test_it_is_the_frozen_tree_with_a_schema_and_a_digest_that_holds() -> None:
    issue = replace(ISSUE, digest=digest(minutes()))
    told = json.loads(document(minutes(), issue))
    assert (told["schema"], told["version"]) == (SCHEMA, 1)
    assert told["published"] == "2026-09-04T08:00:00+00:00"
    assert from_json(json.dumps(told["minutes"])) == minutes()
    canonical = json.dumps(
        told["minutes"], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    assert sha256(canonical.encode()).hexdigest() == told["digest"]


def test_a_note_has_an_id_and_words_and_nothing_of_where_it_came_from() -> None:
    told = json.loads(document(largest(), ISSUE))
    notes = [note for case in told["minutes"]["cases"] for note in case["notes"]]
    assert len(notes) == 300
    assert {key for note in notes for key in note} == {
        "id", "text", "lifted", "shared", "fingerprint", "hidden",
    }  # fmt: skip
    assert json.loads(to_json(largest())) == told["minutes"]
