"""Published minutes as files: each made once, fetched by version and language, or told of."""

import asyncio
import errno
import threading
from hashlib import sha256

import pytest

from app import secretary
from app.core import commands as c
from app.publish.forms import pdf
from app.store import documents
from app.web import formats, made
from app.web.made import Crowded, Made
from tests.publish.prints import opened, texts
from tests.web.conftest import LEADER, Evening, House, Web


async def published(house: House, evening: Evening, reason: str = "") -> None:
    if evening.room.state.ended is None:
        await evening.hold()
    draft = await secretary.draft(evening.room, house.engine)
    await secretary.publish(evening.room, house.engine, draft, LEADER.name, reason)


def inside(printed: bytes) -> bytes:
    """The data that is laid beside the pages."""
    (tree,) = (opened(printed).get_attachment(0),)
    assert tree.get_name() == "minutes.json"
    return bytes(tree.get_data())


async def test_the_pdf_of_each_version(web: Web, house: House, evening: Evening) -> None:
    """V108"""
    path = f"/v/{evening.code}.pdf"
    assert (await web.get(path)).status_code == 404
    await evening.hold()
    assert (await web.get(path)).status_code == 404
    await published(house, evening)
    first = await web.get(path)
    assert first.headers["content-type"] == "application/pdf"
    assert f"motebok-{evening.code}.pdf" in first.headers["content-disposition"]
    assert inside(first.content) == (await web.get(f"/v/{evening.code}.json")).content
    text = " ".join(texts(first.content))
    for words in ("Hvor går veien?", "Kort fortalt", "Tett ved banen", "<script>alert(1)</script>"):
        assert words in text
    again = await web.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    details = evening.room.state.details
    await evening.do(c.RecordDetails(type(details)(chair="En annen")))
    await published(house, evening, "Feil møteleder")
    assert "En annen" in " ".join(texts((await web.get(path)).content))
    old = (await web.get(path, params={"version": "1"})).content
    kept = documents.versions(house.engine, evening.room.id)[1]
    assert kept.digest.encode() in inside(old)
    assert sha256(kept.body.encode()).hexdigest() == kept.digest
    assert "En annen" not in " ".join(texts(old))
    assert (await web.get(path, params={"version": "3"})).status_code == 404


async def test_in_the_language_asked_for(web: Web, house: House, evening: Evening) -> None:
    """V108"""
    await published(house, evening)
    for language, words in (
        ("", "møte i kommunestyret"), ("nn", "politisk verkstad"), ("en", "In short"),
        ("se", "mašiidna jorgalan"),
    ):  # fmt: skip
        answer = await web.get(f"/v/{evening.code}.pdf", params={"lang": language})
        pages = texts(answer.content)
        assert words.casefold() in pages[0].casefold(), language
        assert "Tett ved banen" in " ".join(pages), "people's words stay as they are"


async def test_a_file_that_cannot_be_made_is_told_of(
    web: Web, house: House, evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V107: the disk is full in the middle of it."""
    await published(house, evening)

    def full(*_: object, **__: object) -> bytes:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(pdf, "document", full)
        answer = await web.get(f"/v/{evening.code}.pdf", params={"lang": "nn"})
    assert answer.status_code == 503
    assert "Fila kunne ikkje lagast akkurat no" in answer.text
    assert "No space" not in answer.text
    assert "etag" not in answer.headers
    assert (await web.get(f"/v/{evening.code}.pdf", params={"lang": "nn"})).status_code == 200


async def test_it_is_made_once_for_all(web: Web, house: House, evening: Evening) -> None:
    """V107"""
    await published(house, evening)
    asked = [web.get(f"/v/{evening.code}.pdf") for _ in range(5)]
    bodies = {answer.content for answer in await asyncio.gather(*asked)}
    assert len(bodies) == 1
    assert len(house.site.state.site.made._files) == 1
    await web.get(f"/v/{evening.code}.pdf")
    assert len(house.site.state.site.made._files) == 1


async def test_what_is_the_same_in_every_language_is_made_once(
    web: Web, house: House, evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V107: and who has it already is answered without the minutes being read anew."""
    await published(house, evening)
    path = f"/v/{evening.code}.json"
    answers = [await web.get(path, params={"lang": each}) for each in ("", "nn", "en", "se")]
    assert len({answer.content for answer in answers}) == 1
    assert len(house.site.state.site.made._files) == 1
    monkeypatch.delattr(documents, "body")
    tag = answers[0].headers["etag"]
    assert (await web.get(path, headers={"If-None-Match": tag})).status_code == 304


class Maker:
    """Makes a file when it is let, and knows how many it makes at a time."""

    def __init__(self) -> None:
        self.go, self.begun, self.most, self._now = threading.Event(), 0, 0, 0

    def __call__(self) -> bytes:
        self.begun += 1
        self._now += 1
        self.most = max(self.most, self._now)
        self.go.wait(20)
        self._now -= 1
        return b"fil"


async def test_those_who_ask_at_once_wait_for_one() -> None:
    """V107: one who leaves does not take it from the others."""
    files, make = Made(), Maker()
    first, *others = [asyncio.create_task(files.file("a", make)) for _ in range(4)]
    other = asyncio.create_task(files.file("b", make))
    await asyncio.sleep(0)
    first.cancel()
    make.go.set()
    assert await asyncio.gather(*others, other) == [b"fil"] * 4
    assert (make.begun, make.most) == (2, made.AT_ONCE)


async def test_too_many_are_not_kept_waiting() -> None:
    """V107"""
    files, make = Made(), Maker()
    waiting = [asyncio.create_task(files.file(n, make)) for n in range(made.WAITING)]
    await asyncio.sleep(0)
    with pytest.raises(Crowded):
        await files.file("one too many", make)
    make.go.set()
    await asyncio.gather(*waiting)
    assert await files.file("one too many", make) == b"fil"


async def test_what_is_quick_waits_for_no_turn() -> None:
    """V107: also where the queue is full."""
    files, make = Made(), Maker()
    waiting = [asyncio.create_task(files.file(n, make)) for n in range(made.WAITING)]
    await asyncio.sleep(0)
    async with asyncio.timeout(15):
        assert await files.file("quick", lambda: b"data", quick=True) == b"data"
    make.go.set()
    await asyncio.gather(*waiting)


async def test_what_was_asked_for_last_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """V107"""
    monkeypatch.setattr(made, "ROOM", 250)
    files, log = Made(), list[str]()

    def make(name: str) -> bytes:
        log.append(name)
        return b"x" * 100

    for name in ("a", "b", "a", "c", "a", "b"):
        await files.file(name, lambda name=name: make(name))  # type: ignore[misc]
    assert log == ["a", "b", "c", "b"]


async def test_what_failed_is_made_anew() -> None:
    """V107"""
    files, tries = Made(), list[int]()

    def make() -> bytes:
        tries.append(1)
        if len(tries) == 1:
            raise MemoryError
        return b"fil"

    with pytest.raises(MemoryError):
        await files.file("a", make)
    assert await files.file("a", make) == b"fil"


async def test_every_format_is_there(web: Web, house: House, evening: Evening) -> None:
    """V108"""
    await published(house, evening)
    for ending, form in formats.FORMATS.items():
        answer = await web.get(f"/v/{evening.code}.{ending}")
        assert answer.status_code == 200, ending
        assert answer.headers["content-type"] == form.media
        assert (await web.get(f"/v/nix.{ending}")).status_code == 404
