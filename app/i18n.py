"""Words in Bokmål, Nynorsk and English, and outside the staff's pages in Northern Sámi.

Message ids are English. A hole in a message is `{name}`, alike in Python, templates and screens.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path

LANGUAGES = ("nb", "nn", "en")
PUBLIC_LANGUAGES = (*LANGUAGES, "se")
"""What the public and the councillors read. The Northern Sámi is made by machine, and says so."""

DEFAULT = "nb"

_LOCALE = Path(__file__).parent / "locale"
# What a browser may call a language we have, or where it may turn instead.
_ALSO = {"no": "nb", "da": "nb", "sv": "nb", "se": "nb", "fo": "nn"}


def N_(message: str) -> str:
    """Mark a message in a table; it is translated where it is shown."""
    return message


@dataclass(frozen=True)
class Translator:
    """Called as `_` wherever words are made; `_.ngettext` counts."""

    language: str
    catalog: NullTranslations

    def __call__(self, message: str, /, **values: object) -> str:
        text = self.catalog.gettext(message)
        return text.format_map(values) if values else text

    def ngettext(self, one: str, many: str, n: int, /, **values: object) -> str:
        return self.catalog.ngettext(one, many, n).format_map({"n": n, **values})


@cache
def translator(language: str) -> Translator:
    """Say things in this language. One without a word of its own borrows Bokmål's."""
    chain = [language, "nb"] if language in ("nn", "se") else [language]
    return Translator(language, translation("messages", _LOCALE, chain, fallback=True))


def negotiate(accept_language: str | None, languages: Collection[str] = LANGUAGES) -> str:
    """The best of our languages for an Accept-Language header."""
    ranked: list[tuple[float, str]] = []
    for part in (accept_language or "").split(","):
        tag, _, parameters = part.strip().partition(";")
        primary = tag.lower().split("-")[0]
        try:
            weight = float(parameters.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        ours = primary if primary in languages else _ALSO.get(primary, primary)
        ranked.append((-weight, ours))
    ranked.sort(key=lambda pair: pair[0])
    return next((code for weight, code in ranked if weight and code in languages), DEFAULT)
