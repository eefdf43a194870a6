"""The file that workshops move in: whole and as it was written, or not taken in at all."""

import json
import os
import random
import stat
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, LargeBinary, MetaData, String, Table

from app.store import portable
from app.store.database import revisions
from app.store.portable import Kind, Row, Unreadable, opened, save
from app.store.staff import SETTING, USER
from app.store.tables import StaffUser

FIRST = "0005"
"""The schema of the first files that were ever written."""

ROWS: list[Row] = [
    (SETTING, {"key": f"k{number}", "value": "«Blåbærsyltetøy» 🚌 áč\nالنقل \\u0000 ' \" :x"})
    for number in range(40)
] + [(USER, StaffUser(login="kari", name="Kari", password="").model_dump())]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.tannhjul"
    save(path, "backup", ROWS)
    return path


def forged(path: Path, *lines: Any, **head: Any) -> Path:
    """A file with these lines whose sum is right."""
    told = {"format": "tannhjul", "kind": "backup", "program": "9.1", "schema": revisions()[0]}
    content = [json.dumps({**told, "version": 1, **head})]
    content += [each if isinstance(each, str) else portable.line(each).decode() for each in lines]
    text = "".join(f"{each.rstrip()}\n" for each in content).encode()
    end = {"rows": len(lines), "sha256": sha256(text).hexdigest()}
    path.write_bytes(text + portable._canonical(end))
    return path


def test_what_is_written_comes_back(path: Path) -> None:
    """M1: and written again it is the same file, which only its owner can read."""
    assert list(opened(path, "backup").rows()) == ROWS
    again = path.with_name("b.tannhjul")
    assert save(again, "backup", opened(path, "backup").rows()) == {"setting": 40, "staff_user": 1}
    assert again.read_bytes() == path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_is_cut_off_is_refused(path: Path) -> None:
    """M3: wherever it was cut, and wherever something was put after."""
    whole = path.read_bytes()
    for length in {*range(0, len(whole), 97), len(whole) - 1, whole.rindex(b'{"rows"')}:
        path.write_bytes(whole[:length])
        with pytest.raises(Unreadable):
            opened(path, "backup")
    for more in (b"\n", b"[]\n", whole):
        path.write_bytes(whole + more)
        with pytest.raises(Unreadable, match="cut off or altered"):
            opened(path, "backup")


def test_what_is_altered_is_refused(path: Path) -> None:
    """M3: by one bit, or by a line that is gone or changed places."""
    whole = bytearray(path.read_bytes())
    some = random.Random(7)
    for at in some.sample(range(len(whole)), 300):
        altered = bytearray(whole)
        altered[at] ^= 1 << some.randrange(8)
        path.write_bytes(altered)
        with pytest.raises(Unreadable):
            opened(path, "backup")
    lines = whole.splitlines(keepends=True)
    for other in (lines[:3] + lines[4:], [*lines[:2], lines[3], lines[2], *lines[4:]]):
        path.write_bytes(b"".join(other))
        with pytest.raises(Unreadable, match="cut off or altered"):
            opened(path, "backup")


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(9000), b"SQLite format 3\0" + bytes(5000), b"{}", b"[]\n",
        b'{"format": "tannhjul"}\n', b"x" * 100_000, "hei på deg\n".encode("latin-1"), b"\n",
        b'{"format":"other","kind":"backup","program":"1","schema":"0003","version":1}\n',
        b'{"format":"tannhjul","kind":"backup","program":"1","schema":"0003","version":"1"}\n',
    ],
)  # fmt: skip
def test_what_is_foreign_is_refused(path: Path, content: bytes) -> None:
    """M3."""
    path.write_bytes(content)
    with pytest.raises(Unreadable, match="not a file that Tannhjul wrote"):
        opened(path, "backup")


def test_an_empty_file_is_refused(path: Path) -> None:
    """M3."""
    path.write_bytes(b"")
    with pytest.raises(Unreadable, match="empty"):
        opened(path, "backup")


@pytest.mark.parametrize("head", [{"version": 2}, {"schema": "9999"}])
def test_what_is_newer_is_refused(path: Path, head: dict[str, Any]) -> None:
    """M3: and it says by which program it was written."""
    with pytest.raises(Unreadable, match=r"newer Tannhjul \(9\.1\)"):
        opened(forged(path, **head), "backup")


def test_what_is_too_old_is_refused(path: Path) -> None:
    """M3."""
    with pytest.raises(Unreadable, match="too old"):
        opened(forged(path, schema=revisions()[-1]), "backup")


