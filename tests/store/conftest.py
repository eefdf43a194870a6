"""Every test of the store runs on SQLite and on PostgreSQL, each with a database of its own."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url

from app.store.database import migrate, open_database

_numbers = count(1)


def _run(postgres: str, statement: str) -> None:
    engine = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def _fresh(postgres: str, template: str) -> str:
    name = f"test_{next(_numbers)}"
    _run(postgres, f"CREATE DATABASE {name} TEMPLATE {template}")
    return make_url(postgres).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    return _fresh(request.getfixturevalue("postgres"), "template0")


@pytest.fixture(scope="session")
def postgres_template(postgres: str) -> tuple[str, str]:
    url = _fresh(postgres, "template0")
    engine = open_database(url)
    migrate(engine)
    engine.dispose()
    return postgres, str(make_url(url).database)


def _made(kind: str, request: pytest.FixtureRequest, file: Path) -> str:
    if kind == "sqlite":
        file.parent.mkdir(exist_ok=True)
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        return f"sqlite:///{file}"
    return _fresh(*request.getfixturevalue("postgres_template"))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with all tables and nothing in them."""
    return _made(request.param, request, tmp_path / "tannhjul.db")


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = open_database(url)
    yield engine
    engine.dispose()


@pytest.fixture
def other(engine: Engine, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of the other kind than `engine`, as bare."""
    kind = "postgresql" if engine.dialect.name == "sqlite" else "sqlite"
    other = open_database(_made(kind, request, tmp_path / "other" / "tannhjul.db"))
    yield other
    other.dispose()


@pytest.fixture
def sqlite_file(sqlite_template: Path, tmp_path: Path) -> Path:
    """A SQLite file with all tables, where a test is about the file itself."""
    return Path(shutil.copy(sqlite_template, tmp_path / "file.db"))
