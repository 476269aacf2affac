"""A web server that is told to stop does not wait for those who wait for news."""

import subprocess
import sys

from django.conf import settings

WAITS = """
import os, signal
from uuid import uuid4
from apps.projects.live.ending import end_with_the_process
from apps.projects.live.room import room
end_with_the_process()
# The server's own handlers come after.
signal.signal(signal.SIGTERM, lambda *_: None)
with room.seat(uuid4(), uuid4()) as seat:
    os.kill(os.getpid(), signal.SIGTERM)
    seat.wait(10_000)
    assert seat.is_given_up
with room.seat(uuid4(), uuid4()) as seat:
    assert seat is None
print("ended")
"""


def test_whoever_waits_is_sent_away_and_nobody_is_let_in() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WAITS], cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout == "ended\n", done.stderr
