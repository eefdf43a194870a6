"""The provider of identities: what it tells of itself, where it logs people in, its tokens.

Each request is bounded in time and size and follows nobody. The methods block while they ask,
so they are called in a thread; any of them raises `Failed`.
"""

import http.client
import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from threading import Lock
from time import monotonic
from typing import Any, TypeAlias
from urllib.error import HTTPError
from urllib.parse import quote_plus, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from app import __version__
from app.signon.failed import Failed, Why
from app.signon.registration import Registration, secure

TIMEOUT = 8.0
"""Seconds to wait for one whole answer: a person waits for the page."""

MOST = 500_000
"""Bytes of an answer that are read."""

KEPT, AFTER_FAILURE = 3600.0, 5.0
"""Seconds before what it tells of itself is asked for anew, and before it is tried again."""

ALGORITHMS = ("RS256", "PS256", "ES256")
"""None with a shared secret: what is public could be taken for one (RFC 8725, section 3.1)."""

Told: TypeAlias = Mapping[str, Any]


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


class Provider:
    def __init__(self, known_as: Registration, timeout: float = TIMEOUT) -> None:
        self.known_as = known_as
        self._timeout = timeout
        self._web = build_opener(_Stay)
        self._lock = Lock()  # who asks first asks for all
        self._kept: dict[str, tuple[float, Told | Failed]] = {}

    def look(self) -> None:
        """Ask for all that it tells of itself."""
        self._of_itself(self._endpoint("jwks_uri"), KEPT)

    # ------------------------------------------------------------ where to send the browser

    def login_address(self, back: str, secrets: Mapping[str, str], choose: bool = False) -> str:
        """Where somebody logs in and is sent `back` from, with PKCE (RFC 7636).

        `secrets`: the browser's own state, nonce and verifier. `choose`: ask for which account.
        """
        asked = {
            "response_type": "code",
            "client_id": self.known_as.client,
            "redirect_uri": back,
            "scope": "openid profile",
            "state": secrets["state"],
            "nonce": secrets["nonce"],
            "code_challenge": challenge(secrets["verifier"]),
            "code_challenge_method": "S256",
        }
        if choose:
            asked["prompt"] = "select_account"
        return _with(self._endpoint("authorization_endpoint"), asked)

    def logout_address(self, back: str) -> str | None:
        """Where somebody logs out there too; None where there is no such place."""
        if not self._metadata().get("end_session_endpoint"):
            return None
        asked = {"client_id": self.known_as.client, "post_logout_redirect_uri": back}
        return _with(self._endpoint("end_session_endpoint"), asked)

    # ------------------------------------------------------------ what came back

    def names_itself(self, issuer: str | None) -> bool:
        """Whether an answer is this provider's, as far as it says whose it is (RFC 9207)."""
        if issuer is None:
            says_so = "authorization_response_iss_parameter_supported"
            return self._metadata().get(says_so) is not True
        return bool(issuer == self._metadata()["issuer"])

    def claims(self, code: str, verifier: str, back: str) -> Told:
        """What the token says that the code is good for. Signed by the provider; no more is sure.

        A key that we do not know yet may be new: then the keys are asked for once more.
        """
        token = self._redeem(code, verifier, back)
        try:
            try:
                return self._signed(token, KEPT)
            except InvalidKeyIdError:
                return self._signed(token, 0.0)
        except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise Failed(Why.FALSE, f"signature ({type(error).__name__})") from None

    def _redeem(self, code: str, verifier: str, back: str) -> str:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": verifier,
        }
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        ways = self._metadata().get("token_endpoint_auth_methods_supported")
        if isinstance(ways, list) and "client_secret_basic" not in ways:
            form |= {"client_id": self.known_as.client, "client_secret": self.known_as.secret}
        else:
            pair = f"{quote_plus(self.known_as.client)}:{quote_plus(self.known_as.secret)}"
            headers["Authorization"] = "Basic " + b64encode(pair.encode()).decode()
        told = self._ask(self._endpoint("token_endpoint"), urlencode(form).encode(), headers)
        token = told.get("id_token")
        if not isinstance(token, str):
            raise Failed(Why.ODD, "no id_token")
        return token

    def _signed(self, token: str, kept: float) -> Told:
        keys = KeySet.import_key_set(dict(self._of_itself(self._endpoint("jwks_uri"), kept)))  # type: ignore[arg-type]
        registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
        return jwt.decode(token, keys, ALGORITHMS, registry).claims

    # ------------------------------------------------------------ asking

    def _endpoint(self, name: str) -> str:
        there = self._metadata().get(name)
        if not isinstance(there, str) or not secure(there):
            raise Failed(Why.ODD, name)
        return there

    def _metadata(self) -> Told:
        """As OpenID Connect Discovery 1.0 has it: the issuer's own name must stand in it."""
        issuer = self.known_as.issuer
        told = self._of_itself(f"{issuer}/.well-known/openid-configuration", KEPT)
        name = told.get("issuer")
        if not isinstance(name, str) or name.rstrip("/") != issuer:
            raise Failed(Why.ODD, "the issuer calls itself something else")
        return told

    def _of_itself(self, address: str, kept: float) -> Told:
        with self._lock:
            at, told = self._kept.get(address, (float("-inf"), {}))
            if monotonic() - at >= (AFTER_FAILURE if isinstance(told, Failed) else kept):
                try:
                    told = self._ask(address)
                except Failed as failed:
                    told = failed
                self._kept[address] = monotonic(), told
        if isinstance(told, Failed):
            raise Failed(told.why, told.what)
        return told

    def _ask(
        self, address: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Told:
        until = monotonic() + self._timeout
        every = {"Accept": "application/json", "User-Agent": f"Tannhjul/{__version__}"}
        request = Request(address, body, {**every, **(headers or {})})  # noqa: S310  # `secure`
        try:
            with self._web.open(request, timeout=self._timeout) as answer:
                return _object(_read(answer, until))
        except HTTPError as error:
            with error:
                raise _refused(error, until) from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Failed(Why.AWAY, type(error).__name__) from None


def challenge(verifier: str) -> str:
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _with(address: str, asked: Mapping[str, str]) -> str:
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(asked)}"


def _read(answer: Any, until: float) -> bytes:
    """In pieces: the timeout of a connection is for each, and some send a byte now and then."""
    content = b""
    while piece := answer.read1(MOST):
        content += piece
        if len(content) > MOST or monotonic() > until:
            raise TimeoutError
    return content


def _object(content: bytes) -> Told:
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise Failed(Why.ODD, "no JSON object")
    return told


def _refused(error: HTTPError, until: float) -> Failed:
    try:
        said = _object(_read(error, until)).get("error")
    except (Failed, OSError, http.client.HTTPException):
        said = None
    if said == "invalid_grant":
        return Failed(Why.STALE, "the code is not good")
    if said in ("invalid_client", "unauthorized_client") or error.code == 401:
        return Failed(Why.UNKNOWN, "client and secret are not accepted")
    return Failed(Why.AWAY if error.code >= 500 else Why.ODD, f"status {error.code}")
