from django.urls import include, path

from apps.exchange import views
from apps.exchange.codebooks import views as codebooks

app_name = "exchange"

exports = [
    path("", views.export_list, name="export_list"),
    path("new/", views.export_create, name="export_create"),
    path("memos/", views.memos_export, name="memos_export"),
    path("<uuid:export_id>/again/", views.export_again, name="export_again"),
    path("<uuid:export_id>/file/", views.export_file, name="export_file"),
]

codebook = [
    path("export/", codebooks.codebook_export, name="codebook_export"),
    path("import/", codebooks.codebook_import, name="codebook_import"),
    path("import/<uuid:listing_id>/", codebooks.codebook_import_preview, name="codebook_import_preview"),
    path("imported/<int:imported_id>/", codebooks.codebook_import_report, name="codebook_import_report"),
]

urlpatterns = [
    path("sample/", views.sample_create, name="sample_create"),
    path("<uuid:project_id>/exports/", include(exports)),
    path("<uuid:project_id>/codebook/", include(codebook)),
]
