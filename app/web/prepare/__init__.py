"""Preparing a workshop: its frame, its programme, its run sheet."""

from fastapi import APIRouter

from app.web.prepare import begin, frame, programme

router = APIRouter()
for module in (begin, frame, programme):  # «nytt» is looked for before any workshop's code
    router.include_router(module.router)
