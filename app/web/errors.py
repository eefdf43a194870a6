"""When something is wrong: a page that says what to do, never what broke inside."""

import logging
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from app.guard.doors import Guessing
from app.i18n import N_
from app.machine import measures
from app.rooms import NotStored
from app.store import staff as store
from app.store.workshops import new_code
from app.web import withdrawn
from app.web.login import HeldForm, LoggedOut, MustChoose, NotAllowed
from app.web.made import Crowded
from app.web.roles import having
from app.web.security import SAFE
from app.web.visit import PublicVisit, Visit, here_in_public

log = logging.getLogger("tannhjul.web")

WORDS = {
    400: (N_("We could not read that"), N_("Go back and try once more.")),
    403: (
        N_("That was stopped"),
        N_("The form did not come from this page. Open the page anew and send it from there."),
    ),
    404: (
        N_("There is nothing here"),
        N_("The address may be mistyped, or the page may have been moved."),
    ),
    405: (N_("That does not work here"), N_("Go back and try once more.")),
    413: (
        N_("That was too much at once"),
        N_("Nothing was stored. Go back, shorten it and send it again."),
    ),
    429: (
        N_("Very many wrong codes are coming in just now"),
        N_("Look at the card once more, wait a little and type the code anew."),
    ),
    500: (
        N_("Something went wrong with us"),
        N_("It is not your fault. Wait a little and try once more; what was stored is safe."),
    ),
    503: (
        N_("It was not stored"),
        N_("The server could not write it down just now. Go back and send it once more."),
    ),
}


def install(app: FastAPI) -> None:
    @app.exception_handler(HTTPException)
    def told(request: Request, error: HTTPException) -> Response:
        return _answer(request, error.status_code, dict(error.headers or {}))

    @app.exception_handler(RequestValidationError)
    def unreadable(request: Request, error: RequestValidationError) -> Response:
        return _answer(request, 400)

    @app.exception_handler(NotStored)
    def not_stored(request: Request, error: NotStored) -> Response:
        return _broken(request, 503, error)

    @app.exception_handler(OperationalError)
    def troubled(request: Request, error: OperationalError) -> Response:
        # The disk or the database: of a form nothing was stored, and its sender must know.
        return _broken(request, 500 if request.method in SAFE else 503, error)

    @app.exception_handler(Exception)
    def broken(request: Request, error: Exception) -> Response:
        return _broken(request, 500, error)

    @app.exception_handler(LoggedOut)
    def logged_out(request: Request, error: LoggedOut) -> Response:
        visit = Visit(request)
        if visit.path.startswith("/api/"):
            return _answer(request, 401)
        return visit.turn_to(visit.url("login", query={"next": _here(visit)}))

    @app.exception_handler(MustChoose)
    def must_choose(request: Request, error: MustChoose) -> Response:
        visit = Visit(request)
        return visit.turn_to(visit.url("account", query={"next": _here(visit)}))

    @app.exception_handler(withdrawn.Withdrawn)
    async def gone(request: Request, error: withdrawn.Withdrawn) -> Response:
        visit = app.dependency_overrides.get(here_in_public, here_in_public)  # it may be written
        return withdrawn.answer(await visit(request), error)

    @app.exception_handler(Crowded)
    def crowded(request: Request, error: Crowded) -> Response:
        visit = PublicVisit(request)
        title = visit._("Very many are reading just now")
        advice = visit._("Wait a little and try once more.")
        answer = visit.page("error.html", 503, title=title, advice=advice)
        answer.headers["Retry-After"] = "5"
        return answer

    @app.exception_handler(NotAllowed)
    async def not_yours(request: Request, error: NotAllowed) -> Response:
        visit = Visit(request)
        if visit.path.startswith("/api/"):
            return _answer(request, 403)
        able = await visit.ask(store.able, visit.site.engine, *error.rights)
        return visit.page(
            "staff/not_allowed.html",
            403,
            roles=having(error.rights, visit._),
            names=[user.name for user in able],
            typed=[(name, value) for name, value in error.typed if value.strip()],
        )

    @app.exception_handler(Guessing)
    def guessing(request: Request, error: Guessing) -> Response:
        return _answer(request, 429, {"Retry-After": "5"})

    @app.exception_handler(HeldForm)
    def held(request: Request, error: HeldForm) -> Response:
        visit = Visit(request)
        status = 403 if visit.staff else 401
        return visit.page("staff/held.html", status, typed=error.typed)


def _here(visit: Visit) -> str:
    """The page that was asked for, to come back to."""
    given = visit.request.query_params.multi_items()
    query = urlencode([(name, value) for name, value in given if name != "q"])
    return visit.path + (f"?{query}" if query else "")  # a search may be for what must be hidden


def _broken(request: Request, status: int, error: Exception) -> Response:
    """The page has a number, by which those who run the server find the event in their log."""
    measures.ERRORS.add()
    number = new_code(5)
    log.error("a page could not be answered", exc_info=error, extra={"id": number})
    return _answer(request, status, number=number)


def _answer(
    request: Request, status: int, headers: dict[str, str] | None = None, number: str = ""
) -> Response:
    visit = Visit(request)
    if visit.path.startswith("/api/") or visit.path.endswith(".json"):
        told = {"error": status} | ({"id": number} if number else {})
        return JSONResponse(told, status, headers)
    title, advice = map(visit._, WORDS.get(status, WORDS[400 if status < 500 else 500]))
    response = visit.page("error.html", status, title=title, advice=advice, number=number)
    response.headers.update(headers or {})
    return response
