"""What the administration prepares: plan processes, files, who is who on the roster, seatings."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_process",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("saved_by", sa.String(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_process")),
        sa.UniqueConstraint("code", name=op.f("uq_plan_process_code")),
    )
    op.create_table(
        "stored_file",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("workshop", sa.String(), nullable=True),
        sa.Column("process", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
    )
    op.create_index(op.f("ix_stored_file_workshop"), "stored_file", ["workshop"])
    op.create_index(op.f("ix_stored_file_process"), "stored_file", ["process"])
    op.create_table(
        "seating",
        sa.Column("workshop", sa.String(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop"], ["workshop.id"], name=op.f("fk_seating_workshop_workshop")
        ),
        sa.PrimaryKeyConstraint("workshop", name=op.f("pk_seating")),
    )
    with op.batch_alter_table("workshop", schema=None) as batch_op:
        batch_op.add_column(sa.Column("process", sa.String(), nullable=True))
        batch_op.create_index(op.f("ix_workshop_process"), ["process"])
        for column in (
            sa.Column("announced", sa.Integer(), nullable=False, server_default="0"),
            sa.Column("cancelled", sa.Boolean(), nullable=False, server_default="0"),
        ):
            batch_op.add_column(column)
    with op.batch_alter_table("member", schema=None) as batch_op:
        for column in (
            sa.Column("late", sa.Boolean(), nullable=False, server_default=sa.false()),
            sa.Column("bloc", sa.String(), nullable=True),
            sa.Column("gender", sa.String(), nullable=True),
            sa.Column("full_time", sa.Boolean(), nullable=True),
            sa.Column("first_term", sa.Boolean(), nullable=True),
            sa.Column("committee", sa.String(), nullable=False, server_default=""),
            sa.Column("host", sa.Boolean(), nullable=False, server_default=sa.false()),
            sa.Column("needs", sa.String(), nullable=False, server_default=""),
            sa.Column("deputy_no", sa.Integer(), nullable=True),
            sa.Column("email", sa.String(), nullable=False, server_default=""),
            sa.Column("more", sa.Text(), nullable=False, server_default="{}"),
        ):
            batch_op.add_column(column)
