"""Which files are taken in beside a statement or a notice: told by their bytes, never by the name.

Whatever passes is shown to the public as the kind it was found to be and nothing else
(`web/plan/exhibits.py`), so a file must be that kind from its first byte to its last.
"""

import csv
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import PurePosixPath

from app.core.words import clean

LARGEST = 20_000_000  # bytes of one file
LARGEST_ALL = 200_000_000  # of all files of one plan process
LARGEST_UNPACKED = 200_000_000  # of a spreadsheet
PIXELS = 50_000_000
ENTRIES = 2_000
LONGEST_NAME = 100

PDF, PNG, CSV = "application/pdf", "image/png", "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SUFFIXES = {PDF: ".pdf", PNG: ".png", XLSX: ".xlsx", CSV: ".csv"}


class Unfit(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    LARGE = "large"
    FULL = "full"  # together with what is there already it is too much
    UNKNOWN = "unknown"  # none of the four kinds
    BROKEN = "broken"  # begins as one of them, and is not whole
    LOCKED = "locked"  # encrypted
    BOMB = "bomb"  # unpacks to far too much
    ACTIVE = "active"  # holds macros


class Refusal(Exception):
    def __init__(self, why: Unfit) -> None:
        super().__init__(why)
        self.why = why


def media_of(content: bytes) -> str:
    """The media type of the file, by its content. Raises `Refusal`."""
    if not content:
        raise Refusal(Unfit.EMPTY)
    if len(content) > LARGEST:
        raise Refusal(Unfit.LARGE)
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    if content.startswith(_PNG):
        return _png(content)
    if content.startswith(b"PK\x03\x04"):
        return _xlsx(content)
    if content.startswith(_OLE):  # an encrypted workbook is one, and so is an old .xls
        raise Refusal(Unfit.LOCKED)
    rows(content)
    return CSV


def fit_name(name: str, media: str) -> str:
    """The name a file was sent with, without folders, and with the ending of what it is."""
    bare = PurePosixPath(clean(name).replace("\\", "/")).name
    stem = re.sub(r'[\n"<>:|?*]', "", bare.removesuffix(PurePosixPath(bare).suffix))
    return (stem[:LONGEST_NAME].strip(" .") or "fil") + SUFFIXES[media]


# ---------------------------------------------------------------- PDF


_END_OF_PDF = re.compile(rb"startxref\s+\d+\s+%%EOF\s*\Z")
# The trailer says so, and is never packed or encrypted itself (ISO 32000-1, 7.5.5 and 7.6.1).
_ENCRYPTED = re.compile(rb"/Encrypt\s*(<<|\d+\s+\d+\s+R)")


def _pdf(content: bytes) -> str:
    if not re.match(rb"%PDF-[12]\.\d\s", content) or not _END_OF_PDF.search(content[-1024:]):
        raise Refusal(Unfit.BROKEN)
    if _ENCRYPTED.search(content):
        raise Refusal(Unfit.LOCKED)
    return PDF


# ---------------------------------------------------------------- PNG


_PNG = b"\x89PNG\r\n\x1a\n"


def _png(content: bytes) -> str:
    """Every chunk whole, from header to end, and nothing after (PNG, 2nd edition, ch. 5)."""
    kinds = list(_chunks(content))
    if kinds[:1] != [b"IHDR"] or kinds[-1] != b"IEND" or kinds.count(b"IEND") > 1:
        raise Refusal(Unfit.BROKEN)
    width, height = struct.unpack(">II", content[16:24])
    if not width or not height or b"IDAT" not in kinds:
        raise Refusal(Unfit.BROKEN)
    if width * height > PIXELS:
        raise Refusal(Unfit.BOMB)
    return PNG


def _chunks(content: bytes) -> Iterator[bytes]:
    at = len(_PNG)
    while at < len(content):
        if len(content) < at + 12:
            raise Refusal(Unfit.BROKEN)
        (length,) = struct.unpack_from(">I", content, at)
        kind, end = content[at + 4 : at + 8], at + 8 + length
        told = content[end : end + 4]
        if len(told) < 4 or zlib.crc32(memoryview(content)[at + 4 : end]).to_bytes(4) != told:
            raise Refusal(Unfit.BROKEN)
        yield kind
        at = end + 4


# ---------------------------------------------------------------- XLSX


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOK = b"spreadsheetml.sheet.main+xml"
_UNPACKING = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError,
)  # fmt: skip


def _xlsx(content: bytes) -> str:
    """A zip with a workbook in it, unpacked to see that it is whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
            if any(entry.flag_bits & 1 for entry in entries):
                raise Refusal(Unfit.LOCKED)
            if len(entries) > ENTRIES or sum(e.file_size for e in entries) > LARGEST_UNPACKED:
                raise Refusal(Unfit.BOMB)
            _unpack(packed)
            names = set(packed.namelist())
            if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
                raise Refusal(Unfit.UNKNOWN)
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise Refusal(Unfit.ACTIVE)
            if _WORKBOOK not in packed.read("[Content_Types].xml"):
                raise Refusal(Unfit.UNKNOWN)
    except _UNPACKING as error:
        raise Refusal(Unfit.BROKEN) from error
    return XLSX


def _unpack(packed: zipfile.ZipFile) -> None:
    """Read every entry to its end, which checks its sum; none goes on beyond what it says."""
    for entry in packed.infolist():
        with packed.open(entry) as file:
            while file.read(1 << 20):
                pass


# ---------------------------------------------------------------- CSV


_DELIMITERS = ";,\t"
_MARKUP = re.compile(r"\s*<|.*<(!doctype|html|script|svg|\?xml)\b", re.IGNORECASE | re.DOTALL)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")


def rows(content: bytes) -> list[list[str]]:
    """The table in a CSV file. Raises `Refusal` where there is none."""
    text = _text(content)
    if text.startswith("MZ") or _UNPRINTABLE.search(text) or _MARKUP.match(text):
        raise Refusal(Unfit.UNKNOWN)
    first = text.lstrip("\n").partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        found = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if any(row)]
    except csv.Error as error:
        raise Refusal(Unfit.UNKNOWN) from error
    if len(found) < 2 or len(found[0]) < 2:
        raise Refusal(Unfit.UNKNOWN)
    return found


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise Refusal(Unfit.UNKNOWN)
