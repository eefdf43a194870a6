"""The product cannot see or hear the hall, and asks nobody outside the house: by what it is of."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.web.security import DENIED, policy
from tests.hostile.world import Template

ROOT = Path(__file__).parents[2]

SENSES = re.compile(
    r"getUserMedia|getDisplayMedia|mediaDevices|MediaRecorder|RTCPeerConnection|RTCDataChannel|"
    r"SpeechRecognition|createMediaStreamSource|AudioWorklet|ImageCapture|BarcodeDetector|"
    r"<video|<audio|createElement\(.(video|audio)|new Audio\(|\bcapture=|(?<!`)videoLink|"
    r"video_link|video_?url|stream_?(url|link|address)\b",
    re.IGNORECASE,
)
"""What hears, sees or records; and a place for the address of what does."""

FOREIGN = re.compile(r"""(?:https?:)?//[a-z0-9-]+(?:\.[a-z0-9-]+)+""", re.IGNORECASE)

NAMES = (
    "www.w3.org", "purl.org", "data.europa.eu", "publications.europa.eu", "xmlns.com", "schema.org",
    "json-schema.org", "data.norge.no", "data.brreg.no", "schemas.openxmlformats.org",
    "schemas.microsoft.com", "rep.geointegrasjon.no", "www.arkivverket.no", "www.sitemaps.org",
)  # fmt: skip
"""Whose addresses are names: of a vocabulary, of a schema, of a licence. Nobody fetches them."""

TOLD = (
    "lovdata.no",
    "v.example",
    "github.com",
    "preactjs.com",
    "developer.mozilla.org",
    "www.fn.no",
)
"""Where a link or a comment may lead who wants to read more."""


def _ours(*folders: str) -> Iterator[tuple[str, str]]:
    """The files that are ours or made of ours, with their words."""
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix in (".py", ".ts", ".tsx", ".html", ".css", ".js", ".svg", ".json"):
                yield str(file.relative_to(ROOT)), file.read_text(encoding="utf-8")


def test_nothing_in_it_sees_hears_or_records() -> None:
    """V231: neither in what is written nor in what was built of it, libraries and all. That eInnsyn
    has a field for a video is only told, where it is told that it stays empty."""
    seen = 0
    for name, text in _ours("app", "frontend/src"):
        assert [found[0] for found in SENSES.finditer(text)] == [], name
        seen += name.startswith("app/static/dist/")
    assert seen > 5, "the screens are built"


def test_no_sound_comes_from_a_file() -> None:
    """V231: the one tone there is, is made of nothing."""
    sounds = [
        file
        for file in (ROOT / "app").rglob("*")
        if file.suffix in (".mp3", ".wav", ".ogg", ".m4a", ".mp4", ".webm", ".aac", ".flac")
    ]
    assert sounds == []


def test_the_policy_begins_with_nothing() -> None:
    """V230: each thing that a page may load is named, and all of it comes from here."""
    told = dict(each.split(" ", 1) for each in policy("a.no").split("; "))
    assert told == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "font-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": "'self' ws://a.no wss://a.no",
        "frame-src": "'self'",
        "media-src": "'none'",
        "object-src": "'none'",
        "worker-src": "'none'",
        "manifest-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }


async def test_every_page_denies_every_sense_and_holds_no_code_of_its_own(
    whole: Template, tmp_path: Path
) -> None:
    """V230: all that is found by following every link; forms, screens and errors too."""
    assert {"camera", "microphone", "display-capture", "geolocation"} <= set(DENIED)
    async with whole.copy(tmp_path / "house") as world:
        pages = 0
        for addresses in (*whole.known.addresses.values(), ["/nix", "/v/nix", "/static/nix"]):
            for address in addresses[:1]:
                if address.partition("?")[0].endswith((".pdf", ".zip", ".docx", ".xlsx")):
                    continue
                answer = await world.ask("GET", address.encode(), world.known_as("staff"))
                denied = answer.headers["permissions-policy"].split(", ")
                assert denied == [f"{what}=()" for what in DENIED], address
                if not answer.is_page:
                    continue
                pages += 1
                for script in re.findall(r"<script[^>]*>", answer.text):
                    assert "application/json" in script or ' src="/' in script, address
                inside = re.sub(r"<script.*?</script>", "", answer.text, flags=re.DOTALL)
                assert not re.search(r"<style|<[^>]+\s(style|on\w+)=", inside), address
                for loaded in re.findall(
                    r'<(?:img|link|script|iframe)[^>]+(?:src|href)="([^"]+)"', inside
                ):
                    assert loaded.startswith(("/", "http://test/", "data:")), (address, loaded)
        assert pages > 40


@pytest.mark.parametrize("folder", ["app/static", "frontend/src", "app/web"])
def test_no_file_of_ours_leads_a_browser_elsewhere(folder: str) -> None:
    """V232: an address of another host is the name of a vocabulary, or a link for people."""
    strange = set()
    for name, text in _ours(folder):
        for found in FOREIGN.finditer(text):
            host = found[0].rpartition("/")[2]
            if not host.endswith((*NAMES, *TOLD)) and ".test." not in name:
                strange.add((name, found[0]))
    assert strange == set()
