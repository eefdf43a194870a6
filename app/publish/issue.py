"""A published edition of the minutes: what is not in the tree itself, but said beside it."""

from dataclasses import dataclass

from app.core.things import Millis


@dataclass(frozen=True, slots=True)
class Issue:
    """Version `version` of `latest`, published `at`; `digest` is the tree's SHA-256."""

    version: int
    latest: int
    at: Millis
    digest: str
