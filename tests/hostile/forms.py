"""The forms and links of a page, as a browser would find them."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple


class Form(NamedTuple):
    """`fields`: what an untouched form sends, and the values of buttons; `multipart` has a file."""

    method: str
    action: str
    multipart: bool
    fields: dict[str, str]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._inside: Form | None = None
        self._area = ""
        self._choice = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(told.get("href", "").partition("#")[0])
        elif tag == "form":
            action = told.get("action", "").partition("#")[0]
            multipart = told.get("enctype", "").startswith("multipart")
            self._inside = Form(told.get("method", "get").upper(), action, multipart, {})
            self.forms.append(self._inside)
        form = self._of(told.get("form"))
        if form is None:
            return
        name = told.get("name", self._choice)
        if tag in ("input", "button") and name:
            unchosen = told.get("type") in ("radio", "checkbox") and "checked" not in told
            if not unchosen or name not in form.fields:
                form.fields[name] = told.get("value", "")
        elif tag == "select":
            self._choice = told.get("name", "")
            form.fields.setdefault(self._choice, "")
        elif tag == "option" and self._choice and "selected" in told:
            form.fields[self._choice] = told.get("value", "")
        elif tag == "textarea" and name:
            self._area = name
            form.fields[name] = ""

    def _of(self, _id: str | None) -> Form | None:
        return self._inside or (self.forms[-1] if _id and self.forms else None)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = None
        elif tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._choice = ""

    def handle_data(self, data: str) -> None:
        if self._area and self.forms:
            self.forms[-1].fields[self._area] = data.removeprefix("\n")


def forms(page: str) -> Iterator[Form]:
    yield from _read(page).forms


def links(page: str) -> Iterator[str]:
    yield from (each for each in _read(page).links if each)


def _read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    return reader
