"""Every message is found, translated into every language, and keeps its holes."""

import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from app.i18n import LANGUAGES, PUBLIC_LANGUAGES, negotiate, translator

ROOT = Path(__file__).parent.parent


def catalog(language: str) -> Catalog:
    with (ROOT / f"app/locale/{language}/LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale=language)


def forms(text: str | list[str] | tuple[str, ...] | None) -> list[str]:
    return [text] if isinstance(text, str) else list(text or ())


def holes(text: str) -> Counter[str]:
    return Counter(re.findall(r"\{(\w+)\}", text))


def faults(message: Message) -> list[str]:
    source, said = forms(message.id), forms(message.string)
    allowed = [holes(form) for form in source]
    return [
        *(["fuzzy"] if message.fuzzy else []),
        *(["untranslated"] if not said or not all(said) else []),
        *(f"holes in {form!r}" for form in said if form and holes(form) not in allowed),
    ]


@pytest.mark.parametrize("language", PUBLIC_LANGUAGES)
def test_catalogs_hold_exactly_the_messages_in_the_sources(language: str) -> None:
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    sources = extract_from_dir(
        ROOT,
        methods,
        options,
        {**DEFAULT_KEYWORDS, "N_": None},
        directory_filter=lambda folder: not Path(folder).name.startswith((".", "node_modules")),
    )
    found = {message for _, _, message, _, _ in sources}
    assert {message.id for message in catalog(language) if message.id} == found, "make messages"


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_every_message_is_translated(language: str) -> None:
    wrong = {str(message.id): faults(message) for message in catalog(language) if message.id}
    assert not {message: what for message, what in wrong.items() if what}


def test_what_is_said_in_northern_sami_has_its_holes_and_the_rest_is_norwegian() -> None:
    wrong = {
        str(message.id): faults(message)
        for message in catalog("se")
        if message.id and any(forms(message.string))
    }
    assert wrong
    assert not {message: what for message, what in wrong.items() if what}
    say, norwegian = translator("se"), translator("nb")
    assert say("Agenda") == "Áššelistu"
    assert say("Store the fields") == norwegian("Store the fields") != "Store the fields"
    count = ("{n} on the list", "{n} on the list", 3)
    assert say.ngettext(*count) == norwegian.ngettext(*count) != "3 on the list"


def test_a_message_fills_its_holes_and_counts() -> None:
    say = translator("en")
    assert say("Hello {name}", name="Ánne") == "Hello Ánne"
    assert say("{as it stands}") == "{as it stands}"
    assert [say.ngettext("{n} note", "{n} notes", n) for n in (1, 2)] == ["1 note", "2 notes"]


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "nb"),
        ("", "nb"),
        ("nn-NO,nn;q=0.9,nb;q=0.8", "nn"),
        ("no", "nb"),
        ("en-GB;q=0.4, nn;q=0.6", "nn"),
        ("se, en;q=0.5", "nb"),
        ("de, en;q=0.5", "en"),
        ("en;q=0, nn", "nn"),
        ("*;q=x, tlh", "nb"),
    ],
)
def test_the_browser_is_heard(header: str | None, language: str) -> None:
    assert negotiate(header) == language
