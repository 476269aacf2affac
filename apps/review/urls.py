from django.urls import URLPattern, URLResolver, include, path

app_name = "review"
# Of a project.
project_pages: list[URLPattern] = []
# Of a person, across projects.
personal_pages: list[URLPattern] = []
urlpatterns: list[URLPattern | URLResolver] = [
    path("projects/<uuid:project_id>/", include(project_pages)),
    *personal_pages,
]
