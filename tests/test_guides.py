"""The pages for people: they quote the screens, show them, and lead somewhere."""

import re
from itertools import chain
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.pictures import LARGEST, PLACES, ROOT, Place, makers

GUIDES = [ROOT / f"docs/{name}.md" for name in ("prosessleder", "folkevalgt", "sekretaer")]
PAGES = [*sorted((ROOT / "docs").rglob("*.md")), *sorted(ROOT.glob("*.md"))]


def on_screen() -> set[str]:
    """What stands on screens in Bokmål, with `…` where something is filled in."""
    with (ROOT / "app/locale/nb/LC_MESSAGES/messages.po").open("rb") as file:
        catalog = read_po(file)
    words = ([one.string] if isinstance(one.string, str) else one.string or () for one in catalog)
    return {re.sub(r"\{\w+\}", "…", each) for each in chain.from_iterable(words) if each}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda page: page.stem)
def test_what_a_guide_quotes_stands_on_a_screen(guide: Path) -> None:
    """V330."""
    quoted = re.findall(r"\*\*«(.+?)»\*\*", guide.read_text("utf-8"))
    assert len(quoted) >= 5
    known = on_screen()
    assert [words for words in quoted if words not in known] == []


@pytest.mark.parametrize("place", PLACES, ids=lambda place: str(place.folder.relative_to(ROOT)))
def test_every_picture_is_made_by_a_test_shown_and_small(place: Place) -> None:
    """V331."""
    kept = {picture.stem: picture for picture in place.folder.iterdir()}
    assert kept.keys() == place.used()
    assert 3 < len(kept) <= 14
    assert [name for name in kept if not makers(name)] == []
    assert [name for name, file in kept.items() if file.stat().st_size > LARGEST] == []


def anchors(page: Path) -> set[str]:
    """The names of a page's headings, as the sites that show Markdown make them."""
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    plain = (re.sub(r"\[(.+?)\]\(.+?\)", r"\1", one).strip().lower() for one in headings)
    return {re.sub(r"[^\w\- ]", "", one).replace(" ", "-") for one in plain}


def test_every_link_leads_somewhere() -> None:
    """V332: to a file that is there, and to a heading in it."""
    followed, lost = 0, []
    for page in PAGES:
        text = re.sub(r"`[^`\n]*`", "", page.read_text("utf-8"))
        for link in re.findall(r"\]\(([^)\s]+)\)", text):
            if re.match(r"[a-z]+:", link):
                continue
            followed += 1
            path, _, anchor = link.partition("#")
            there = (page.parent / path).resolve() if path else page
            if not there.exists() or (anchor and anchor not in anchors(there)):
                lost.append(f"{page.relative_to(ROOT)}: {link}")
    assert followed > 60
    assert lost == []


def test_the_index_leads_to_every_page() -> None:
    """V333."""
    index = (ROOT / "docs/README.md").read_text("utf-8")
    pages = {page.name for page in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert [name for name in sorted(pages) if f"]({name})" not in index] == []


def test_nobody_is_promised_that_nobody_records() -> None:
    """V334: others may be given leave to (kommuneloven § 11-6), so we speak for ourselves."""
    pages = {page.stem: page.read_text("utf-8").lower() for page in GUIDES}
    assert [name for name, text in pages.items() if "ingen tar opp" in text] == []
    assert "vi tar ikke opp" in pages["folkevalgt"]
