"""Papers as pictures, for a person to look at: `python -m tests.publish.look FOLDER [NAME …]`.

Word's by LibreOffice (`soffice`), and all by `pdftoppm`: too heavy for the tests, and no test sees
what is ugly. NAME is one of `LOOKED_AT`.
"""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from app.publish.forms import pdf
from tests.publish import papers
from tests.publish.wordfiles import AT, PAPERS, made

LOOKED_AT = {**PAPERS, "many": papers.many()}


def look(folder: Path, name: str) -> None:
    """Writes NAME.pdf, NAME.docx, NAME.docx.pdf, and a picture of each page of both."""
    paper, file = LOOKED_AT[name], folder / f"{name}.docx"
    file.write_bytes(made(paper))
    _pictures(folder, f"{name}.pdf", pdf.document(paper, at=AT, attached="{}"))
    with TemporaryDirectory() as home:
        profile = f"-env:UserInstallation=file://{home}"
        convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", home]
        subprocess.run([*convert, str(file)], check=True, timeout=300, capture_output=True)
        _pictures(folder, f"{name}.docx.pdf", (Path(home) / f"{name}.pdf").read_bytes())


def _pictures(folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)
    at = str(folder / name)
    draw = ["pdftoppm", "-r", "60", "-png", at, at]
    subprocess.run(draw, check=True, timeout=300)


if __name__ == "__main__":
    there, *names = sys.argv[1:]
    Path(there).mkdir(parents=True, exist_ok=True)
    for each in names or LOOKED_AT:
        look(Path(there), each)
