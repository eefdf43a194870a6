"""A plan process and its knowledge base: the staff's pages, and the one that everybody reads."""

from fastapi import APIRouter

from app.web.plan import editing, exhibits, pages, public, thread

router = APIRouter(include_in_schema=False)
for module in (public, thread, pages, editing, exhibits):
    router.include_router(module.router)
