"""When a web server is told to stop it first answers every request, so whoever waits for news must be sent away.

The server sets signal handlers of its own after the application is loaded. Beside these Python writes the number of
every signal into a file descriptor of ours.
"""

import signal
import socket
import threading

from apps.projects.live.room import room

ENDING = {signal.SIGTERM, signal.SIGINT}


def end_with_the_process() -> None:
    """To be called once, when the application is loaded. Only the main thread can do it, which a server loads it in."""
    if threading.current_thread() is not threading.main_thread():
        return
    ours, signals = socket.socketpair()
    signals.setblocking(False)
    signal.set_wakeup_fd(signals.fileno(), warn_on_full_buffer=False)
    threading.Thread(target=_close_at_the_end, args=(ours, signals), name="live ending", daemon=True).start()


def _close_at_the_end(ours: socket.socket, signals: socket.socket) -> None:
    """`signals` is held here so that it stays open for as long as the process lives."""
    while True:
        if ENDING & set(ours.recv(64)):
            room.close()
