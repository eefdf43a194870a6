"""A paper as HTML that anyone can read."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from app.i18n import translator
from app.publish.paper import Block, Item, Paper, Runs, Section

#: Makes the markup that is set beside a contribution, for those who write up.
Beside: TypeAlias = Callable[[Item | Section], str]

_templates = Environment(
    loader=PackageLoader("app.publish.forms"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(paper: Paper, beside: Beside | None = None, onward: str = "") -> str:
    """The paper as a piece of HTML to be set into a page. No scripts, no inline styles.

    `onward`: markup of the page around it that stands after what is told in short.
    """
    return _set(paper.language, paper.written, paper=paper, beside=beside, onward=onward)


def fragment(
    blocks: Sequence[Block], language: str, written: str, beside: Beside | None = None
) -> str:
    """Some blocks by themselves, to be set under a heading of the second level."""
    return _set(language, written, bare=blocks, beside=beside)


def page(paper: Paper) -> str:
    """The same as `render`, as a whole HTML document that needs no other file."""
    return _templates.get_template("page.html").render(
        language=paper.language, title=paper.title.text, body=render(paper)
    )


def _set(language: str, written: str, **what: Any) -> str:
    paper = what.get("paper")
    return _templates.get_template("paper.html").render(
        _=translator(language),
        language=language,
        foreign=written if written != language else "",
        sections=list(paper.sections) if paper else [],
        kind=lambda block: type(block).__name__,
        whole=_whole,
        changed=lambda runs: any(run.look in ("ins", "del") for run in runs),
        href=_href,
        **{"paper": None, "bare": (), "onward": "", **what},
    )


def _whole(runs: Runs) -> bool:
    """Whether all of it is people's own words: the element around them then says so."""
    return bool(runs) and all(run.own or run.look == "cut" for run in runs)


def _href(to: str) -> str:
    """An anchor of the paper may hold the name of a table."""
    return f"#{quote(to[1:])}" if to.startswith("#") else to
