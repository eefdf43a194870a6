"""How much there is room for, so that one screen, or a thousand, cannot take it from the others.

No address is looked at. What comes too fast is read later, by the socket that sends it; what is too
many is told to come back. `docs/decisions/0043` says where the numbers come from.
"""

from app.guard.pace import Bucket

#: Frames a second that one screen is read at in the long run, and at once. A tablet that was away
#: sends two hundred notes one by one, each when the one before is stored.
SCREEN = 50.0, 500.0

#: The same for all that join by one code.
TABLE = 200.0, 2_000.0

PIECE = 4_096
"""Bytes of a frame that count as a frame more."""

JOINING = 10.0
"""Frames that a join counts as: it is answered with the whole view."""

SCREENS, FOR_EACH_SEAT = 100, 10
"""Screens that may be at one code, and so many more for each seat at the table: sixty tablets may
come to the wrong one, and each may still have a connection that has died."""

OF_ONE_DEVICE = 4
"""Screens with the same mark: two windows, and what they left behind."""

MOST_AT_THE_DOOR = 2_000
"""Sockets that have not joined. The oldest goes when one more comes."""

AT_THE_DOOR = 20.0
"""Seconds that such a one is left in peace; a screen of ours joins as soon as it is open."""


def for_a_screen() -> Bucket:
    return Bucket(*SCREEN)


def for_a_table() -> Bucket:
    return Bucket(*TABLE)


def weight(size: int) -> float:
    """What a frame of so many bytes takes of a bucket."""
    return 1.0 + size / PIECE


def room_for(seats: int) -> int:
    return SCREENS + FOR_EACH_SEAT * seats
