from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "apps.documents"

    def ready(self) -> None:
        from apps.documents.services import delete_documents
        from apps.projects.leaving import leaving

        leaving.append(delete_documents)
