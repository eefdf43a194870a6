"""One file in a form of the staff's, read no further than a file may be large."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from app.store.intake import LARGEST
from app.store.tables import StaffUser
from app.web import security
from app.web.login import HeldForm
from app.web.visit import Here

FIELDS = 100_000
"""Bytes for all that is not the file."""


@dataclass(frozen=True)
class Upload:
    """What came: by whom, the fields, and the file. `content` is None where it was too large."""

    who: StaffUser
    fields: dict[str, str]
    name: str
    content: bytes | None

    def text(self, name: str) -> str:
        return self.fields.get(name, "").strip()


async def upload(visit: Here) -> Upload:
    """The form, from somebody who is logged in. Raises `HeldForm`, `HTTPException` 400 and 413.

    Of somebody who is not, no more is read than of any form. What is too large is read to its end
    and let go, because a browser listens to the answer only when it has sent everything.
    """
    user = visit.staff
    fields, file, whole = await _read(visit.request, user is not None)
    try:
        if user is None or fields.get("csrf") != visit.csrf:
            raise HeldForm([(name, value) for name, value in fields.items() if name != "csrf"])
        if file is None:
            return Upload(user, fields, "", b"" if whole else None)
        return Upload(user, fields, file.filename or "", await file.read())
    finally:
        if file:
            await file.close()


async def _read(request: Request, known: bool) -> tuple[dict[str, str], UploadFile | None, bool]:
    """The fields, the file, and whether that is all of it."""
    most = LARGEST + FIELDS if known else security.LARGEST
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise HTTPException(400)
    body = request.stream()
    large = False

    async def measured() -> AsyncGenerator[bytes, None]:
        nonlocal large
        read = 0
        async for some in body:
            read += len(some)
            if large := read > most:
                raise MultiPartException("too large")
            yield some

    parser = MultiPartParser(request.headers, measured(), max_files=1, max_fields=20)
    try:
        await parser.parse()
    except (MultiPartException, KeyError) as error:
        if not large:
            raise HTTPException(400) from error
        if known:
            async for _ in body:
                pass
    fields = {name: value for name, value in parser.items if isinstance(value, str)}
    files = [value for _, value in parser.items if isinstance(value, UploadFile)]
    return fields, files[0] if files and not large else None, not large


Uploaded = Annotated[Upload, Depends(upload)]
