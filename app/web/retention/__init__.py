"""What is kept and what goes, deleting for good, and access to one's own data: for administrators.

`schedule`: what is kept, and on what basis. `deleting`: the page with it, and the deletions.
`inspection`: all that is held about one person.
"""

from fastapi import APIRouter

from app.web.retention import deleting, inspection

router = APIRouter()
router.include_router(deleting.router)
router.include_router(inspection.router)
