"""The public site as files: whole, tied together, and nothing but what the public reads."""

import argparse
import asyncio
import re
from html import unescape
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import pytest

from app.cli import site as command
from app.cli.common import Stop
from app.store import workshops
from app.store.processes import Kept
from app.web.search import index
from app.web.written import tied
from tests.web.conftest import Evening, House, Web, plan_evening
from tests.web.test_notice import announce
from tests.web.test_public import evening, kept, publish, withdraw

__all__ = ["evening", "kept"]

ADDRESS = "https://verksted.example/politikk"
OURS = re.compile(r'(?:href|src|action)="([^"]*)"')


async def write(house: House, folder: Path, address: str = ADDRESS) -> None:
    data = Path(str(house.engine.url.database)).parent
    told = argparse.Namespace(folder=folder, data=data, database="", address=address)
    await asyncio.to_thread(command.site, told)


def files(folder: Path) -> dict[str, bytes]:
    found = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in found}


def words(page: str) -> str:
    """What is read of a page, without where it leads."""
    main = page.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", "", main)))


async def test_what_is_written_is_the_public_site_and_hangs_together(
    web: Web, house: House, evening: Evening, kept: Kept, tmp_path: Path
) -> None:
    """V157"""
    await publish(house, evening, "Feil navn")
    await publish(house, evening, "Enda en")
    await withdraw(house, evening, 2)
    planned, rehearsed = await plan_evening(house), await plan_evening(house, rehearsal=True)
    coming = await plan_evening(house, process=kept.id)
    await announce(coming)
    index.refresh(house.engine)
    folder = tmp_path / "site"
    await write(house, folder)
    there = files(folder)
    pages = {name: body.decode() for name, body in there.items() if name.endswith(".html")}
    here, plan = f"v/{evening.code}", f"plan/{kept.code}"
    for name in (
        "index.html", "nn/index.html", "en/index.html", f"se/{here}.html", f"{here}.html",
        f"{here}.pdf", f"{here}.docx", f"{here}.csv", f"{here}.json", f"{here}.zip",
        f"{here}/arkivmelding.zip", f"{here}/versjon/1.html", f"{here}-version-1.json",
        f"{here}/endringer-fra-1-til-3.html", f"{here}/kunngjoring.html", f"{here}/logg.html",
        f"v/{coming.code}.ics", f"{plan}.html", f"{plan}/trad.html", f"{plan}/atom.xml",
        "atom.xml", "kalender.ics", "sitemap.xml", "robots.txt", "sok.html", "dcat.ttl",
    ):  # fmt: skip
        assert name in there, name
    links = 0
    for name, page in pages.items():
        assert "<script" not in page
        for link in map(unescape, OURS.findall(page)):
            if urlsplit(link).scheme:
                continue
            target, anchor = urldefrag(link)
            path = (folder / name).parent / target if target else folder / name
            assert path.resolve().is_file(), f"{name}: {link}"
            if anchor and path.suffix == ".html":
                assert f'id="{anchor}"' in path.read_text(), f"{name}: {link}"
            links += 1
    assert links > 500
    secret = [
        *evening.codes.values(), *coming.codes.values(), planned.code, rehearsed.code, "/stab",
        "/skjerm", "/mine", "csrf",
    ]  # fmt: skip
    for name, body in there.items():
        if not name.startswith("static/"):
            assert not [word for word in secret if word.encode() in body], name
    for live, name in ((f"/v/{evening.code}", f"{here}.html"), (f"/{plan}", f"{plan}.html"),
                       (f"/v/{evening.code}/versjon/2", f"{here}/versjon/2.html")):  # fmt: skip
        read = words((await web.get(live)).text).split()
        told, rest = words(pages[name]).split(), iter(read)
        assert all(word in rest for word in told), name
        assert len(told) > 0.8 * len(read), "only what asks a server is left out"
    assert f"{ADDRESS}/v/{evening.code}/versjon/1.html".encode() in there["atom.xml"]
    assert f"{ADDRESS}/v/{coming.code}.html".encode() in there["kalender.ics"].replace(
        b"\r\n ", b""
    )
    assert "banen" in pages[f"{here}.html"]


def test_a_link_to_what_is_elsewhere_by_now_is_words_only() -> None:
    """V157: minutes may name the minutes before them, which are on another server."""
    page = '<a class="x" href="/v/A.html#s-1">A</a> <a href="/v/B.html">B</a> <a href="#c">C</a>'
    made = tied(page, "en/v/C.html", {"v/A.html"})
    assert made == '<a class="x" href="../../v/A.html#s-1">A</a> <a>B</a> <a href="#c">C</a>'


async def test_written_again_only_what_is_another_changes(
    house: House, evening: Evening, kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V158: and what goes wrong leaves all as it was."""
    folder = tmp_path / "site"
    await write(house, folder)
    first = {name: (folder / name).stat().st_mtime_ns for name in files(folder)}
    assert (folder / "index.html").stat().st_mode & 0o444 == 0o444
    await withdraw(house, evening, 1)
    await write(house, folder)
    after = {name: (folder / name).stat().st_mtime_ns for name in files(folder)}
    same = {name for name in first if after.get(name) == first[name]}
    assert f"v/{evening.code}.pdf" not in after
    assert {"vern.html", f"v/{evening.code}/kunngjoring-version-1.pdf"} <= same
    assert not {"index.html", "SHA256SUMS", "atom.xml", f"v/{evening.code}.html"} & same

    stood = files(folder)
    with monkeypatch.context() as patch:
        patch.setattr("app.web.notice.notice.as_pdf", lambda *_: 1 / 0)
        with pytest.raises(Stop, match="nothing is changed"):
            await write(house, folder)
    (folder / "notat.txt").write_text("vårt eget")
    with pytest.raises(Stop, match=r"notat\.txt"):
        await write(house, folder)
    (folder / "notat.txt").unlink()
    with pytest.raises(Stop, match="--address"):
        await write(house, folder, address="")
    assert files(folder) == stood
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".site")] == []
    assert workshops.find(house.engine, evening.code) is not None
