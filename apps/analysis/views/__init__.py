"""The dashboard, its panels and charts, and the passages behind every number."""

from apps.analysis.views.dashboard import chart, crosstab, dashboard, dominance
from apps.analysis.views.passages_page import passages

__all__ = ["chart", "crosstab", "dashboard", "dominance", "passages"]
