from django.urls import path

from apps.analysis import views

app_name = "analysis"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("crosstab/", views.crosstab, name="crosstab"),
    path("dominance/", views.dominance, name="dominance"),
    path("charts/<slug:name>.<slug:format>", views.chart, name="chart"),
    path("passages/", views.passages, name="passages"),
]
