"""Every read of the analysis app. Numbers on pages, in charts, in files and in the API come from here."""

from apps.analysis.queries.dominance import Dominance, default_judged, dominance
from apps.analysis.queries.filters import COLUMN_OF_CODING, LEAVE_OUT, Filter, compared_offices, stated
from apps.analysis.queries.kept import kept
from apps.analysis.queries.overview import Overview, Progress, overview, progress
from apps.analysis.queries.passages import Passage, Wanted, in_context, passages, retrieve, version_numbers
from apps.analysis.queries.tables import MEASURES, Heading, Table, counted_coders, crosstab, default_cross, frequencies

__all__ = [
    "COLUMN_OF_CODING",
    "LEAVE_OUT",
    "MEASURES",
    "Dominance",
    "Filter",
    "Heading",
    "Overview",
    "Passage",
    "Progress",
    "Table",
    "Wanted",
    "compared_offices",
    "counted_coders",
    "crosstab",
    "default_cross",
    "default_judged",
    "dominance",
    "frequencies",
    "in_context",
    "kept",
    "overview",
    "passages",
    "progress",
    "retrieve",
    "stated",
    "version_numbers",
]
