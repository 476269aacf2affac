"""What apps above do before a project is deleted for good: take out its files, and its many rows step by step.

They fill this in when they start. Each must be safe to do again, after a crash say.
"""

from collections.abc import Callable

from apps.projects.models import Project

leaving: list[Callable[[Project], None]] = []

# The same for files that hold words of a participant who is erased.
forgetting: list[Callable[[Project], None]] = []
