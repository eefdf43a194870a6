"""Characters that XML has no room for, in one place for all that is written as XML."""

import re

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""XML 1.0, section 2.2."""


def fit(text: str) -> str:
    """The text with "�" in the place of each of them: who reads it sees that something stood there.

    Notes are cleaned when they are written and have none; a file's name or a setting may.
    """
    return _UNFIT.sub("\N{REPLACEMENT CHARACTER}", text)
