"""The filter bar: what stands in the address, read into a Filter, and said in words."""

from apps.analysis.forms.fields import QuickSelect, choice
from apps.analysis.forms.filter_form import BESIDE_CODES, FILTERING, Chip, FilterForm, read_filter
from apps.analysis.names import BY_NAMES, CELL_NAMES, MEASURE_NAMES, NOBODY, REVIEW_NAMES, SHAPE_NAMES

__all__ = [
    "BESIDE_CODES",
    "BY_NAMES",
    "CELL_NAMES",
    "FILTERING",
    "MEASURE_NAMES",
    "NOBODY",
    "REVIEW_NAMES",
    "SHAPE_NAMES",
    "Chip",
    "FilterForm",
    "QuickSelect",
    "choice",
    "read_filter",
]
