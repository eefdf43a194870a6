"""The house that is attacked, furnished once."""

import asyncio
from pathlib import Path

import pytest

from tests.hostile.world import Template, template


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Template:
    folder: Path = tmp_path_factory.mktemp("hostile")
    return asyncio.run(template(folder / "template"))
