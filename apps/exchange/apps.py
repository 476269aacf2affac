from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "apps.exchange"

    def ready(self) -> None:
        from apps.exchange.services import delete_exports
        from apps.projects.leaving import forgetting, leaving

        leaving.append(delete_exports)
        forgetting.append(delete_exports)
