"""Review over HTTP: verdicts, threads and sign-offs, by the same services as the pages."""

from ninja import Router

from apps.review.api.lists import router as lists
from apps.review.api.threads import router as threads
from apps.review.api.verdicts import router as verdicts

router = Router(tags=["review"])
for part in (verdicts, threads, lists):
    router.add_router("", part)
