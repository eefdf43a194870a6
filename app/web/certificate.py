"""`/sertifikat`: how a tablet comes to trust the certificate that is made here.

Also what sends everybody else from http to https, where the server has a certificate of any kind.
"""

from fastapi import APIRouter
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.machine.certificates import Authority
from app.web.visit import HereInPublic, Visit

router = APIRouter(include_in_schema=False)

IN_THE_CLEAR = ("/sertifikat", "/static/", "/kommunemerke.png", "/helse")
"""What is answered without TLS: who has no trust yet must be able to fetch it."""


@router.get("/sertifikat", name="certificate")
async def steps(visit: HereInPublic) -> Response:
    """What to do, and the fingerprint to compare; 404 where the server has no such certificate."""
    own = await _own(visit)
    return visit.page("public/certificate.html", fingerprint=own.fingerprint)


@router.get("/sertifikat/tannhjul.crt", name="certificate_crt")
async def crt(visit: HereInPublic) -> Response:
    own = await _own(visit)
    return _file(own.crt, "application/x-x509-ca-cert", "tannhjul.crt")


@router.get("/sertifikat/tannhjul.mobileconfig", name="certificate_profile")
async def profile(visit: HereInPublic) -> Response:
    own = await _own(visit)
    return _file(own.profile, "application/x-apple-aspen-config", "tannhjul.mobileconfig")


async def _own(visit: Visit) -> Authority:
    settings = visit.site.settings
    own = Authority.of(settings.data)
    if not settings.https or not own.root_file.exists():
        raise HTTPException(404)
    return own


def _file(content: bytes, kind: str, name: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=kind, headers=headers)


class Secured:
    """ASGI: who comes in the clear is sent to the same address with https.

    Not for good (307): without the certificate some day, the address is to work again.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["scheme"] == "https" or scope["path"].startswith(IN_THE_CLEAR):
            await self._app(scope, receive, send)
            return
        host = Headers(scope=scope).get("host", "")  # `Guarded` has looked at it
        answer: Response = PlainTextResponse("https", 400)
        if host:
            asked = scope["raw_path"].partition(b"?")[0].decode("latin-1")
            query = scope["query_string"].decode("latin-1")
            answer = RedirectResponse(f"https://{host}{asked}{'?' * bool(query)}{query}")
        await answer(scope, receive, send)
