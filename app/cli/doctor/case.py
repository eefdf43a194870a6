"""What every check is given, and what it finds."""

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from babel.numbers import format_decimal

from app.i18n import Translator
from app.settings import Settings


@dataclass(frozen=True, slots=True)
class Finding:
    """`check`: a stable word. `words`: how it stands. `do`: what to do; advice where it is ok."""

    check: str
    ok: bool
    words: str
    do: str = ""


@dataclass(frozen=True)
class Case:
    """What is looked at: an installation as the options and the settings have it."""

    settings: Settings
    now: datetime
    _: Translator

    @property
    def data(self) -> Path:
        return self.settings.data.resolve()

    def figure(self, value: float) -> str:
        """With one decimal, as the language writes it."""
        return str(format_decimal(value, "0.0", locale=self._.language))

    @property
    def sqlite(self) -> bool:
        return not self.settings.database


Check: TypeAlias = Callable[[Case], Iterable[Finding]]


def case(args: argparse.Namespace, now: datetime, words: Translator) -> Case:
    given = {name: getattr(args, name) for name in ("host", "port", "data", "database")}
    return Case(Settings(**given), now, words)
