"""The process that reads: what it may not do, and what it leaves behind."""

import os
import random
import subprocess
import sys

import pytest

from core.text.errors import ReadError
from core.text.readers import confined, read
from core.text.readers.base import Formatting, ReadResult
from core.text.readers.confined import pack_answer, unpack_answer
from core.text.readers.worker import READERS, reader_of
from tests import fuzz_readers
from tests.core.text.packages import package, paragraph
from tests.core.text.pdfs import column, pdf

PROBE = """
import socket, sys
from core.text.readers.worker import confine
server = socket.create_server(("127.0.0.1", 0))
confine(300 * 2**20, 5)
try:
    print("memory", len(bytearray(400 * 2**20)))
except MemoryError:
    print("no memory")
try:
    socket.create_connection(server.getsockname(), 2)
    print("network")
except OSError:
    print("no network")
try:
    while True:
        sum(range(10**6))
finally:
    print("cpu")
"""


def run(code, *arguments):
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=confined.ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="limits are best effort elsewhere")
def test_memory_time_and_network_are_limited():
    done = run(PROBE.replace(", 5)", ", 1)"))
    assert done.stdout.split("\n")[0] == "no memory"
    assert done.returncode < 0
    allowed = run("import ctypes, sys; sys.exit(ctypes.CDLL(None).unshare(0x40000000) and 1)").returncode == 0
    assert ("no network" in done.stdout) is allowed or "no network" in done.stdout


def test_an_answer_comes_over_as_it_was():
    result = ReadResult("é\n", (Formatting(0, 1, "bold"),), None, ("read_as",), (0, 2), None, {"read_as": "rtf"})
    assert unpack_answer(pack_answer(result)) == result
    with pytest.raises(ReadError) as raised:
        unpack_answer(pack_answer(ReadError("too_large", bytes=3, limit=2)))
    assert (raised.value.code, raised.value.detail) == ("too_large", {"bytes": 3, "limit": 2})


def test_every_kind_has_a_reader():
    assert all(callable(reader_of(kind)) for kind in READERS)


def test_the_settings_do_not_reach_the_reader(monkeypatch):
    seen = {}
    real = subprocess.Popen

    def popen(*arguments, **options):
        seen.update(options["env"])
        return real(*arguments, **options)

    monkeypatch.setenv("SECRET_KEY", "rahasia")
    monkeypatch.setattr(subprocess, "Popen", popen)
    assert read(package(paragraph("kata")), "a.docx").text == "kata"
    assert set(seen) <= {*confined.KEPT, "LANG"}


def test_nothing_is_left_running_after_the_time_is_over(monkeypatch):
    monkeypatch.setattr(confined, "TIMEOUT_SECONDS", 0.2)
    with pytest.raises(ReadError, match="too_slow"):
        read(package(paragraph("kata " * 2000) * 400), "a.docx")
    children = subprocess.run(["ps", "--ppid", str(os.getpid()), "-o", "args="], capture_output=True, text=True)
    assert "readers.worker" not in children.stdout


def test_loading_the_readers_loads_nothing_heavy():
    code = "import sys, core.text.readers.worker; print(*sorted(sys.modules))"
    loaded = set(run(code).stdout.split())
    assert "core.text.readers" in loaded
    assert loaded.isdisjoint({"charset_normalizer", "pypandoc", "pypdfium2", "core.text.words", "django"})


@pytest.mark.slow
def test_spoilt_files_are_a_text_or_an_error(monkeypatch):
    if not fuzz_readers.SAMPLES.is_dir():
        made = [("a.docx", package(paragraph("P: Apa?") * 9)), ("a.pdf", pdf(column(["P: Apa?"] * 9)))]
        made += [
            ("a.rtf", rb"{\rtf1\ansi P: ap\'e9?\par}" * 9),
            ("a.srt", b"00:00:01,000 --> 00:00:02,000\nP: apa?\n\n" * 9),
        ]
        monkeypatch.setattr(fuzz_readers, "real_files", lambda: made)
    outcomes = fuzz_readers.run(count=400, seed=random.SystemRandom().randrange(10**6), seconds=25)
    assert len(outcomes) > 20
    assert [outcome for outcome in outcomes if outcome.kind.startswith("crash")] == []
