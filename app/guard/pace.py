"""A measure that fills up again by itself: how much may come at once, and how much in the long
run.

It tells how long to wait and never waits itself. Who counts is never written down: a bucket belongs
to a socket, to a table, or to the whole server, and is gone with it.
"""

import time


class Bucket:
    """Holds `most`, and gets `rate` back each second."""

    __slots__ = ("_at", "_left", "_most", "_rate")

    def __init__(self, rate: float, most: float) -> None:
        self._rate = rate
        self._most = self._left = most
        self._at = time.monotonic()

    def take(self, much: float = 1.0) -> float:
        """Take so much, on credit where it is not there. Seconds until the credit is paid, or 0."""
        now = time.monotonic()
        self._left = min(self._most, self._left + (now - self._at) * self._rate) - much
        self._at = now
        return max(0.0, -self._left / self._rate)
