"""The page where the staff decide what must not be public, as its forms are sent."""

import re
from html import unescape
from urllib.parse import quote

from httpx2 import Response

from tests.web.conftest import Evening, Web

BASIS = "offentleglova § 13"


async def redact(web: Web, evening: Evening, ref: str, do: str, **fields: str) -> Response:
    """Decide on the contribution that the minutes call `ref`. A field that is "" is not sent."""
    path = f"/stab/v/{evening.code}/sladding"
    page = (await web.get(f"{path}?ref={quote(ref)}")).text
    return await web.send_form(path, {**begun(page), "do": do, **fields})


def begun(page: str, article: str = "c-1") -> dict[str, str]:
    """The hidden fields of the form of a contribution on the page."""
    form = page.partition(f'id="{article}"')[2].partition("</form>")[0]
    found = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
    return {name: unescape(value) for name, value in found}


async def hide(web: Web, evening: Evening, ref: str, reason: str = "") -> int:
    """All of a contribution; without a reason show it again."""
    if not reason:
        return (await redact(web, evening, ref, "leave")).status_code
    return (await redact(web, evening, ref, "whole", reason=reason, basis=BASIS)).status_code
