"""Open notes and ballots move onto sheets; `note` keeps what is sealed."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    notes = [dict(row) for row in connection.execute(sa.text("SELECT * FROM note")).mappings()]
    ballots = [dict(row) for row in connection.execute(sa.text("SELECT * FROM ballot")).mappings()]
    op.drop_table("note")
    op.drop_table("ballot")
    note = op.create_table(
        "note",
        sa.Column("workshop", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("lifted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("workshop", "id", name=op.f("pk_note")),
        sqlite_with_rowid=False,
    )
    sheet = op.create_table(
        "sheet",
        sa.Column("workshop", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("table_no", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workshop", "question", "table_no", name=op.f("pk_sheet")),
        sqlite_with_rowid=False,
    )
    box = op.create_table(
        "ballot_box",
        sa.Column("workshop", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workshop", "step", name=op.f("pk_ballot_box")),
        sqlite_with_rowid=False,
    )
    if connection.dialect.name == "postgresql":
        # Its statistics for the planner would keep copies of what councillors wrote.
        for table, column in _WRITTEN:
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")
    sealed = ("workshop", "id", "question", "text", "shared", "lifted")
    op.bulk_insert(note, [{c: n[c] for c in sealed} for n in notes if n["key"] is None])
    open_notes = (n for n in notes if n["key"] is not None)
    line = ("id", "text", "key", "rev", "shared", "lifted", "withdrawn")
    op.bulk_insert(sheet, list(_together(open_notes, ("workshop", "question", "table_no"), line)))
    cast = ({**b, "choices": json.loads(b["choices"])} for b in ballots)
    op.bulk_insert(box, list(_together(cast, ("workshop", "step"), ("key", "rev", "choices"))))


def _together(
    rows: Iterable[Mapping[str, Any]], where: tuple[str, ...], line: tuple[str, ...]
) -> Iterable[dict[str, Any]]:
    """One row for all that lies in the same place: a JSON list of lines, sorted by id."""
    sheets: dict[tuple[Any, ...], list[list[Any]]] = {}
    for row in rows:
        lines = sheets.setdefault(tuple(row[c] for c in where), [])
        lines.append([bool(row[c]) if c in _FLAGS else row[c] for c in line])
    for place, lines in sheets.items():
        yield {**dict(zip(where, place, strict=True)), "body": json.dumps(sorted(lines))}


_WRITTEN = (
    ("note", "id"), ("note", "text"), ("sheet", "body"), ("ballot_box", "body"),
    ("statement", "text"), ("statement", "dissent"), ("profiles", "body"),
)  # fmt: skip
_FLAGS = {"shared", "lifted", "withdrawn"}  # SQLite has numbers for them
