from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "apps.documents"

    def ready(self) -> None:
        from apps.documents.services import delete_documents
        from apps.documents.services.imports import forget_all
        from apps.projects.leaving import forgetting, leaving

        leaving.append(delete_documents)
        forgetting.append(forget_all)
