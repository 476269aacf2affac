from django.urls import path

from apps.analysis import views

app_name = "analysis"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("crosstab/", views.crosstab, name="crosstab"),
    path("dominance/", views.dominance, name="dominance"),
    path("charts/<slug:name>.<slug:format>", views.chart, name="chart"),
    path("charts/<slug:name>/", views.chart_page, name="chart_page"),
    path("cooccurrence/", views.cooccurrence, name="cooccurrence"),
    path("cooccurrence/passages/", views.together, name="together"),
    path("network/", views.network, name="network"),
    path("saturation/", views.saturation, name="saturation"),
    path("portrait/", views.portrait, name="portrait"),
    path("timeline/", views.timeline, name="timeline"),
    path("passages/", views.passages, name="passages"),
    path("retrieval/", views.retrieval, name="retrieval"),
    path("retrieval/terms/", views.retrieval_terms, name="retrieval_terms"),
    path("retrieval/change/", views.retrieval_change, name="retrieval_change"),
    path("retrieval/file.<slug:format>", views.retrieval_file, name="retrieval_file"),
    path("retrieval/memo/", views.retrieval_memo, name="retrieval_memo"),
    path("queries/", views.saved_query_list, name="saved_query_list"),
    path("queries/new/", views.saved_query_create, name="saved_query_create"),
    path("queries/<uuid:query_id>/edit/", views.saved_query_edit, name="saved_query_edit"),
    path("queries/<uuid:query_id>/delete/", views.saved_query_delete, name="saved_query_delete"),
]
