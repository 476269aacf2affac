"""Run pandoc in a child process that has a time limit, a memory limit, no network and no shell."""

import json
import subprocess
import tempfile
from functools import cache
from typing import Any

import pypandoc

from core.text.errors import ReadError
from core.text.readers.ast import Writer
from core.text.readers.base import ReadResult

TIMEOUT_SECONDS = 20
HEAP = "-M400m"  # the process stays under 512 MB
HEAP_EXHAUSTED = 251
MAX_OUTPUT = 128 * 2**20


def convert(data: bytes, source_format: str, gap: str) -> ReadResult:
    """The text of a document in a format of pandoc's; `gap` stands between its blocks."""
    try:
        document: dict[str, Any] = json.loads(_run(data, source_format))
        return Writer(gap).write(document)
    except RecursionError as error:
        raise ReadError("damaged") from error


def _run(data: bytes, source_format: str) -> bytes:
    command = [
        _pandoc(),
        "+RTS",
        HEAP,
        "-RTS",
        "--sandbox",
        "--track-changes=accept",
        "-f",
        source_format,
        "-t",
        "json",
    ]
    # A file rather than a pipe: its size is known before anything of it is in memory.
    with tempfile.TemporaryFile() as output:
        try:
            done = subprocess.run(  # noqa: S603 - our own command, without a shell
                command,
                input=data,
                stdout=output,
                stderr=subprocess.DEVNULL,
                timeout=TIMEOUT_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise ReadError("too_slow", seconds=TIMEOUT_SECONDS) from error
        if done.returncode:
            raise ReadError("too_much_memory" if done.returncode == HEAP_EXHAUSTED else "damaged")
        if (size := output.tell()) > MAX_OUTPUT:
            raise ReadError("too_large", bytes=size, limit=MAX_OUTPUT)
        output.seek(0)
        return output.read()


@cache
def _pandoc() -> str:
    return str(pypandoc.get_pandoc_path())
