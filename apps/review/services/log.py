"""What leaves the project is logged, whatever kind of file it is."""

from django.db import transaction

from apps.accounts.models import User
from apps.projects.models import Project
from apps.projects.services import Verb, record


@transaction.atomic
def record_log_export(*, project: Project, user: User, format: str, options: dict[str, str], entries: int) -> None:
    """Write that the supervision log was taken out of the project, with its filter. Like all exports it is for good."""
    kept = {**options, "what": "supervision log", "entries": entries}
    record(
        project, user, Verb.EXPORTED, object_id=project.pk, label=f"{format} · {options.get('filter', '')}", after=kept
    )
