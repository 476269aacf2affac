"""The dashboard, its panels and charts, and the passages behind every number."""

from apps.analysis.views.charts import chart, chart_page
from apps.analysis.views.dashboard import crosstab, dashboard, dominance
from apps.analysis.views.passages_page import passages
from apps.analysis.views.recoding import retrieval_change, retrieval_memo
from apps.analysis.views.relations import cooccurrence, network, portrait, saturation, timeline, together
from apps.analysis.views.retrieval import retrieval, retrieval_terms
from apps.analysis.views.retrieval_file import retrieval_file
from apps.analysis.views.saved_queries import (
    saved_query_create,
    saved_query_delete,
    saved_query_edit,
    saved_query_list,
)

__all__ = [
    "chart",
    "chart_page",
    "cooccurrence",
    "crosstab",
    "dashboard",
    "dominance",
    "network",
    "passages",
    "portrait",
    "retrieval",
    "retrieval_change",
    "retrieval_file",
    "retrieval_memo",
    "retrieval_terms",
    "saturation",
    "saved_query_create",
    "saved_query_delete",
    "saved_query_edit",
    "saved_query_list",
    "timeline",
    "together",
]
