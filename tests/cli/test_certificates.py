"""The small authority: whom it vouches for, and that others believe it."""

import plistlib
import socket
import ssl
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from app.cli.certificate import renewed
from app.cli.common import Stop
from app.machine.certificates import SERVER_LASTS, Authority, Expired, context, names_in
from app.settings import Settings
from tests.command import tannhjul

NOW = datetime.now(UTC)
OURS = ["localhost", "127.0.0.1", "192.168.1.20", "verksted.local"]


@pytest.fixture
def own(tmp_path: Path) -> Authority:
    own = Authority.of(tmp_path)
    own.make(OURS, NOW)
    own.renew(OURS, NOW)
    return own


def greeted(own: Authority, name: str) -> str:
    """What a client that trusts the root only gets from a server that it calls so."""
    trusting = ssl.create_default_context(cadata=own.root.public_bytes(Encoding.PEM).decode())
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        try:
            with context(own.server_file).wrap_socket(connection, server_side=True) as there:
                there.sendall(b"hei")
        except ssl.SSLError:
            connection.close()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        with (
            socket.create_connection(listener.getsockname()) as plain,
            trusting.wrap_socket(plain, server_hostname=name) as there,
        ):
            return there.recv(10).decode()
    finally:
        thread.join()
        listener.close()


def test_a_client_that_trusts_the_root_only(own: Authority) -> None:
    """V266: is served by each of our names and addresses, and by no other."""
    for name in OURS:
        assert greeted(own, name) == "hei"
    with pytest.raises(ssl.SSLCertVerificationError, match="mismatch"):
        greeted(own, "192.168.1.21")


@pytest.mark.parametrize("name", ["bank.example", "8.8.8.8"])
def test_a_stolen_key_vouches_for_nobody_else(
    own: Authority, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V266: what lies outside private networks is refused, though the root has signed it."""
    own.renew([*OURS, name], NOW)
    assert name not in names_in(own.server)
    monkeypatch.setattr(Authority, "covers", lambda *_: True)
    assert own.renew([name], NOW)
    assert name in names_in(own.server)
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree"):
        greeted(own, name)


def test_renewed(own: Authority) -> None:
    """V267: when an address is new, or the end is near; the root stays, until it has ended."""
    root, first = own.root_file.read_bytes(), own.server_file.read_bytes()
    assert not own.renew(OURS, NOW)
    assert not own.renew(OURS[:2], NOW)
    assert own.server_file.read_bytes() == first
    assert own.renew([*OURS, "10.0.0.7"], NOW)
    assert "10.0.0.7" in names_in(own.server)
    late = NOW + SERVER_LASTS - timedelta(days=25)
    assert own.renew(OURS, late)
    assert own.server.not_valid_after_utc > late + timedelta(days=300)
    assert own.server.not_valid_after_utc - own.server.not_valid_before_utc <= SERVER_LASTS
    assert own.root_file.read_bytes() == root
    last = NOW + timedelta(days=5 * 365 - 10)
    own.renew(OURS, last)
    assert own.server.not_valid_after_utc == own.root.not_valid_after_utc
    assert not own.renew(OURS, last), "what can last no longer is not made again and again"
    with pytest.raises(Expired):
        own.renew(OURS, NOW + timedelta(days=5 * 365))


@pytest.mark.skipif(sys.platform == "win32", reason="modes are the others'")
def test_keys_are_their_owners(own: Authority) -> None:
    """V267."""
    assert own.folder.stat().st_mode & 0o777 == 0o700
    assert {file.name: file.stat().st_mode & 0o777 for file in own.folder.iterdir()} == {
        "root.pem": 0o600,
        "server.pem": 0o600,
    }


def test_the_command(tmp_path: Path) -> None:
    """V269: makes, tells, exports the root and never its key; a root that is there stays."""
    data = tmp_path / "data"
    asked = ("--data", data)
    assert "no certificate here yet" in tannhjul("certificate", *asked).err
    told = tannhjul("certificate", "make", "--json", *asked).json
    own = Authority.of(data)
    assert sys.platform == "win32" or data.stat().st_mode & 0o777 == 0o700
    assert told["fingerprint"] == own.fingerprint
    assert "127.0.0.1" in told["names"]
    again = tannhjul("certificate", "make", *asked)
    assert (again.status, again.err.count("\n")) == (1, 1)
    assert "--anew" in again.err
    assert tannhjul("certificate", "export", tmp_path, *asked).status == 0
    crt, profile = (tmp_path / f"tannhjul.{end}" for end in ("crt", "mobileconfig"))
    assert crt.read_bytes() == own.root.public_bytes(Encoding.DER)
    (payload,) = plistlib.loads(profile.read_bytes())["PayloadContent"]
    assert payload["PayloadContent"] == crt.read_bytes()
    assert payload["PayloadType"] == "com.apple.security.root"
    assert b"PRIVATE" not in crt.read_bytes() + profile.read_bytes()
    assert tannhjul("certificate", "make", "--anew", *asked).status == 0
    assert Authority.of(data).fingerprint != told["fingerprint"]
    own.root_file.write_bytes(b"")  # as a disk may leave it
    with pytest.raises(Stop, match="damaged"):
        renewed(Authority.of(data), Settings(_env_file=None, data=data))
