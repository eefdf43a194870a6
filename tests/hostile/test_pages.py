"""The fuzzer of the pages in a short form."""

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import DataObject, data
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
)

from app.web import auth
from tests.hostile import pages
from tests.hostile.world import Template

CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]


def test_whatever_is_asked_is_answered_and_nothing_is_broken(
    whole: Template, tmp_path: Path
) -> None:
    """V220, V221, V222: a hundred requests; `make fuzz` sends a hundred thousand."""
    reached = asyncio.run(pages.attack(whole, tmp_path, seed=1, cases=120))
    assert reached["form 2xx"] + reached["form 3xx"] > 5
    assert reached["form 4xx"] > 5
    assert reached["page 2xx"] > 5
    assert reached["file 4xx"] > 2
    assert len([what for what in reached if what.startswith("/stab/")]) > 5
    assert len([what for what in reached if what.startswith("handled") and reached[what]]) > 12


def test_the_documented_interface_is_as_described(whole: Template, tmp_path: Path) -> None:
    """V223: what programs may ask, with the machine's own token, by its own description."""
    asked: Counter[str] = Counter()
    operations: list[Any] = []
    token = ""

    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
    @given(data())
    def ask(source: DataObject) -> None:
        for operation in operations:
            case = source.draw(operation.ok().as_strategy())
            answer = case.call(headers={"Authorization": f"Bearer {token}"}, allow_redirects=False)
            asked[case.method] += 1
            assert answer.status_code < 500
            case.validate_response(answer, checks=CHECKS)

    async def attack() -> None:
        async with whole.copy(tmp_path / "house") as world:
            nonlocal operations, token
            token = auth.operator_token(world.engine)
            schema = schemathesis.openapi.from_asgi("/api/openapi.json", world.app.pages)
            operations = list(schema.get_all_operations())
            await asyncio.to_thread(ask)

    asyncio.run(attack())
    assert asked["GET"] > 20
    assert asked["POST"] > 3
