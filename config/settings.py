"""All settings, read from the environment (and `.env`). What each name means: docs/reference/settings.md."""

import re
import secrets
import sys
from email.utils import parseaddr
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import available_timezones

import django_stubs_ext
import environ
from csp.constants import NONE, SELF

# Lets forms.ModelForm[Model] and the like be written for the type checker.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
env.read_env(BASE_DIR / ".env")


def refuse(name: str, why: str) -> NoReturn:
    """Stop the start with one sentence that names the setting."""
    raise SystemExit(f"{name}: {why}")


def positive_integer(name: str, default: int) -> int:
    raw = env.str(name, str(default))
    if not raw.isdecimal() or int(raw) < 1:
        refuse(name, f"must be a whole number above zero, not {raw!r}.")
    return int(raw)


def kept_secret(path: Path) -> str:
    """Return the secret kept at `path`, making it once: a laptop needs no set-up, yet no secret is shared."""
    try:
        with path.open("x") as new:
            path.chmod(0o600)
            new.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text().strip()


def usual_address() -> str:
    """Where the site is found when nobody says: the first name it answers to, or this machine."""
    name = ALLOWED_HOSTS[0].lstrip(".") if ALLOWED_HOSTS else ""
    if SERVES_HTTPS and name not in ("", "*"):
        return f"https://{name}"
    return f"http://{env.str('HOST', '127.0.0.1')}:{env.str('PORT', '8000')}"


# --- where things are -------------------------------------------------------------------------------------
HOME = Path(env.str("BENANG_HOME", str(BASE_DIR / "var"))).resolve()
try:
    HOME.mkdir(parents=True, exist_ok=True)
except OSError as error:
    refuse("BENANG_HOME", f"{HOME} cannot be made or written ({error.strerror}).")

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "") or kept_secret(HOME / "secret_key")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
# Behind TLS is what a server is; a laptop speaks plain HTTP to itself.
SERVES_HTTPS = env.bool("HTTPS", False)
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS if host != "*"] if SERVES_HTTPS else []

INSTALLED_APPS = [
    "apps.web",
    "apps.accounts",
    "apps.projects",
    "apps.jobs",
    "apps.documents",
    "apps.codebook",
    "apps.coding",
    "apps.review",
    "apps.analysis",
    "apps.exchange",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "crispy_forms",
    "crispy_bootstrap5",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "apps.accounts.middleware.UserLanguageMiddleware",
    "apps.accounts.middleware.PagesNeedSignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "apps.web.middleware.DomainErrorMiddleware",
    "apps.projects.middleware.SequenceMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "apps.web.templatetags.web",
                "apps.projects.templatetags.projects",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }
]

# --- data -------------------------------------------------------------------------------------------------
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASE_SCHEMES = ("sqlite:///", "postgres://", "postgresql://")
address = env.str("DATABASE_URL", f"sqlite:///{HOME / 'benang.sqlite3'}")
if not address.startswith(DATABASE_SCHEMES):
    refuse("DATABASE_URL", "must begin with sqlite:/// or postgres://, as in postgres://user@host:5432/name.")
database: Any = env.db_url_config(address)
if database["ENGINE"].endswith("sqlite3"):
    database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: what was acknowledged survives a power cut, not only a crash of the program.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;",
    }
else:
    database["CONN_HEALTH_CHECKS"] = True
database["CONN_MAX_AGE"] = None
DATABASES = {"default": database}

REDIS_URL = env.str("REDIS_URL", "")
if REDIS_URL and not REDIS_URL.startswith(("redis://", "rediss://", "unix://")):
    refuse("REDIS_URL", "is not a Redis address such as redis://127.0.0.1:6379/0.")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": HOME / "cache"}
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

