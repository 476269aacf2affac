"""The passages of one code, as they are read beside its definition."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.codebook.models import Code
from apps.codebook.queries import code_and_below
from apps.coding.models import Coding
from apps.coding.queries.segments import counted_codings
from apps.projects.models import Project
from apps.web.errors import NotThere


def passages_of_code(
    project: Project, code: Code, *, below: bool, office: UUID | None = None, coder: UUID | None = None
) -> QuerySet[Coding]:
    """Its counted codings, and with `below` those of its sub-codes, in the order of transcript and place."""
    codes = code_and_below(project, code.pk) if below else {code.pk}
    found = counted_codings(project, codes=codes, office=office, coder=coder)
    return found.order_by("segment__transcript__title", "segment__transcript", "segment__start", "segment__end", "pk")


def get_counted_coding(project: Project, coding_id: UUID) -> Coding:
    """A coding that counts, with its passage. Raises NotThere."""
    rows = counted_codings(project).select_related("segment__transcript", "segment__turn__participant")
    found = rows.filter(pk=coding_id).first()
    if found is None:
        raise NotThere("no_such_coding", _("This passage no longer carries the code."))
    return found
