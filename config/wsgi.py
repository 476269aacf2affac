"""The WSGI application that `manage.py serve` and the Docker image run."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from apps.projects.live.ending import end_with_the_process  # noqa: E402 - the environment comes first

end_with_the_process()
