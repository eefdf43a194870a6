"""The staff's pages of a plan process: a new one, all of one, and who may see it."""

from fastapi import APIRouter
from starlette.responses import Response
from starlette.routing import NoMatchFound

from app.core.planning import PlanKind, PlanProcess, Section
from app.core.words import clean
from app.rooms import clock
from app.store import processes
from app.web.login import Prepares, Publishes, Staff
from app.web.plan import words
from app.web.plan.forms import LONGEST_LINE
from app.web.plan.keeping import found, keep
from app.web.plan.sight import sight
from app.web.visit import Here, Visit

router = APIRouter(prefix="/stab/plan", include_in_schema=False)


@router.get("/ny", name="new_plan")
async def new_plan(visit: Here, who: Staff) -> Response:
    return _new(visit, {"title": "", "municipality": "", "kind": ""})


@router.post("/ny")
async def make(visit: Here, form: Prepares) -> Response:
    """A new plan process, of which no more is asked than what it is called and whose it is."""
    typed = {name: clean(form.text(name)) for name in ("title", "municipality", "kind")}
    errors = {name: visit._(words.FILL_IN) for name in ("title", "municipality") if not typed[name]}
    errors |= {
        name: visit._(words.TOO_LONG, n=LONGEST_LINE)
        for name, text in typed.items()
        if len(text) > LONGEST_LINE
    }
    if typed["kind"] not in set(PlanKind):
        errors["kind"] = visit._(words.FILL_IN)
    if errors:
        return _new(visit, typed, errors)
    plan = PlanProcess(
        typed["title"], typed["municipality"], visit.language, PlanKind(typed["kind"])
    )
    engine = visit.site.engine
    form.deed.detail = plan.title
    kept = await visit.ask(processes.create, engine, plan, form.who.name, clock())
    return visit.turn_to(visit.url("plan_desk", code=kept.code))


def _new(visit: Visit, typed: dict[str, str], errors: dict[str, str] | None = None) -> Response:
    status = 422 if errors else 200
    return visit.page("plan/new.html", status, typed=typed, errors=errors or {}, words=words)


@router.get("/{code}", name="plan_desk")
async def plan_desk(visit: Here, who: Staff, code: str, saved: str = "") -> Response:
    seen = await sight(visit, await found(visit, code))
    try:
        new_workshop = visit.url("new_workshop", code=code)
    except NoMatchFound:
        new_workshop = ""
    return visit.page("plan/desk.html", saved=saved, new_workshop=new_workshop, **seen)


@router.post("/{code}/offentlig", name="show_plan")
async def show_plan(visit: Here, form: Publishes, code: str) -> Response:
    """Let the public see it, or no longer."""
    public = form.text("public") == "yes"
    who = form.who.name
    await keep(visit, code, who, Section.PUBLIC, lambda kept: kept.plan, public=public)
    saved = "shown" if public else "hidden"
    return visit.turn_to(visit.url("plan_desk", query={"saved": saved}, code=code))
