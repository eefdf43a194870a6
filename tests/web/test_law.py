"""What kommuneloven § 11-4 asks of minutes, from the secretary's fields to what everybody reads."""

import json
import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest

from app.core import commands as c
from app.core.checks import Check, checks
from app.core.things import Details, Reason
from app.store import roster
from tests.web.conftest import NOTES, Evening, House, Web
from tests.web.test_minutes import publish, record
from tests.web.test_municipality import save

DETAILS = {
    "chair": "Anne Nord, fra kl. 17.40 Bo Sør",
    "minute_taker": "Siri Skriver",
    "administration": "Kari Leder, prosessleder",
    "notice_sent": "20. august",
    "notice_published": "21. august, på kommunens sider",
    "remarks": "Ingen vesentlige merknader",
    "closed": "Sak 1 var lukket fra 18.10 til 18.25; vedtatt av kommunestyret",
    "closed_basis": "kommuneloven § 11-5 tredje ledd bokstav a",
    "disqualified": "Bo Sør i sak 1; kommunestyret vedtok det",
    "disqualified_basis": "kommuneloven § 11-10, jf. forvaltningsloven § 6",
    "recording": "Lokalavisen ba om å filme åpningen",
    "recording_answer": "refused",
    "recording_disturbance": "Lyskastere ville blende dem som skriver",
    "questions_to_chair": "Når kommer planen? Til våren.",
    "approved": "kommunestyret 12. oktober",
    "archive_reference": "26/123-4",
}

OWN = "Verkstedet tok ingen avgjørelse."

#: The fields of `law.md`: words that people read, the fields above, and others of the tree.
LAW: dict[str, tuple[str, str, dict[str, Any]]] = {
    "M1": (
        "Møte i kommunestyret, holdt som politisk verksted nr. 1 av 1",
        "",
        {"body": "kommunestyret", "number": 1, "of": 1},
    ),
    "M2": ("Tid | Sted | Salen", "", {"place": "Salen"}),
    "M3": (
        "Møtte (2) | Anne, leder",
        "",
        {"present.0.name": "Anne", "present.0.party": "Ap", "present.0.role": "chair"},
    ),
    "M4": (
        "Fraværende (1) | Bo – syk | Cato, varamedlem for Bo",
        "",
        {"absent.0.name": "Bo", "absent.0.remark": "syk", "present.1.stands_in_for": "Bo"},
    ),
    "M5": ("", "chair minute_taker administration", {}),
    "M6": ("", "notice_sent notice_published remarks", {}),
    "M7": ("Sak 1 | Hvor skal vi vokse?", "", {"cases.0.question": "Hvor skal vi vokse?"}),
    "M8": (OWN, "", {"wording.no_decision": OWN}),
    "M9": ("Ingen avstemning.", "", {}),
    "M10": ("", "closed closed_basis", {}),
    "M11": ("", "disqualified disqualified_basis", {}),
    "M12": ("Avslått.", "recording recording_disturbance", {"details.recording_answer": "refused"}),
    "M13": ("", "questions_to_chair", {}),
    "M14": (f"Vedlegg A | {NOTES[0]} | {NOTES[2]}", "", {}),
    "M15": ("Vokse langs banen. | versjon 1", "", {"synthesis.statements.0.version": 1}),
    "M16": ("Hva som er skjult | offentleglova § 13", "", {}),
    "M17": (
        "Møteboka er godkjent av kommunestyret 12. oktober. | Versjon",
        "approved archive_reference",
        {},
    ),
}


def at(tree: Any, path: str) -> Any:
    for step in path.split("."):
        tree = tree[int(step)] if step.isdigit() else tree[step]
    return tree


async def test_each_field_that_the_law_asks_for_is_in_the_minutes(
    staff_web: Web, web: Web, house: House, evening: Evening
) -> None:
    """V166, V165: read by people, and found by programs."""
    anne, bo, cato = evening.members
    anne.standing, bo.standing, cato.standing = "present", "absent", "present"
    bo.remark, cato.stands_in_for = "syk", bo.id
    roster.mark(house.engine, evening.room.id, evening.members)
    await save(staff_web, nb__no_decision=OWN)
    await evening.hold()
    await evening.do(c.HideNote(f"{3:032x}", Reason.NAME, "offentleglova § 13"))
    assert await record(staff_web, evening, **DETAILS) == ""
    assert await publish(staff_web, evening) == 303
    page = (await web.get(f"/v/{evening.code}?lang=nb")).text
    read = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", re.sub(r"\s*\n\s*", " ", page))))
    tree = (await web.get(f"/v/{evening.code}.json")).json()["minutes"]
    for mark, (words, recorded, fields) in LAW.items():
        there = {f"details.{name}": DETAILS[name] for name in recorded.split()}
        for said in filter(None, (*words.split(" | "), *there.values())):
            assert said in read, f"{mark} for people"
        for path, value in {**there, **fields}.items():
            assert at(tree, path) == value, f"{mark} for programs"
    assert "Møtet var åpent" not in read, "it was not, all of it"
    told = [note for note in tree["cases"][0]["notes"] if note["hidden"]]
    assert [(note["text"], note["basis"]) for note in told] == [("", "offentleglova § 13")]
    assert NOTES[3] not in json.dumps(tree) + page


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"closed": "Sak 2"}, "closed_basis"),
        ({"closed_basis": "§ 11-5"}, "closed"),
        ({"disqualified": "Bo"}, "disqualified_basis"),
        ({"disqualified_basis": "§ 11-11"}, "disqualified"),
        ({"recording": "NRK"}, "recording_answer"),
        ({"recording_answer": "allowed"}, "recording"),
        ({"recording": "NRK", "recording_answer": "refused"}, "recording_disturbance"),
        ({"recording_disturbance": "Støy"}, "recording_answer"),
        ({"recording": "NRK", "recording_answer": "kanskje"}, "recording_answer"),
    ],
)
async def test_a_ground_is_asked_for_and_nothing_typed_is_lost(
    staff_web: Web, evening: Evening, typed: dict[str, str], wrong: str
) -> None:
    """V165: neither without what it is for, nor the other way round."""
    page = await record(staff_web, evening, chair="Anne Nord", **typed)
    assert re.findall(r'id="(\w+)-error"', page) == [wrong]
    assert 'value="Anne Nord"' in page
    for name, text in typed.items():
        field = re.search(rf'<(?:textarea|input|select)[^>]* id="{name}".*?</div>', page, re.DOTALL)
        assert field
        assert text in field[0] or text == "kanskje"
    assert evening.room.state.details == Details()


async def test_what_lacks_its_ground_is_told_before_publishing(evening: Evening) -> None:
    """V165: also where it was recorded before there was a field for the ground."""
    state = evening.room.state
    grounds = {Check.CLOSED_BASIS, Check.DISQUALIFIED_BASIS, Check.RECORDING}
    assert not grounds & checks(state, []).keys()
    for field, ground in (
        ("closed", "closed_basis"),
        ("disqualified", "disqualified_basis"),
        ("recording", "recording_answer"),
    ):
        for filled in (False, True):
            told: dict[str, Any] = {field: "Sak 2", ground: "§ 11" * filled}
            recorded = Details(**told)
            found = checks(replace(state, details=recorded), [])
            assert [found[check] for check in grounds & found.keys()] == [filled]
