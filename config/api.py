"""The HTTP API: one NinjaAPI made of every app's router. docs/reference/api.md describes it."""

from ninja import NinjaAPI

from apps.accounts.api import router as accounts
from apps.accounts.auth import API_AUTH
from apps.analysis.api import router as analysis
from apps.codebook.api import router as codebook
from apps.coding.api import router as coding
from apps.documents.api import router as documents
from apps.exchange.api import router as exchange
from apps.jobs.api import router as jobs
from apps.projects.api import router as projects
from apps.review.api import router as review
from apps.web.api import install_error_handlers

api = NinjaAPI(title="Benang", version="1", auth=API_AUTH, docs_url="/docs", openapi_url="/openapi.json")
for router in (accounts, projects, jobs, documents, codebook, coding, review, analysis, exchange):
    api.add_router("", router)
install_error_handlers(api)
