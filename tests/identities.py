"""A provider of identities of ours, on a real port: it knows what it sent to whom, and can lie.

It is as strict as the standards have it about what a client must send (OpenID Connect Core 1.0,
RFC 6749, RFC 7636), so that a client which leaves something out is not let in.
"""

import json
import socket
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from app.signon.provider import challenge

CLIENT, SECRET = "tannhjul-prøve", "hemmelig: +/="
TENANT = "11111111-2222-3333-4444-555555555555"

Claims = dict[str, Any]


def new_key(kid: str) -> ECKey:
    return ECKey.generate_key("P-256", {"kid": kid, "use": "sig", "alg": "ES256"})


def signed(claims: Claims, key: ECKey) -> str:
    return jwt.encode({"alg": "ES256", "kid": key.kid}, claims, key)


@dataclass
class Identities:
    """`who`: the claims of who is logged in there. The rest is what a test may set otherwise.

    `lie`: claims that are not as they should be; None leaves one out.
    """

    path: str = f"/{TENANT}/v2.0"
    back: str = "http://localhost/stab/sso/svar"
    who: Claims = field(default_factory=dict)
    key: ECKey = field(default_factory=lambda: new_key("a"))
    lie: Claims = field(default_factory=dict)
    token: Callable[[Claims, ECKey], str] = signed
    metadata: Claims = field(default_factory=dict)
    answer: dict[str, str] = field(default_factory=dict)
    asleep: Event = field(default_factory=Event)
    port: int = 0
    asked: list[str] = field(default_factory=list)
    begun: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.path}"

    def documents(self) -> Claims:
        return {
            f"{self.path}/.well-known/openid-configuration": {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize?p=1",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "end_session_endpoint": f"{self.issuer}/logout",
                **self.metadata,
            },
            f"{self.path}/keys": KeySet([self.key]).as_dict(),
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser goes from there: somebody is always logged in."""
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["redirect_uri"] == self.back
        assert "openid" in asked["scope"].split()
        assert asked["code_challenge_method"] == "S256"
        assert asked["code_challenge"]
        assert asked["nonce"]
        self.begun.append(asked)
        code = f"kode-{len(self.begun)}"
        self.codes[code] = asked
        answer = {"code": code, "state": asked["state"], **self.answer}
        return f"{self.back}?{urlencode({name: said for name, said in answer.items() if said})}"

    def redeem(self, form: dict[str, str], authorization: str) -> tuple[int, Claims]:
        pair = b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        if (unquote_plus(pair[0]), unquote_plus(pair[2])) != (CLIENT, SECRET):
            return 401, {"error": "invalid_client"}
        begun = self.codes.pop(form["code"], None)
        if (
            begun is None
            or form["grant_type"] != "authorization_code"
            or form["redirect_uri"] != begun["redirect_uri"]
            or challenge(form.get("code_verifier", "")) != begun["code_challenge"]
        ):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "nonce": begun["nonce"], "iat": now,
            "exp": now + 300, "tid": TENANT, **self.who,
        }  # fmt: skip
        told = {name: value for name, value in (claims | self.lie).items() if value is not None}
        return 200, {"token_type": "Bearer", "id_token": self.token(told, self.key)}


@contextmanager
def identities() -> Iterator[Identities]:
    provider = Identities()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            there = urlsplit(self.path)
            provider.asked.append(there.path)
            if there.path == f"{provider.path}/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(dict(parse_qsl(there.query))))
                self.end_headers()
            else:
                found = provider.documents().get(there.path)
                self._tell(200 if found else 404, found or {})

        def do_POST(self) -> None:
            provider.asked.append(urlsplit(self.path).path)
            form = self.rfile.read(int(self.headers["Content-Length"])).decode()
            told = provider.redeem(dict(parse_qsl(form)), self.headers["Authorization"])
            self._tell(*told)

        def _tell(self, status: int, told: Claims) -> None:
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if provider.asleep.is_set():  # a byte now and then, without end
                for byte in body * 1_000:
                    try:
                        self.wfile.write(bytes([byte]))
                        self.wfile.flush()
                    except OSError:
                        return
                    time.sleep(0.05)
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        address_family = socket.AF_INET

    server = Server(("127.0.0.1", 0), Handler)
    provider.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
