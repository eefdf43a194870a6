"""Files as they should be, and as they are sent: what they say they are, and what they are."""

import io
import struct
import sys
import zipfile
import zlib
from pathlib import Path

from openpyxl import Workbook

from app.demo.picture import bar_chart
from app.store.intake import LARGEST, Unfit


def pdf(trailer: bytes = b"", after: bytes = b"") -> bytes:
    """A sheet of paper with nothing on it."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    )
    body, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(body)
    body += b"xref\n0 4\n0000000000 65535 f \n%strailer<</Root 1 0 R/Size 4%s>>\n" % (
        table,
        trailer,
    )
    return body + b"startxref\n%d\n%%%%EOF\n%s" % (start, after)


def png() -> bytes:
    return bar_chart(((2010, 96), (2025, 69)))


def png_of(width: int, height: int) -> bytes:
    """What says it is so large."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + header + zlib.crc32(b"IHDR" + header).to_bytes(4)
    whole = png()
    return whole[:8] + chunk + whole[33:]


def xlsx() -> bytes:
    book = Workbook()
    assert book.active is not None
    for row in (("år", "innbyggere"), (2026, 1)):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def zipped(**entries: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return file.getvalue()


def xlsx_with(name: str, content: bytes) -> bytes:
    file = io.BytesIO(xlsx())
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return file.getvalue()


def lying(content: bytes) -> bytes:
    """A workbook whose directory says that its last entry is one byte long."""
    at = content.rindex(b"PK\x01\x02")
    return content[: at + 24] + struct.pack("<I", 1) + content[at + 28 :]


def locked_zip() -> bytes:
    """A workbook whose entries say that they are encrypted."""
    content = bytearray(xlsx())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


EXECUTABLE = Path(sys.executable).read_bytes()[:200_000]
WINDOWS = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + bytes(range(256)) * 8
ENCRYPTED_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode(
    "utf-16-le"
)  # fmt: skip
HTML = b"<!DOCTYPE html><html><body>a,b\n1,2<script>alert(1)</script></body></html>"

#: By the name they are sent with: what they are, and why they are not taken.
BAD: dict[str, tuple[bytes, Unfit]] = {
    "program.pdf": (EXECUTABLE, Unfit.UNKNOWN),
    "setup.xlsx": (WINDOWS, Unfit.UNKNOWN),
    "script.csv": (b"#!/bin/sh\nrm -rf ~\n", Unfit.UNKNOWN),
    "tom.pdf": (b"", Unfit.EMPTY),
    "stor.png": (png()[:8] + bytes(LARGEST), Unfit.LARGE),
    "passord.pdf": (pdf(b"/Encrypt 9 0 R"), Unfit.LOCKED),
    "passord2.pdf": (pdf(b"/Encrypt<</Filter/Standard/V 4>>"), Unfit.LOCKED),
    "halv.pdf": (pdf()[:-20], Unfit.BROKEN),
    "mer.pdf": (pdf(after=zipped(a=bytes(2_000))), Unfit.BROKEN),
    "bare_begynnelsen.pdf": (b"%PDF-1.7\n" + EXECUTABLE, Unfit.BROKEN),
    "passord.xlsx": (ENCRYPTED_OFFICE, Unfit.LOCKED),
    "passord2.xlsx": (locked_zip(), Unfit.LOCKED),
    "bombe.xlsx": (xlsx_with("xl/media/a.bin", bytes(210_000_000)), Unfit.BOMB),
    "løgn.xlsx": (lying(xlsx_with("xl/media/a.bin", bytes(210_000_000))), Unfit.BROKEN),
    "mange.xlsx": (zipped(**{f"n{i}": b"" for i in range(2_001)}), Unfit.BOMB),
    "makro.xlsx": (xlsx_with("xl/vbaProject.bin", b"x"), Unfit.ACTIVE),
    "halv.xlsx": (xlsx()[:-40], Unfit.BROKEN),
    "skadet.xlsx": (xlsx().replace(b"xl/workbook.xml", b"xl/workbook.xmm"), Unfit.UNKNOWN),
    "dokument.xlsx": (zipped(**{"[Content_Types].xml": b"", "word/document.xml": b""}),
                      Unfit.UNKNOWN),
    "foran.xlsx": (EXECUTABLE + xlsx(), Unfit.UNKNOWN),
    "gale_byte.png": (png().replace(b"IDAT", b"IDAX"), Unfit.BROKEN),
    "vendt.png": (png()[:60] + bytes([png()[60] ^ 1]) + png()[61:], Unfit.BROKEN),
    "halv.png": (png()[:-12], Unfit.BROKEN),
    "hale.png": (png() + b"<script>", Unfit.BROKEN),
    "to_slutter.png": (png() + png()[-12:], Unfit.BROKEN),
    "tom_ramme.png": (png()[:33] + png()[-12:], Unfit.BROKEN),
    "hode.png": (png()[:8], Unfit.BROKEN),
    "enorm.png": (png_of(100_000, 100_000), Unfit.BOMB),
    "ingenting.png": (png_of(0, 100), Unfit.BROKEN),
    "side.csv": (HTML, Unfit.UNKNOWN),
    "side2.csv": (b"a;b\n1;<script>alert(1)</script>\n", Unfit.UNKNOWN),
    "bilde.csv": (b'<?xml version="1.0"?><svg onload="alert(1)"/>', Unfit.UNKNOWN),
    "binær.csv": (b"a;b\n\x00;2\n", Unfit.UNKNOWN),
    "linje.csv": (b"a;b\n", Unfit.UNKNOWN),
    "prosa.csv": (b"Dette er en tekst.\nDen er ingen tabell.\n", Unfit.UNKNOWN),
}  # fmt: skip

GOOD: dict[str, bytes] = {
    "a.pdf": pdf(),
    "a.png": png(),
    "a.xlsx": xlsx(),
    "a.csv": "år;innbyggere\r\n2026;1\r\n".encode("utf-8-sig"),
    "latin.csv": "år,innbyggere\n2026,«tolv»\n".encode("cp1252"),
    "tab.csv": b"a\tb\n1\t2\n",
    "regne.csv": b'a,b\n"x < y, og y > x",2\n',
}
