"""The public site as files: which address becomes which file, and pages that know of no server.

A page that is written asks for the address of another as any page does (`Visit.url`). It is given
the name of a file, and what that file is made from is remembered: so all is written that is linked
to, and nothing else. A route that is not named here cannot be linked to, and fails loudly.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from html import escape, unescape
from pathlib import PurePosixPath
from posixpath import relpath
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from fastapi import FastAPI, Request

from app.i18n import DEFAULT, PUBLIC_LANGUAGES
from app.store import files
from app.web.visit import PublicVisit, here, here_in_public

#: What is written, and whether it differs with the language of the reader.
ROUTES: Mapping[str, bool] = {
    **dict.fromkeys(
        ("front", "public", "version", "notice", "log", "differences", "plan", "plan_timeline",
         "threads", "thread", "about", "protection", "search"), True,
    ),
    **dict.fromkeys(
        ("notice_pdf", "calendar", "minutes_pdf", "minutes_docx", "threads_docx", "feed",
         "plan_feed", "meetings", "plan_meetings"), True,
    ),
    **dict.fromkeys(
        ("document", "exhibit", "log_json", "minutes_json", "minutes_csv", "minutes_tabeller",
         "minutes_arkivmelding", "minutes_zip", "minutes_schema", "catalog", "catalog_jsonld",
         "crest", "robots", "sitemap"), False,
    ),
}  # fmt: skip

FIRST = ("front", "robots", "sitemap", "about", "protection", "search")
"""From where all else is found."""

_ENDING = re.compile(r"\.[a-z]{2,6}")
_PLAIN = re.compile(r"[A-Za-z0-9._-]{1,80}")
_LINK = re.compile(r' (href|src|action)="(/[^"]*)"')


@dataclass
class Written:
    """`wanted`: by the name of each file, the address that it is made from."""

    wanted: dict[str, str] = field(default_factory=dict)
    static: set[str] = field(default_factory=set)


class WrittenVisit(PublicVisit):
    """A request for a page that becomes a file. `chosen` is always told."""

    live = False

    def __init__(self, request: Request, written: Written) -> None:
        super().__init__(request)
        self.written = written

    def url(self, name: str, /, query: Mapping[str, object] | None = None, **parts: object) -> str:
        path = str(self.request.app.url_path_for(name, **parts))
        asked = {key: str(each) for key, each in (query or {}).items()}
        language = asked.pop("lang", self.language) if ROUTES[name] else ""
        ending = self._ending(name, parts)
        file = "/".join(filter(None, (language.removeprefix(DEFAULT), _named(path, asked, ending))))
        told = {**({"lang": language} if language else {}), **asked}
        self.written.wanted.setdefault(file, f"{path}?{urlencode(told)}")
        return f"/{file}"

    def static(self, name: str) -> str:
        self.written.static.add(name)
        return super().static(name)

    def in_language(self, language: str) -> str:
        route = self.request.scope["route"].name
        parts = {name: quote(str(each), safe="") for name, each in self.request.path_params.items()}
        return self.url(route, {**self.asked, "lang": language}, **parts)

    @cached_property
    def asked(self) -> dict[str, str]:
        return {name: each for name, each in super().asked.items() if name != "lang"}

    def _ending(self, name: str, parts: Mapping[str, Any]) -> str:
        """Of a file that the staff laid there: else nobody's machine would know what to do."""
        if name not in ("document", "exhibit"):
            return ""
        kept = files.name_of(self.site.engine, str(parts["file"]))
        found = PurePosixPath(kept or "").suffix.lower()
        return found if _ENDING.fullmatch(found) else ".bin"


def written(app: FastAPI) -> Written:
    """From now on the pages of `app` are written: what they ask for is gathered here."""
    gathered = Written()

    async def visit(request: Request) -> WrittenVisit:
        return WrittenVisit(request, gathered)

    app.dependency_overrides = {here: visit, here_in_public: visit}
    for route in FIRST:
        path = str(app.url_path_for(route))
        for language in PUBLIC_LANGUAGES if ROUTES[route] else ("",):
            there = "/".join(filter(None, (language.removeprefix(DEFAULT), _named(path, {}, ""))))
            gathered.wanted[there] = f"{path}?lang={language}" if language else path
    return gathered


def _named(path: str, asked: Mapping[str, str], ending: str) -> str:
    """The file of an address, a name that every system can keep."""
    parts = [part for part in path.split("/") if part] or ["index"]
    found = ending or PurePosixPath(parts[-1]).suffix
    last = parts[-1].removesuffix(found)
    last = "-".join((last, *(word for pair in asked.items() for word in pair)))
    ending = found if _ENDING.fullmatch(found) else ".html"
    return "/".join(map(_fit, (*parts[:-1], last))) + ending


def _fit(part: str) -> str:
    if _PLAIN.fullmatch(part) and not part.startswith("."):
        return part
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", part)[:40]
    return f"{plain}-{sha256(part.encode()).hexdigest()[:12]}"


def tied(page: str, file: str, there: Sequence[str] | set[str]) -> str:
    """The page with links that hold wherever the files lie, and none to what is not `there`.

    Every attribute was written by our templates, which leave no quotation mark in one.
    """

    def link(found: re.Match[str]) -> str:
        parts = urlsplit(unescape(found[2]))
        name = parts.path.lstrip("/")
        if name not in there:
            return ""
        path = quote(relpath(name, PurePosixPath(file).parent))
        whole = path + (f"#{parts.fragment}" if parts.fragment else "")
        return f' {found[1]}="{escape(whole)}"'

    return _LINK.sub(link, page)
