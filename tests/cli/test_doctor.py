"""`tannhjul doctor`: each fault that is planted is found, told in words, and nothing is changed."""

import json
import os
import shutil
import socket
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import ifaddr
import pytest
from sqlalchemy import Engine

from app.cli.common import BACKED_UP
from app.cli.doctor import disk, hall, machine
from app.cli.doctor.case import Case
from app.i18n import translator
from app.machine.certificates import Authority
from app.settings import Settings
from app.store import workshops
from app.store.database import open_database
from tests.cli.test_network import plugged
from tests.command import Answer, tannhjul
from tests.core.given import PLANNED
from tests.live.server import free_port
from tests.store.batches import write

SYNC = disk._sync
HOME_NETWORK = plugged("lo", "wlan0")


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One network, no settings, and a working directory without any."""
    for name in [name for name in os.environ if name.startswith("TANNHJUL_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(ifaddr, "get_adapters", lambda: HOME_NETWORK)
    monkeypatch.setattr(disk, "_sync", lambda _: 0.001)  # others write to this disk too
    monkeypatch.setattr(machine, "most_open_files", lambda: 65_536)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def data(sqlite_template: Path, tmp_path: Path) -> Path:
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    shutil.copy(sqlite_template, data / "tannhjul.db")
    return data


@pytest.fixture
def engine(data: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{data / 'tannhjul.db'}")
    yield engine
    engine.dispose()


def doctor(data: Path, *more: object) -> Answer:
    return tannhjul("doctor", "--json", "--data", data, "--port", free_port(), *more)


def found(answer: Answer) -> dict[str, dict[str, Any]]:
    """The findings by check; of several the one to mend."""
    return {each["check"]: each for each in sorted(answer.json, key=lambda each: -each["ok"])}


def wrong(answer: Answer) -> set[str]:
    """The checks that are not ok; with the exit status, which says the same."""
    checks = {each["check"] for each in answer.json if not each["ok"]}
    assert answer.status == bool(checks)
    return checks


def test_a_healthy_house(data: Path) -> None:
    """V260: shapes, languages, nothing but JSON; and nothing is left behind by having looked."""
    before = sorted(data.iterdir())
    answer = doctor(data)
    assert wrong(answer) == set(), answer.out
    assert answer.err == ""
    assert {tuple(each) for each in answer.json} == {("check", "ok", "words", "do")}
    assert {"network", "port", "clock", "disk", "disk_speed", "database", "pdf", "screens"} <= {
        each["check"] for each in answer.json
    }
    assert "192.168.1.20 (wlan0)" in found(answer)["network"]["words"]
    assert sorted(data.iterdir()) == before
    words = [
        [each["words"] for each in doctor(data, "--language", language).json]
        for language in ("nb", "nn", "en")
    ]
    assert words[0] != words[1] != words[2]
    assert "Alt er som det skal." in tannhjul("doctor", "--data", data, "--port", free_port()).out


def test_before_the_first_start(tmp_path: Path) -> None:
    """V260, V261: there is nothing yet, and nothing is made."""
    data = tmp_path / "nowhere"
    assert wrong(doctor(data)) == set()
    assert not data.exists()


@pytest.mark.parametrize(
    ("cards", "check"),
    [(["lo"], "network"), (["lo", "usb0"], "network"), (["lo", "docker0", "wg0"], "network")],
)
def test_no_network_for_tablets(
    data: Path, cards: list[str], check: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V261."""
    monkeypatch.setattr(ifaddr, "get_adapters", lambda: plugged(*cards))
    answer = doctor(data)
    assert wrong(answer) == {check}
    assert found(answer)[check]["do"]


