"""What the clock calls. The rules are in services."""

from celery import shared_task

from apps.projects import services


@shared_task
def empty_bin() -> None:
    services.empty_bin()
