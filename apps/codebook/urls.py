from django.urls import URLPattern, URLResolver, include, path

from apps.codebook import views

app_name = "codebook"

dimensions = [
    path("add/", views.dimension_add, name="dimension_add"),
    path("<uuid:dimension_id>/", views.dimension_edit, name="dimension_edit"),
    path("<uuid:dimension_id>/delete/", views.dimension_delete, name="dimension_delete"),
]

codes = [
    path("add/", views.code_add, name="code_add"),
    path("<uuid:code_id>/", views.code_detail, name="code_detail"),
    path("<uuid:code_id>/edit/", views.code_edit, name="code_edit"),
    path("<uuid:code_id>/move/", views.code_move, name="code_move"),
    path("<uuid:code_id>/delete/", views.code_delete, name="code_delete"),
]

versions = [
    path("", views.codebook_versions, name="codebook_versions"),
    path("freeze/", views.codebook_freeze, name="codebook_freeze"),
    path("compare/", views.codebook_diff, name="codebook_diff"),
    path("<int:number>/", views.codebook_version, name="codebook_version"),
]

project: list[URLPattern | URLResolver] = [
    path("", views.codebook, name="codebook"),
    path("template/", views.template_apply, name="template_apply"),
    path("dimensions/", include(dimensions)),
    path("codes/", include(codes)),
    path("versions/", include(versions)),
]

urlpatterns = [
    path("new/", views.project_create, name="project_create"),
    path("<uuid:project_id>/codebook/", include(project)),
]
