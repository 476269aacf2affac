from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "apps.exchange"

    def ready(self) -> None:
        from apps.exchange.services import delete_exports
        from apps.projects.leaving import leaving

        leaving.append(delete_exports)
