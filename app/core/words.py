"""Text as people paste it, made fit to keep: from Word, from a phone, from right to left."""

import re
import unicodedata

NOTE_LIMIT = 2_000
STATEMENT_LIMIT = 4_000

# Control characters except newline and tab, and the marks that can turn the text around them
# (Unicode TR 9: embeddings, overrides, isolates). Plain RLM and LRM stay: Arabic needs them.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_SPACES = re.compile("[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_NEWLINES = re.compile("\r\n?|\x0b|\x0c|\u2028|\u2029|\x85")


def clean(text: str) -> str:
    """The same words with steady spaces and newlines (NFC), and nothing that hides or reorders.

    Applying it twice changes nothing, so a text that was cleaned may be compared with a resent one.
    """
    if _is_clean(text):
        return text
    text = _NEWLINES.sub("\n", text)
    # A lone surrogate is half a character and cannot be written to disk.
    text = text.encode("utf-8", "replace").decode()
    text = unicodedata.normalize("NFC", _UNWANTED.sub("", text))
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    text = re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip()
    return text if any(map(_visible, text)) else ""


def whole(text: str) -> int | None:
    """A whole number as somebody typed it, not negative; None for all else, and for one of more
    than nine digits: nothing here is counted so far, and Python reads no number of thousands."""
    return int(text) if text.isdecimal() and len(text) <= 9 else None


def _is_clean(text: str) -> bool:
    """A line as most people type it, found out in a fraction of the time."""
    steady = text.isprintable() and "  " not in text and text == text.strip()
    return steady and unicodedata.is_normalized("NFC", text)


def _visible(character: str) -> bool:
    return unicodedata.category(character)[0] not in "CZ"
