from django.apps import AppConfig


class CodingConfig(AppConfig):
    name = "apps.coding"

    def ready(self) -> None:
        from apps.codebook.counting import counter
        from apps.coding.live import supplement
        from apps.coding.queries import count_by_code, count_by_project
        from apps.projects.figures import source
        from apps.projects.live.supplying import supplier

        counter.by_code = count_by_code
        source.of_projects = count_by_project
        supplier.of_activities = supplement
