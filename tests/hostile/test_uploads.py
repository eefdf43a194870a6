"""Files that are not what they say, at each door that takes one."""

import tempfile
import tracemalloc
from pathlib import Path

import pytest

from app.publish import crest
from app.roster.people import Unreadable
from app.roster.sheets import sheets
from app.store.files import FILE
from app.store.intake import LARGEST, PDF, PNG, XLSX, Refusal, Unfit, media_of
from tests.hostile import uploads
from tests.hostile.checks import wrongs
from tests.hostile.forms import links
from tests.hostile.world import Template, World

ROOM = 60_000_000
"""Bytes that reading a hostile file may take at most: a bomb would need three times as many."""

FILES = dict(uploads.hostile())


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("tom.csv", Unfit.EMPTY),
        ("side.csv", Unfit.UNKNOWN),
        ("side.png", Unfit.BROKEN),
        ("nuller.csv", Unfit.UNKNOWN),
        ("bombe.xlsx", Unfit.BOMB),
        ("blader.xlsx", Unfit.BOMB),
        ("løgn.xlsx", Unfit.BROKEN),
        ("kryptert.xlsx", Unfit.LOCKED),
        ("makro.xlsm", Unfit.ACTIVE),
        ("halv.xlsx", Unfit.BROKEN),
        ("matrjosjka.zip", Unfit.UNKNOWN),
        ("skript.svg", Unfit.UNKNOWN),
        ("latter.svg", Unfit.UNKNOWN),
        ("stor.png", Unfit.BOMB),
        ("ingen.png", Unfit.BROKEN),
    ],
)
def test_a_document_is_what_its_bytes_say_or_is_refused(name: str, why: Unfit) -> None:
    """V224: whatever it is called, and within bounds of memory."""
    content = FILES[name]
    tracemalloc.start()
    with pytest.raises(Refusal) as refused:
        media_of(content)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refused.value.why is why
    assert most < ROOM


@pytest.mark.parametrize("name", list(FILES))
def test_no_list_of_members_is_more_than_its_words(name: str) -> None:
    """V224: it is read as text or not at all; no entity is carried out, no bomb unpacked."""
    tracemalloc.start()
    try:
        read = sheets(FILES[name])
    except Unreadable:
        read = []
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < ROOM
    told = "".join(cell for way in read for each in way for _, row in each.rows for cell in row)
    assert "root:" not in told
    assert "haha" * 100 not in told


def test_a_mark_is_drawn_anew_and_nothing_of_what_came_is_kept() -> None:
    """V224: no script, no foreign picture, nothing of a file on the disk."""
    for name in ("skript.svg", "fil.svg"):
        bare = crest.bare(FILES[name])
        for word in (b"<script", b"alert(1)</", b"foreignObject", b"hostile.example", b"root:"):
            assert word not in bare, name
    made = crest.drawn(FILES["skript.svg"])
    assert media_of(made) == PNG
    assert b"script" not in made
    for name in ("side.png", "dyp.svg", "bilde.jpg"):
        with pytest.raises(crest.NoMark):
            crest.drawn(FILES[name])


async def test_what_was_taken_in_is_a_picture_or_is_saved_and_never_runs(
    whole: Template, tmp_path: Path
) -> None:
    """V225: also a PDF that is a page to whoever looks past its first bytes."""
    async with whole.copy(tmp_path / "house") as world:
        taken = 0
        for name in ("pdf-og-html.pdf", "liten.pdf", "godt.xlsx", "liten.png", "medlemmer.csv"):
            route = "/stab/plan/{code}/kunnskap/{statement}/fil"
            _, form = whole.known.forms[route][0]
            fields = {"csrf": form.fields["csrf"], "alt": "Et bilde"}
            body, kind = uploads.packed(fields, {"file": ("<b>../x\r\n.html", FILES[name])})
            headers = [*world.known_as("staff"), (b"content-type", kind)]
            answer = await world.ask("POST", form.action.encode(), headers, body)
            taken += answer.status == 303
            await _fetch_all(world)
        assert taken >= 4


async def _fetch_all(world: World) -> None:
    with world.engine.connect() as connection:
        kept = [row.id for row in connection.execute(FILE.select()) if row.process]
    (code,) = {route.split("/")[2] for route in await _plans(world)}
    for file in kept:
        shown = await world.ask("GET", f"/plan/{code}/fil/{file}".encode())
        assert list(wrongs(shown)) in ([], ["without a policy"])
        assert shown.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
        assert shown.headers["content-type"] in (PDF, PNG, XLSX, "text/csv")
        how = shown.headers["content-disposition"]
        assert how.startswith("attachment;") or shown.headers["content-type"] == PNG
        assert not set("<>\r\n") & set(how)


async def _plans(world: World) -> set[str]:
    page = await world.ask("GET", b"/")
    return {each for each in links(page.text) if each.startswith("/plan/")}


async def test_what_is_too_large_is_let_go_while_it_comes(
    whole: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V224: not in memory beyond the limit, and on no disk afterwards."""
    there = tmp_path / "tmp"
    there.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(there))
    monkeypatch.setattr("app.web.security.LARGEST_PASSED", 3 * LARGEST)
    route = "/stab/plan/{code}/kunnskap/{statement}/fil"
    _, form = whole.known.forms[route][0]
    fields = {"csrf": form.fields["csrf"], "alt": "Stort"}
    body, kind = uploads.packed(fields, {"file": ("stor.csv", bytes(2 * LARGEST))})
    async with whole.copy(tmp_path / "house") as world:
        for content, status in ((body, 422), (body * 2, 413)):
            headers = [*world.known_as("staff"), (b"content-type", kind)]
            tracemalloc.start()
            answer = await world.ask("POST", form.action.encode(), headers, content)
            _, most = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            assert answer.status == status
            assert most < LARGEST
            assert list(there.iterdir()) == []
