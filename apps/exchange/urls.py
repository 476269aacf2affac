from django.urls import path

from apps.exchange import views

app_name = "exchange"
urlpatterns = [
    path("exports/", views.export_list, name="export_list"),
    path("exports/new/", views.export_create, name="export_create"),
    path("exports/<uuid:export_id>/again/", views.export_again, name="export_again"),
    path("exports/<uuid:export_id>/file/", views.export_file, name="export_file"),
]
