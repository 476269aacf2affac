# Celery's shared tasks bind to the current app, so it must exist as soon as Django does.
from config.celery import app as celery_app

__all__ = ["celery_app"]
