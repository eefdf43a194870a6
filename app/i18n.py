"""Words in Bokmål, Nynorsk and English: which to use, and how to say a message in them.

Message ids are English. A hole in a message is `{name}`, alike in Python, templates and screens.
"""

from dataclasses import dataclass
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path

LANGUAGES = ("nb", "nn", "en")
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
    """Say things in this language. Nynorsk without a word of its own borrows Bokmål's."""
    chain = ["nn", "nb"] if language == "nn" else [language]
    return Translator(language, translation("messages", _LOCALE, chain, fallback=True))


def negotiate(accept_language: str | None) -> str:
    """The best of our languages for an Accept-Language header."""
    ranked: list[tuple[float, str]] = []
    for part in (accept_language or "").split(","):
        tag, _, parameters = part.strip().partition(";")
        primary = tag.lower().split("-")[0]
        try:
            weight = float(parameters.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        ranked.append((-weight, _ALSO.get(primary, primary)))
    ranked.sort(key=lambda pair: pair[0])
    return next((code for weight, code in ranked if weight and code in LANGUAGES), DEFAULT)
