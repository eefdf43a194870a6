"""One file in a form of the staff's, read no further than a file may be large."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from app.core.roles import Right
from app.store.deeds import Doing
from app.store.intake import LARGEST
from app.store.tables import StaffUser
from app.web import security
from app.web.login import carrying_out, known
from app.web.visit import Here, Visit

FIELDS = 100_000
"""Bytes for all that is not the file."""


@dataclass(frozen=True)
class Upload:
    """What came: by whom, the fields, and the file. `content` is None where it was too large."""

    who: StaffUser
    fields: dict[str, str]
    name: str
    content: bytes | None
    deed: Doing

    def text(self, name: str) -> str:
        return self.fields.get(name, "").strip()


def upload(*rights: Right) -> Callable[[Visit], AsyncIterator[Upload]]:
    """A dependency: the form, from somebody who has one of the rights, as `login.sent`.

    It raises what that does, and `HTTPException` 400 and 413. Of somebody who is not logged in, no
    more is read than of any form. What is too large is read to its end and let go, because a
    browser listens to the answer only when it has sent everything.
    """

    async def form(visit: Here) -> AsyncIterator[Upload]:
        fields, file, whole = await _read(visit.request, visit.staff is not None)
        try:
            user = known(visit, list(fields.items()), rights)
            with carrying_out(visit, user) as deed:
                if file is None:
                    yield Upload(user, fields, "", b"" if whole else None, deed)
                else:
                    deed.detail = file.filename or ""
                    yield Upload(user, fields, file.filename or "", await file.read(), deed)
        finally:
            if file:
                await file.close()

    return form


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


PreparesFile = Annotated[Upload, Depends(upload(Right.PREPARE))]
GovernsFile = Annotated[Upload, Depends(upload(Right.GOVERN))]
