"""The one place that speaks to the broker. Losing a message is harmless: recovery finds the waiting row."""

import logging
from uuid import UUID

from celery import current_app

logger = logging.getLogger(__name__)


def wake_worker(job_id: UUID) -> None:
    try:
        current_app.send_task("apps.jobs.tasks.run", args=[str(job_id)], retry=False)
    except Exception:
        # The row is committed and will be found; the person must not see an error for a broker that is down.
        logger.warning("The broker cannot be reached; job %s waits for recovery.", job_id, exc_info=True)
