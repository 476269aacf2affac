"""Counts and coded passages over HTTP: the same queries as the pages, unrounded."""

from ninja import Router

from apps.analysis.api.passages import router as passages
from apps.analysis.api.relations import router as relations
from apps.analysis.api.retrieval import router as retrieval
from apps.analysis.api.tables import router as tables

router = Router(tags=["analysis"])
for part in (tables, passages, retrieval, relations):
    router.add_router("", part)
