"""A bad setting stops the start with one sentence that names it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "oracle://somewhere/else"),
        ("REDIS_URL", "localhost:6379"),
        ("LANGUAGE_CODE", "fr"),
        ("TIME_ZONE", "Mars/Olympus"),
        ("MAX_UPLOAD_MB", "lots"),
        ("MAX_RECORDING_MB", "0"),
        ("EMAIL_URL", "nowhere"),
        ("EMAIL_FROM", "nobody"),
        ("BENANG_HOME", "/proc/benang"),
    ],
)
def test_a_bad_setting_is_named(name: str, value: str) -> None:
    command = [sys.executable, "manage.py", "check"]
    run = subprocess.run(
        command, cwd=ROOT, env={**os.environ, name: value}, capture_output=True, text=True, check=False
    )
    assert run.returncode != 0
    assert run.stderr.count("\n") == 1
    assert run.stderr.startswith(f"{name}: ")
