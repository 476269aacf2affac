"""Offices, participants and transcripts over HTTP."""

from ninja import Router

from apps.documents.api.offices import router as offices
from apps.documents.api.participants import router as participants
from apps.documents.api.transcripts import router as transcripts

router = Router(tags=["documents"])
for part in (offices, participants, transcripts):
    router.add_router("", part)
