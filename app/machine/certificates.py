"""A small authority for certificates, of this installation only, for halls without another.

A tablet shows a page without a warning, and encrypts what it sends, when it trusts the root that
signed the server's certificate. The root made here can vouch for addresses of private networks,
names that end in `.local` and what this machine was called at the time, and for nothing else: who
steals its key cannot pretend to be a bank (decision 44).
"""

import os
import plistlib
import ssl
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

ROOT_LASTS = timedelta(days=5 * 365)
SERVER_LASTS = timedelta(days=397)
"""Apple takes 825 days of a root that was installed by hand; shorter is what all will ask for."""

RENEWED_BEFORE = timedelta(days=30)
_SLACK = timedelta(days=2)
"""How far a tablet's clock may be behind ours."""

PRIVATE = tuple(
    ip_network(net)
    for net in (
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8",
        "::1/128", "fc00::/7", "fe80::/10",
    )
)  # fmt: skip
SUFFIXES = ("local", "localhost")

Key: TypeAlias = ec.EllipticCurvePrivateKey


class Expired(Exception):
    """The root is too old to vouch for anything: a new one is needed, on every tablet."""


@dataclass(frozen=True)
class Authority:
    """The files in a folder of the data directory; keys can be read by their owner only."""

    folder: Path

    @classmethod
    def of(cls, data: Path) -> "Authority":
        """That of an installation, whether it is made already or not."""
        return cls(data / "certificate")

    @property
    def root_file(self) -> Path:
        """The root's certificate and key."""
        return self.folder / "root.pem"

    @property
    def server_file(self) -> Path:
        """The server's certificate and key, as `ssl.SSLContext.load_cert_chain` takes them."""
        return self.folder / "server.pem"

    @cached_property
    def root(self) -> x509.Certificate:
        return x509.load_pem_x509_certificate(self.root_file.read_bytes())

    @property
    def server(self) -> x509.Certificate:
        return x509.load_pem_x509_certificate(self.server_file.read_bytes())

    def make(self, names: Iterable[str], now: datetime) -> None:
        """A new root, in the place of one that is there. `names`: what it can vouch for besides
        what lies in private networks."""
        for folder in (self.folder.parent, self.folder):  # closed to others, each of them
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = ec.generate_private_key(ec.SECP256R1())
        mark = uuid.uuid4().hex[:6].upper()
        who = x509.Name(
            [
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Tannhjul"),
                x509.NameAttribute(NameOID.COMMON_NAME, f"Tannhjul {mark}"),
            ]
        )
        usage = x509.KeyUsage(
            digital_signature=False, content_commitment=False, key_encipherment=False,
            data_encipherment=False, key_agreement=False, key_cert_sign=True, crl_sign=True,
            encipher_only=False, decipher_only=False,
        )  # fmt: skip
        made = (
            _begun(who, who, key.public_key(), now, now + ROOT_LASTS)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(_only(names), critical=True)
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
            )
            .sign(key, SHA256())
        )
        self.server_file.unlink(missing_ok=True)
        _keep(self.root_file, made, key)
        self.__dict__.pop("root", None)

    def renew(self, names: Iterable[str], now: datetime) -> bool:
        """See to it that the server's certificate holds, and for these names. True: it is new.

        Raises `Expired`.
        """
        if self.root.not_valid_after_utc - now < _SLACK:
            raise Expired
        wanted = {name for name in names if self.covers(name)}
        if self.server_file.exists():
            old = self.server
            fresh = old.not_valid_after_utc - now > RENEWED_BEFORE
            long = self.root.not_valid_after_utc <= old.not_valid_after_utc
            if (fresh or long) and wanted <= names_in(old):
                return False
        key = ec.generate_private_key(ec.SECP256R1())
        who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Tannhjul")])
        until = min(now + SERVER_LASTS - _SLACK, self.root.not_valid_after_utc)
        root_key = load_pem_private_key(self.root_file.read_bytes(), None)
        assert isinstance(root_key, Key)
        made = (
            _begun(who, self.root.subject, key.public_key(), now, until)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(
                x509.SubjectAlternativeName([_general(name) for name in sorted(wanted)]),
                critical=False,
            )
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()),
                critical=False,
            )
            .sign(root_key, SHA256())
        )
        _keep(self.server_file, made, key)
        return True

    def covers(self, name: str) -> bool:
        """Whether the root can vouch for this name or address."""
        only = self.root.extensions.get_extension_for_class(x509.NameConstraints).value
        trees = only.permitted_subtrees or ()
        if _is_address(name):
            nets = [str(one.value) for one in trees if isinstance(one, x509.IPAddress)]
            return any(ip_address(name) in ip_network(net) for net in nets)
        names = [one.value for one in trees if isinstance(one, x509.DNSName)]
        return any(f".{name}".endswith(f".{one}") for one in names)

    @property
    def fingerprint(self) -> str:
        """The root's SHA-256, in pairs, as a tablet shows it."""
        return self.root.fingerprint(SHA256()).hex(" ").upper()

    @property
    def crt(self) -> bytes:
        """The root as other systems take it, in DER."""
        return self.root.public_bytes(Encoding.DER)

    @property
    def profile(self) -> bytes:
        """The root as iPads take it: a configuration profile, the same bytes each time."""
        mark = self.root.fingerprint(SHA256()).hex()
        name = self.root.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
        common = {"PayloadVersion": 1, "PayloadDisplayName": str(name)}
        inner = {
            **common,
            "PayloadType": "com.apple.security.root",
            "PayloadIdentifier": f"tannhjul.{mark[:16]}.root",
            "PayloadUUID": str(uuid.uuid5(uuid.NAMESPACE_OID, mark + " root")),
            "PayloadCertificateFileName": "tannhjul.crt",
            "PayloadContent": self.crt,
        }
        outer = {
            **common,
            "PayloadType": "Configuration",
            "PayloadIdentifier": f"tannhjul.{mark[:16]}",
            "PayloadUUID": str(uuid.uuid5(uuid.NAMESPACE_OID, mark)),
            "PayloadRemovalDisallowed": False,
            "PayloadContent": [inner],
        }
        return plistlib.dumps(outer)


