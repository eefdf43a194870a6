"""Every route of the site, so that a new one is in what walks them all without a word there."""

from collections.abc import Iterable, Iterator
from typing import Any


def every(some: Iterable[Any]) -> Iterator[Any]:
    """The routes and mounts, and those of what is included in them."""
    for route in some:
        inside = getattr(route, "original_router", None)
        if inside:
            yield from every(inside.routes)
        else:
            yield route
