"""Remarks to the draft of the minutes, and versions of them that are withdrawn."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "remark",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("workshop", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("taken", sa.Boolean(), nullable=True),
        sa.Column("in_minutes", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop"], ["workshop.id"], name=op.f("fk_remark_workshop_workshop")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )
    op.create_index(op.f("ix_remark_workshop"), "remark", ["workshop"])
    with op.batch_alter_table("minutes", schema=None) as batch_op:
        for column in (
            sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
            sa.Column("withdrawn_by", sa.String(), nullable=False, server_default=""),
            sa.Column("withdrawn_why", sa.Text(), nullable=False, server_default=""),
        ):
            batch_op.add_column(column)