def names_in(certificate: x509.Certificate) -> set[str]:
    """The names and addresses that a certificate is for."""
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return set()
    return {
        *names.get_values_for_type(x509.DNSName),
        *map(str, names.get_values_for_type(x509.IPAddress)),
    }


def read(file: Path) -> x509.Certificate:
    """The first certificate in a PEM file. Raises `OSError`, or `ValueError` where it is none."""
    return x509.load_pem_x509_certificate(file.read_bytes())


def context(certificate: Path, key: Path | None = None) -> ssl.SSLContext:
    """How the server speaks TLS. Raises `OSError`, of which `ssl.SSLError` is one."""
    for file in filter(None, (certificate, key)):
        file.open("rb").close()  # says which one cannot be read
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    made.set_alpn_protocols(["http/1.1"])
    made.load_cert_chain(certificate, key)
    return made


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey,
    now: datetime, until: datetime,
) -> x509.CertificateBuilder:  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now.astimezone(UTC) - _SLACK)
        .not_valid_after(until.astimezone(UTC))
    )


def _only(names: Iterable[str]) -> x509.NameConstraints:
    """Private networks and `.local`, and these where they are neither."""
    ours: list[IPv4Network | IPv6Network] = list(PRIVATE)
    suffixes = list(SUFFIXES)
    for name in names:
        if _is_address(name):
            if not any(ip_address(name) in net for net in PRIVATE):
                ours.append(ip_network(name))
        elif name.rpartition(".")[2] not in SUFFIXES:
            suffixes.append(name)
    trees = [*map(x509.IPAddress, ours), *map(x509.DNSName, dict.fromkeys(suffixes))]
    return x509.NameConstraints(trees, None)


def _general(name: str) -> x509.GeneralName:
    return x509.IPAddress(ip_address(name)) if _is_address(name) else x509.DNSName(name)


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _keep(file: Path, certificate: x509.Certificate, key: Key) -> None:
    """Written whole or not at all, and readable by its owner from the first moment."""
    new = file.with_suffix(f".{os.getpid()}")
    new.unlink(missing_ok=True)
    try:
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:  # noqa: PTH123
            out.write(certificate.public_bytes(Encoding.PEM))
            out.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
            out.flush()
            os.fsync(out.fileno())
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)
