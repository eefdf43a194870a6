"""Who a token is about: every claim is looked at before anything is believed.

OpenID Connect Core 1.0, section 3.1.3.7. Groups, e-mail and national identity number are not read.
"""

import re
import secrets
from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Any

from app.core.roles import Role
from app.signon.failed import Failed, Why
from app.signon.registration import Registration
from app.store.signon import Person

LEEWAY = 60
"""Seconds that two clocks may differ."""

LONGEST = 100
"""Signs of a name."""

_ENTRA = re.compile(r"https?://[^/]+/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/v2\.0")


def person(claims: Mapping[str, Any], known_as: Registration, nonce: str, now: float) -> Person:
    """Who it is, from the claims of a token whose signature holds. Raises `Failed`.

    `now`: seconds since 1970.
    """
    _for_us(claims, known_as, nonce)
    _in_time(claims, now)
    called = _words(claims.get("preferred_username"))
    name = _words(claims.get("name")) or called
    return Person(_subject(claims, known_as.issuer), name, called, _roles(claims, known_as.roles))


def _for_us(claims: Mapping[str, Any], known_as: Registration, nonce: str) -> None:
    issuer, audience = claims.get("iss"), claims.get("aud")
    if not isinstance(issuer, str) or issuer.rstrip("/") != known_as.issuer:
        raise Failed(Why.FALSE, "iss")
    audiences = audience if isinstance(audience, list) else [audience]
    if known_as.client not in audiences:
        raise Failed(Why.FALSE, "aud")
    if claims.get("azp", known_as.client if len(audiences) == 1 else None) != known_as.client:
        raise Failed(Why.FALSE, "azp")
    given = claims.get("nonce")
    if not isinstance(given, str) or not secrets.compare_digest(given.encode(), nonce.encode()):
        raise Failed(Why.FALSE, "nonce")


def _in_time(claims: Mapping[str, Any], now: float) -> None:
    for name in ("exp", "iat"):
        if not _is_time(claims.get(name)):
            raise Failed(Why.FALSE, name)
    if claims["exp"] <= now - LEEWAY:
        raise Failed(Why.CLOCK, "exp")
    for name in ("iat", "nbf"):
        at = claims.get(name, now)
        if not _is_time(at) or at > now + LEEWAY:
            raise Failed(Why.CLOCK, name)


def _is_time(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _subject(claims: Mapping[str, Any], issuer: str) -> str:
    """On Entra ID the person in the tenant, else the issuer's own name for them: both stay.

    Entra's `sub` is another one for each application, and would change with the registration.
    """
    tenant = _ENTRA.fullmatch(issuer)
    if tenant and claims.get("tid") != tenant[1]:
        raise Failed(Why.FALSE, "tid")
    them = claims.get("oid" if tenant else "sub")
    if not isinstance(them, str) or not 0 < len(them) <= 255:
        raise Failed(Why.FALSE, "oid" if tenant else "sub")
    return f"entra {tenant[1]} {them}" if tenant else f"{issuer} {them}"


def _roles(claims: Mapping[str, Any], names: Mapping[str, Role] | None) -> tuple[Role, ...] | None:
    if names is None:
        return None
    given = claims.get("roles")
    each: Iterable[object] = given if isinstance(given, list) else [given]
    found = {names.get(name.strip().lower()) for name in each if isinstance(name, str)}
    return tuple(role for role in Role if role in found)


def _words(value: object) -> str:
    """A line that can be shown: control signs and marks of direction are none."""
    line = value if isinstance(value, str) else ""
    return " ".join("".join(c if c.isprintable() else " " for c in line).split())[:LONGEST].strip()
