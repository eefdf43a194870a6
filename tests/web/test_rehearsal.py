"""The page about the newest rehearsal: one verdict first, then what to do, and the figures last."""

import re
from dataclasses import asdict, replace
from html import unescape
from typing import Any

import pytest

from app.core.rehearsal import Done, Quantiles
from app.web import auth
from tests.core.test_rehearsal import GOOD
from tests.web.conftest import House, Web

HERE = {"Origin": "http://test"}
PAGE = "/stab/generalprove"


async def leave(web: Web, **change: Any) -> None:
    """A report, as the command leaves it."""
    report = asdict(replace(GOOD, **change))
    assert (await web.put("/api/generalprove", json=report, headers=HERE)).status_code == 204


async def read(web: Web, language: str = "nb") -> str:
    """The page's words, with plain spaces."""
    answer = await web.get(PAGE, params={"lang": language})
    assert answer.status_code == 200
    text = unescape(re.sub(r"<[^>]+>", " ", answer.text)).replace("\xa0", " ")
    return re.sub(r"\s+", " ", text)


async def test_before_the_first_rehearsal_it_tells_how(staff_web: Web) -> None:
    """G3: the command for this very server, to be copied whole."""
    page = await read(staff_web)
    assert "Det er ikke holdt noen generalprøve" in page
    command = "tannhjul rehearse --url http://test --user kari --tablets 60 --tables 8"
    assert command in page
    assert PAGE in (await staff_web.get("/stab")).text


@pytest.mark.parametrize(
    ("change", "tag", "verdict", "advice"),
    [
        ({}, "success", "Klar: Salen tåler 80 nettbrett. Tregeste nettbrett ventet 0,4 s.", ""),
        (
            {"stored_ms": Quantiles(700, 2_400, 6_100)},
            "warning",
            "Tregt: Salen tåler 80 nettbrett, men det går tregt. Tregeste nettbrett ventet 6,1 s.",
            "flere trådløse aksesspunkter",
        ),
        (
            {"lost": 2, "stored": 499, "duplicated": 1},
            "danger",
            "Ikke klar: Med 80 nettbrett kom ikke alt fram: 3 ble borte, 1 kom to ganger.",
            "Ikke hold verkstedet på dette oppsettet",
        ),
        (
            {"stopped": "no answer to «note» in 30 s"},
            "danger",
            "Ikke klar: Generalprøven med 80 nettbrett kom ikke i mål.",
            "no answer to «note» in 30 s",
        ),
    ],
)
async def test_the_verdict_comes_first(
    staff_web: Web, change: dict[str, Any], tag: str, verdict: str, advice: str
) -> None:
    """G3: in a colour, and in words."""
    await leave(staff_web, **change)
    page = await read(staff_web)
    assert verdict in page
    assert advice in page
    assert ("Dette kan dere gjøre" in page) == bool(change)
    assert f'class="ds-alert" data-color="{tag}"' in (await staff_web.get(PAGE)).text
    assert "--tablets 80 --tables 10" in page


async def test_it_tells_how_far_it_came(staff_web: Web) -> None:
    """G3: step by step, and no further than that."""
    await leave(staff_web, steps=[Done("r", "rules", 1, 0, 0)], stopped="the server went away")
    page = await read(staff_web)
    assert "Alle 80 nettbrett kom inn" in page
    assert "Lenger kom den ikke." in page
    assert "karakterer" not in page


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nn", "Det tregaste nettbrettet venta 0,4 s"),
        ("en", "The slowest tablet waited 0.4 s"),
    ],
)
async def test_in_the_reader_s_language(staff_web: Web, language: str, words: str) -> None:
    """G3."""
    await leave(staff_web)
    assert words in await read(staff_web, language)


async def test_a_newer_report_takes_the_place_of_the_old(staff_web: Web) -> None:
    """G3."""
    await leave(staff_web, lost=1)
    await leave(staff_web)
    assert "Ikke klar" not in await read(staff_web)


async def test_only_staff_and_the_command_line(web: Web, house: House) -> None:
    """G3: a stranger can neither read nor leave one; nor is nonsense kept."""
    assert (await web.put("/api/generalprove", json=asdict(GOOD))).status_code == 401
    assert (await web.get(PAGE)).status_code == 303
    async with house.web(Authorization=f"Bearer {auth.operator_token(house.engine)}") as command:
        assert (await command.put("/api/generalprove", json=asdict(GOOD))).status_code == 204
        assert (await command.put("/api/generalprove", json={"lost": 0})).status_code == 400
        odd = asdict(GOOD) | {"tablets": "<b>"}
        assert (await command.put("/api/generalprove", json=odd)).status_code == 400
