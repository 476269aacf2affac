"""Run pandoc, without a shell, and with no leave to open any file or address. Only inside the worker."""

import json
import subprocess
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import Any

from core.text.errors import ReadError
from core.text.readers.ast import Writer
from core.text.readers.base import ReadResult

HEAP = "-M400m"  # the process stays under 512 MB
HEAP_EXHAUSTED = 251
MAX_OUTPUT = 64 * 2**20


def convert(
    data: bytes,
    source_format: str,
    gap: str,
    line_break: str = "\n",
    meta: bool = True,
    mend: Callable[[bytes], bytes] = bytes,
) -> ReadResult:
    """The text of a document in a format of pandoc's.

    `gap` stands between its blocks, `line_break` where only the source begins a new line; without `meta`,
    what the document says about itself is left out. `mend` is applied to pandoc's answer, which is JSON.
    """
    try:
        document: dict[str, Any] = json.loads(mend(_run(data, source_format)))
    except (RecursionError, ValueError) as error:
        raise ReadError("damaged") from error
    if not meta:
        document["meta"] = {}
    return Writer(gap, line_break).write(document)


def _run(data: bytes, source_format: str) -> bytes:
    options = ["--sandbox", "--track-changes=all", "-f", source_format, "-t", "json"]
    done = subprocess.run(  # noqa: S603 - our own command, without a shell
        [_pandoc(), "+RTS", HEAP, "-RTS", *options],
        input=data,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        raise ReadError("too_much_memory" if done.returncode == HEAP_EXHAUSTED else "damaged")
    if (size := len(done.stdout)) > MAX_OUTPUT:
        raise ReadError("too_large", bytes=size, limit=MAX_OUTPUT)
    return done.stdout


@cache
def _pandoc() -> str:
    """The pandoc that comes with pypandoc, found without loading the latter, or else the system's."""
    spec = find_spec("pypandoc")
    if spec and spec.origin and (path := Path(spec.origin).parent / "files" / "pandoc").exists():
        return str(path)
    return which("pandoc") or "pandoc"
