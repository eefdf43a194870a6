"""A language that a machine makes of English, and that stands in the place of English in a server
of the tests: ⟦Ŵŕííţţééñ ļííķéé ţĥííŝ⟧. Whatever still has plain letters was never given to gettext.

Vowels are doubled, so a word is as much longer as Norwegian words are at their longest.
"""

import re
from collections.abc import Sequence
from gettext import NullTranslations, translation
from pathlib import Path
from typing import Any
from unittest import mock

from babel.messages.pofile import read_po

from app import cli, i18n
from app.web.assets import Assets

PLAIN = "abcdefghijklmnopqrstuvwxyz"
MADE = "áƀčđéƒğĥíĵķļḿñóþɋŕšţúṽŵẋýž"
_LETTERS = str.maketrans(PLAIN + PLAIN.upper(), MADE + MADE.upper())
_PO = Path(i18n.__file__).parent / "locale/nb/LC_MESSAGES/messages.po"


def made(message: str) -> str:
    """The message in this language; a hole in it stays as it is."""
    parts = re.split(r"(\{\w+\})", message)  # every other one is a hole
    parts[::2] = (
        re.sub(r"(?i)[aeiouy]", r"\g<0>\g<0>", part).translate(_LETTERS) for part in parts[::2]
    )
    return f"⟦{''.join(parts)}⟧"


class Made(NullTranslations):
    def gettext(self, message: str) -> str:
        return made(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return made(msgid1 if n == 1 else msgid2)


def catalog() -> dict[str, Any]:
    """What the screens get for English."""
    with _PO.open("rb") as source:
        ids = [message.id for message in read_po(source) if message.id]
    messages = {one if isinstance(one, str) else one[0]: _forms(one) for one in ids}
    return {"language": "en", "messages": messages}


def _forms(message: str | Sequence[str]) -> str | list[str]:
    return made(message) if isinstance(message, str) else [made(form) for form in message]


def main() -> None:
    """The command line, where English is this language."""
    real_catalog, ours = Assets.catalog, catalog()

    def words(domain: str, folder: Path, chain: list[str], **how: Any) -> NullTranslations:
        return Made() if chain[0] == "en" else translation(domain, folder, chain, **how)

    def on_screens(assets: Assets, language: str) -> dict[str, Any]:
        return ours if language == "en" else real_catalog(assets, language)

    with (
        mock.patch.object(i18n, "translation", words),
        mock.patch.object(Assets, "catalog", on_screens),
    ):
        cli.main()
