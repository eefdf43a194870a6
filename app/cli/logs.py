"""The log: one line an event, about the system, and never a word that somebody typed.

An exception may quote a note, a code, a name or an address, and so may what a library says about
it. So of an exception stand here only its kind, the code that a disk or a database gave it, and
where in the program it was raised; and of libraries only words that hold nothing of anybody's.
"""

import errno
import json
import logging
import re
import threading
import traceback
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from app.settings import Settings

OURS = "tannhjul"
PLAIN = re.compile(r"[^(<\[{'\"%:\n]*")
"""The beginning of what a library says: what follows may be a value."""

CODE = re.compile(r"[A-Z0-9_]{3,40}")

KNOWN = ("uvicorn.error", "asyncio", "alembic", "sqlalchemy")
"""Libraries that were read: they begin with words of their own. Others are only named."""

DEEPEST = 12
"""Places in the program that an event tells, the innermost ones."""


def begin(settings: Settings) -> None:
    """All that this process logs goes to standard error as the settings have it."""
    handler = logging.StreamHandler()
    handler.setFormatter(AsJson() if settings.log == "json" else AsText())
    handler.addFilter(_not_told_before)
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    logging.getLogger(OURS).setLevel(settings.log_level.upper())


def guard() -> None:
    """In a server: what Python itself would print, with values, is told as all else is."""
    logging.captureWarnings(True)
    threading.excepthook = lambda args: broke(args.exc_value)


def broke(error: BaseException | None) -> None:
    """Tell of what nobody has caught."""
    logging.getLogger(OURS).critical("the program broke", exc_info=error)


class AsJson(logging.Formatter):
    """One JSON object a line, with the keys of `event` and no others."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(event(record), ensure_ascii=False)


class AsText(logging.Formatter):
    """The same for people: time, level, who, words, and the rest in brackets."""

    def format(self, record: logging.LogRecord) -> str:
        told = event(record)
        rest = [told[key] for key in ("id", "error") if key in told]
        rest += [" < ".join(told["where"])] if "where" in told else []
        line = "{at} {level} {from}: {words}".format_map(told)
        return line + "".join(f" [{each}]" for each in rest)


def event(record: logging.LogRecord) -> dict[str, Any]:
    """What is told of a record.

    `at` (UTC, to the second), `level`, `from` (the part of the program), `words`; where there is
    one, `id` (as on the error page); and of an exception `error` (its kinds, the outermost first)
    and `where` (file:line function, the innermost first).
    """
    told: dict[str, Any] = {
        "at": f"{datetime.fromtimestamp(record.created, UTC):%Y-%m-%dT%H:%M:%SZ}",
        "level": record.levelname.lower(),
        "from": _printable(record.name),
        "words": _printable(_words(record)),
    }
    if number := getattr(record, "id", ""):
        told["id"] = _printable(str(number))
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        told["error"] = " < ".join(map(_kind, _chain(error)))
        told["where"] = [*_places(error)]
    return told


def _words(record: logging.LogRecord) -> str:
    if record.name.split(".")[0] == OURS:
        return record.getMessage()
    if not record.name.startswith(KNOWN) or not isinstance(record.msg, str):
        return ""
    begun = PLAIN.match(record.msg)
    return begun[0].strip() if begun else ""


def _printable(words: str) -> str:
    """No line ends within, and nothing that a terminal takes for an order."""
    return "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in words)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The exception, what it hid, and so on; of a group the first."""
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        yield at
        inner = at.exceptions[0] if isinstance(at, BaseExceptionGroup) else None
        at = inner or at.__cause__ or (None if at.__suppress_context__ else at.__context__)


def _kind(error: BaseException) -> str:
    """The name of its class, with the code that a database or the system gave it."""
    code = getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None)
    if isinstance(error, OSError):
        code = errno.errorcode.get(error.errno or 0)
    name = type(error).__name__
    return f"{name}({code})" if isinstance(code, str) and CODE.fullmatch(code) else name


def _places(error: BaseException) -> Iterator[str]:
    frames = traceback.extract_tb(error.__traceback__)
    for frame in reversed(frames[-DEEPEST:]):
        yield f"{_short(frame.filename)}:{frame.lineno} {frame.name}"


def _short(file: str) -> str:
    """A source file without the folders of this machine."""
    parts = file.replace("\\", "/").rsplit("/site-packages/", 1)
    if len(parts) == 2:
        return parts[1]
    _, ours, rest = parts[0].rpartition("/app/")
    return f"app/{rest}" if ours else parts[0].rsplit("/", 1)[-1]


def _not_told_before(record: logging.LogRecord) -> bool:
    """An exception that a page has told with its id is not told again by the web server."""
    error = record.exc_info[1] if record.exc_info else None
    told = getattr(error, "told", False)
    if error is not None and not told:
        with suppress(AttributeError):  # one that takes no attributes is told twice
            error.told = True  # type: ignore[attr-defined]  # ours, for this very purpose
    return not told
