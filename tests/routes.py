"""Every route of the pages, so that a new one is in what walks them all without a word there."""

from collections.abc import Iterable, Iterator
from typing import Any

from fastapi.routing import APIRoute


def every(some: Iterable[Any]) -> Iterator[APIRoute]:
    """The routes, and those of what is included in them."""
    for route in some:
        if isinstance(route, APIRoute):
            yield route
        inside = getattr(route, "original_router", None)
        yield from every(inside.routes) if inside else ()
