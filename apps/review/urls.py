from django.urls import URLPattern, URLResolver, include, path

from apps.review import views
from apps.review.views import log, notices

app_name = "review"

codings = [
    path("", views.coding, name="coding"),
    path("judge/", views.coding_judge, name="coding_judge"),
    path("withdraw/", views.verdict_withdraw, name="verdict_withdraw"),
    path("answer/", views.coding_answer, name="coding_answer"),
    path("take/", views.suggestion_take, name="suggestion_take"),
    path("comment/", views.comment_create, name="comment_create"),
]

themes = [
    path("", views.theme, name="theme"),
    path("sign/", views.theme_sign, name="theme_sign"),
    path("withdraw/", views.theme_withdraw, name="theme_withdraw"),
]

review: list[URLPattern | URLResolver] = [
    path("", views.queue, name="queue"),
    path("approve/", views.bulk_approve, name="bulk_approve"),
    path("undo/<int:activity_id>/", views.verdicts_undo, name="verdicts_undo"),
    path("returned/", views.returned, name="returned"),
    path("progress/", views.progress, name="progress"),
    path("badge/", views.badge, name="badge"),
    path("log/", log.log, name="log"),
    path("log/<str:format>/", log.log_file, name="log_file"),
    path("themes/", views.themes, name="themes"),
    path("themes/<uuid:code_id>/", include(themes)),
    path("codings/<uuid:coding_id>/", include(codings)),
    path("comments/<uuid:comment_id>/change/", views.comment_change, name="comment_change"),
    path("comments/<uuid:comment_id>/delete/", views.comment_delete, name="comment_delete"),
    path("segments/<uuid:segment_id>/", views.segment_review, name="segment_review"),
]

# A person's own, across projects.
personal = [
    path("notices/", notices.notice_list, name="notice_list"),
    path("notices/read/", notices.notices_read, name="notices_read"),
    path("notices/<uuid:notice_id>/", notices.notice_open, name="notice_open"),
    path("notices/stop/<str:ticket>/", notices.digest_stop, name="digest_stop"),
]

urlpatterns = [path("projects/<uuid:project_id>/review/", include(review)), *personal]
