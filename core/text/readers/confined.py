"""Read a file in a process of its own that may neither take long, nor much memory, nor reach the network.

What is in a file was written by strangers; all that goes beyond decoding characters happens there. The other
side is `core.text.readers.worker`.
"""

import json
import math
import os
import select
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Any

from core.text.errors import ReadError
from core.text.readers.base import Formatting, ReadResult

TIMEOUT_SECONDS = 20
MEMORY = 512 * 2**20
MAX_ANSWER = 128 * 2**20
ROOT = Path(__file__).resolve().parents[3]
# What Python itself needs to start; nothing of the settings, where the secrets are.
KEPT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")
BY_SIGNAL = {"SIGXCPU": "too_slow", "SIGXFSZ": "too_large", "SIGKILL": "too_much_memory"}


def read_confined(kind: str, data: bytes) -> ReadResult:
    """What the reader of a kind makes of the bytes; ReadError where there is no text, or a limit was reached."""
    # Files rather than pipes: nobody waits for anybody, and the answer's size is known before it is in memory.
    with tempfile.TemporaryFile() as question, tempfile.TemporaryFile() as answer:
        question.write(data)
        question.seek(0)
        _run(kind, question, answer)
        if not (size := answer.seek(0, os.SEEK_END)):
            raise ReadError("crashed")
        if size > MAX_ANSWER:
            raise ReadError("too_large", bytes=size, limit=MAX_ANSWER)
        answer.seek(0)
        return unpack_answer(json.load(answer))


def _run(kind: str, question: IO[bytes], answer: IO[bytes]) -> None:
    process = subprocess.Popen(  # noqa: S603 - our own command, without a shell
        [sys.executable, "-s", "-m", "core.text.readers.worker", kind, str(MEMORY), str(math.ceil(TIMEOUT_SECONDS))],
        stdin=question,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env={name: os.environ[name] for name in KEPT if name in os.environ} | {"LANG": "C.UTF-8"},
        start_new_session=True,
    )
    try:
        code = _wait(process)
    except subprocess.TimeoutExpired as error:
        raise ReadError("too_slow", seconds=TIMEOUT_SECONDS) from error
    finally:
        _stop(process)
    if code < 0:
        raise _error_of(code)


def _wait(process: "subprocess.Popen[bytes]") -> int:
    """The exit code. `Popen.wait` asks only every 50 ms, which is as long as reading itself takes."""
    if not hasattr(os, "pidfd_open"):
        return process.wait(TIMEOUT_SECONDS)
    descriptor = os.pidfd_open(process.pid)
    try:
        ended = select.poll()
        ended.register(descriptor, select.POLLIN)
        if not ended.poll(TIMEOUT_SECONDS * 1000):
            raise subprocess.TimeoutExpired(process.args, TIMEOUT_SECONDS)
    finally:
        os.close(descriptor)
    return process.wait()


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """End the process and those it started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _error_of(code: int) -> ReadError:
    """Why the process was ended by a signal."""
    reason = BY_SIGNAL.get(signal.Signals(-code).name, "damaged")
    detail = {"too_slow": {"seconds": TIMEOUT_SECONDS}, "too_large": {"limit": MAX_ANSWER}}
    return ReadError(reason, **detail.get(reason, {}))


def pack_answer(result: ReadResult | ReadError) -> dict[str, Any]:
    """What a reader gave, as JSON knows it."""
    if isinstance(result, ReadError):
        return {"error": result.code, "detail": result.detail}
    return {
        "text": result.text,
        "formatting": [[each.start, each.end, each.kind] for each in result.formatting],
        "warnings": result.warnings,
        "pages": result.pages,
        "details": dict(result.details),
    }


def unpack_answer(answer: dict[str, Any]) -> ReadResult:
    """The other way; raises the ReadError that was packed."""
    if "error" in answer:
        raise ReadError(answer["error"], **answer["detail"])
    return ReadResult(
        text=answer["text"],
        formatting=tuple(Formatting(*each) for each in answer["formatting"]),
        warnings=tuple(answer["warnings"]),
        pages=tuple(answer["pages"]),
        details=answer["details"],
    )
