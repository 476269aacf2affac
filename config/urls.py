"""Where every address begins."""

from django.urls import include, path
from django.views.generic import RedirectView
from django.views.i18n import JavaScriptCatalog

from apps.web.views import public
from config.api import api

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="projects:project_list"), name="home"),
    path("", include("apps.web.urls")),
    path("account/", include("allauth.urls")),
    path("account/", include("apps.accounts.urls")),
    path("projects/", include("apps.projects.urls")),
    path("projects/<uuid:project_id>/", include("apps.jobs.urls")),
    path("projects/<uuid:project_id>/", include("apps.analysis.urls")),
    path("projects/<uuid:project_id>/", include("apps.documents.urls")),
    path("projects/", include("apps.codebook.urls")),
    path("projects/<uuid:project_id>/", include("apps.coding.urls")),
    path("", include("apps.review.urls")),
    path("projects/", include("apps.exchange.urls")),
    path("api/v1/", api.urls),
    path("strings.js", public(JavaScriptCatalog.as_view()), name="strings"),
]
handler404 = "apps.web.views.not_found"
handler403 = "apps.web.views.forbidden"
handler500 = "apps.web.views.server_error"
