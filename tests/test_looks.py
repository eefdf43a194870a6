"""One visual language: what can be held of it without a browser."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEMPLATES = ROOT / "app/web/templates"
SHEETS = [
    *sorted((ROOT / "app/static").glob("*.css")),
    *sorted((ROOT / "frontend/src").rglob("*.css")),
]
COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\(|: (?:white|black)\b"
)
OWN = {
    "theme.css": "all",  # where the tokens are
    "seating.css": "all",  # a colour for each list, with dark letters on it in both schemes
    "thread.css": {"#b3253a", "#f0818f"},  # the thread is red
    "prepare.css": {"#000"},  # on paper
    "pages.css": {": white"},  # behind a picture that may be black on nothing
    "staff.css": {": white"},
    "plan.css": {"#fff"},
}
PARTS = ROOT / "frontend/node_modules/@digdir/designsystemet-css/dist/src"


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: f"{sheet.parent.name}/{sheet.name}")
def test_every_colour_is_a_token(sheet: Path) -> None:
    """V355: but for the few that are no part of the theme, each for its reason."""
    own = OWN.get(sheet.name, set())
    found = set(COLOUR.findall(sheet.read_text("utf-8").lower()))
    assert own == "all" or found <= set(own)


def test_no_part_of_the_library_is_sent_that_no_page_uses() -> None:
    """V356: nor does a page use one that is not sent."""
    sheet = (ROOT / "frontend/src/style.css").read_text("utf-8")
    sent = set(re.findall(r"designsystemet-css/([\w-]+)\.css\" layer\(ds\.components\)", sheet))
    sources = [*(ROOT / "app/web").rglob("*.html"), *(ROOT / "frontend/src").rglob("*.tsx")]
    written = "".join(source.read_text("utf-8") for source in sources)
    there = {part.stem for part in PARTS.glob("*.css")}
    used = {part for part in there if re.search(rf"\bds-{part}\b(?!-)", written)}
    assert len(used) > 10
    assert used == sent


def test_every_picture_has_words_or_is_passed_by() -> None:
    """V357: a picture says what it shows, or that it only adorns; a drawing too."""
    pictures, silent = 0, []
    for page in sorted(TEMPLATES.rglob("*.html")):
        for tag in re.findall(r"<(?:img|svg)\b.*?>", page.read_text("utf-8")):
            pictures += 1
            if not re.search(r"\balt=|\brole=\"img\"|\baria-hidden=\"true\"", tag):
                silent.append(f"{page.name}: {tag}")
    assert pictures > 10
    assert silent == []


def test_no_page_has_the_same_id_twice() -> None:
    """A name that leads to two places leads to the wrong one."""
    twice = {}
    for page in sorted(TEMPLATES.rglob("*.html")):
        ids = ids_of(page)
        if len(ids) > len(set(ids)):
            twice[page.name] = ids
    assert twice == {}


def ids_of(page: Path) -> list[str]:
    """Those that are written out, in what it stands on and takes in too."""
    text = page.read_text("utf-8")
    around = re.findall(r"{% (?:extends|include) \"([^\"]+)\"", text)
    own = re.findall(r"\sid=\"([\w-]+)\"", text)
    return own + [id_ for name in around for id_ in ids_of(TEMPLATES / name)]
