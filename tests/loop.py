"""A series of workshops as those who know none of the code would hold it: by the pages and their
forms, by what `docs/protocol.md` says of the frames, and by what is published.
"""

import asyncio
import re
from collections.abc import Mapping, Sequence
from html import unescape
from html.parser import HTMLParser
from typing import Any, Self

from httpx2 import AsyncClient, Response

from app.rehearse.screens import Address, Control, Screen
from app.rehearse.tablet import Tablet

FRAME = {
    "title": "Hvor går veien?", "municipality": "Vikøya", "body": "Kommunestyret",
    "place": "Kinosalen", "starts": "09:00", "ends": "12:30",
    "language": "nb", "threshold": "5",
}  # fmt: skip


class Editor(Screen):
    """An editor at the workbench."""

    role = "workbench"

    async def edit(self, *edits: dict[str, Any]) -> None:
        await self.ask({"t": "edit", "edits": edits})

    def open(self) -> list[str]:
        """What has no end yet, by id."""
        ends = self.view.items("endings")
        return sorted(id_ for id_, end in ends.items() if end["fate"] == "open")

    def understood(self) -> dict[str, dict[str, Any]]:
        return self.view.items("understood")


async def account(editor: Editor) -> None:
    """Whatever has no end is used in one statement: for those whose matter is something else."""
    words = {"text": "Dere vil mye.", "remark": "", "conflict": "", "withdrawn": ""}
    alt = entry("statements", "alt", {**words, "theme": None, "minority": False, "place": 0})
    made = () if "alt" in editor.understood() else (alt,)
    links = (entry("links", ["alt", id_], "supports") for id_ in editor.open())
    await editor.edit(*made, *links)


def said(view: Mapping[str, Any]) -> dict[str, Any]:
    """A statement as an edit has it, from what the workbench is shown."""
    fields = ("text", "theme", "minority", "remark", "conflict", "place", "withdrawn")
    return {name: view[name] for name in fields}


def entry(register: str, key: Any, new: Any, old: Any = None) -> dict[str, Any]:
    return {"register": register, "key": key, "old": old, "new": new}


class Forms(HTMLParser):
    """The forms of a page: where each goes, and its fields as a browser would send them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, str]] = {}
        self._fields: dict[str, str] = {}
        self._select = self._area = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        name = has.get("name", "")
        if tag == "form":
            self._fields = self.forms.setdefault(has.get("action", "").partition("#")[0], {})
        elif tag == "input" and name:
            if has.get("type") not in {"checkbox", "radio"} or "checked" in has:
                self._fields[name] = has.get("value", "on")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            if "selected" in has or self._select not in self._fields:
                self._fields[self._select] = has.get("value", "")
        elif tag == "textarea":
            self._area = name
            self._fields[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self._fields[self._area] += data


class Page:
    """What a page links to, and what in it can be linked to."""

    def __init__(self, page: str) -> None:
        self.links = {unescape(link) for link in re.findall(r'href="([^"]*)"', page)}
        self.ids = {unescape(id_) for id_ in re.findall(r'\bid="([^"]*)"', page)}


class Office:
    """A member of the staff with a browser."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.web = AsyncClient(
            base_url=url, headers={"Origin": url, "Accept-Language": "nb"},
            follow_redirects=True, trust_env=False, timeout=60,
        )  # fmt: skip
        self.url, self.live = url, "ws" + url.removeprefix("http") + "/live"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.web.aclose()

    async def read(self, path: str) -> str:
        answer = await self.web.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text

    async def press(self, page: str, action: str, **fields: str) -> Response:
        """Fill in the form of the page that goes to `action`, and send it."""
        there = Forms(await self.read(page)).forms
        assert action in there or not action, (page, action, [*there])
        return await self.web.post(action, data={**there[action], **fields})

    async def must(self, page: str, action: str, **fields: str) -> Response:
        answer = await self.press(page, action, **fields)
        assert answer.status_code == 200, (action, answer.status_code, answer.text[-3000:])
        return answer

    async def log_in(self, login: str, password: str) -> None:
        await self.must("/stab/logg-inn", "/stab/logg-inn", login=login, password=password)

    # ------------------------------------------------------------ what is made

    async def plan(self) -> str:
        """A plan process that workshops may belong to; its code."""
        fields = {"title": "Samfunnsdelen", "municipality": "Vikøya", "kind": "social"}
        answer = await self.must("/stab/plan/ny", "/stab/plan/ny", **fields)
        return str(answer.url).rsplit("/", 1)[1]

    async def workshop(self, plan: str, day: str, steps: Sequence[str], tables: int) -> str:
        """One of the series, with one question and these kinds of steps; its code."""
        made = await self.must(
            f"/stab/plan/{plan}/verksted/nytt", "/stab/v/nytt",
            **FRAME, date=day, tables=str(tables), seats="3", template="",
        )  # fmt: skip
        code = made.url.path.rsplit("/", 1)[1]
        fields = {"q.0.id": "q", "q.0.text": "Hva skal vi satse på, og hvorfor?"}
        for no, kind in enumerate(steps):
            fields |= {f"s.{no}.id": kind, f"s.{no}.kind": kind, f"s.{no}.minutes": "5"}
            if kind in {"write", "talk", "plenary"}:
                fields[f"s.{no}.question"] = "q"
        await self.must(f"/stab/v/{code}/program", f"/stab/v/{code}/program", **fields)
        return code

    # ------------------------------------------------------------ screens

    def _address(self) -> Address:
        cookies = "; ".join(f"{one.name}={one.value}" for one in self.web.cookies.jar)
        return Address(self.live, lambda: {"Cookie": cookies, "Origin": self.url})

    def control(self, code: str) -> Control:
        return Control(self._address(), code)

    def editor(self, code: str) -> Editor:
        return Editor(self._address(), code)

    async def hall(self, code: str, tablets: int) -> list[Tablet]:
        """Tablets that came in by the codes on the tables."""
        doors = re.findall(r'href="/b/(\w+)"', await self.read(f"/stab/v/{code}"))
        address = Address(self.live)
        there = [
            Tablet(address, doors[no % len(doors)], 1 + no % len(doors)) for no in range(tablets)
        ]
        await asyncio.gather(*(tablet.come() for tablet in there))
        return there

    # ------------------------------------------------------------ what is told

    async def publish(self, code: str) -> Response:
        page = f"/stab/v/{code}/motebok"
        return await self.press(page, f"{page}/publiser", confirmed="yes")

    async def published(self, code: str) -> dict[str, Any]:
        answer = await self.web.get(f"/v/{code}.json")
        assert answer.status_code == 200, answer.status_code
        document: dict[str, Any] = answer.json()
        return document

    async def reopen(self, code: str, source: str) -> Response:
        """As the form that offers `source` stands."""
        page = f"/stab/v/{code}/gjenapning"
        return await self.press(page, page, source=source)
