"""Taking what a question found out of the project."""

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.analysis.queries.retrieval import ask
from apps.analysis.quotations import MOST, WRITERS
from apps.projects.models import Project
from apps.projects.services import Verb, record
from apps.web.errors import Invalid, NotThere
from core.retrieval.query import Query


@transaction.atomic
def export_answer(*, project: Project, user: User, query: Query, format: str) -> bytes:
    """What the question finds as a file, noted in the log. Raises NotThere for another format, Invalid "too_many"."""
    if format not in WRITERS:
        raise NotThere("no_such_format", _("Passages come as csv, xlsx and docx."))
    answer = ask(project, query, user)
    if answer.total > MOST:
        message = _("A file holds at most %(most)s passages, and this finds %(total)s. Ask for fewer, or export "
                    "the project.")  # fmt: skip
        raise Invalid("too_many", message % {"most": MOST, "total": answer.total}, fields={"total": answer.total})
    written = WRITERS[format](answer)
    kept = {"format": format, "question": answer.text, "passages": answer.total}
    record(project, user, Verb.EXPORTED, object_id=project.pk, label=f"{format} · {answer.text}", after=kept)
    return written
