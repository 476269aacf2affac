"""The settings tests run with. Loaded before Django's settings, so that no test can touch a developer's data.

Each test process, so each worker of pytest-xdist, has a BENANG_HOME of its own in the temporary folder.
SQLite by default; `TEST_DATABASE_URL` and `TEST_REDIS_URL` choose PostgreSQL and Redis.
"""

import os
import re
import shutil
import tempfile
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="benang-test-"))
SQLITE = HOME / "test.sqlite3"


def redis_of_this_process(address: str) -> str:
    """The address with a database number of this xdist worker's own: clearing the cache empties all of it."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    return re.sub(r"/(\d+)$", lambda found: f"/{int(found[1]) + worker}", address)


# Every setting is given, for a `.env` in the tree fills in only what is missing.
os.environ |= {
    "BENANG_HOME": str(HOME),
    "DATABASE_URL": os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{SQLITE}",
    "REDIS_URL": redis_of_this_process(os.environ.get("TEST_REDIS_URL", "")),
    "SECRET_KEY": "tests-only",
    "ALLOWED_HOSTS": "127.0.0.1,localhost",
    "DEBUG": "off",
    "HTTPS": "off",
    "EMAIL_URL": "memorymail://",
    "EMAIL_FROM": "Benang <benang@localhost>",
    "SITE_URL": "https://benang.example",
    "LANGUAGE_CODE": "id",
    "TIME_ZONE": "Asia/Jakarta",
    "SIGNUP_OPEN": "on",
    "MAX_UPLOAD_MB": "100",
    "MAX_RECORDING_MB": "2000",
    "LOG_LEVEL": "ERROR",
}


def pytest_unconfigure() -> None:
    shutil.rmtree(HOME, ignore_errors=True)
