from django.urls import URLPattern, URLResolver, include, path

from apps.projects import views

app_name = "projects"

members = [
    path("", views.member_list, name="member_list"),
    path("<uuid:membership_id>/role/", views.member_role, name="member_role"),
    path("<uuid:membership_id>/remove/", views.member_remove, name="member_remove"),
]

project: list[URLPattern | URLResolver] = [
    path("settings/", views.project_settings, name="project_settings"),
    path("delete/", views.project_delete, name="project_delete"),
    path("members/", include(members)),
    path("activity/", views.activity_list, name="activity_list"),
]

urlpatterns = [
    path("", views.project_list, name="project_list"),
    path("bin/", views.bin, name="bin"),
    path("bin/<uuid:binned_id>/restore/", views.project_restore, name="project_restore"),
    path("<uuid:project_id>/", include(project)),
]
