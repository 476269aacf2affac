"""Review over HTTP: verdicts, threads and sign-offs, by the same services as the pages."""

from ninja import Router

router = Router(tags=["review"])
