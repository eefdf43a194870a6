"""One server for all tests of the live screens, and a workshop of its own for each."""

import time
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine

from app.core import events as e
from app.store.database import migrate, open_database
from tests.live.server import Hall, furnish, serving


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('live') / 'tannhjul.db'}")
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def live(database: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(database, tmp_path_factory.mktemp("data")) as address:
        yield address


@pytest.fixture
def hall(database: Engine, live: str) -> Callable[..., Hall]:
    """Makes a workshop where these facts have happened: `hall(*facts)`."""
    return lambda *facts: furnish(database, live, *facts)


@pytest.fixture
def planned(hall: Callable[..., Hall]) -> Hall:
    return hall()


@pytest.fixture
def writing(hall: Callable[..., Hall]) -> Hall:
    """Notes are being written."""
    return hall(e.StepOpened("vekst-skriv", time.time_ns() // 1_000_000, None))
