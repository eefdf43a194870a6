"""What no screen shows: that nothing listens for gestures, for presses on their way down, or for a
drag alone."""

import re
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "frontend/src"

GESTURES = r"onTouch|touch(start|move|end)|gesture(start|change)|onPointerMove|devicemotion"
DOWNWARDS = r"onMouseDown|onPointerDown|\"(mouse|pointer)down\""


def _found(pattern: str) -> list[str]:
    files = [file for file in SOURCE.rglob("*.ts*") if ".test." not in file.name]
    assert len(files) > 80
    return [file.name for file in files if re.search(pattern, file.read_text(encoding="utf-8"))]


def test_no_gestures() -> None:
    """V362: no path, no two fingers, no shaking (WCAG 2.5.1, 2.5.4)."""
    assert _found(GESTURES) == []


def test_nothing_happens_on_the_way_down() -> None:
    """V362: who presses wrong may still slide off (WCAG 2.5.2). The sound may wake on the way."""
    assert set(_found(DOWNWARDS)) <= {"sound.tsx"}


def test_what_is_dragged_has_a_button() -> None:
    """V362: only the workbench drags, and its list has keys and buttons for the same (2.5.7)."""
    drags = set(_found(r"\bdraggable\b|onDragStart"))
    assert drags <= {"Contributions.tsx", "Statements.tsx", "Themes.tsx"}
    assert drags
