"""WebKit's programs, a screen to show them on, and browsers on the demonstration."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.browser.conftest import Demo, council, demo
from tests.webkit.driver import Device, device, display, missing

__all__ = ["council", "demo"]

NewDevice = Callable[[tuple[int, int]], Device]


@pytest.fixture(scope="session")
def shown_on() -> Iterator[str]:
    """Where WebKit cannot be had a developer goes without, and is told; CI never does."""
    if lacking := missing():
        said = f"WebKit is not tested: {' and '.join(lacking)} not found (`make webkit` installs)."
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)
    with display() as screen:
        yield screen


@pytest.fixture
def new_device(demo: Demo, shown_on: str) -> Iterator[NewDevice]:
    """Opens a browser of its own: `new_device(TABLET)`."""
    with ExitStack() as stack:
        yield lambda size: stack.enter_context(device(shown_on, demo.base, size))
