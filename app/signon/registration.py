"""What the municipality has set up for single sign-on, out of the settings. Off unless it has."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from app.core.roles import Role
from app.i18n import N_, Translator
from app.settings import Settings

HERE = "here"
"""Instead of a table of roles: they are given in Tannhjul, whatever a token says."""

ROLES: Mapping[str, Role] = {
    **{role.value: role for role in Role},
    "prosessleder": Role.LEADER,
    "prosessleiar": Role.LEADER,
    "redaktør": Role.EDITOR,
    "redaktor": Role.EDITOR,
    "publiseringsansvarlig": Role.PUBLISHER,
    "publiseringsansvarleg": Role.PUBLISHER,
    "revisor": Role.AUDITOR,
}
"""By what an app role is called at the provider, in small letters."""


class Unusable(Exception):
    """What is set up cannot be used. `words` is a message with holes for `data`."""

    def __init__(self, words: str, **data: str) -> None:
        super().__init__(words.format(**data))
        self.words, self.data = words, data

    def told(self, _: Translator) -> str:
        return _(self.words, **self.data)


@dataclass(frozen=True, slots=True)
class Registration:
    """We, as the provider knows us. `roles`: by what the token calls them; None: given here."""

    issuer: str
    client: str
    secret: str = field(repr=False)
    name: str
    roles: Mapping[str, Role] | None
    only: bool


def registration(settings: Settings) -> Registration | None:
    """What is set up; None where nothing is. Raises `Unusable`."""
    wanted = {
        "TANNHJUL_OIDC_ISSUER": settings.oidc_issuer,
        "TANNHJUL_OIDC_CLIENT_ID": settings.oidc_client_id,
        "TANNHJUL_OIDC_CLIENT_SECRET": settings.oidc_client_secret,
        "TANNHJUL_OIDC_NAME": settings.oidc_name,
    }
    if not any(wanted.values()) and not settings.oidc_only:
        return None
    wanted["TANNHJUL_ADDRESS"] = settings.address  # never found out from what a browser sends
    missing = ", ".join(name for name, value in wanted.items() if not value.strip())
    if missing:
        raise Unusable(N_("Single sign-on is off: {missing} is missing."), missing=missing)
    for name in ("TANNHJUL_OIDC_ISSUER", "TANNHJUL_ADDRESS"):
        if not secure(wanted[name]):
            raise Unusable(N_("Single sign-on is off: {name} must begin with https://."), name=name)
    host = urlsplit(settings.oidc_issuer).hostname or ""
    if host == "idporten.no" or host.endswith(".idporten.no"):
        raise Unusable(
            N_(
                "Single sign-on is off: ID-porten is for inhabitants and hands over their national "
                "identity number. Use the municipality’s own provider, or Ansattporten."
            )
        )
    return Registration(
        settings.oidc_issuer.rstrip("/"),
        settings.oidc_client_id.strip(),
        settings.oidc_client_secret.strip(),
        settings.oidc_name.strip(),
        _roles(settings.oidc_roles),
        settings.oidc_only,
    )


def _roles(given: str) -> Mapping[str, Role] | None:
    """Read `their=ours, …`; ours alone, and in Norwegian, where nothing is given."""
    if given.strip() == HERE:
        return None
    pairs = [pair.partition("=") for pair in given.split(",") if pair.strip()]
    ours = {theirs.strip().lower(): ROLES.get(ours.strip().lower()) for theirs, _, ours in pairs}
    known = {theirs: role for theirs, role in ours.items() if theirs and role is not None}
    if len(known) < len(pairs):
        raise Unusable(
            N_("Single sign-on is off: TANNHJUL_OIDC_ROLES is to be «here», or theirs=ours, …")
        )
    return known or ROLES


def secure(address: str) -> bool:
    """Whether nobody on the way can read what is sent there: https, or this very machine."""
    there = urlsplit(address)
    if there.scheme == "http":
        return there.hostname in {"localhost", "127.0.0.1"}
    return there.scheme == "https" and bool(there.hostname)
