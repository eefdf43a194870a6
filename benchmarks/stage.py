"""Starts the product for the harness: workshops in the middle of their table talk, then `serve`.

python stage.py PORT DATA WORKSHOPS [POSTGRES]

What is served is `tannhjul serve` itself, same rules, views, storage and configuration. Which join
codes lead where is written to `stage.json` in the data directory, for the harness to read.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Engine

from app.core import events as e
from app.core.things import Kind, Plan, Question, Step, Table
from app.store import workshops
from app.store.database import migrate, open_database
from app.store.workshops import Batch
from app.web import auth

TABLES = 12
SEATS = 1_000
"""At each table: in some scenarios all the screens are at one."""

QUESTION = "sak"


def main(port: str, data: Path, count: int, postgres: str) -> None:
    address = new_database(postgres, f"bench_{port}") if postgres else ""
    engine = open_database(address or f"sqlite:///{data / 'tannhjul.db'}")
    migrate(engine)
    stage = {"token": auth.operator_token(engine), "workshops": furnish(engine, count)}
    engine.dispose()
    (data / "stage.json").write_text(json.dumps(stage))
    profile = os.environ.get("TANNHJUL_BENCH_PROFILE")
    how = ["-m", "cProfile", "-o", profile] if profile else []
    serve = [*how, "-m", "app.cli", "serve", "--port", port, "--data", str(data)]
    if address:
        serve += ["--database", address]
    os.execv(sys.executable, [sys.executable, *serve])  # noqa: S606  # in this process' place


def furnish(engine: Engine, count: int) -> list[dict[str, Any]]:
    """As many workshops as the harness will use, each with its talk step open."""
    acts: list[e.Act] = [
        e.WorkshopPlanned(Plan("Måling", "Kommunen", "Kommunestyret", "Salen", 0, 3_600_000)),
        e.TablesLaid(tuple(Table(no, f"Bord {no}", SEATS) for no in range(1, TABLES + 1))),
        e.QuestionAsked(Question(QUESTION, "Hva mener dere?")),
        e.StepPlanned(Step("bord", Kind.TALK, 20, QUESTION), None),
        e.StepOpened("bord", 0, None),
    ]
    made: list[dict[str, Any]] = []
    for _ in range(count):
        code = workshops.new_code(6)
        workshop = workshops.create(engine, code)
        workshops.give_codes(engine, workshop, range(1, TABLES + 1))
        workshops.write(engine, [Batch(workshop, 0, [("", 0, act) for act in acts], acts)])
        made.append({"code": code, "tables": workshops.codes(engine, workshop)})
    return made


def new_database(server: str, name: str) -> str:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        found = psycopg.conninfo.conninfo_to_dict(server)
    return f"postgresql+psycopg://{found['user']}@/{name}?host={found['host']}"


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), "".join(sys.argv[4:]))
