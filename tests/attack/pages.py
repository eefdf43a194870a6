"""Reads PostgreSQL's files as whoever copied them would: every row on every page, dead or alive.

Values that PostgreSQL packed (pglz) or moved out of the row (TOAST) are put together again.
"""

import struct
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

PAGE = 8192
_HEADER = 24
_ROW_HEADER = 23


@dataclass(frozen=True, slots=True, repr=False)
class Piece:
    """Bytes that lie at `offset` of a file, written by transaction `xmin` (0: not known)."""

    offset: int
    xmin: int
    data: bytes


def pieces(file: bytes, toast: bool) -> Iterator[Piece]:
    """Every row of a heap file, living or dead, unpacked; `toast`: the values it is made of."""
    every = list(rows(file))
    if not toast:
        for row in every:
            yield row
            yield from (Piece(row.offset, row.xmin, value) for _, value in packed(row.data))
        return
    values: dict[int, list[tuple[int, Piece]]] = defaultdict(list)
    for row in every:
        value, number = struct.unpack_from("<Ii", row.data)
        values[value].append((number, Piece(row.offset, row.xmin, _plain(row.data[8:]))))
    for chunks in values.values():
        chunks.sort(key=lambda chunk: chunk[0])
        whole = b"".join(piece.data for _, piece in chunks)
        first = chunks[0][1]
        (told,) = struct.unpack_from("<I", whole)
        unpacked = _unpack(whole[4:], told & 0x3FFFFFFF)
        yield Piece(first.offset, first.xmin, whole if unpacked is None else unpacked)


def rows(file: bytes) -> Iterator[Piece]:
    for page in range(0, len(file) - PAGE + 1, PAGE):
        (lower,) = struct.unpack_from("<H", file, page + 12)
        for pointer in range(page + _HEADER, page + min(lower, PAGE), 4):
            (line,) = struct.unpack_from("<I", file, pointer)
            at, length = line & 0x7FFF, line >> 17
            if length <= _ROW_HEADER or at + length > PAGE:
                continue
            start = page + at
            (xmin,) = struct.unpack_from("<I", file, start)
            body = start + file[start + 22]
            yield Piece(body, xmin, file[body : start + length])


def _plain(value: bytes) -> bytes:
    """What a variable-length value holds."""
    if value[0] & 1:
        return value[1 : value[0] >> 1]
    (header,) = struct.unpack_from("<I", value)
    return value[4 : header >> 2]


def packed(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Whatever is a packed value, and where; tried at every place where one may begin."""
    for at in range(0, len(data) - 8, 4):
        header, told = struct.unpack_from("<II", data, at)
        length, size = header >> 2, told & 0x3FFFFFFF
        if header & 3 == 2 and 8 < length <= len(data) - at and length < size < 1 << 24:
            value = _unpack(data[at + 8 : at + length], size)
            if value is not None:
                yield at, value


def _unpack(packed: bytes, size: int) -> bytes | None:
    """pglz undone; None where this is no such thing."""
    out = bytearray()
    at, end = 0, len(packed)
    try:
        while at < end and len(out) < size:
            control = packed[at]
            at += 1
            for _ in range(8):
                if at >= end or len(out) >= size:
                    break
                if control & 1:
                    length = (packed[at] & 0x0F) + 3
                    back = (packed[at] & 0xF0) << 4 | packed[at + 1]
                    at += 2
                    if length == 18:
                        length += packed[at]
                        at += 1
                    if not 0 < back <= len(out):
                        return None
                    for _ in range(length):
                        out.append(out[-back])
                else:
                    out.append(packed[at])
                    at += 1
                control >>= 1
    except IndexError:
        return None
    return bytes(out) if len(out) == size else None
