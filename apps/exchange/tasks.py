"""Long work of the exchange. The rules are in services."""

from typing import Any
from uuid import UUID

from apps.exchange import queries, services
from apps.jobs.kinds import job_kind
from apps.jobs.models import Job
from apps.jobs.services import advance


@job_kind
def write_export(job: Job) -> dict[str, Any]:
    """Write the export the job was started for; run again, it writes it anew."""

    def report(done: int, total: int, title: str) -> None:
        advance(job, done=done, total=total, message=title)

    export = queries.get_export(job.project, UUID(job.parameters["export"]))
    services.write_file(export=export, report=report)
    return {"export": str(export.pk), "rows": export.rows}
