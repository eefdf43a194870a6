"""Settings from the environment (`TANNHJUL_…`) and a `.env` file. Imports nothing of ours."""

import os
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything that may differ between two installations. The command line wins over these."""

    model_config = SettingsConfigDict(
        env_prefix="TANNHJUL_",
        env_file=".env",
        extra="ignore",
        # Files named as settings: secrets of systemd (LoadCredential), of Docker, of Kubernetes.
        secrets_dir=os.environ.get("CREDENTIALS_DIRECTORY"),
    )

    host: str = "127.0.0.1"
    port: int = 8765
    data: Path = Path("tannhjul-data")
    database: str = ""
    address: str = ""
    """How tablets reach the server, e.g. https://verksted.kommune.no; found out where empty."""

    root_path: str = ""
    """The path under which a reverse proxy serves us."""

    https: bool = False
    """With a certificate that we make ourselves: see `tannhjul certificate`."""

    tls_cert: str = ""
    tls_key: str = ""
    """PEM files: a certificate of the municipality's own, with its chain, and its key."""

    local_name: str = Field(default="", pattern=r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)?$")
    """Announced on the network with `.local` after it."""

    language: str = "nb"

    log: Literal["text", "json"] = "text"
    """How events are written on standard error: a line each, for people or for programs."""

    log_level: Literal["info", "warning", "error"] = "warning"

    metrics_token: str = Field(default="", pattern=r"^(\S{16,})?$", repr=False)
    """Who sends this as bearer token may read `/metrics`; nobody may where it is empty."""

    organisation: str = Field(default="", pattern=r"^(\d{9})?$")
    """The municipality's number in the register of legal entities, for catalogues of open data."""

    licence: str = Field(default="NLOD_2_0", pattern=r"^\w+$")
    """Under which the open data may be used: a name in the EU's list of licences."""

    einnsyn_address: str = ""
    """Where eInnsyn's API is; nothing is posted there unless all three are given, and asked for."""

    einnsyn_key: str = Field(default="", repr=False)
    einnsyn_arkivdel: str = ""
    """The part of the municipality's archive there (arkivdel), by id, that meetings belong to."""

    oidc_issuer: str = ""
    """The municipality's own provider of identities, e.g. https://login.microsoftonline.com/…/v2.0;
    single sign-on is off unless issuer, client, secret, name and `address` are given."""

    oidc_client_id: str = ""
    oidc_client_secret: str = Field(default="", repr=False)
    oidc_name: str = ""
    """Whose login it is, as people say it: the button reads «Log in with …»."""

    oidc_roles: str = ""
    """What the provider calls the roles, `theirs=ours, …`; `here` where Tannhjul gives them."""

    oidc_only: bool = False
    """No passwords, but for administrators who are not joined with single sign-on."""

    @property
    def tls(self) -> bool:
        """Whether we speak TLS ourselves; else a proxy may, in front of us."""
        return self.https or bool(self.tls_cert)

    @property
    def scheme(self) -> str:
        return "https" if self.tls else "http"

    @property
    def einnsyn(self) -> bool:
        """Whether the staff may post meetings to eInnsyn."""
        return bool(self.einnsyn_address and self.einnsyn_key and self.einnsyn_arkivdel)

    @property
    def database_url(self) -> str:
        """The database's address: the one given, or SQLite in the data directory."""
        return self.database or f"sqlite:///{self.data.resolve() / 'tannhjul.db'}"
