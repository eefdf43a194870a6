"""Whether somebody was written in at the door, and so stands on no list of the elected."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Until now a deputy came onto the roster in no other way.
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("written_in", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    member = sa.table("member", sa.column("role"), sa.column("written_in"))
    op.execute(member.update().where(member.c.role == "deputy").values(written_in=sa.true()))
