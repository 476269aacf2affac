"""Every read of the analysis app. Numbers on pages, in charts, in files and in the API come from here."""

from apps.analysis.queries.columns import OF_TRANSCRIPTS, Heading, is_column, period_name
from apps.analysis.queries.conditions import Condition, conditions, stated
from apps.analysis.queries.crossing import CELLS, counts_several, read_as, tested
from apps.analysis.queries.dominance import Dominance, default_judged, dominance
from apps.analysis.queries.filters import COLUMN_OF_CODING, LEAVE_OUT, REVIEWS, UNDATED, Filter, compared_offices
from apps.analysis.queries.kept import kept
from apps.analysis.queries.overview import Overview, Progress, overview, progress
from apps.analysis.queries.passage_pages import PassageIds
from apps.analysis.queries.passages import Passage, Wanted, in_context, passages, retrieve, version_numbers
from apps.analysis.queries.summed import counted_coders
from apps.analysis.queries.tables import MEASURES, Table, crosstab, default_cross, frequencies

__all__ = [
    "CELLS",
    "COLUMN_OF_CODING",
    "LEAVE_OUT",
    "MEASURES",
    "OF_TRANSCRIPTS",
    "REVIEWS",
    "UNDATED",
    "Condition",
    "Dominance",
    "Filter",
    "Heading",
    "Overview",
    "Passage",
    "PassageIds",
    "Progress",
    "Table",
    "Wanted",
    "compared_offices",
    "conditions",
    "counted_coders",
    "counts_several",
    "crosstab",
    "default_cross",
    "default_judged",
    "dominance",
    "frequencies",
    "in_context",
    "is_column",
    "kept",
    "overview",
    "passages",
    "period_name",
    "progress",
    "read_as",
    "retrieve",
    "stated",
    "tested",
    "version_numbers",
]
