from django.urls import include, path

from apps.exchange import views

app_name = "exchange"

exports = [
    path("", views.export_list, name="export_list"),
    path("new/", views.export_create, name="export_create"),
    path("<uuid:export_id>/again/", views.export_again, name="export_again"),
    path("<uuid:export_id>/file/", views.export_file, name="export_file"),
]

urlpatterns = [
    path("sample/", views.sample_create, name="sample_create"),
    path("<uuid:project_id>/exports/", include(exports)),
]
