"""The codebook's page: the tree, and something beside it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from apps.codebook import queries
from apps.codebook.template_data import TEMPLATES
from apps.web.http import ProjectRequest


def codebook_page(request: ProjectRequest, pane: str, **context: Any) -> HttpResponse:
    """The tree, and beside it the template `pane`."""
    context |= {
        "branches": queries.branches_of(request.project),
        "version": queries.codebook_version_number(request.project),
        "pane": f"codebook/_{pane}.html",
        "templates": TEMPLATES,
    }
    return render(request, "codebook/codebook.html", context)
