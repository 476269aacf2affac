"""Requests the live server is at work on: none may be left when a test's tables are emptied."""

import threading
import time

from django.core.signals import request_finished, request_started

from apps.projects.live.room import room

PATIENCE = 30.0


class InFlight:
    """Counts from the moment it is made. Requests of Django's test client, in the test's own thread, do not count."""

    def __init__(self) -> None:
        self.count = 0
        self._lock = threading.Lock()
        request_started.connect(self._started)
        request_finished.connect(self._finished)

    def settle(self) -> None:
        """Send away who waits for live events, and return when every request is answered."""
        until = time.monotonic() + PATIENCE
        while self.count:
            assert time.monotonic() < until, f"{self.count} requests were not answered"
            room.empty()
            time.sleep(0.005)
        request_started.disconnect(self._started)
        request_finished.disconnect(self._finished)

    def _started(self, **_: object) -> None:
        self._add(1)

    def _finished(self, **_: object) -> None:
        self._add(-1)

    def _add(self, number: int) -> None:
        if threading.current_thread() is not threading.main_thread():
            with self._lock:
                self.count += number
