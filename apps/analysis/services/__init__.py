"""Every change that the analysis app makes: it keeps people's questions, and notes what leaves the project."""

from apps.analysis.services.exporting import export_answer
from apps.analysis.services.forgetting import rewrite_queries
from apps.analysis.services.saved_queries import change_query, delete_query, restore_query, save_query

__all__ = ["change_query", "delete_query", "export_answer", "restore_query", "rewrite_queries", "save_query"]
