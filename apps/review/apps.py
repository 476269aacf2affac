from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "apps.review"

    def ready(self) -> None:
        from apps.coding import above, integrity, undo
        from apps.projects.permissions import Permission
        from apps.review import undoing
        from apps.review.integrity import RULES
        from apps.review.queries.judged import states_of
        from apps.review.services.forgetting import follow_text, rewrite_reviews

        above.review.states_of = states_of
        above.replacing.append(follow_text)
        above.rewriting.append(rewrite_reviews)
        integrity.RULES.extend(RULES)
        # A sign-off is no work at the desk: a key pressed over a text must not take it back.
        undo.register(undoing.SIGNOFFS, permission=Permission.REVIEW)
        undo.register(undoing.VERDICTS, permission=Permission.REVIEW, at_desk=True)
        undo.register(undoing.ANSWERS, permission=Permission.CODE, at_desk=True)
        undo.register(undoing.COMMENTS, permission=Permission.DISCUSS, at_desk=True)
