"""The tables' answers to the wording in common."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stand",
        sa.Column("workshop", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("table_no", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.Column("dissent", sa.Text(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workshop", "question", "table_no", name="pk_stand"),
        sqlite_with_rowid=False,
    )
