from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "apps.jobs"

    def ready(self) -> None:
        from apps.jobs.health import a_worker_lives
        from apps.web.health import checks

        checks["worker"] = a_worker_lives
