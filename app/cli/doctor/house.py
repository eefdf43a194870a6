"""The program itself: whether all its parts came along, its settings, its certificate."""

import difflib
import os
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from app.cli.doctor.case import Case, Finding
from app.i18n import LANGUAGES, translator
from app.machine import certificates, network
from app.machine.certificates import Authority
from app.publish.forms import pdf
from app.publish.paper import Paper, Run
from app.settings import Settings
from app.signon.failed import Failed
from app.signon.provider import Provider
from app.signon.registration import Unusable, registration
from app.web.assets import Assets, NotBuilt

SOON = timedelta(days=30)

TRIAL = Paper(Run("Prøve"), "nb", "nb", "", "", (), ())

BESIDE = {"TANNHJUL_PASSWORD"}
"""Read by a command, and no setting."""


def parts(case: Case) -> Iterator[Finding]:
    """Screens, catalogs, fonts: what is built, and may have been left behind."""
    _ = case._
    again = _("Install Tannhjul again, or run make build in a checkout.")
    try:
        assets = Assets()
        for language in LANGUAGES:
            assets.catalog(language)
        there = translator("nb")("Stored.") != "Stored."
    except (NotBuilt, OSError):
        there = False
    if there:
        yield Finding("screens", True, _("Screens and translations are there."))
    else:
        yield Finding("screens", False, _("Screens or translations are missing."), again)
    try:
        made = pdf.document(TRIAL, at=0, attached="{}")
    except (pdf.NotSet, OSError):
        yield Finding("pdf", False, _("No PDF can be made: fonts or templates are missing."), again)
    else:
        yield Finding("pdf", made.startswith(b"%PDF"), _("A PDF can be made."))


def settings(case: Case) -> Iterator[Finding]:
    """What is set but means nothing, or says two things."""
    _ = case._
    known = {f"TANNHJUL_{name.upper()}" for name in Settings.model_fields} | BESIDE
    wrong = False
    for name in sorted(_set() - known):
        wrong = True
        near = difflib.get_close_matches(name, known, 1)
        yield Finding(
            "settings",
            False,
            _("No setting is called {name}.", name=name),
            _("Did you mean {name}?", name=near[0]) if near else _("Take it away."),
        )
    for words, do in _contradictions(case):
        wrong = True
        yield Finding("settings", False, words, do)
    if not wrong:
        yield Finding("settings", True, _("The settings are known, and agree."))


def _set() -> set[str]:
    """The names of what is set, in the environment and in `.env`; never the values."""
    names = {name.upper() for name in os.environ}
    try:
        lines = Path(".env").read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        lines = []
    names |= {line.partition("=")[0].removeprefix("export ").strip().upper() for line in lines}
    return {name for name in names if name.startswith("TANNHJUL_")}


def _contradictions(case: Case) -> Iterator[tuple[str, str]]:
    _, given = case._, case.settings
    if bool(given.tls_cert) != bool(given.tls_key):
        yield (
            _("Of certificate and key only one is set."),
            _("Set both TANNHJUL_TLS_CERT and TANNHJUL_TLS_KEY, or none of them."),
        )
    if given.tls_cert and given.https:
        yield (
            _("Two certificates are asked for: your own, and one that is made here."),
            _("Take away TANNHJUL_HTTPS, or TANNHJUL_TLS_CERT and TANNHJUL_TLS_KEY."),
        )
    if given.tls and given.address.startswith("http:"):
        yield (
            _("TANNHJUL_ADDRESS begins with http, but the server has a certificate."),
            _("Let it begin with https."),
        )
    if given.root_path and not given.root_path.startswith("/"):
        yield (
            _("TANNHJUL_ROOT_PATH is no path: {path}.", path=given.root_path),
            _("Let it begin with a slash."),
        )
    posting = given.einnsyn_address, given.einnsyn_key, given.einnsyn_arkivdel
    if any(posting) and not all(posting):
        yield (
            _("Of the three settings for eInnsyn some are missing."),
            _("Set address, key and arkivdel, or none of them."),
        )


def single_sign_on(case: Case) -> Iterator[Finding]:
    """Whether it is set up whole, and the provider there. Nothing where nothing is set."""
    _ = case._
    try:
        known_as = registration(case.settings)
    except Unusable as unusable:
        yield Finding("signon", False, unusable.told(_), _("See docs/innlogging.md."))
        return
    if known_as is None:
        return
    name = known_as.name
    try:
        Provider(known_as).look()
    except Failed as failed:
        yield Finding(
            "signon",
            False,
            _(
                "Single sign-on cannot be used now: {name} does not answer as it should ({why}).",
                name=name,
                why=failed,
            ),
            _(
                "Is this machine on the internet, and is the address of the issuer right? Without "
                "it, passwords are the way in."
            ),
        )
    else:
        yield Finding("signon", True, _("Single sign-on is set up: {name} answers.", name=name))


def certificate(case: Case) -> Iterator[Finding]:
    """How what is sent is kept from others on the network."""
    _, given = case._, case.settings
    own = Authority.of(given.data)
    file = Path(given.tls_cert) if given.tls_cert else own.server_file
    if not given.tls and not own.root_file.exists():
        if not given.address.startswith("https:"):
            yield Finding(
                "certificate",
                True,
                _("What is sent over the network is not encrypted."),
                _(
                    "On a network that others use too, start with a certificate: tannhjul serve "
                    "--https. Else use an access point of your own."
                ),
            )
        return
    if not file.exists() and not given.tls_cert:
        yield Finding("certificate", True, _("The certificate is made at the next start."))
        return
    try:
        there = certificates.read(file)
    except (OSError, ValueError):
        yield Finding(
            "certificate",
            False,
            _("The certificate cannot be read: {file}.", file=file),
            _("It is to be a PEM file that the user who runs Tannhjul may read."),
        )
        return
    until = there.not_valid_after_utc
    day = f"{until:%d.%m.%Y}"
    if until - case.now < SOON:
        yield Finding(
            "certificate",
            until > case.now and not given.tls_cert,
            _("The certificate ends on {day}.", day=day),
            _("Have it renewed.") if given.tls_cert else _("It is renewed when Tannhjul starts."),
        )
    else:
        yield Finding("certificate", True, _("The certificate is good until {day}.", day=day))
    yield from _names(case, certificates.names_in(there))
    yield from _key(case, Path(given.tls_key) if given.tls_key else own.server_file)


def _names(case: Case, names: set[str]) -> Iterator[Finding]:
    _ = case._
    wanted = urlsplit(case.settings.address).hostname or network.best()
    ours = {wanted, "*." + (wanted or "").partition(".")[2]}
    if wanted and not names & ours:
        yield Finding(
            "certificate_names",
            False,
            _("The certificate is not for {address}, which tablets use.", address=wanted),
            _("Have it made for that name too.")
            if case.settings.tls_cert
            else _("Start Tannhjul again. If this stays: tannhjul certificate make --anew"),
        )


def _key(case: Case, file: Path) -> Iterator[Finding]:
    _ = case._
    if sys.platform != "win32" and file.exists() and file.stat().st_mode & 0o077:
        yield Finding(
            "certificate_key",
            False,
            _("Others on this machine can read the key {file}.", file=file),
            _("Close it: {command}", command=f"chmod 600 {file}"),
        )
