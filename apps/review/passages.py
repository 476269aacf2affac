"""The passages of a theme, office by office."""

from uuid import UUID

from django.db.models import QuerySet

from apps.codebook.queries import code_and_below
from apps.coding.models import Coding
from apps.coding.queries import counted_codings
from apps.projects.models import Project


def passages_by_office(project: Project, code: UUID) -> QuerySet[Coding]:
    """The counted codings of a code and all below it, in the order of offices and of reading."""
    codings = counted_codings(project, codes=code_and_below(project, code))
    whole = codings.select_related("code", "by", "segment__transcript__office", "segment__turn__participant")
    return whole.order_by(
        "segment__transcript__office__name", "segment__transcript__title", "segment__transcript",
        "segment__start", "segment__end", "pk",
    )  # fmt: skip
