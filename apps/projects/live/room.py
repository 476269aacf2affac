"""Where requests of one process wait for news, and how many may.

A waiting request holds a thread of the web server, which has few (`serve` and the Dockerfile give it four). So at
most half of them wait, one for each person; who finds no seat is answered at once and asks again a little later.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

MOST_WAITING = 2


class Seat:
    """A place to wait for news of one project."""

    def __init__(self, project: UUID, user: UUID):
        self.project, self.user = project, user
        # Somebody else needs it: the same person's newer page, most often because this one is gone.
        self.is_given_up = False
        self._news = threading.Event()

    def call(self) -> None:
        self._news.set()

    def wait(self, seconds: float) -> None:
        """Return when there may be news, or when the time is over. What comes from now on is not missed."""
        self._news.wait(seconds)
        self._news.clear()


class Room:
    """All seats of this process."""

    def __init__(self, most: int = MOST_WAITING):
        self.most = most
        self._lock = threading.Lock()
        self._seats: list[Seat] = []

    @contextmanager
    def seat(self, project: UUID, user: UUID) -> Iterator[Seat | None]:
        """A seat until the block ends; None when all are taken. A person's new seat takes the place of the old."""
        seat = self._sit_down(project, user)
        try:
            yield seat
        finally:
            if seat:
                self._leave(seat)

    def wake(self, project: UUID) -> None:
        with self._lock:
            waiting = [seat for seat in self._seats if seat.project == project]
        for seat in waiting:
            seat.call()

    def wake_all(self) -> None:
        with self._lock:
            waiting = list(self._seats)
        for seat in waiting:
            seat.call()

    def send_away(self, user: UUID) -> None:
        """The user's page is gone: nobody is there to be told."""
        with self._lock:
            leaving = [seat for seat in self._seats if seat.user == user]
        self._give_up(leaving)

    def empty(self) -> None:
        """Send everybody away with what they know."""
        self._give_up(list(self._seats))

    def close(self) -> None:
        """The process is about to end."""
        self.most = 0
        self.empty()

    @property
    def taken(self) -> int:
        return len(self._seats)

    def _sit_down(self, project: UUID, user: UUID) -> Seat | None:
        with self._lock:
            mine = [seat for seat in self._seats if seat.user == user]
            if len(self._seats) - len(mine) >= self.most:
                return None
            made = Seat(project, user)
            self._seats.append(made)
        self._give_up(mine)
        return made

    def _give_up(self, seats: list[Seat]) -> None:
        for seat in seats:
            self._leave(seat)
            seat.is_given_up = True
            seat.call()

    def _leave(self, seat: Seat) -> None:
        with self._lock:
            if seat in self._seats:
                self._seats.remove(seat)


room = Room()
