"""Offices, participants, transcripts and attributes over HTTP."""

from ninja import Router

from apps.documents.api.attributes import router as attributes
from apps.documents.api.offices import router as offices
from apps.documents.api.participants import router as participants
from apps.documents.api.recordings import router as recordings
from apps.documents.api.search import router as search
from apps.documents.api.sentences import router as sentences
from apps.documents.api.transcripts import router as transcripts
from apps.documents.api.uploads import router as uploads

router = Router(tags=["documents"])
for part in (attributes, offices, participants, transcripts, recordings, search, sentences, uploads):
    router.add_router("", part)
