from django.urls import path

from apps.coding import views

app_name = "coding"
urlpatterns = [
    path("transcripts/<uuid:transcript_id>/code/", views.workspace, name="workspace"),
    path("code-tree/", views.code_families, name="code_families"),
    path("segments/<uuid:segment_id>/", views.segment_detail, name="segment_detail"),
]
