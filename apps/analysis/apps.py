from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    name = "apps.analysis"

    def ready(self) -> None:
        from apps.analysis.services import restore_query, rewrite_queries
        from apps.coding import above, undo
        from apps.projects.models import Verb
        from apps.projects.permissions import Permission

        verbs = (Verb.QUERY_SAVED, Verb.QUERY_CHANGED, Verb.QUERY_DELETED)
        restorer = undo.restore_outside(restore_query, "query_id")
        undo.register(dict.fromkeys(verbs, restorer), permission=Permission.SAVE_QUERIES)
        above.rewriting.append(rewrite_queries)
