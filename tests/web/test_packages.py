"""The published minutes as files, by address and by command: the same bytes."""

import errno
import io
import json
import zipfile
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from app.core import commands as c
from app.core.notice import compose, digest
from app.publish.forms.pdf import NotSet
from app.secretary import draft, publish, withdraw
from app.web.formats import FORMATS, PACKAGES
from tests.command import Answer, tannhjul
from tests.web.conftest import LEADER, NOTES, Evening, House, Web

COMMANDS = {**{ending: ending for ending in FORMATS}, "tabeller": "tables"}
"""How each is called on the command line."""


def addresses(code: str) -> dict[str, str]:
    endings = {ending: f"/v/{code}.{ending}" for ending in FORMATS}
    return {**endings, **{name: f"/v/{code}/{name}.zip" for name in PACKAGES}}


@pytest.fixture
async def held(house: House, evening: Evening) -> Evening:
    """Announced, held, and published once."""
    await evening.do(c.PublishNotice(1, digest(compose(evening.room.state))))
    await evening.hold()
    made = await draft(evening.room, house.engine)
    await publish(evening.room, house.engine, made, LEADER.name)
    return evening


def command(tmp_path: Path, held: Evening, form: str, out: Path, *options: str) -> Answer:
    asked = ("minutes", held.code, "--format", form, "--out", out, "--data", tmp_path)
    return tannhjul(*asked, *options)


async def test_before_they_are_published_there_are_no_files(web: Web, evening: Evening) -> None:
    """V128."""
    await evening.hold()
    for path in addresses(evening.code).values():
        assert (await web.get(path)).status_code == 404, path


async def test_an_address_and_a_command_give_the_same(
    web: Web, held: Evening, tmp_path: Path
) -> None:
    """V127, V128: each with its type and a name to be saved by; asked for again, it is not sent."""
    for name, path in addresses(held.code).items():
        answer = await web.get(path)
        assert answer.status_code == 200, path
        media = {**FORMATS, **PACKAGES}[name].media
        assert answer.headers["content-type"].startswith(media)
        assert f"-{held.code}." in answer.headers["content-disposition"]
        again = await web.get(path, headers={"If-None-Match": answer.headers["etag"]})
        assert again.status_code == 304
        out = tmp_path / f"out.{name}"
        out.write_text("an older one")
        ran = command(tmp_path, held, COMMANDS.get(name, name), out)
        assert (ran.status, ran.out, ran.err) == (0, "", ""), name
        assert out.read_bytes() == answer.content, name
    assert not [*tmp_path.glob("*.part")]
    assert tannhjul("verify", tmp_path / "out.json").status == 0
    whole = zipfile.ZipFile(io.BytesIO((await web.get(f"/v/{held.code}.zip")).content))
    assert "kunngjoring.pdf" in whole.namelist()
    assert "<script>" in whole.read("tabeller/innspill.csv").decode()
    assert len(NOTES) == whole.read("tabeller/innspill.csv").decode().count("\r\n") - 1


async def test_the_json_leads_to_its_schema(web: Web, held: Evening) -> None:
    """V126, V128."""
    answer = await web.get(f"/v/{held.code}.json")
    link = answer.headers["link"]
    assert link.endswith('; rel="describedby"')
    schema = await web.get(link[1 : link.index(">")])
    assert schema.headers["content-type"] == "application/schema+json"
    Draft202012Validator(json.loads(schema.content)).validate(answer.json())


async def test_a_version_that_is_not_there(web: Web, held: Evening, tmp_path: Path) -> None:
    """V127, V128."""
    assert (await web.get(f"/v/{held.code}.zip?version=2")).status_code == 404
    out = tmp_path / "out.zip"
    ran = command(tmp_path, held, "zip", out, "--version", "2")
    assert (ran.status, ran.err) == (1, "tannhjul: there is no such version\n")
    assert not out.exists()


async def test_a_version_that_was_withdrawn_is_not_given(
    web: Web, house: House, held: Evening, tmp_path: Path
) -> None:
    """V127: and who did, and why, is said in its place."""
    await withdraw(held.room, house.engine, 1, "Feil møte", LEADER.name)
    for options in ((), ("--version", "1")):
        ran = command(tmp_path, held, "zip", tmp_path / "out.zip", *options)
        said = f"tannhjul: version 1 was withdrawn by {LEADER.name}: Feil møte\n"
        assert (ran.status, ran.err) == (1, said)
    for path in addresses(held.code).values():
        assert (await web.get(path)).status_code == 410, path


async def test_a_draft_is_not_archived(held: Evening, tmp_path: Path) -> None:
    """V127: but read in every form."""
    for form in ("html", "pdf", "docx", "json", "csv", "tables"):
        out = tmp_path / f"draft.{form}"
        assert command(tmp_path, held, form, out, "--draft") == (0, "", "")
        assert out.stat().st_size > 100
    for form in ("zip", "arkivmelding"):
        ran = command(tmp_path, held, form, tmp_path / "out", "--draft")
        assert (ran.status, ran.err.count("\n")) == (1, 1)
        assert "not archived" in ran.err


async def test_where_nothing_can_be_written_what_was_there_is_there(
    held: Evening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V127: a disk that fills, a folder in the place of the file, a place that is not there."""
    out = tmp_path / "out.json"
    out.write_text("an older one")

    def full(_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    ran = command(tmp_path, held, "json", out)
    assert (ran.status, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert "No space left" in ran.err
    assert out.read_text() == "an older one"
    assert not [*tmp_path.glob("*.part")]
    monkeypatch.undo()
    for path in (tmp_path, tmp_path / "nowhere" / "out.json"):
        ran = command(tmp_path, held, "json", path)
        assert (ran.status, ran.err.count("\n")) == (1, 1)


async def test_what_cannot_be_set_is_told_in_a_line(
    held: Evening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V127."""

    def unset(*_: object, **__: object) -> bytes:
        raise NotSet("paper") from ValueError("error: no room\n  at line 3")

    monkeypatch.setattr("app.publish.forms.pdf.document", unset)
    for form in ("pdf", "arkivmelding", "zip"):
        ran = command(tmp_path, held, form, tmp_path / "out")
        assert (ran.status, ran.out) == (1, "")
        assert ran.err == f"tannhjul: the {form} could not be made: error: no room\n"
    assert not (tmp_path / "out").exists()