MAX_UPLOAD_MB = positive_integer("MAX_UPLOAD_MB", 100)
MAX_RECORDING_MB = positive_integer("MAX_RECORDING_MB", 2000)
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 1000
MEDIA_ROOT = HOME / "media"
# On the disk of the files themselves: a recording that has arrived is renamed, not copied.
FILE_UPLOAD_TEMP_DIR = HOME / "incoming"
FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/bootstrap", BASE_DIR / "node_modules/bootstrap/dist"),
]
# Icons are drawn into the page by the {% icon %} tag.
ICONS_DIR = BASE_DIR / "node_modules/bootstrap-icons/icons"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

# --- jobs -------------------------------------------------------------------------------------------------
QUEUE_DIR = HOME / "queue"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
else:
    CELERY_BROKER_URL = "filesystem://localhost//"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": QUEUE_DIR,
        "data_folder_out": QUEUE_DIR,
        "control_folder": HOME / "queue-control",
        "polling_interval": 0.2,
    }
CELERY_BEAT_SCHEDULE_FILENAME = str(HOME / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "recover jobs whose worker died": {"task": "apps.jobs.tasks.recover", "schedule": 10.0},
    # By interval rather than by the clock: a laptop sleeps at night.
    "empty the bins of transcripts": {"task": "apps.documents.tasks.empty_bin", "schedule": 24 * 60 * 60.0},
    "empty the bin of projects": {"task": "apps.projects.tasks.empty_bin", "schedule": 24 * 60 * 60.0},
    # Often, because an e-mail the mail server did not take is tried again; each notice goes once.
    "send notices by e-mail": {"task": "apps.review.tasks.send_digests", "schedule": 30 * 60.0},
}
JOB_HEARTBEAT_SECONDS = 3
JOB_LOST_AFTER_SECONDS = 20

# --- people -----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "projects:project_list"
ACCOUNT_ADAPTER = "apps.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "apps.accounts.forms.NameForm"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Benang: "
SIGNUP_OPEN = env.bool("SIGNUP_OPEN", True)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Benang"
try:
    vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
except (environ.ImproperlyConfigured, ValueError, KeyError):
    refuse("EMAIL_URL", "is not a mail address such as smtp+tls://user:password@host:587.")
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", "Benang <benang@localhost>")
if "@" not in parseaddr(DEFAULT_FROM_EMAIL)[1]:
    refuse("EMAIL_FROM", "is not an e-mail address.")
# A mail server that does not answer must not hold a worker for ever.
EMAIL_TIMEOUT = 20
# Whether e-mail leaves this machine: digests are not printed to a terminal.
SENDS_MAIL = not EMAIL_BACKEND.endswith(("console.EmailBackend", "dummy.EmailBackend"))  # type: ignore[name-defined]  # noqa: F821
# Where links in e-mails lead. On a laptop it is where `manage.py serve` listens.
SITE_URL = (env.str("SITE_URL", "") or usual_address()).rstrip("/")
if not re.fullmatch(r"https?://[^/?#@\s]+", SITE_URL):
    refuse("SITE_URL", "must be an address without a path, such as https://benang.faculty.example.")

# --- languages --------------------------------------------------------------------------------------------
# Each by its own name, for somebody lost in a language they cannot read.
LANGUAGES = [("en", "English"), ("id", "Bahasa Indonesia")]
LANGUAGE_CODE = env.str("LANGUAGE_CODE", "id")
if LANGUAGE_CODE not in dict(LANGUAGES):
    refuse("LANGUAGE_CODE", f"must be one of {', '.join(dict(LANGUAGES))}, not {LANGUAGE_CODE!r}.")
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.str("TIME_ZONE", "Asia/Jakarta")
if TIME_ZONE not in available_timezones():
    refuse("TIME_ZONE", f"there is no time zone called {TIME_ZONE!r}.")
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["config.formats"]

# --- security ---------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        # Sign-in pages draw the second factor's QR code as a data image.
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SERVES_HTTPS
SECURE_SSL_REDIRECT = SERVES_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if SERVES_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SERVES_HTTPS
if SERVES_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Load balancers and Docker ask for health over plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]

# --- forms ------------------------------------------------------------------------------------------------
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "stream": sys.stderr}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
}
