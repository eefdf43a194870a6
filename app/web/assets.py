"""What the pages load: stylesheets, scripts and catalogs, by the names the build gave them."""

import json
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any

from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

STATIC = Path(__file__).parent.parent / "static"
FOREVER = "public, max-age=31536000, immutable"
A_MINUTE = "public, max-age=60"


class NotBuilt(Exception):
    """The screens are not built yet: run `make build`."""


class Assets:
    """The addresses, under /static, of what a page needs."""

    def __init__(self, folder: Path = STATIC) -> None:
        self._folder = folder
        self._manifest()  # better told at the start than by the first page

    def script(self, screen: str) -> str:
        """The module of a live screen: tablet, projector or control."""
        return "dist/" + str(self._manifest()[f"src/{screen}/main.tsx"]["file"])

    def parts(self, screen: str) -> list[str]:
        """The modules that its module imports: known at once, they need not wait for each other."""
        manifest = self._manifest()
        entry = f"src/{screen}/main.tsx"
        return [
            "dist/" + manifest[part]["file"] for part in dict.fromkeys(_imports(manifest, entry))
        ]

    def styles(self, screen: str | None = None) -> list[str]:
        """The one stylesheet, what a live screen adds to it, and what pages add."""
        manifest = self._manifest()
        if screen is None:
            return ["dist/" + manifest["src/style.css"]["file"], "pages.css"]
        own = dict.fromkeys(_styles(manifest, f"src/{screen}/main.tsx"))
        return ["dist/" + name for name in (manifest["src/style.css"]["file"], *own)]

    def catalog(self, language: str) -> dict[str, Any]:
        """The words of the live screens, as the page carries them."""
        path = self._folder / "locale" / f"{language}.json"
        catalog: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return catalog

    def app(self) -> ASGIApp:
        """Serves the files, made small on the way: a hall full of tablets shares one Wi-Fi."""
        return GZipMiddleware(_Files(directory=self._folder), minimum_size=1_000)

    def _manifest(self) -> dict[str, Any]:
        # Read each time: a kilobyte, and a rebuilt screen needs no restart.
        try:
            text = (self._folder / "dist/manifest.json").read_text(encoding="utf-8")
        except FileNotFoundError as missing:
            raise NotBuilt(NotBuilt.__doc__) from missing
        manifest: dict[str, Any] = json.loads(text)
        return manifest


def _imports(manifest: dict[str, Any], entry: str) -> Iterator[str]:
    for part in manifest[entry].get("imports", ()):
        yield part
        yield from _imports(manifest, part)


def _styles(manifest: dict[str, Any], entry: str) -> Iterator[str]:
    for part in manifest[entry].get("imports", ()):
        yield from _styles(manifest, part)
    yield from manifest[entry].get("css", ())


class _Files(StaticFiles):
    """A file whose name holds its hash never changes; all others are asked for again soon."""

    async def get_response(self, path: str, scope: MutableMapping[str, Any]) -> Response:
        response = await super().get_response(path, scope)
        hashed = path.startswith("dist/") and not path.endswith(".json")
        response.headers["Cache-Control"] = FOREVER if hashed else A_MINUTE
        return response
