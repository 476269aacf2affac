"""Recordings made for tests: quiet sine waves, and the smallest files of other kinds."""

import io
import math
import struct
import wave

RATE = 8000


def sound(seconds: float = 1, pitch: float = 220) -> bytes:
    """A WAV file of a quiet tone: 8-bit, mono."""
    file = io.BytesIO()
    with wave.open(file, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(1)
        made.setframerate(RATE)
        period = bytes(128 + round(20 * math.sin(2 * math.pi * pitch * n / RATE)) for n in range(RATE))
        frames = int(seconds * RATE)
        made.writeframes((period * (frames // RATE + 1))[:frames])
    return file.getvalue()


def film() -> bytes:
    """The beginning of an MP4 file."""
    return struct.pack(">I4s4s", 32, b"ftyp", b"isom") + bytes(20)
