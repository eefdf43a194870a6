"""Whether a page of ours opens a websocket: the browser tells where the page came from.

The same-origin policy does not hold for websockets: any page may open one, and the browser sends
our cookies along (RFC 6455, 10.2). So we look ourselves.
"""

from collections.abc import Collection, Mapping
from typing import Any

DEFAULT_PORTS = {"http": ":80", "https": ":443"}


def is_ours(scope: Mapping[str, Any], addresses: Collection[str] = ()) -> bool:
    """Whether the page is from where it connects to, or from one of `addresses`.

    Programs tell no origin, and are let in: what a program says proves nothing. A page that came
    encrypted may be behind a proxy that speaks to us in the clear; one that came in the clear may
    not reach what is encrypted, for anybody on the way could have written it. What a proxy says of
    the host is not asked for: anyone may say it, and proxies can pass on the host itself.
    """
    headers: dict[bytes, bytes] = dict(scope["headers"])
    told = headers.get(b"origin")
    if told is None:
        return True
    host = headers.get(b"host", b"").decode("latin-1")
    schemes = ("https",) if scope.get("scheme") == "wss" else ("http", "https")
    ours = {_plain(f"{scheme}://{host}") for scheme in schemes if host}
    return _plain(told.decode("latin-1")) in ours | {_plain(each) for each in addresses}


def comes_from_a_page(scope: Mapping[str, Any]) -> bool:
    return b"origin" in dict(scope["headers"])


def _plain(address: str) -> str:
    """As browsers write it: lower case, without a path, or the port that the scheme has anyhow."""
    scheme, _, rest = address.lower().partition("://")
    return f"{scheme}://{rest.partition('/')[0].removesuffix(DEFAULT_PORTS.get(scheme, chr(0)))}"
