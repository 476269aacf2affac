"""The baseline for saving: a bare Django and ninja view with the same three inserts, served the same way.

Run by the benchmark as its own server: `granian --interface wsgi tests.bench.bare:application`.
"""

import os

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application

DATABASE = os.environ["BARE_DATABASE"]
settings.configure(
    SECRET_KEY="bare",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF="tests.bench.bare",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATABASE,
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    },
)
django.setup()

from django.db import connection, models, transaction  # noqa: E402 - settings come first
from django.http import HttpRequest  # noqa: E402
from django.urls import path  # noqa: E402
from ninja import NinjaAPI, Schema  # noqa: E402


class Row(models.Model):
    words = models.TextField()
    objects = models.Manager["Row"]()

    class Meta:
        app_label = "bare"

    def __str__(self) -> str:
        return self.words


class Body(Schema):
    words: str


api = NinjaAPI()


@api.put("/rows/{key}")
def put(request: HttpRequest, key: str, body: Body) -> dict[str, str]:
    with transaction.atomic():
        for _ in range(3):
            Row.objects.create(words=body.words)
    return {"id": key}


def prepare() -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Row)
    connection.close()


urlpatterns = [path("", api.urls)]
application = get_wsgi_application()
