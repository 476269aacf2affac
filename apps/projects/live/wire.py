"""Carries the news that a project has changed from one process to the others, through Redis.

Nobody who saves waits for it: a thread of its own tells. When Redis is away nothing is lost but time, for whoever
waits then looks into the table now and then.
"""

import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import redis
from django.conf import settings

from apps.projects.live.room import room

logger = logging.getLogger(__name__)
CHANNEL = "benang:live"
MOST_UNTOLD = 1000
PATIENCE_SECONDS = 5
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 5.0


class Wire:
    """Tells other processes, and hears them. Both threads start when they are first needed."""

    def __init__(self, address: str, heard: Callable[[UUID], None], reconnected: Callable[[], None]):
        self.address, self.heard, self.reconnected = address, heard, reconnected
        self._me = uuid4().hex
        self._untold: queue.Queue[UUID] = queue.Queue(MOST_UNTOLD)
        self._lock = threading.Lock()
        self._threads: dict[Callable[[], None], threading.Thread] = {}
        self._listens = False

    @property
    def hears_all(self) -> bool:
        """Whether news of every other process comes through. Only then it is enough to wait for it."""
        return self._listens

    def tell(self, project: UUID) -> None:
        if not self.address:
            return
        # Whoever has so much to tell has woken everybody already.
        with contextlib.suppress(queue.Full):
            self._untold.put_nowait(project)
        self._run(self._tell_for_ever)

    def listen(self) -> None:
        if self.address:
            self._run(self._listen_for_ever)

    def _run(self, work: Callable[[], None]) -> None:
        """Threads do not outlive a fork, so it is asked again each time whether one lives."""
        thread = self._threads.get(work)
        if thread and thread.is_alive():
            return
        with self._lock:
            thread = self._threads.get(work)
            if not thread or not thread.is_alive():
                self._threads[work] = threading.Thread(target=work, name=f"live {work.__name__}", daemon=True)
                self._threads[work].start()

    def _connect(self) -> Any:
        return redis.Redis.from_url(
            self.address,
            socket_timeout=PATIENCE_SECONDS,
            socket_connect_timeout=PATIENCE_SECONDS,
            health_check_interval=PATIENCE_SECONDS,
        )

    def _tell_for_ever(self) -> None:
        connection = self._connect()
        while True:
            project = self._untold.get()
            try:
                connection.publish(CHANNEL, f"{self._me} {project}")
            except redis.RedisError as error:
                logger.info("Redis did not take a piece of news: %s", error)

    def _listen_for_ever(self) -> None:
        pause = FIRST_PAUSE
        while True:
            try:
                with self._connect() as connection, connection.pubsub() as ear:
                    ear.subscribe(CHANNEL)
                    for said in self._hear(ear):
                        pause = FIRST_PAUSE
                        self._take(said)
            except (redis.RedisError, OSError) as error:
                logger.info("Redis does not tell what other processes do: %s", error)
            self._listens = False
            # Whoever counted on it must look for themselves from now on.
            self.reconnected()
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _hear(self, ear: Any) -> Any:
        while True:
            said = ear.get_message(timeout=PATIENCE_SECONDS / 2)
            if said:
                yield said

    def _take(self, said: dict[str, Any]) -> None:
        if said["type"] == "subscribe":
            self._listens = True
            # Something may have happened before it did.
            self.reconnected()
        elif said["type"] == "message":
            teller, _space, project = said["data"].decode().partition(" ")
            if teller != self._me:
                self.heard(UUID(project))


wire = Wire(settings.REDIS_URL, room.wake, room.wake_all)
