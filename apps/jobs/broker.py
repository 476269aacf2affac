"""The one place that speaks to the broker. Losing a message is harmless: recovery finds the waiting row."""

import logging
from uuid import UUID

from celery import current_app

logger = logging.getLogger(__name__)


def wake_worker(job_id: UUID) -> None:
    # The row is committed and will be found.
    ask_worker("apps.jobs.tasks.run", str(job_id))


def ask_worker(task: str, *args: str) -> None:
    """Name a task to whichever worker is free. It may never come: only for what is asked for again when needed."""
    try:
        current_app.send_task(task, args=list(args), retry=False)
    except Exception:
        # The person must not see an error for a broker that is down.
        logger.warning("The broker cannot be reached; %s%s waits to be asked for again.", task, args, exc_info=True)
