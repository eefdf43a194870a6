"""Files packed into one. The same files of the same time are the same bytes."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from app.core.things import Millis
from app.publish.phrases import times

_ANYBODY_READS = 0o644 << 16
_UNIX = 3


def packed(files: Mapping[str, bytes], at: Millis) -> bytes:
    """A ZIP of the files by their paths, all as if they were written `at`."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as package:
        for path, content in files.items():
            entry = ZipInfo(path, times.local(at).timetuple()[:6])
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr, entry.create_system = _ANYBODY_READS, _UNIX
            package.writestr(entry, content)
    return made.getvalue()
