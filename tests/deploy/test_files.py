"""The files that a municipality deploys with are as the documents say."""

import re
from pathlib import Path

import yaml

from app.settings import Settings

ROOT = Path(__file__).parent.parent.parent
DEPLOY = ROOT / "docs/deploy"
NAMED = re.compile(r"(?:TANNHJUL_|target: tannhjul_|LoadCredential=tannhjul_)(\w*[A-Za-z])")


def _set(text: str) -> dict[str, str]:
    """The settings of a piece of `postgresql.conf`."""
    return dict(re.findall(r"^(\w+) = ([^#\n]*?) *(?:#.*)?$", text, re.MULTILINE))


def test_postgresql_is_set_as_the_threat_model_says() -> None:
    """V288: and listens besides, in a container of its own."""
    told = _set((ROOT / "docs/threat-model.md").read_text())
    assert len(told) > 15
    assert _set((DEPLOY / "postgresql.conf").read_text()) == told | {"listen_addresses": "'*'"}


def test_every_setting_that_is_named_is_one() -> None:
    """V288: in the files, in the image and where they are explained."""
    files = [*DEPLOY.iterdir(), ROOT / "Dockerfile", ROOT / "docs/drift.md"]
    named = {name.lower() for file in files for name in NAMED.findall(file.read_text())}
    assert {"data", "database", "address", "root_path", "log", "metrics_token"} <= named
    assert named <= Settings.model_fields.keys()


def test_the_proxy_and_the_image_keep_nothing_of_who_came() -> None:
    """V288: no access log, a root that cannot be written, no privilege."""
    nginx = (DEPLOY / "nginx.conf").read_text()
    assert "access_log off;" in nginx
    assert len(re.findall("_log ", nginx)) == 2
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    ours = compose["services"]["tannhjul"]
    assert (ours["read_only"], ours["cap_drop"]) == (True, ["ALL"])
    assert compose["networks"]["inside"] == {"internal": True}
    port = re.search(r"EXPOSE (\d+)", (ROOT / "Dockerfile").read_text())
    assert port
    assert f"server tannhjul:{port[1]};" in nginx
    assert int(port[1]) == Settings.model_fields["port"].default
