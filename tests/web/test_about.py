"""«How a political workshop goes»: in every language, from here alone, found from the front."""

import re

import pytest

from app.i18n import PUBLIC_LANGUAGES
from tests.pictures import ROOT
from tests.web.conftest import Web

TITLES = {
    "nb": "Slik går et politisk verksted til",
    "nn": "Slik går ein politisk verkstad føre seg",
    "en": "How a political workshop works",
    "se": "Ná dáhpáhuvvá politihkalaš bargobádji",
}


@pytest.mark.parametrize("language", PUBLIC_LANGUAGES)
async def test_it_is_a_link_from_the_front_in_every_language(web: Web, language: str) -> None:
    """V390."""
    front = (await web.get(f"/?lang={language}")).text
    (link,) = set(re.findall(r'href="(/om\?[^"]*)"', front))
    page = await web.get(link)
    assert page.status_code == 200
    assert f">{TITLES[language]}</h1>" in page.text
    assert "<script" not in page.text


async def test_every_picture_is_there_in_its_size_and_told_in_words(web: Web) -> None:
    """V390: the size is said in the page, so that nothing jumps while it is fetched."""
    pictures = re.findall(
        r'<img class="screen" src="([^"]+)" alt="([^"]{20,})" width="(\d+)" height="(\d+)"',
        (await web.get("/om")).text,
    )
    assert len(pictures) == 5
    for address, _, width, height in pictures:
        assert (await web.get(address)).headers["content-type"] == "image/jpeg"
        file = (ROOT / "app" / address.lstrip("/")).read_bytes()
        assert size(file) == (int(width), int(height)), address


def size(jpeg: bytes) -> tuple[int, int]:
    """Width and height, as its frame header says (ITU T.81, B.2.2)."""
    found = re.search(rb"\xff[\xc0-\xc2]\x00.\x08(..)(..)", jpeg, flags=re.DOTALL)
    assert found
    return int.from_bytes(found[2], "big"), int.from_bytes(found[1], "big")