@pytest.mark.parametrize(
    ("kind", "words"), [("backup", "tannhjul import"), ("workshop", "tannhjul restore")]
)
def test_the_wrong_kind_is_refused(path: Path, kind: Kind, words: str) -> None:
    """M3: and it says what takes it."""
    save(path, "workshop" if kind == "backup" else "backup", ROWS)
    with pytest.raises(Unreadable, match=words):
        opened(path, kind)


@pytest.mark.parametrize(
    "line",
    [
        '["nowhere",{"key":"a","value":"b"}]', '["setting",{"key":"a"}]', '["setting"]', "null",
        '["setting",{"key":"a","value":"b","more":1}]', '["setting",{"key":"a","value":1}]',
        '["setting",{"key":null,"value":"b"}]', '["setting",["key","value"]]', "{}", '"setting"',
        ('["staff_user",{"disabled":0,"login":"a","must_change":false,"name":"b","password":"c",'
        '"roles":"","subject":null}]'),
        '["join_code",{"code":"a","role":"b","table_no":true,"workshop":"c"}]',
        '["setting",{"value":"b","key":"a"}]', '["setting", {"key":"a","value":"b"}]',
        '["setting",{"key":"a","value":"\\u0062"}]', '["setting",{"key":"a","value":"\\ud800"}]',
        '["alembic_version",{"version_num":"0001"}]',
    ],
)  # fmt: skip
def test_a_row_that_fits_no_table_is_refused(path: Path, line: str) -> None:
    """M3: also where somebody made the sum right."""
    file = opened(forged(path, line), "backup")
    with pytest.raises(Unreadable):
        list(file.rows())


def test_binary_columns(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """M2: as base64."""
    made = Table(
        "scan", MetaData(), Column("id", String, primary_key=True), Column("body", LargeBinary)
    )
    monkeypatch.setitem(portable.TABLES, "scan", made)
    rows: list[Row] = [
        (made, {"id": "a", "body": bytes(range(256))}),
        (made, {"id": "b", "body": None}),
    ]
    save(path, "backup", rows)
    assert b'"body":"AAECAwQF' in path.read_bytes()
    assert list(opened(path, "backup").rows()) == rows
    forged(path, '["scan",{"body":"not base64","id":"a"}]')
    with pytest.raises(Unreadable):
        list(opened(path, "backup").rows())


def test_every_schema_that_files_were_written_in_is_read() -> None:
    """M3: who changes the tables adds an upcast for the files that are out there."""
    known = revisions()
    older = known[1 : known.index(FIRST) + 1]
    assert set(portable.UPCASTS) == set(older)


def test_an_older_file_is_read_through_an_upcast(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """M3."""

    def upcast(rows: Iterator[Any]) -> Iterator[Any]:
        for name, row in rows:
            yield name, {"key": row["name"], "value": row["value"]}

    monkeypatch.setattr(portable, "UPCASTS", {"0001": upcast})
    forged(path, '["setting",{"name":"a","value":"b"}]', schema="0001")
    assert list(opened(path, "backup").rows()) == [(SETTING, {"key": "a", "value": "b"})]


# ---------------------------------------------------------------- writing


@pytest.mark.parametrize("stop", [KeyboardInterrupt, OSError, ZeroDivisionError])
def test_half_a_file_is_never_there(path: Path, stop: type[BaseException]) -> None:
    """M8: whatever stops it, what was there before is there still."""
    before = path.read_bytes()

    def some() -> Iterator[Row]:
        yield from ROWS[:20]
        raise stop

    for target in (path, path.with_name("new.tannhjul")):
        with pytest.raises(stop):
            save(target, "backup", some())
    assert path.read_bytes() == before
    assert [*path.parent.iterdir()] == [path]


def test_a_file_takes_the_place_of_the_one_before(path: Path) -> None:
    """M8: also through a link."""
    link = path.with_name("newest")
    link.symlink_to(path)
    save(link, "workshop", [])
    assert link.is_symlink()
    assert list(opened(path, "workshop").rows()) == []
    assert {*path.parent.iterdir()} == {path, link}


def test_what_is_no_file_is_left_alone(path: Path) -> None:
    """M8."""
    pipe = path.with_name("pipe")
    os.mkfifo(pipe)
    for target in (pipe, path.parent, path.with_name("nowhere") / "file", path / "file"):
        with pytest.raises(OSError):  # noqa: PT011
            save(target, "backup", ROWS)
    assert pipe.is_fifo()
