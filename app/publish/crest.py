"""The municipality's mark (kommunevåpen, logo) as a picture of ours.

Whatever came is drawn anew once and let go: no script of an SVG, nothing that it refers to, and no
byte that hides behind a picture is kept. It is drawn in a process of its own, because a small file
can ask for an hour's work or for all the memory there is.
"""

import subprocess
import sys
from contextlib import suppress
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst
from lxml import etree  # type: ignore[import-untyped]

LARGEST = 1_000_000
"""Bytes in what is sent."""

WIDTH, HEIGHT = 640, 320
"""Pixels: as large as the picture becomes, one way or the other."""

LEAST = 16
"""Pixels: less across is a line, and no mark."""

_SECONDS, _MEMORY = 10, 1_000_000_000

_PNG = b"\x89PNG\r\n\x1a\n"
_SVG = "{http://www.w3.org/2000/svg}"
_HREF = ("href", "{http://www.w3.org/1999/xlink}href")

_DRAWING = """
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#context {{
  let drawn = measure(image("{name}"))
  let scale = calc.min({width}pt / drawn.width, {height}pt / drawn.height)
  image("{name}", width: drawn.width * scale)
}}
"""


class Unfit(StrEnum):
    """Why a file is no mark."""

    EMPTY = "empty"
    LARGE = "large"
    UNKNOWN = "unknown"  # neither PNG, JPEG nor SVG
    BROKEN = "broken"  # cannot be drawn, or not within reasonable time and memory
    THIN = "thin"


class NoMark(Exception):
    def __init__(self, why: Unfit) -> None:
        super().__init__(why)
        self.why = why


def drawn(content: bytes) -> bytes:
    """A PNG of a PNG, a JPEG or an SVG, at most `WIDTH` by `HEIGHT`. Raises `NoMark`.

    Takes some tenths of a second; at the worst `_SECONDS`.
    """
    if not content:
        raise NoMark(Unfit.EMPTY)
    if len(content) > LARGEST:
        raise NoMark(Unfit.LARGE)
    kind(content)
    program = [sys.executable, "-c", "from app.publish.crest import draw; draw()"]
    try:
        done = subprocess.run(  # noqa: S603  # our own program
            program, input=content, capture_output=True, timeout=_SECONDS, check=True
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise NoMark(Unfit.BROKEN) from error
    width, height = size(done.stdout)
    if min(width, height) < LEAST:
        raise NoMark(Unfit.THIN)
    return done.stdout


def kind(content: bytes) -> str:
    """What it is by its content: "png", "jpg" or "svg". Raises `NoMark`."""
    if content.startswith(_PNG):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if b"<svg" in content[:10_000]:
        return "svg"
    raise NoMark(Unfit.UNKNOWN)


def size(png: bytes) -> tuple[int, int]:
    """Width and height in pixels, from the header."""
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


# ---------------------------------------------------------------- in a process of its own


def draw() -> None:
    """From standard input to standard output, within limits where the system has them."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # there is none on Windows

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    content = sys.stdin.buffer.read()
    which = kind(content)
    if which == "svg":
        content = bare(content)
    with TemporaryDirectory() as folder:
        there = Path(folder)
        name = f"mark.{which}"
        (there / name).write_bytes(content)
        (there / "main.typ").write_text(_DRAWING.format(name=name, width=WIDTH, height=HEIGHT))
        made = typst.compile(
            there / "main.typ", root=there, format="png", ppi=72.0, ignore_system_fonts=True
        )
    assert isinstance(made, bytes)
    sys.stdout.buffer.write(made)


def bare(svg: bytes) -> bytes:
    """The SVG without what is no drawing: scripts, foreign pictures and documents, entities."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True
    )
    root = etree.parse(BytesIO(svg), parser).getroot()
    for one in list(root.iter(f"{_SVG}script", f"{_SVG}foreignObject", etree.Entity)):
        _drop(one)
    for one in list(root.iter(f"{_SVG}image", f"{_SVG}feImage")):
        told = next((one.get(name) for name in _HREF if one.get(name)), "")
        if not told.startswith(("data:image/png", "data:image/jpeg")):
            _drop(one)
    return bytes(etree.tostring(root))  # the root alone: the declarations of a DTD stay behind


def _drop(one: Any) -> None:
    above = one.getparent()
    if above is not None:
        above.remove(one)
