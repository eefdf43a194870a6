"""The minutes for Word, as everybody fetches them."""

from io import BytesIO

from docx import Document

from app.core.frozen import digest, to_json
from app.publish.forms import word
from app.store import documents, tables, workshops
from tests.core.series import SERIES
from tests.web.conftest import House, Web


async def test_the_minutes_for_word(web: Web, house: House) -> None:
    """V119: in the language that is asked for."""
    (held, *_) = SERIES
    workshop = workshops.create(house.engine, held.code)
    with house.engine.begin() as connection:
        connection.execute(workshops.WORKSHOP.update().values(title=held.minutes.title))
    path = f"/v/{held.code}.docx"
    assert (await web.get(path)).status_code == 404
    body, at = to_json(held.minutes), 1_788_422_400_000
    row = tables.MinutesRow(
        workshop=workshop, version=1, at=at, published_by="Kari", body=body,
        digest=digest(held.minutes),
    )  # fmt: skip
    documents.publish(house.engine, row)
    answer = await web.get(path, params={"lang": "en"})
    assert answer.headers["content-type"] == word.MEDIA
    assert f"motebok-{held.code}.docx" in answer.headers["content-disposition"]
    document = Document(BytesIO(answer.content))
    heads = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
    assert "Attendance" in heads
    assert document.core_properties.author == held.minutes.municipality
