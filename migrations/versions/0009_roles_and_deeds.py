"""Roles of the staff, sessions that can be ended, and the log of what is done beside a workshop."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

AS_BEFORE = "leader editor publisher administrator"
"""What every account could do."""


def upgrade() -> None:
    op.create_table(
        "deed",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "no", name=op.f("pk_deed")),
    )
    op.create_table(
        "staff_session",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_session")),
    )
    op.create_index(op.f("ix_staff_session_login"), "staff_session", ["login"])
    with op.batch_alter_table("staff_user", schema=None) as batch_op:
        for column in (
            sa.Column("roles", sa.String(), nullable=False, server_default=AS_BEFORE),
            sa.Column("subject", sa.String(), nullable=True),
            sa.Column("must_change", sa.Boolean(), nullable=False, server_default=sa.false()),
        ):
            batch_op.add_column(column)
        batch_op.create_unique_constraint(op.f("uq_staff_user_subject"), ["subject"])
