"""Segments, undo, refactored codebooks and corrected transcripts over HTTP."""

from ninja import Router

from apps.coding.api.codebook import router as codebook
from apps.coding.api.memos import router as memos
from apps.coding.api.refactoring import router as refactoring
from apps.coding.api.search import router as search
from apps.coding.api.segments import router as segments
from apps.coding.api.versions import router as versions

router = Router(tags=["coding"])
for part in (segments, search, versions, refactoring, codebook, memos):
    router.add_router("", part)
