"""What the search finds."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_source",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("owner", name="pk_search_source"),
    )
    op.create_table(
        "search_passage",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "no", name="pk_search_passage"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "search_word",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("stem", sa.String(), nullable=False),
        sa.Column("places", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "word", name="pk_search_word"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_search_word_stem", "search_word", ["stem"])
