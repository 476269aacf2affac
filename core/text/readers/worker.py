"""The confined side of `core.text.readers.confined`: one file on standard input, one answer on standard output.

Run as `python -m core.text.readers.worker KIND MEMORY SECONDS`. Imports are few and late: starting is what
most files wait for.
"""

import json
import sys
from contextlib import suppress
from importlib import import_module

from core.text.errors import ReadError
from core.text.readers.base import MAX_TEXT_BYTES, Reader, ReadResult
from core.text.readers.confined import MAX_ANSWER, pack_answer

READERS = {
    "docx": ("docx", "read_docx"),
    "html": ("html", "read_html"),
    "md": ("md", "read_markdown"),
    "odt": ("odt", "read_odt"),
    "pdf": ("pdf", "read_pdf"),
    "rtf": ("rtf", "read_rtf"),
    "srt": ("subtitles", "read_subtitles"),
    "vtt": ("subtitles", "read_subtitles"),
}
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000  # CLONE_NEWUSER and CLONE_NEWNET of <sched.h>


def main(kind: str, memory: int, seconds: int) -> None:
    confine(memory, seconds)
    answer = pack_answer(_read(kind, sys.stdin.buffer.read()))
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode())
    sys.stdout.buffer.flush()


def reader_of(kind: str) -> Reader:
    module, name = READERS[kind]
    reader: Reader = getattr(import_module(f"core.text.readers.{module}"), name)
    return reader


def _read(kind: str, data: bytes) -> ReadResult | ReadError:
    try:
        result = reader_of(kind)(data)
    except ReadError as error:
        return error
    except MemoryError:
        return ReadError("too_much_memory")
    except RecursionError:
        return ReadError("damaged")
    if len(result.text) > MAX_TEXT_BYTES:
        return ReadError("too_large", bytes=len(result.text), limit=MAX_TEXT_BYTES)
    return result


def confine(memory: int, seconds: int) -> None:
    """Limit this process and its children, as far as the system can."""
    with suppress(ImportError):
        import resource

        limits = {
            "RLIMIT_AS": memory,
            "RLIMIT_CPU": seconds,
            "RLIMIT_FSIZE": MAX_ANSWER,
            "RLIMIT_NOFILE": 64,
            "RLIMIT_CORE": 0,
        }
        for name, limit in limits.items():
            with suppress(AttributeError, OSError, ValueError):
                resource.setrlimit(getattr(resource, name), (limit, limit))
    _leave_network()


def _leave_network() -> None:
    """Move into an empty network, where the system lets us; nothing here opens a socket anyway."""
    import ctypes

    with suppress(AttributeError, OSError):
        system = ctypes.CDLL(None)
        if system.unshare(NEW_NETWORK):
            system.unshare(NEW_USER | NEW_NETWORK)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
