"""A bar chart as a PNG, drawn dot by dot: the demonstration needs one, and no library for it."""

import struct
import zlib
from collections.abc import Sequence

WHITE, INK, BAR = b"\xff\xff\xff", b"\x20\x2a\x33", b"\x2f\x5d\x86"
SCALE, STEP, HEIGHT = 4, 26, 60  # dots a point; points from bar to bar, and of the highest bar

#: The figures as 3 × 5 points, row by row.
_DIGITS = {
    "0": "75557", "1": "26227", "2": "71747", "3": "71717", "4": "55711",
    "5": "74717", "6": "74757", "7": "71111", "8": "75757", "9": "75717",
}  # fmt: skip


def bar_chart(bars: Sequence[tuple[int, int]]) -> bytes:
    """One bar for each (year, figure), with both written at it."""
    width, height = STEP * len(bars) + 4, HEIGHT + 20
    points = [bytearray(WHITE * width) for _ in range(height)]
    highest = max(figure for _, figure in bars)
    for place, (year, figure) in enumerate(bars):
        left = 4 + place * STEP
        top = 10 + HEIGHT - HEIGHT * figure // highest
        for y in range(top, 10 + HEIGHT):
            points[y][left * 3 : (left + STEP - 6) * 3] = BAR * (STEP - 6)
        _write(points, str(figure), left + 2, top - 7)
        _write(points, str(year), left + 2, HEIGHT + 13)
    return _png([_wide(row) for row in points for _ in range(SCALE)], width * SCALE)


def _write(points: list[bytearray], digits: str, left: int, top: int) -> None:
    for place, digit in enumerate(digits):
        for y, row in enumerate(_DIGITS[digit]):
            for x in range(3):
                if int(row) & (4 >> x):
                    at = (left + place * 4 + x) * 3
                    points[top + y][at : at + 3] = INK


def _wide(row: bytearray) -> bytes:
    return b"".join(bytes(row[at : at + 3]) * SCALE for at in range(0, len(row), 3))


def _png(rows: Sequence[bytes], width: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, len(rows), 8, 2, 0, 0, 0)
    dots = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    chunks = ((b"IHDR", header), (b"IDAT", dots), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )
