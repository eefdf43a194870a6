"""Files that are not what they say, and the envelope in which a browser sends one."""

import io
import struct
import zipfile
import zlib
from functools import cache

from openpyxl import Workbook

BOUNDARY = "----grense"
ZEROS = 210_000_000
"""Bytes that a bomb unpacks to."""


def packed(fields: dict[str, str], files: dict[str, tuple[str, bytes]]) -> tuple[bytes, bytes]:
    """The body of a form with files, and its type."""
    body = io.BytesIO()
    for name, value in fields.items():
        if name not in files:
            body.write(_head(name) + b"\r\n" + value.encode("utf-8", "replace") + b"\r\n")
    for name, (called, content) in files.items():
        said = f'; filename="{_quoted(called)}"'
        body.write(_head(name, said) + b"Content-Type: text/html\r\n\r\n" + content + b"\r\n")
    body.write(f"--{BOUNDARY}--\r\n".encode())
    return body.getvalue(), f"multipart/form-data; boundary={BOUNDARY}".encode()


def _head(name: str, more: str = "") -> bytes:
    told = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{_quoted(name)}"{more}\r\n'
    return told.encode("utf-8", "replace")


def _quoted(text: str) -> str:
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


@cache
def hostile() -> tuple[tuple[str, bytes], ...]:
    """Each with a name that it may come by."""
    book = workbook([["Navn", "Parti"], ["=1+1", "@SUM(1)"], ["<script>", "{{7*1357931}}"]])
    return (
        ("tom.csv", b""),
        ("side.csv", b"<!doctype html><script>alert(1)</script>;a\n1;2\n"),
        ("side.png", b"\x89PNG\r\n\x1a\n<script>alert(1)</script>"),
        ("pdf-og-html.pdf", b"%PDF-1.7\n<html><script>alert(1)</script>\nstartxref\n9\n%%EOF\n"),
        ("liten.pdf", b"%PDF-1.7\n1 0 obj\n<</JS (app.alert(1))>>\nstartxref\n9\n%%EOF\n"),
        ("medlemmer.csv", "Navn;Parti\n=1+1;Ap\n<hostile-mark>;H\n\u202eAnne;V\n".encode()),
        ("nuller.csv", b"a;b\n\0;\0\n"),
        ("lang.csv", b"Navn;Parti\n" + b"x;y\n" * 5_000),
        ("bred.csv", b";".join([b"x"] * 3_000) + b"\n" + b";".join([b"y"] * 3_000)),
        ("utf16.csv", "Navn;Parti\nAnne;Ap\n".encode("utf-16")),
        ("halv16.csv", b"\xff\xfeN\0a\0v"),
        ("anførsel.csv", b'Navn;Parti\n"' + b"a;" * 90_000),
        ("bombe.xlsx", bomb("xl/workbook.xml")),
        ("blader.xlsx", many(3_000)),
        ("løgn.xlsx", lying()),
        ("kryptert.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2_000),
        ("makro.xlsm", adding(book, "xl/vbaProject.bin", b"x")),
        ("sti.xlsx", adding(book, "../../../../tmp/hostile", b"x")),
        ("enheter.xlsx", adding(book, "xl/sharedStrings.xml", LAUGHS, replace=True)),
        ("latter.xlsx", adding(book, "xl/workbook.xml", LAUGHS, replace=True)),
        ("dyp.xlsx", adding(book, "xl/workbook.xml", b"<a>" * 100_000, replace=True)),
        ("arket.xlsx", adding(book, "xl/worksheets/sheet1.xml", b"<x/>", replace=True)),
        ("halv.xlsx", book[: len(book) // 2]),
        ("godt.xlsx", book),
        ("matrjosjka.zip", adding(b"", "a.zip", bomb("xl/workbook.xml"))),
        ("latter.svg", LAUGHS.replace(b"<x>", b'<svg xmlns="http://www.w3.org/2000/svg">')),
        ("skript.svg", SCRIPTED),
        ("fil.svg", PEEKING),
        ("stor.svg", b'<svg xmlns="http://www.w3.org/2000/svg" width="1e9" height="1e9"/>'),
        ("dyp.svg", b'<svg xmlns="http://www.w3.org/2000/svg">' + b"<g>" * 50_000),
        ("stor.png", png(60_000, 60_000)),
        ("ingen.png", png(0, 0)),
        ("liten.png", png(32, 32)),
        ("bilde.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 500),
    )  # fmt: skip


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "hahahahaha">'
    + b"".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">'.encode() for n in range(1, 11))
    + b"]><x>&a10;</x>"
)
"""Ten billion laughs, in a kilobyte."""

PEEKING = (
    b'<!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/'
    b'svg" width="99" height="99"><text y="20">&e;</text></svg>'
)

SCRIPTED = (
    b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" width="99" '
    b'height="99" onload="alert(1)"><script>alert(1)</script><image x:href="http://hostile.example/'
    b'a.png" width="9" height="9"/><foreignObject><body xmlns="http://www.w3.org/1999/xhtml">'
    b'<script>alert(1)</script></body></foreignObject><rect width="99" height="99"/></svg>'
)


def workbook(rows: list[list[str]]) -> bytes:
    made, book = io.BytesIO(), Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(made)
    return made.getvalue()


def adding(archive: bytes, name: str, content: bytes, *, replace: bool = False) -> bytes:
    """The archive, or a new one, with one more file, in the place of the one that had the name."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as after:
        if archive:
            with zipfile.ZipFile(io.BytesIO(archive)) as before:
                for each in before.infolist():
                    if not (replace and each.filename == name):
                        after.writestr(each, before.read(each))
        after.writestr(name, content)
    return made.getvalue()


@cache
def bomb(name: str) -> bytes:
    return adding(b"", name, bytes(ZEROS))


def many(count: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number in range(count):
            archive.writestr(f"xl/{number}", b"")
        archive.writestr("xl/workbook.xml", b"")
    return made.getvalue()


def lying() -> bytes:
    """A bomb that says, in both of its tables, that it is ten bytes long."""
    honest = bomb("xl/workbook.xml")
    size = struct.pack("<I", ZEROS)
    assert honest.count(size) >= 1
    return honest.replace(size, struct.pack("<I", 10))


def png(width: int, height: int) -> bytes:
    """Whole and black, but for large ones: those hold no more than they say."""
    lines = (b"\0" + bytes(width)) * height if height < 1_000 else b""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", head), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    )