def test_several_networks_and_a_vpn(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """V261: are told, and no fault."""
    monkeypatch.setattr(ifaddr, "get_adapters", lambda: plugged("eth0", "wlan0", "wg0"))
    answer = doctor(data)
    assert wrong(answer) == set()
    there = found(answer)
    assert "192.168.7.4" in there["network"]["words"]
    assert "192.168.1.20" in there["network"]["words"]
    assert "10.8.0.2" in there["vpn"]["words"]


def test_a_port_that_somebody_else_has(data: Path) -> None:
    """V261."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert wrong(doctor(data, "--port", port)) == {"port"}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is one loopback address")
def test_a_tannhjul_that_listens_on_one_address(data: Path) -> None:
    """V261: it is asked where it is, and not taken for another program."""

    class Healthy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"ok": true}')

    with HTTPServer(("127.0.0.2", 0), Healthy) as there:
        Thread(target=there.serve_forever, daemon=True).start()
        given = Settings(_env_file=None, data=data, host="127.0.0.2", port=there.server_port)
        (told,) = hall.port(Case(given, datetime.now(UTC), translator("nb")))
        there.shutdown()
    assert "Tannhjul" in told.words


@pytest.mark.parametrize(
    ("setting", "value", "check"),
    [
        ("TANNHJUL_ADRESS", "https://verksted.kommune.no", "settings"),
        ("TANNHJUL_ADDRESS", "verksted.kommune.no", "address"),
        ("TANNHJUL_ADDRESS", "http://localhost:8765", "address"),
        ("TANNHJUL_TLS_CERT", "/nowhere.pem", "settings"),
        ("TANNHJUL_ROOT_PATH", "verksted", "settings"),
        ("TANNHJUL_EINNSYN_KEY", "hemmelig-nok", "settings"),
    ],
)
def test_settings_that_mean_nothing_or_two_things(
    data: Path, setting: str, value: str, check: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V261, V262: by the command's way of reading them and by `.env`; no secret is told."""
    monkeypatch.setenv(setting, value)
    answer = doctor(data)
    assert check in wrong(answer)
    assert "hemmelig" not in answer.out
    monkeypatch.delenv(setting)
    Path(".env").write_text(f"{setting}={value}\n")
    assert check in wrong(doctor(data))


def test_a_typo_is_told_with_what_was_meant(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """V261."""
    monkeypatch.setenv("TANNHJUL_ADRESS", "x")
    assert "TANNHJUL_ADDRESS" in found(doctor(data))["settings"]["do"]


@pytest.mark.skipif(sys.platform == "win32", reason="modes are the others'")
def test_a_folder_that_others_look_into_or_copy(data: Path) -> None:
    """V261."""
    data.chmod(0o755)
    assert wrong(doctor(data)) == {"folder"}
    data.chmod(0o700)
    synced = data.parent / "OneDrive - Kommunen" / "data"
    synced.parent.mkdir()
    assert wrong(doctor(synced)) == {"synced"}


def test_a_slow_disk_and_too_few_files(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """V261."""
    monkeypatch.setattr(disk, "_sync", lambda _: 0.2)
    monkeypatch.setattr(machine, "most_open_files", lambda: 300)
    answer = doctor(data)
    assert wrong(answer) == {"disk_speed", "open_files"}
    assert "200,0 ms" in found(answer)["disk_speed"]["words"]


def test_a_disk_is_tried_for_real(tmp_path: Path) -> None:
    """V261: and what was written is gone."""
    assert SYNC(tmp_path) > 0
    assert not list(tmp_path.iterdir())


def test_a_disk_that_is_nearly_full(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """V261."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(9, 8, 1))
    assert wrong(doctor(data)) == {"disk"}


def test_a_database_that_is_locked(data: Path) -> None:
    """V261: and who has it."""
    with closing(sqlite3.connect(data / "tannhjul.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert wrong(doctor(data)) == {"lock"}


def test_a_database_that_is_newer(data: Path, engine: Engine) -> None:
    """V261."""
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert wrong(doctor(data)) == {"database"}


def test_a_database_that_is_damaged(data: Path) -> None:
    """V261: in the middle, so that it opens; or all of it."""
    file = data / "tannhjul.db"
    content = bytearray(file.read_bytes())
    content[9 * 4096 : 20 * 4096] = os.urandom(11 * 4096)
    file.write_bytes(content)
    assert wrong(doctor(data)) & {"integrity", "database"}
    file.write_bytes(b"not a database" * 1_000)
    assert "database" in wrong(doctor(data))


def test_a_clock_that_lags_behind_the_log(data: Path, engine: Engine) -> None:
    """V261."""
    workshop = workshops.create(engine, "ABCDEF")
    write(engine, workshop, *PLANNED)
    for hours, told in ((-1, set()), (1, {"clock"})):
        at = (time.time() + hours * 3_600) * 1_000
        with engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE staff_act SET at = {at:.0f}")
        assert wrong(doctor(data)) == told


def test_a_certificate(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """V261: for another address, or with a key that others read."""
    monkeypatch.setenv("TANNHJUL_HTTPS", "1")
    assert tannhjul("certificate", "make", "--data", data).status == 0
    assert wrong(doctor(data)) == set()
    server = Authority.of(data).server_file
    if sys.platform != "win32":
        server.chmod(0o644)
        assert wrong(doctor(data)) == {"certificate_key"}
        server.chmod(0o600)
    monkeypatch.setattr(ifaddr, "get_adapters", lambda: plugged("lo", "eth0"))
    assert wrong(doctor(data)) == {"certificate_names"}
    monkeypatch.delenv("TANNHJUL_HTTPS")
    monkeypatch.setenv("TANNHJUL_TLS_CERT", str(data / "tannhjul.db"))
    monkeypatch.setenv("TANNHJUL_TLS_KEY", str(server))
    assert "certificate" in wrong(doctor(data))


def test_the_age_of_the_backup(data: Path, tmp_path: Path) -> None:
    """V261: as the command that makes one leaves it."""
    assert "tannhjul backup" in found(doctor(data))["backup"]["do"]
    assert tannhjul("backup", tmp_path / "alt.backup", "--data", data).status == 0
    assert not found(doctor(data))["backup"]["do"]
    at = time.time() - 9 * 86_400
    os.utime(data / BACKED_UP, (at, at))
    old = found(doctor(data))["backup"]
    assert "9 dager" in old["words"]
    assert old["do"]


def test_postgresql_that_keeps_too_much(postgres: str, data: Path) -> None:
    """V263, V262: each setting of the threat model that is off is named; the password is not."""
    told = found(doctor(data, "--database", postgres))["postgresql"]
    assert not told["ok"]
    assert "wal_level = replica" in told["words"]
    assert "log_error_verbosity = default" in told["words"]
    assert "track_commit_timestamp" not in told["words"], "that one is as it should be"
    away = "postgresql://tannhjul:veldig-hemmelig@127.0.0.1:1/x"
    answer = doctor(data, "--database", away)
    assert wrong(answer) == {"database"}
    assert "hemmelig" not in json.dumps(answer.json) + answer.err
